import { warnOnce } from '../base/warn.ts';
import { ArticleError } from './article-fetch.ts';

/** What browsers from Chrome 146 and Firefox 148 on can do themselves. */
interface WithSetHtml {
  setHTML(html: string, options: object): void;
}

/**
 * Lets everything through that cannot run, so that what the browser does not know, such as Word's `o:p`, keeps its text; what can run it leaves out
 * whatever is asked. Chromium 156 crashes where a `marquee` stays, and with it the page of the reader.
 */
const SANITIZER = {
  removeElements: [],
  removeAttributes: [],
  replaceWithChildrenElements: ['marquee'],
  comments: false,
};

/**
 * Somebody's HTML as nodes for the page: nothing of it runs, and of the rest only what the one list in `article-clean.ts` names. The browser reads it
 * where it can do so safely, else DOMPurify, which comes in a file of its own. Where that does not come, the text is shown without markup.
 *
 * @param base address from which relative ones start
 * @throws ArticleError where the list itself does not come
 */
export async function sanitize(html: string, base: string): Promise<DocumentFragment> {
  const [fragment, { clean }] = await Promise.all([
    readSafely(html),
    import('./article-clean.ts').catch(() => {
      throw new ArticleError('network');
    }),
  ]);
  clean(fragment, base, true);
  return document.importNode(fragment, true);
}

async function readSafely(html: string): Promise<DocumentFragment> {
  const { body } = document.implementation.createHTMLDocument('');
  const fragment = body.ownerDocument.createDocumentFragment();
  if (canReadSafely(body)) {
    body.setHTML(html, { sanitizer: SANITIZER });
    fragment.append(...body.childNodes);
    return fragment;
  }
  try {
    const { purify } = await import('./article-purify.ts');
    return purify(html);
  } catch {
    warnOnce(
      '<tinh-article-view> could not use tinh-article-purify.js (is it there, and does the policy allow dompurify?): the article is shown without its markup',
    );
    fragment.append(...paragraphsOf(html, body.ownerDocument));
    return fragment;
  }
}

/** Chrome from 105 to 118 had a `setHTML` of another kind, which knew no `removeUnsafe`. */
function canReadSafely(body: HTMLElement): body is HTMLElement & WithSetHtml {
  const { Sanitizer } = window as { Sanitizer?: { prototype: object } };
  return 'setHTML' in body && !!Sanitizer && 'removeUnsafe' in Sanitizer.prototype;
}

const ENTITIES: Readonly<Record<string, string>> = { nbsp: ' ', lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

/** The words of HTML that nothing reads: a line for each block. They become text, whatever they say. */
function paragraphsOf(html: string, owner: Document): Node[] {
  const lines = html
    .replace(/<!--[^]*?-->|<(script|style|template|noscript|svg|math)\b[^]*?<\/\1\s*>/gi, '')
    .replace(/<(\/(p|div|h\d|li|tr|table|blockquote|figcaption)|br)\b[^>]*>/gi, '\n')
    .replace(/<\/?[a-z][^>]*>/gi, ' ')
    .replace(/&(#x[\da-f]+|#\d+|[a-z]+);/gi, (whole, name: string) => entity(name) ?? whole)
    .split('\n');
  return lines
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
    .map((line) => Object.assign(owner.createElement('p'), { textContent: line }));
}

function entity(name: string): string | undefined {
  if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()];
  const code = Number(name.slice(1).replace(/^x/i, '0x'));
  return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : undefined;
}
