import { slug } from '../text/slug.ts';

/** What a saved article says of itself. */
export interface SavedArticle {
  readonly title: string;
  readonly address: string;
  /** Lines below the title, in the reader's language: times, author, source, when it was saved. */
  readonly facts: readonly string[];
  readonly language: string;
}

/** What is left of the page's HTML: what text, tables and pictures are made of. Everything else gives way to what is inside it. */
const KEPT = new Set(
  (
    'a abbr article b blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ' +
    'ol p pre q s section small span strong sub summary sup table tbody td tfoot th thead time tr u ul'
  ).split(' '),
);
/** Goes with all that is inside it. */
const DROPPED =
  'script, style, link, meta, base, template, noscript, iframe, object, embed, svg, math, canvas, audio, video, form, button, input, select, textarea, dialog';
const ATTRIBUTES = new Set(
  'alt cite colspan datetime dir headers href id lang reversed rowspan scope src start title value'.split(' '),
);
const LINK = /^(https?|mailto|tel):/i;

/** Larger pictures stay where they are: a saved file has to open on a cheap phone, too (bytes). */
const LARGEST_IMAGE = 5_000_000;
/** A picture that does not come in this time (ms) is left out. */
const LONGEST_WAIT = 15_000;

const STYLE = `body{max-width:42em;margin:2em auto;padding:0 1em;font:18px/1.6 Arial,sans-serif;color:#111;background:#fff}
img{max-width:100%;height:auto}table{border-collapse:collapse}td,th{border:1px solid #767676;padding:.25em .5em;text-align:start}
.facts{padding:.5em 0;border-block:1px solid #767676;overflow-wrap:anywhere}.facts p{margin:.25em 0}pre{white-space:pre-wrap}`;

/** No script runs in a saved file, whatever somebody writes into it later, and nothing is loaded. */
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/**
 * An article as one HTML file that opens without a network: text, tables and pictures, with title, source, times and address. It has
 * no script. Decree 42/2022/NĐ-CP, art. 7, asks that every article can be stored.
 */
export async function fileOf(body: Element, article: SavedArticle): Promise<File> {
  const saved = document.implementation.createHTMLDocument(article.title);
  const make = (name: string, attributes: Readonly<Record<string, string>>, ...content: (string | Node)[]): Element => {
    const element = saved.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...content);
    return element;
  };
  saved.documentElement.lang = article.language;
  saved.head.prepend(
    make('meta', { charset: 'utf-8' }),
    make('meta', { 'http-equiv': 'Content-Security-Policy', content: POLICY }),
    make('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    make('style', {}, STYLE),
  );
  const text = make('article', {});
  const own = [...body.childNodes].filter((node) => !(node instanceof Element && node.slot));
  text.append(...own.map((node) => saved.importNode(node, true)));
  // What is shown now: many pages write a placeholder into `src` until a picture comes near the screen.
  const shown = [...body.querySelectorAll('img')].filter((image) => !image.closest('[slot]'));
  text.querySelectorAll('img').forEach((image, index) => {
    image.src = shown[index]!.currentSrc || shown[index]!.src;
  });
  clean(text, body.baseURI);
  await Promise.all([...text.querySelectorAll('img')].map(embed));
  saved.body.append(
    make('h1', {}, article.title),
    make(
      'div',
      { class: 'facts' },
      ...article.facts.map((each) => make('p', {}, each)),
      make('p', {}, make('a', { href: article.address }, article.address)),
    ),
    text,
  );
  return new File(
    [`<!doctype html>\n${saved.documentElement.outerHTML}`],
    `${slug(article.title) || 'bai-viet'}.html`,
    {
      type: 'text/html',
    },
  );
}

/** Hands a file to the browser's downloads. */
export function download(file: File): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = file.name;
  link.click();
  // The download has begun by then, and the file needs no memory any more.
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 60_000);
}

/** Leaves only what is listed above; addresses become whole ones. */
function clean(root: Element, base: string): void {
  for (const element of root.querySelectorAll(DROPPED)) element.remove();
  for (const element of [...root.querySelectorAll('*')]) {
    if (!KEPT.has(element.localName)) {
      element.replaceWith(...element.childNodes);
      continue;
    }
    for (const { name } of [...element.attributes]) if (!ATTRIBUTES.has(name)) element.removeAttribute(name);
    const href = element.getAttribute('href');
    if (href !== null && !href.startsWith('#')) {
      const whole = wholeAddress(href, base);
      if (LINK.test(whole)) element.setAttribute('href', whole);
      else element.removeAttribute('href');
    }
    if (element.localName === 'img') element.setAttribute('src', wholeAddress(element.getAttribute('src') ?? '', base));
  }
}

function wholeAddress(address: string, base: string): string {
  try {
    return new URL(address, base).href;
  } catch {
    return '';
  }
}

/** Puts a picture into the file; one that cannot be had gives way to its text. */
async function embed(image: HTMLImageElement): Promise<void> {
  const address = image.getAttribute('src')!;
  try {
    if (address.startsWith('data:image/')) return;
    if (!/^(https?|blob):/i.test(address)) throw new TypeError('no address of a picture');
    const response = await fetch(address, { signal: AbortSignal.timeout(LONGEST_WAIT) });
    const blob = await response.blob();
    if (!response.ok || !blob.type.startsWith('image/') || blob.size > LARGEST_IMAGE) throw new TypeError('no picture');
    image.setAttribute('src', await dataAddress(blob));
  } catch {
    image.replaceWith(image.alt ? `[${image.alt}]` : '');
  }
}

function dataAddress(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      resolve(reader.result as string);
    };
    reader.onerror = () => {
      reject(reader.error ?? new Error('unreadable'));
    };
    reader.readAsDataURL(blob);
  });
}
