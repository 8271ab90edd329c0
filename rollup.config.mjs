import { globSync, readFileSync, rmSync } from 'node:fs';
import { literalsHtmlCssMinifier } from '@literals/rollup-plugin-html-css-minifier';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import typescript from '@rollup/plugin-typescript';
import { laterFiles } from './scripts/later-files.mjs';

/** Templates are minified before the transpiler sees them; one that cannot be parsed fails the build. */
const templates = () => literalsHtmlCssMinifier({ include: ['src/**/*.ts'], failOnError: true });

const transpile = () =>
  typescript({
    tsconfig: './tsconfig.build.json',
    noEmitOnError: true,
    compilerOptions: {
      declaration: false,
      emitDeclarationOnly: false,
      outDir: undefined,
      sourceMap: true,
      inlineSources: true,
    },
  });

/** `dist/tinh.css` is the written style sheet without comments and spare white space. */
const styleSheet = () => ({
  name: 'style-sheet',
  generateBundle() {
    const source = readFileSync('src/theme/tinh.css', 'utf8')
      .replace(/\/\*[^]*?\*\//g, '')
      .replace(/\s+/g, ' ')
      .replace(/ ?([{};,]) ?/g, '$1')
      .replace(/: /g, ':')
      .replace(/;}/g, '}')
      .trim();
    this.emitFile({ type: 'asset', fileName: 'tinh.css', source: `${source}\n` });
  },
});

/** `dist/article.schema.json` says what `src` of an article may answer. */
const articleSchema = () => ({
  name: 'article-schema',
  generateBundle() {
    const source = readFileSync('src/article-view/article.schema.json', 'utf8');
    this.emitFile({ type: 'asset', fileName: 'article.schema.json', source });
  },
});

/** A file of a room that is gone must not stay behind and be published; what stands goes only when there is new. */
const clearFolder = () => ({
  name: 'clear-folder',
  renderStart({ dir }) {
    rmSync(dir, { recursive: true, force: true });
  },
});

/** @type {import('rollup').RollupOptions['onwarn']} A warning of the bundler is a fault of ours. */
const onwarn = (warning) => {
  throw new Error(warning.message);
};

/**
 * The files that a module is needed in at once, by their first modules. What two need stands in the bundle, since a later file imports nothing.
 *
 * @param {string} id
 * @param {import('rollup').GetModuleInfo} info
 */
function filesOf(id, info, found = new Set(), seen = new Set()) {
  if (seen.has(id)) return found;
  seen.add(id);
  const { isEntry, importers, dynamicImporters } = info(id);
  if (isEntry || dynamicImporters.length > 0) found.add(id);
  else for (const importer of importers) filesOf(importer, info, found, seen);
  return found;
}

/** What a site loads: one file and, beside it, those that it fetches when they are needed. */
const bundle = {
  input: { tinh: 'src/bundle.ts' },
  plugins: [
    templates(),
    transpile(),
    nodeResolve({ exportConditions: ['browser', 'production'] }),
    styleSheet(),
    articleSchema(),
  ],
  onwarn,
  output: {
    dir: 'dist',
    entryFileNames: '[name].js',
    chunkFileNames: 'tinh-[name].js',
    assetFileNames: '[name][extname]',
    format: 'es',
    sourcemap: true,
    compact: true,
    generatedCode: 'es2015',
    minifyInternalExports: false,
    manualChunks: (id, { getModuleInfo }) =>
      getModuleInfo(id).isEntry || filesOf(id, getModuleInfo).size > 1 ? 'tinh' : undefined,
    plugins: [
      laterFiles(),
      terser({
        ecma: 2022,
        module: true,
        compress: { passes: 3 },
        format: { comments: false },
      }),
    ],
  },
};

/** What a bundler loads: our files as they are, Lit left to the consumer. */
const modules = {
  input: ['src/index.ts', 'src/api/contract.ts', ...globSync('src/*/define.ts').filter((path) => path.includes('-'))],
  external: /^(lit|@lit\/[^/]+|dompurify)($|\/)/,
  plugins: [templates(), transpile(), nodeResolve(), clearFolder()],
  onwarn(warning) {
    // contract.ts holds types only: its module is empty on purpose.
    if (warning.code !== 'EMPTY_BUNDLE') onwarn(warning);
  },
  output: {
    dir: 'dist/modules',
    format: 'es',
    sourcemap: true,
    generatedCode: 'es2015',
    preserveModules: true,
    preserveModulesRoot: 'src',
    // A folder named node_modules would not be published.
    entryFileNames: (chunk) => (chunk.name.includes('tslib') ? 'vendor/tslib.js' : '[name].js'),
  },
};

export default [bundle, modules];
