import { warnOnce } from '../base/warn.ts';
import type { LinkData } from './link-data.ts';

/** Longest list (bytes): five thousand links have half of it. */
const LONGEST = 2_000_000;
/** A list that has not come in this time (ms) is lost. */
const LONGEST_WAIT = 20_000;
/** So many pictures are fetched at once where nobody knows yet how many stand in a row; all others when they come near the screen. */
const FIRST_ROW = 4;

/** Links that come as data. They become `<a>` of the tag, as a page would have written them. */
export class QuickLinksSource {
  readonly #tag: HTMLElement;
  readonly #changed: () => void;
  #src: string | undefined;
  #data: readonly unknown[] | undefined;
  #loading = new AbortController();
  #anchors: ReadonlySet<Element> | undefined;
  #hasFailed = false;

  /** @param changed its links have come or gone, or could not come */
  constructor(tag: HTMLElement, changed: () => void) {
    this.#tag = tag;
    this.#changed = changed;
  }

  /** The last try got no list. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /** Whether a child of the tag is shown: once a list is there, its links alone are. */
  shows(child: Element): boolean {
    return this.#anchors?.has(child) ?? true;
  }

  /** Shows the links of the page's script, or else those of an address; neither takes them away again. */
  update(data: readonly unknown[] | undefined, src: string | undefined): void {
    if (data !== this.#data) {
      this.#data = data;
      this.#src = undefined;
      this.#loading.abort();
      this.#show(data);
    }
    if (!data) void this.#load(src);
  }

  #show(links: readonly unknown[] | undefined): void {
    for (const anchor of this.#anchors ?? []) anchor.remove();
    this.#anchors = links && new Set([...links].map(makeAnchor).filter((anchor) => anchor !== undefined));
    this.#hasFailed = false;
    if (this.#anchors) {
      const images = [...this.#anchors].flatMap((anchor) => [...anchor.querySelectorAll('img')]);
      for (const image of images.slice(0, FIRST_ROW)) image.loading = 'eager';
      this.#tag.append(...this.#anchors);
    }
    this.#changed();
  }

  /** Gets the list of an address, unless it was asked for already. */
  async #load(src: string | undefined): Promise<void> {
    if (src === this.#src) return;
    this.#src = src;
    this.#loading.abort();
    if (src === undefined) {
      this.#show(undefined);
      return;
    }
    const loading = (this.#loading = new AbortController());
    const timer = setTimeout(() => {
      loading.abort('too slow');
    }, LONGEST_WAIT);
    try {
      const links = await getList(new URL(src, document.baseURI), loading.signal);
      if (this.#src === src) this.#show(links);
    } catch (error) {
      if (this.#src !== src || (loading.signal.aborted && loading.signal.reason !== 'too slow')) return;
      warnOnce(`<${this.#tag.localName}> src="${src}": ${String(loading.signal.reason ?? error)}`);
      // The links of before, or those of the page, stay.
      this.#hasFailed = true;
      this.#changed();
    } finally {
      clearTimeout(timer);
    }
  }

  /** Another try. */
  async retry(): Promise<void> {
    const src = this.#src;
    this.#src = undefined;
    this.#hasFailed = false;
    this.#changed();
    await this.#load(src);
  }
}

/** @throws Error that says to a developer why there is no list */
async function getList(address: URL, signal: AbortSignal): Promise<readonly unknown[]> {
  if (!/^https?:$/.test(address.protocol)) throw new Error('expected an http(s) address');
  const response = await fetch(address, { headers: { accept: 'application/json' }, signal });
  if (!response.ok) throw new Error(`HTTP ${String(response.status)}`);
  const text = await response.text();
  if (text.length > LONGEST) throw new Error(`longer than ${String(LONGEST)} characters`);
  const json = JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  const links = Array.isArray(json) ? json : (json as { links?: unknown } | null)?.links;
  if (!Array.isArray(links)) throw new Error('expected a list, or {"links": […]}');
  return links as readonly unknown[];
}

/** A link as the page would have written it; undefined, with a warning, for what is none. */
function makeAnchor(data: unknown): HTMLAnchorElement | undefined {
  const { label, address, image, alt, note, category, from, until, language, count } = (data ?? {}) as Partial<
    Record<keyof LinkData, unknown>
  >;
  if (typeof label !== 'string' || label.trim() === '' || typeof address !== 'string') {
    warnOnce(`<tinh-quick-links>: a link without label or address was left out: ${JSON.stringify(data).slice(0, 100)}`);
    return undefined;
  }
  const anchor = document.createElement('a');
  anchor.rel = 'noopener';
  anchor.href = address.trim();
  // Text, never HTML.
  anchor.textContent = label;
  if (typeof image === 'string') {
    const picture = new Image();
    picture.loading = 'lazy';
    // The label says it already, unless somebody says more of the picture.
    picture.alt = typeof alt === 'string' ? alt : '';
    picture.src = image;
    anchor.prepend(picture);
  }
  if (typeof language === 'string') anchor.lang = anchor.hreflang = language;
  for (const [name, value] of Object.entries({ note, category, from, until, count })) {
    if (typeof value === 'string' || typeof value === 'number') anchor.dataset[name] = String(value);
  }
  return anchor;
}
