import assert from 'node:assert/strict';
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
process.chdir(ROOT);

type Target = string | { readonly [condition: string]: string };

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly version: string;
  readonly exports: Readonly<Record<string, Target>>;
};
const rooms = globSync('src/*-*/define.ts').map((path) => basename(dirname(path)));

/** The package's entries; one with a star is one entry for each element. */
const entries = Object.entries(manifest.exports).flatMap(([entry, target]) => {
  const files = typeof target === 'string' ? [target] : Object.values(target);
  const names = entry.includes('*') ? rooms : [''];
  return names.map((room) => ({
    entry: entry.replace('*', room),
    files: files.map((file) => file.replace('*', room)),
  }));
});

test('every entry of the package leads to built files', () => {
  assert.ok(rooms.length > 0);
  assert.ok(entries.length > rooms.length);
  const missing = entries.flatMap(({ entry, files }) =>
    files.filter((file) => !existsSync(file)).map((file) => `${entry}: ${file}`),
  );
  assert.deepEqual(missing, []);
});

test('the package has nothing that publint objects to', { timeout: 60_000 }, async () => {
  const { messages, pkg } = await publint({ pkgDir: ROOT, strict: true, pack: 'npm' });
  assert.deepEqual(
    messages.map((message) => formatMessage(message, pkg)),
    [],
  );
});

test('code that imports the package is type-checked against it, with either resolution of modules', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tinh-consumer-'));
  t.after(() => {
    rmSync(folder, { recursive: true });
  });
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(ROOT, join(folder, 'node_modules', 'tinh'), 'junction');
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const file = join(folder, 'page.ts');
  writeFileSync(
    file,
    [
      "import { QuickLinksElement, type Problem } from 'tinh';",
      "import type { Comment } from 'tinh/api/contract';",
      ...rooms.map((room) => `import 'tinh/${room}/define';`),
      "export const links: QuickLinksElement = document.createElement('tinh-quick-links');",
      "links.site = 'so-ngoai-vu';",
      '// @ts-expect-error A site is a string: this fails unless the types were found.',
      'links.site = 5;',
      "export const status: Problem['status'] = 404;",
      '// @ts-expect-error Likewise.',
      "export const mine: Comment['mine'] = 'yes';",
    ].join('\n'),
  );
  for (const [module, moduleResolution] of [
    [ts.ModuleKind.NodeNext, ts.ModuleResolutionKind.NodeNext],
    [ts.ModuleKind.ESNext, ts.ModuleResolutionKind.Bundler],
  ] as const) {
    const program = ts.createProgram([file], {
      module,
      moduleResolution,
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
      strict: true,
      noEmit: true,
      types: [],
    });
    const faults = ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
    assert.deepEqual(faults, []);
  }
});

test('the bundle is one file that needs no other, with its source map', () => {
  const code = readFileSync('dist/tinh.js', 'utf8');
  assert.deepEqual(ts.preProcessFile(code, true, true).importedFiles, []);
  assert.match(code, /\/\/# sourceMappingURL=tinh\.js\.map\s*$/);
  const map = JSON.parse(readFileSync('dist/tinh.js.map', 'utf8')) as {
    sources: string[];
    sourcesContent: (string | null)[];
  };
  assert.ok(map.sources.some((source) => source.endsWith('src/base/element.ts')));
  assert.ok(map.sourcesContent.every(Boolean), 'every source is inside the map');
});

test('the manifest of custom elements knows every tag, and leads to built files', () => {
  const { modules } = JSON.parse(readFileSync('custom-elements.json', 'utf8')) as {
    modules: { path: string; declarations?: { tagName?: string }[] }[];
  };
  const tags = modules.flatMap(({ declarations }) => declarations ?? []).map(({ tagName }) => tagName);
  assert.deepEqual(tags.filter(Boolean).sort(), rooms.map((room) => `tinh-${room}`).sort());
  assert.deepEqual(
    modules.filter(({ path, declarations }) => declarations?.some(({ tagName }) => tagName) && !existsSync(path)),
    [],
  );
});

test('the version in the code is the package’s', () => {
  assert.ok(readFileSync('src/base/version.ts', 'utf8').includes(`'${manifest.version}'`));
});

test('the manifest lists the attributes that a webmaster can write, and no inner state', () => {
  const { modules } = JSON.parse(readFileSync('custom-elements.json', 'utf8')) as {
    modules: { declarations?: { tagName?: string; attributes?: { name: string }[] }[] }[];
  };
  const declarations = modules.flatMap((module) => module.declarations ?? []).filter(({ tagName }) => tagName);
  const attributes = Object.fromEntries(
    declarations.map(({ tagName, attributes }) => [tagName, attributes?.map(({ name }) => name)]),
  );
  assert.deepEqual(attributes, {
    'tinh-article-view': [
      ...['for', 'src', 'headline-level', 'kicker', 'published', 'modified', 'author', 'author-role'],
      ...['source', 'source-url', 'audio-src', 'preview', 'expires', 'moved-to', 'views', 'comments', 'page'],
      ...['without-text-size', 'without-display', 'without-listen', 'without-pictures', 'without-print'],
      ...['without-save', 'without-share', 'without-correction', 'without-contents', 'without-reading-time'],
      ...['without-rating', 'without-top', 'without-metadata', 'site', 'server'],
    ],
    'tinh-comment-box': ['thread', 'eager', 'user-token', 'sign-in-url', 'site', 'server'],
    'tinh-comment-count': ['thread', 'site', 'server'],
    'tinh-quick-links': [
      'layout',
      'order',
      'filter',
      'label',
      'src',
      'count-clicks',
      'heading-level',
      'site',
      'server',
    ],
    'tinh-session-prompt': [
      ...['expires-in', 'absolute-expires-in', 'lead-time', 'idle-limit', 'status-url', 'extend-url', 'extend-method'],
      ...['sign-out-url', 'sign-out-method', 'sign-in-url', 'return-param', 'return-url', 'user'],
      ...['expires-in-field', 'absolute-expires-in-field', 'csrf-token', 'csrf-header', 'without-activity'],
      ...['activity-interval', 'escape', 'keep-forms', 'redirect-on-expire', 'blank-on-expire', 'notice', 'limit'],
      ...['site', 'server'],
    ],
    'tinh-site-config': ['strings', 'site', 'server'],
    'tinh-visit-counter': ['show', 'look', 'page', 'member', 'site', 'server'],
  });
});
