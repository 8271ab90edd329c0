import { formatTime } from '../i18n/localize.ts';
import type { Article, ArticleAttachment, ArticleImage, ArticleLink } from './article-json.ts';

/**
 * The nodes of an article that came from an address, as a page would have written them into the tag.
 *
 * @param article undefined for a fragment of HTML, which says nothing of itself
 * @param body its cleaned HTML
 * @param level of the headline, 1 to 6
 */
export function articleNodes(article: Article | undefined, body: DocumentFragment, level: number): ChildNode[] {
  prepare(body);
  if (!article) return [...body.childNodes];
  const { language, image, attachments = [], tags = [] } = article;
  const slotted = (slot: string, items: readonly HTMLElement[]): HTMLElement[] =>
    items.length > 0 ? [make('ul', { slot }, ...items.map((item) => make('li', {}, item)))] : [];
  const nodes = [
    make(`h${String(level)}`, { slot: 'headline', lang: language }, article.headline),
    ...(image ? [pictureOf(image)] : []),
    ...body.childNodes,
    ...slotted('attachments', attachments.map(attachmentOf)),
    ...slotted(
      'tags',
      tags.map(({ name, url }) => (url === undefined ? make('span', {}, name) : make('a', { href: url }, name))),
    ),
    ...(['newer', 'older', 'related'] as const).flatMap((slot) => slotted(slot, (article[slot] ?? []).map(linkOf))),
  ];
  if (language !== undefined) {
    // The words between keep their language when the page has another one.
    for (const node of nodes)
      if (node instanceof HTMLElement && !node.slot && !node.hasAttribute('lang')) node.lang = language;
  }
  return nodes;
}

/** Pictures come when they come near the screen; ids that the page has already, in any sense, stay the page's. */
function prepare(body: DocumentFragment): void {
  for (const image of body.querySelectorAll('img')) {
    image.loading = 'lazy';
    image.decoding = 'async';
  }
  const seen = new Set<string>();
  for (const each of body.querySelectorAll('[id]')) {
    const { id } = each;
    if (seen.has(id) || id in window || id in document || document.getElementById(id)) each.removeAttribute('id');
    seen.add(id);
  }
}

function pictureOf({ url, alt, caption, credit, width, height }: ArticleImage): HTMLElement {
  const size = (pixels: number | undefined): string | undefined => (pixels ? String(pixels) : undefined);
  const image = make('img', { src: url, alt, width: size(width), height: size(height), decoding: 'async' });
  const words = [caption, credit && make('small', {}, ` ${credit}`)].filter((each) => each !== undefined);
  return make(
    'figure',
    {},
    image,
    ...(words.length > 0 ? [make('figcaption', {}, ...(words as (string | Node)[]))] : []),
  );
}

function attachmentOf({ name, url, type, size, pages }: ArticleAttachment): HTMLElement {
  const number = (value: number | undefined): string | undefined => (value === undefined ? undefined : String(value));
  return make('a', { href: url, type, 'data-size': number(size), 'data-pages': number(pages) }, name);
}

function linkOf({ title, url, published }: ArticleLink): HTMLElement {
  const link = make('a', { href: url }, title);
  if (published === undefined) return link;
  // The clock of a link to another article says nothing.
  const [, day] = formatTime('vi', new Date(published)).split(', ') as [string, string];
  return make('span', {}, link, ' (', make('time', { datetime: published }, day), ')');
}

function make(
  name: string,
  attributes: Readonly<Record<string, string | undefined>>,
  ...content: readonly (string | Node)[]
): HTMLElement {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(key, value);
  element.append(...content);
  return element;
}
