import { TOKENS } from './src/theme/tokens.ts';

/** `src/a/b.ts` as the consumer of the package finds it. */
const built = (path) => path.replace(/^\/?src\/(.+)\.ts$/, 'dist/modules/$1.js');

/** The analyzer knows `customElements.define` only: reads our guarded `define('tinh-x', XElement)` of define.ts. */
function guardedDefinitions() {
  return {
    name: 'guarded-definitions',
    analyzePhase({ ts, node, moduleDoc }) {
      if (!ts.isCallExpression(node) || node.expression.getText() !== 'define') return;
      const [tag, element] = node.arguments;
      if (!tag || !element || !ts.isStringLiteral(tag) || !ts.isIdentifier(element)) return;
      const room = moduleDoc.path.replace(/\/define\.ts$/, '');
      moduleDoc.exports = [
        ...(moduleDoc.exports ?? []),
        {
          kind: 'custom-element-definition',
          name: tag.text,
          declaration: { name: element.text, module: `${room}/${room.split('/').at(-1)}.ts` },
        },
      ];
    },
    packageLinkPhase({ customElementsManifest }) {
      const { modules } = customElementsManifest;
      for (const { kind, name, declaration } of modules.flatMap((module) => module.exports ?? [])) {
        if (kind !== 'custom-element-definition') continue;
        const found = modules
          .find((module) => module.path === declaration.module)
          ?.declarations?.find((each) => each.name === declaration.name);
        if (!found) throw new Error(`${name}: no class ${declaration.name} in ${declaration.module}`);
        found.tagName = name;
        found.customElement = true;
      }
    },
  };
}

/** Private members are nobody's business, and paths must be those of the built package. */
function published() {
  return {
    name: 'published',
    packageLinkPhase({ customElementsManifest }) {
      for (const declaration of customElementsManifest.modules.flatMap((module) => module.declarations ?? [])) {
        const isHidden = ({ privacy, static: isStatic }) =>
          privacy === 'private' || privacy === 'protected' || isStatic;
        // Reactive state is declared beside the attributes, and has none.
        const state = declaration.members?.filter(isHidden).map(({ name }) => name);
        declaration.attributes = declaration.attributes?.filter((each) => !state.includes(each.fieldName ?? each.name));
        declaration.members = declaration.members?.filter((each) => !isHidden(each));
        // An undocumented name is a guess from the arguments of an event's constructor.
        declaration.events = declaration.events?.filter(({ name }) => name?.startsWith('tinh-'));
      }
      const rewrite = (value) => {
        for (const [key, each] of Object.entries(value)) {
          if ((key === 'path' || key === 'module') && typeof each === 'string') value[key] = built(each);
          else if (each !== null && typeof each === 'object') rewrite(each);
        }
      };
      rewrite(customElementsManifest);
    },
  };
}

/** Every element that shows anything reads the site tokens; there is one list of them. */
function siteTokens() {
  return {
    name: 'site-tokens',
    packageLinkPhase({ customElementsManifest }) {
      const elements = customElementsManifest.modules
        .flatMap((module) => module.declarations ?? [])
        .filter(({ tagName }) => tagName && tagName !== 'tinh-site-config');
      for (const element of elements) {
        const tokens = TOKENS.map((token) => ({
          name: token.name,
          default: token.fallback,
          description: token.meaning,
        }));
        element.cssProperties = [...(element.cssProperties ?? []), ...tokens];
      }
    },
  };
}

export default {
  globs: ['src/**/*.ts'],
  // base/define.ts holds the one real call, with variables for tag and class.
  exclude: ['src/bundle.ts', 'src/base/define.ts'],
  outdir: '.',
  litelement: true,
  packagejson: false,
  plugins: [guardedDefinitions(), siteTokens(), published()],
};
