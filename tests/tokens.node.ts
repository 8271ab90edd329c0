import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { TOKENS } from '../src/theme/tokens.ts';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const sources = globSync('src/**/*.ts').map((path) => path.replaceAll('\\', '/'));

/** The text of the templates with a tag, placeholders as `0`. */
function templates(path: string, tag: string): string {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === tag) {
      const { template } = node;
      found.push(
        ts.isNoSubstitutionTemplateLiteral(template)
          ? template.text
          : [template.head.text, ...template.templateSpans.map(({ literal }) => literal.text)].join('0'),
      );
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true));
  return found.join('\n');
}

const withoutComments = (css: string) => css.replace(/\/\*[^]*?\*\//g, '');

const sheets = [
  ...sources.map((path) => ({ path, css: withoutComments(templates(path, 'css')) })),
  { path: 'src/theme/tinh.css', css: withoutComments(readFileSync('src/theme/tinh.css', 'utf8')) },
].filter(({ css }) => css.trim() !== '');

const siteTokens = new Set<string>(TOKENS.map(({ name }) => name));

/** `--tinh-…` that the styles of a file read. */
const read = (css: string) => [...css.matchAll(/var\(\s*(--tinh-[\w-]+)/g)].map(([, name = '']) => name);

test('there are styles to look at, and at most 14 site tokens', () => {
  assert.ok(sheets.length > 3);
  assert.ok(TOKENS.length <= 14);
  assert.equal(siteTokens.size, TOKENS.length);
});

test('every site token of the list is read by some style', () => {
  const all = new Set(sheets.flatMap(({ css }) => read(css)));
  assert.deepEqual(
    [...siteTokens].filter((name) => !all.has(name)),
    [],
  );
});

test('every other token that an element reads is in its class’s documentation, and the other way round', () => {
  const read_ = new Set<string>();
  const documented = new Set<string>();
  for (const { path, css } of sheets) {
    // It keeps room for elements, with their own tokens.
    if (path.endsWith('tinh.css')) {
      for (const name of read(css)) read_.add(`src/${/^--tinh-([a-z]+-[a-z]+)-/.exec(name)?.[1] ?? ''}: ${name}`);
      continue;
    }
    for (const name of read(css)) if (!siteTokens.has(name)) read_.add(`${posix.dirname(path)}: ${name}`);
  }
  for (const path of sources) {
    for (const [, name = ''] of readFileSync(path, 'utf8').matchAll(
      /@cssprop(?:erty)? (?:\{.*?\} )?\[?(--tinh-[\w-]+)/g,
    )) {
      documented.add(`${posix.dirname(path)}: ${name}`);
    }
  }
  assert.deepEqual([...documented].sort(), [...read_].sort());
  const foreign = [...read_].filter((line) => {
    const [folder = '', name = ''] = line.split(': ');
    return !name.startsWith(`--tinh-${posix.basename(folder)}-`);
  });
  assert.deepEqual(foreign, [], 'an element’s token starts with the element’s name');
});

test('no public token is declared: a default on :host would beat what the site sets', () => {
  const wrong = sheets.flatMap(({ path, css }) =>
    [...css.matchAll(/(?:^|[{;\s])(--tinh-[\w-]+)\s*:/g)].map(([, name = '']) => `${path}: ${name}`),
  );
  assert.deepEqual(wrong, []);
});

test('no length is in rem: pages set html { font-size: 62.5% }', () => {
  const wrong = sheets.flatMap(({ path, css }) =>
    (css.match(/\d\s*rem\b/g) ?? []).map((length) => `${path}: ${length}`),
  );
  assert.deepEqual(wrong, []);
});

test('no template has a style attribute, and none uses styleMap: a strict CSP forbids both', () => {
  const wrong = sources.filter(
    (path) => /\sstyle\s*=/.test(templates(path, 'html')) || /\bstyleMap\b/.test(readFileSync(path, 'utf8')),
  );
  assert.deepEqual(wrong, []);
});

/** Until a tag is rendered, which is a moment after it is defined, it stays a block, and the room for facts and tools of an article stays free. */
const ROOM =
  /^tinh-(article-view|comment-box|visit-counter)(:is\(\[src\], \[for\]\))?(:not\(\[hidden\]\)|\[for\]|:not\(\[src\]\) > \[slot='fallback'\])?$/;

/** Pictures of links: what stands within the page's own nodes no element can style. */
const PICTURES = /^tinh-quick-links(\[layout='banners'\])? > a > img(\[data-tinh-broken\])?$/;

test('tinh.css styles only tags whose script, or whose article, has not arrived, and the room that they need', () => {
  const css = sheets.find(({ path }) => path.endsWith('tinh.css'))?.css ?? '';
  const selectors = [...css.matchAll(/([^{}]+)\{/g)]
    .map(([, selector = '']) => selector.trim())
    .filter((selector) => !selector.startsWith('@'))
    .flatMap((selector) => selector.split(/,(?![^(]*\))/))
    .map((selector) => selector.trim());
  assert.ok(selectors.length > 0);
  assert.deepEqual(
    selectors.filter(
      (selector) =>
        !ROOM.test(selector) &&
        !PICTURES.test(selector) &&
        !/tinh-[a-z-]+(:not\(:defined\)|\[src\]:not\(\[data-tinh-article\]\))/.test(selector),
    ),
    [],
  );
});

test('the manifest lists the site tokens of every element that shows anything', () => {
  const { modules } = JSON.parse(readFileSync('custom-elements.json', 'utf8')) as {
    modules: { declarations?: { tagName?: string; cssProperties?: { name: string; default?: string }[] }[] }[];
  };
  for (const { tagName, cssProperties = [] } of modules.flatMap((module) => module.declarations ?? [])) {
    if (!tagName || tagName === 'tinh-site-config') continue;
    const names = cssProperties.map(({ name }) => name);
    assert.deepEqual(
      TOKENS.filter(({ name }) => !names.includes(name)),
      [],
      tagName,
    );
  }
});
