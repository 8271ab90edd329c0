import assert from 'node:assert/strict';
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

/** What each shared folder of src/ stands on; rooms of elements are above them, files beside the folders on top. */
const LEVELS: Readonly<Record<string, number>> = {
  api: 0,
  text: 0,
  theme: 0,
  i18n: 0,
  context: 1,
  controllers: 2,
  base: 3,
};
const ROOM_LEVEL = 4;
const TOP_LEVEL = 5;

const DOM_GLOBALS = /^(document|window|customElements|navigator|location|(local|session)Storage|HTML\w*Element)$/;

interface Import {
  readonly from: string;
  /** The specifier; a relative one is resolved to a path from the project's root. */
  readonly to: string;
  readonly typeOnly: boolean;
  /** `import './x.ts'`: for its side effects. */
  readonly bare: boolean;
}

const list = (...patterns: string[]) =>
  globSync(patterns, { exclude: ['**/node_modules/**', '**/dist/**'] })
    .map((path) => path.replaceAll('\\', '/'))
    .sort();

const parse = (path: string) => ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);

const sources = list('src/**/*.ts');
const rooms = readdirSync('src').filter((name) => name.includes('-'));
const folderOf = (path: string) => /^src\/([^/]+)\//.exec(path)?.[1] ?? '';
const levelOf = (path: string) => {
  const folder = folderOf(path);
  return folder === '' ? TOP_LEVEL : folder.includes('-') ? ROOM_LEVEL : LEVELS[folder];
};

function importsOf(path: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean, bare = false) => {
    if (!specifier || !ts.isStringLiteral(specifier)) return;
    const to = specifier.text.startsWith('.') ? posix.join(posix.dirname(path), specifier.text) : specifier.text;
    found.push({ from: path, to, typeOnly, bare });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword, !node.importClause);
    } else if (ts.isExportDeclaration(node)) {
      add(node.moduleSpecifier, node.isTypeOnly);
    } else if (ts.isImportTypeNode(node)) {
      add(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], false);
    }
    ts.forEachChild(node, visit);
  };
  visit(parse(path));
  return found;
}

const say = ({ from, to }: Import) => `${from} imports ${to}`;
const sourceImports = sources.flatMap(importsOf);

test('every folder of src/ is an element’s room or one of the shared folders', () => {
  const folders = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  assert.deepEqual(
    folders.map(({ name }) => name).filter((name) => !name.includes('-') && !(name in LEVELS)),
    [],
  );
  assert.ok(rooms.length > 0);
});

test('a file of src/ imports only from a lower level or its own folder, and no room another room', () => {
  const wrong = sourceImports.filter(({ from, to }) => {
    if (!to.startsWith('src/') || (levelOf(from) !== TOP_LEVEL && folderOf(from) === folderOf(to))) return false;
    return (levelOf(to) ?? Infinity) >= (levelOf(from) ?? -1);
  });
  assert.deepEqual(wrong.map(say), []);
});

test('src/ imports nothing of the server, of tests or of stories', () => {
  const wrong = sourceImports.filter(({ to }) =>
    /^(\.\.\/|server\/|tests\/|stories\/|demo\/|scripts\/|node:)/.test(to),
  );
  assert.deepEqual(wrong.map(say), []);
});

test('api/ and text/ know neither Lit nor the DOM, the dictionaries no Lit', () => {
  const pure = sources.filter((path) => /^src\/(api|text)\/|^src\/i18n\/(vi|en)(-\w+)?\.ts$/.test(path));
  assert.deepEqual(
    pure
      .flatMap(importsOf)
      .filter(({ to }) => /^(lit|@lit)/.test(to))
      .map(say),
    [],
  );
  const wrong: string[] = [];
  for (const path of pure) {
    const visit = (node: ts.Node): void => {
      const isMember = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
      const isName =
        (ts.isPropertySignature(node.parent) || ts.isPropertyAssignment(node.parent)) && node.parent.name === node;
      if (ts.isIdentifier(node) && !isMember && !isName && DOM_GLOBALS.test(node.text))
        wrong.push(`${path}: ${node.text}`);
      ts.forEachChild(node, visit);
    };
    ts.forEachChild(parse(path), visit);
  }
  assert.deepEqual(wrong, []);
});

test('only define.ts and bundle.ts do something when they are imported', () => {
  const wrong: string[] = [];
  for (const path of sources.filter((each) => !/\/(define|bundle)\.ts$/.test(each))) {
    for (const statement of parse(path).statements) {
      const bare = ts.isImportDeclaration(statement) && !statement.importClause;
      const declares =
        ts.isImportDeclaration(statement) ||
        ts.isExportDeclaration(statement) ||
        ts.isVariableStatement(statement) ||
        ts.isFunctionDeclaration(statement) ||
        ts.isClassDeclaration(statement) ||
        ts.isInterfaceDeclaration(statement) ||
        ts.isTypeAliasDeclaration(statement) ||
        ts.isModuleDeclaration(statement);
      if (bare || !declares) wrong.push(`${path}: ${statement.getText().slice(0, 60)}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('index.ts registers nothing, and nothing imports bundle.ts', () => {
  const wrong = sourceImports.filter(
    ({ from, to }) =>
      to === 'src/bundle.ts' ||
      (/^src\/[^/]+\/define\.ts$/.test(to) &&
        from !== 'src/bundle.ts' &&
        !from.endsWith('/define.ts') &&
        !to.startsWith('src/base/')),
  );
  assert.deepEqual(wrong.map(say), []);
});

test('src/ has named exports only', () => {
  const wrong = sources.filter((path) =>
    parse(path).statements.some(
      (statement) =>
        ts.isExportAssignment(statement) ||
        (ts.canHaveModifiers(statement) &&
          ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)),
    ),
  );
  assert.deepEqual(wrong, []);
});

test('the server takes from src/ the contract’s types, text/ and the dictionaries', () => {
  const wrong = list('server/**/*.ts')
    .flatMap(importsOf)
    .filter(({ to, typeOnly }) => {
      if (!to.startsWith('src/')) return false;
      if (to === 'src/api/contract.ts') return !typeOnly;
      return !/^src\/(text\/[^/]+|i18n\/(vi|en)(-\w+)?)\.ts$/.test(to);
    });
  assert.deepEqual(wrong.map(say), []);
});

test('stories, tests and demo use what a site can use; tests named after a shared file or folder may use those', () => {
  const shared = sources.filter((path) => (levelOf(path) ?? TOP_LEVEL) < ROOM_LEVEL);
  const sharedNames = new Set(shared.flatMap((path) => [posix.basename(path, '.ts'), folderOf(path)]));
  const wrong = list('stories/**/*.ts', 'tests/**/*.ts', 'demo/**/*.{js,ts}')
    .flatMap(importsOf)
    .filter(({ from, to, typeOnly }) => {
      if (!to.startsWith('src/') || /^src\/([^/]+\/define|index|bundle)\.ts$/.test(to)) return false;
      if (to === 'src/api/contract.ts') return !typeOnly;
      const subject = /^tests\/([^/]+)\.(test|node)\.ts$/.exec(from)?.[1] ?? '';
      return !(sharedNames.has(subject) && (levelOf(to) ?? TOP_LEVEL) < ROOM_LEVEL);
    });
  assert.deepEqual(wrong.map(say), []);
});

test('no path in src/, server/, stories/ and demo/ is deeper than folder/file', () => {
  assert.deepEqual(list('{src,server,stories,demo}/*/*/**'), []);
});

test('no file has 500 lines', () => {
  const wrong = list('{src,server,stories,tests,scripts,demo}/**/*.{ts,mjs,js,css,html}')
    .map((path) => ({ path, lines: readFileSync(path, 'utf8').split('\n').length }))
    .filter(({ lines }) => lines >= 500);
  assert.deepEqual(wrong, []);
});

for (const room of rooms) {
  test(`the element ${room} has its files under the same name everywhere`, () => {
    const files = [
      ...['define.ts', `${room}.ts`, `${room}.styles.ts`, 'README.md'].map((name) => join('src', room, name)),
      `stories/${room}.stories.ts`,
      `tests/${room}.test.ts`,
      `demo/${room}.html`,
    ];
    assert.deepEqual(
      files.filter((path) => !existsSync(path)),
      [],
    );
  });
}

test('stories with a hyphen in their name are those of an element', () => {
  const names = list('stories/*.stories.ts').map((path) => posix.basename(path, '.stories.ts'));
  assert.deepEqual(
    names.filter((name) => name.includes('-') && !rooms.includes(name)),
    [],
  );
});
