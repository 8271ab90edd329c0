import { slug } from '../text/slug.ts';

/** What a saved article says of itself. */
export interface SavedArticle {
  readonly title: string;
  readonly address: string;
  /** Lines below the title, in the reader's language: times, author, source, when it was saved. */
  readonly facts: readonly string[];
  readonly language: string;
}

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
  const images = [...text.querySelectorAll('img')];
  const { clean } = await import('./article-clean.ts');
  clean(text, body.baseURI);
  await Promise.all(images.map((image, index) => embed(image, shown[index]!.currentSrc || shown[index]!.src)));
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

/** Puts a picture into the file; one that cannot be had gives way to its text. */
async function embed(image: HTMLImageElement, address: string): Promise<void> {
  try {
    if (image.getAttribute('src')?.startsWith('data:')) return;
    if (!/^(https?|blob|data):/i.test(address)) throw new TypeError('no address of a picture');
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
