import { createHash } from 'node:crypto';
import MagicString from 'magic-string';

/**
 * Rollup: files that the bundle loads later, `import('./room/part.ts')` in the sources, get what they share with it handed over.
 *
 * A plain second file would import `./tinh.js`, and where a page has loaded `tinh.js?ver=2` (as WordPress writes it) the browser would
 * fetch and run the whole bundle once more under the other name. So the later file is a function of what it shares: it imports nothing. Both
 * know their build: a file that a cache has kept from another one is refused, not run.
 *
 * @returns {import('rollup').Plugin}
 */
export function laterFiles() {
  return {
    name: 'later-files',
    renderChunk(code, chunk, _options, { chunks }) {
      if (!chunk.isEntry && !chunk.isDynamicEntry) this.error(`${chunk.fileName} is shared by two later files`);
      const build = buildOf(chunks);
      const magic = new MagicString(code);
      const { body } = this.parse(code);
      const exported = [];
      for (const node of body) {
        if (node.type !== 'ExportNamedDeclaration') continue;
        exported.push(...node.specifiers.map(({ local, exported: { name } }) => `${name}: ${local.name}`));
        magic.remove(node.start, node.end);
      }
      const imports = findImports(body);
      for (const { start, end, source } of imports) {
        magic.overwrite(start, end, `loadLater(${JSON.stringify(`${source.value}?v=${build}`)})`);
      }
      if (chunk.isEntry) {
        if (!imports.length) return null;
        magic.append(LOADER(build, ['loadLater', ...exported].join(', ')));
      } else {
        // A later file may ask for another one: it does so through the bundle.
        const taken = imports.length ? ['loadLater'] : [];
        for (const node of body) {
          if (node.type !== 'ImportDeclaration') continue;
          if (!chunk.imports.length || node.source.value !== './tinh.js') this.error(`imports ${node.source.value}`);
          taken.push(...node.specifiers.map(({ imported, local }) => `${imported.name}: ${local.name}`));
          magic.remove(node.start, node.end);
        }
        magic.prepend(
          `export default (build, { ${taken.join(', ')} }) => {\nif (build !== ${JSON.stringify(build)}) throw Error('another build');\n`,
        );
        magic.append(`\nreturn { ${exported.join(', ')} };\n};\n`);
      }
      return { code: magic.toString(), map: magic.generateMap({ hires: true }) };
    },
  };
}

/**
 * Each file is asked for once. One that failed, or did not come for half a minute, is asked for under another address: a browser may remember
 * a module that failed. Timer and promise belong to the first who asks; the others wait with them.
 */
const LOADER = (build, shared) => `
const laterFiles = {};
let laterFailures = 0;
function loadLater(address) {
  return (laterFiles[address] ??= new Promise((resolve, reject) => {
    const timer = setTimeout(reject, 30000, Error('no answer'));
    import(laterFailures ? address + '&try=' + laterFailures : address)
      .then((file) => resolve(file.default(${JSON.stringify(build)}, { ${shared} })))
      .catch(reject)
      .finally(() => clearTimeout(timer));
  }).catch((error) => {
    delete laterFiles[address];
    laterFailures += 1;
    throw error;
  }));
}
`;

/** Tells builds apart: what stands in any module of the bundle. */
function buildOf(chunks) {
  const hash = createHash('sha256');
  for (const { modules } of Object.values(chunks))
    for (const { code } of Object.values(modules)) hash.update(code ?? '');
  return hash.digest('hex').slice(0, 10);
}

/** Every `import()` below a node of the syntax tree. */
function findImports(node) {
  if (typeof node !== 'object' || node === null) return [];
  const own = node.type === 'ImportExpression' ? [node] : [];
  return [...own, ...Object.values(node).flatMap(findImports)];
}
