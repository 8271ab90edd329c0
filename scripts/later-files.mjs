import MagicString from 'magic-string';

/**
 * Rollup: files that the bundle loads later, `import('./room/part.ts')` in the sources, get what they share with it handed over.
 *
 * A plain second file would import `./tinh.js`, and where a page has loaded `tinh.js?ver=2` (as WordPress writes it) the browser would
 * fetch and run the whole bundle once more under the other name. So the later file is a function of what it shares: it imports nothing.
 * Names are kept as they are written; the version in the address keeps a cached file of another release away.
 *
 * @param {string} version of the package
 * @returns {import('rollup').Plugin}
 */
export function laterFiles(version) {
  return {
    name: 'later-files',
    renderChunk(code, chunk) {
      if (!chunk.isEntry && !chunk.isDynamicEntry) this.error(`${chunk.fileName} is shared by two later files`);
      const magic = new MagicString(code);
      const { body } = this.parse(code);
      const exported = [];
      for (const node of body) {
        if (node.type !== 'ExportNamedDeclaration') continue;
        exported.push(...node.specifiers.map(({ local, exported: { name } }) => `${name}: ${local.name}`));
        magic.remove(node.start, node.end);
      }
      if (chunk.isEntry) {
        const imports = findImports(body);
        if (!imports.length) return null;
        for (const { start, end, source } of imports) {
          magic.overwrite(start, end, `loadLater(${JSON.stringify(`${source.value}?v=${version}`)})`);
        }
        magic.append(LOADER(exported.join(', ')));
      } else {
        const taken = [];
        for (const node of body) {
          if (node.type !== 'ImportDeclaration') continue;
          if (!chunk.imports.length || node.source.value !== './tinh.js') this.error(`imports ${node.source.value}`);
          taken.push(...node.specifiers.map(({ imported, local }) => `${imported.name}: ${local.name}`));
          magic.remove(node.start, node.end);
        }
        magic.prepend(`export default ({ ${taken.join(', ')} }) => {\n`);
        magic.append(`\nreturn { ${exported.join(', ')} };\n};\n`);
      }
      return { code: magic.toString(), map: magic.generateMap({ hires: true }) };
    },
  };
}

/** A browser may remember that a module could not be loaded: every further try has an address of its own. */
const LOADER = (shared) => `
let failures = 0;
async function loadLater(address) {
  let file;
  try {
    file = await import(failures ? address + '&try=' + failures : address);
  } catch (error) {
    failures += 1;
    throw error;
  }
  return file.default({ ${shared} });
}
`;

/** Every `import()` below a node of the syntax tree. */
function findImports(node) {
  if (typeof node !== 'object' || node === null) return [];
  const own = node.type === 'ImportExpression' ? [node] : [];
  return [...own, ...Object.values(node).flatMap(findImports)];
}
