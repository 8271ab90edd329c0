import { html, nothing, type TemplateResult } from 'lit';
import type { ApiClient } from '../api/client.ts';
import type { LinkClick } from '../api/contract.ts';
import { warnOnce } from '../base/warn.ts';
import type { StringKey } from '../i18n/vi.ts';
import { fold } from '../text/fold.ts';
import type { LinkData } from './link-data.ts';
import type { QuickLink } from './quick-link.ts';

/** Longest list (bytes): five thousand links have half of it. */
const LONGEST = 2_000_000;
/** A list that has not come in this time (ms) is lost. */
const LONGEST_WAIT = 20_000;
/** So many pictures are fetched at once where nobody knows yet how many stand in a row; all others when they come near the screen. */
const FIRST_ROW = 4;

/** A longer time would run out at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** What of the tag's attributes is data that the page does not hold. */
interface Wanted {
  /** Links of the page's script. */
  readonly given: readonly unknown[] | null | undefined;
  readonly src: string | null | undefined;
  readonly order: string | undefined;
  readonly client: ApiClient | null;
  /** Those that there are now, whether they are shown or not. */
  readonly links: readonly QuickLink[];
  /** Milliseconds. */
  readonly now: number;
}

/** What a tag of links knows from elsewhere: links as data, which become `<a>` of the tag as a page would have written them, and clicks. */
export class QuickLinksData {
  readonly #tag: HTMLElement;
  readonly #changed: () => void;
  #src: string | undefined;
  #data: readonly unknown[] | undefined;
  #loading = new AbortController();
  #anchors: ReadonlySet<Element> | undefined;
  #hasFailed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked: ApiClient | undefined;
  #clicks: ReadonlyMap<string, number> = new Map();

  /** @param changed something has come or gone, or could not come */
  constructor(tag: HTMLElement, changed: () => void) {
    this.#tag = tag;
    this.#changed = changed;
  }

  /** Whether a child of the tag is shown: once a list is there, its links alone are. */
  shows(child: Element): boolean {
    return this.#anchors?.has(child) ?? true;
  }

  /** The links in which every word is that was typed. */
  find(links: readonly QuickLink[], typed: string): readonly QuickLink[] {
    return links.filter((link) => matches(link, typed));
  }

  /** A press of the first or the middle button, or a key; the link goes its way meanwhile. */
  count({ target, button }: MouseEvent, client: ApiClient | null, links: readonly QuickLink[]): void {
    const anchor = (target as Element).closest('a');
    if (client && button < 2 && links.some((link) => link.anchor === anchor)) tell(client.clicksUrl, anchor!.href);
  }

  /** How often readers used the link to an address, as the server knows it. */
  clicksOn(address: string): number {
    return this.#clicks.get(address) ?? 0;
  }

  /** Shows the links of the page's script, or else those of an address; neither takes them away again. */
  update({ given, src, order, client, links, now }: Wanted): void {
    this.#wait(links, now);
    const data = given ?? undefined;
    if (data !== this.#data) {
      this.#data = data;
      this.#src = undefined;
      this.#loading.abort();
      this.#show(data);
    }
    if (!data) void this.#load(src ?? undefined);
    if (order === 'clicks' && client && client !== this.#asked) void this.#readClicks((this.#asked = client));
  }

  /** The sentence that says that the list did not come. */
  renderError(say: (key: StringKey) => string): TemplateResult | typeof nothing {
    if (!this.#hasFailed) return nothing;
    const handleRetry = (): void => {
      void this.#retry();
    };
    return html`<p part="error" role="alert">
      ${say('links.failed')} <button @click=${handleRetry}>${say('error.retry')}</button>
    </p>`;
  }

  /** The tag has left the page. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Until the next link comes or goes. */
  #wait(links: readonly QuickLink[], now: number): void {
    this.stop();
    const next = nextChange(links, now);
    if (next !== undefined && this.#tag.isConnected) {
      this.#timer = setTimeout(this.#changed, Math.min(next - now, LONGEST_TIMER));
    }
  }

  async #readClicks(client: ApiClient): Promise<void> {
    try {
      const { links } = await client.readClicks();
      this.#clicks = new Map(links.map(({ link, clicks }) => [link, clicks]));
      this.#changed();
    } catch {
      // Then they stand as the page has them.
    }
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

  async #retry(): Promise<void> {
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

/** Tells of a click while the page is being left. */
function tell(url: string, link: string): void {
  const click: LinkClick = { link };
  const body = JSON.stringify(click);
  // Firefox before 133 ends other requests with the page; cookies cannot be left out of this one, and the server reads none there.
  if (!('keepalive' in Request.prototype)) navigator.sendBeacon(url, body);
  else fetch(url, { method: 'POST', body, keepalive: true, credentials: 'omit' }).catch(() => undefined);
}

/** Whether every word that was typed is in it, with or without diacritics: “thu tuc” and “thủ tục” find “Thủ tục”, and “d” finds “đ”. */
function matches({ label, note, category }: QuickLink, typed: string): boolean {
  const text = plain(`${label} ${note} ${category}`);
  return plain(typed)
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function plain(text: string): string {
  return fold(text).toLowerCase().trim();
}

/** The next moment at which a link comes or goes, in milliseconds; undefined where nothing will. */
function nextChange(links: readonly QuickLink[], now: number): number | undefined {
  const moments = links.flatMap(({ from, until }) => [Number(from ?? NaN), Number(until ?? NaN)]);
  return moments.reduce<number | undefined>(
    (next, moment) => (moment > now && !(next! <= moment) ? moment : next),
    undefined,
  );
}
