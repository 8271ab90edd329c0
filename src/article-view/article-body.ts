import type { CSSResult } from 'lit';
import { nextTask } from '../base/next-task.ts';
import { slug } from '../text/slug.ts';
import { articlePageStyles, articleReadingStyles } from './article-page.styles.ts';
import { isLong } from './article-slots.ts';
import { readingSettings } from './reading-settings.ts';

/** A part of the article, by its heading. */
export interface Section {
  readonly id: string;
  readonly words: string;
  /** Below a section of the level above. */
  readonly isInner: boolean;
  readonly heading: HTMLElement;
}

/** Characters of an article that are counted word by word. */
const LONGEST_COUNTED = 30_000;

/** A slow device lays so many large tables out in a frame. */
const TABLES_AT_ONCE = 1;

/** How often each root has which style sheet. */
const styled = new WeakMap<Document | ShadowRoot, Map<CSSResult, number>>();

/**
 * The page's own article, around which the tag stands or which it names. None of its nodes is moved or replaced. What is added, and taken back by
 * `release`: ids of headings that have none; `tabindex` and a label on tables that are wider than their place;
 * `data-tinh-…` attributes; one adopted style sheet.
 */
export class ArticleBody {
  readonly element: HTMLElement;
  readonly #root: Document | ShadowRoot;
  readonly #changed: () => void;
  readonly #label: (n: number) => string;
  readonly #named = new Map<HTMLElement, { readonly id: string; readonly former: string | null }>();
  readonly #wide = new Map<HTMLTableElement, readonly string[]>();
  readonly #nodes = new MutationObserver(() => {
    this.read();
    this.#changed();
  });
  readonly #sizes = new ResizeObserver(() => {
    this.measure();
  });
  readonly #enlarge: (picture: HTMLImageElement) => void;
  #frame = 0;
  #isHeld = true;
  #enlarges = false;
  /** A reader has chosen something, now or before. */
  #isStyled = false;
  #pictures: readonly HTMLImageElement[] = [];
  #sections: readonly Section[] = [];

  /**
   * @param changed hears of other content
   * @param label names a table that has no caption, by its number
   * @param enlarge hears which picture was pressed
   * @param isLaidOut nothing has changed since the page was drawn last, so that its tables can be measured now
   */
  constructor(
    element: HTMLElement,
    changed: () => void,
    label: (n: number) => string,
    enlarge: (picture: HTMLImageElement) => void,
    isLaidOut: boolean,
  ) {
    this.element = element;
    this.#changed = changed;
    this.#label = label;
    this.#enlarge = enlarge;
    this.#root = element.getRootNode() as Document | ShadowRoot;
    if (isLaidOut) this.#markTables(Infinity);
    adopt(this.#root, articlePageStyles);
    element.dataset['tinhArticle'] = '';
    this.applyReading();
    this.#nodes.observe(element, { childList: true, subtree: true });
    this.#sizes.observe(element);
    element.addEventListener('click', this.#handleClick);
  }

  /** Those that can be enlarged: not what leads elsewhere, and not what only adorns. */
  get pictures(): readonly HTMLImageElement[] {
    return this.#pictures;
  }

  /** Whether pictures can be enlarged here. */
  set enlarges(enlarges: boolean) {
    if (enlarges === this.#enlarges) return;
    this.#enlarges = enlarges;
    this.#findPictures();
  }

  /** In their order; empty headings are none. */
  get sections(): readonly Section[] {
    return this.#sections;
  }

  /**
   * Syllables, which Vietnamese writes apart, or words; headline and what only shows without script are none of the text. Of a very long article the
   * beginning is counted, and the rest is taken to be like it: the line of facts says so when it is shown first, or all below it would move.
   */
  get length(): number {
    const apart = [...this.element.querySelectorAll(':scope > [slot]')];
    const length = apart.reduce((rest, { textContent }) => rest - textContent.length, this.element.textContent.length);
    let text = '';
    for (const node of this.element.childNodes) {
      if (text.length > LONGEST_COUNTED) break;
      if (!(node instanceof Comment) && !(node as Element).slot) text += ` ${String(node.textContent)}`;
    }
    const counted = text.slice(0, LONGEST_COUNTED).match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
    return counted * Math.max(length / LONGEST_COUNTED, 1);
  }

  /** Finds sections, pictures and frames. */
  read(): void {
    const headings = this.#within('h2, h3').filter(({ textContent }) => textContent.trim());
    const levels = new Set(headings.map(({ localName }) => localName));
    this.#sections = headings.map((heading) => ({
      id: this.#idOf(heading),
      words: heading.textContent.replace(/\s+/g, ' ').trim(),
      isInner: heading.localName === 'h3' && levels.has('h2'),
      heading,
    }));
    this.#findPictures();
    for (const frame of this.#within<HTMLIFrameElement>('iframe[width][height]')) keepRatio(frame);
    this.measure();
  }

  /** Finds tables that are too wide. In the next frame: asked here and now, the browser would lay out the whole article at once, and again after what is still to come. */
  measure(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => {
      if (isLong(this.element)) void nextTask().then(this.#markNext);
      else this.#markTables(Infinity);
    });
  }

  /** Shows the article the way the reader likes it. */
  applyReading(): void {
    const { size, mode, spaced } = readingSettings();
    const isUsual = size === 100 && mode === 'page' && !spaced;
    if (!isUsual && !this.#isStyled) {
      this.#isStyled = true;
      adopt(this.#root, articleReadingStyles);
    }
    const { dataset } = this.element;
    set(dataset, 'tinhSize', size === 100 ? undefined : String(size));
    set(dataset, 'tinhMode', mode === 'page' ? undefined : mode);
    set(dataset, 'tinhSpaced', spaced ? '' : undefined);
  }

  /** Leaves the article as the page wrote it. */
  release(): void {
    this.#isHeld = false;
    this.#nodes.disconnect();
    this.#sizes.disconnect();
    cancelAnimationFrame(this.#frame);
    this.element.removeEventListener('click', this.#handleClick);
    for (const picture of this.#pictures) set(picture.dataset, 'tinhPicture', undefined);
    for (const frame of this.#within('[data-tinh-ratio]')) set(frame.dataset, 'tinhRatio', undefined);
    for (const [heading, { id, former }] of this.#named) {
      if (heading.id !== id) continue;
      if (former === null) heading.removeAttribute('id');
      else heading.id = former;
    }
    for (const table of this.#wide.keys()) {
      this.#unlabel(table);
      set(table.dataset, 'tinhWide', undefined);
    }
    const { dataset } = this.element;
    for (const name of Object.keys(dataset)) if (name.startsWith('tinh')) set(dataset, name, undefined);
    abandon(this.#root, articlePageStyles);
    if (this.#isStyled) abandon(this.#root, articleReadingStyles);
  }

  /** Elements of the article itself, without headline and what the tag shows elsewhere. */
  #within<Found extends HTMLElement>(selector: string): Found[] {
    return [...this.element.querySelectorAll<Found>(selector)].filter((each) => !each.closest('[slot]'));
  }

  #findPictures(): void {
    for (const picture of this.#pictures) set(picture.dataset, 'tinhPicture', undefined);
    this.#pictures = this.#enlarges ? this.#within<HTMLImageElement>('img').filter(canBeEnlarged) : [];
    for (const picture of this.#pictures) set(picture.dataset, 'tinhPicture', '');
  }

  readonly #handleClick = (event: MouseEvent): void => {
    const { target, ctrlKey, metaKey, shiftKey, defaultPrevented } = event;
    const picture = this.#pictures.find((each) => each === target);
    // With these keys a link to the large picture opens elsewhere; and a page may have a viewer of its own.
    if (!picture || ctrlKey || metaKey || shiftKey || defaultPrevented) return;
    event.preventDefault();
    this.#enlarge(picture);
  };

  /** Its own id, else one made of its words. What the page has named stays named so: its scripts may look for it. */
  #idOf(heading: HTMLElement): string {
    if (heading.id) return heading.id;
    const base = slug(heading.textContent) || 'muc';
    let id = base;
    for (let n = 2; this.#root.getElementById(id); n += 1) id = `${base}-${String(n)}`;
    // An empty one is none, and yet the page’s.
    this.#named.set(heading, { id, former: heading.getAttribute('id') });
    heading.id = id;
    return id;
  }

  /** After the frame, for which a long article has been laid out already. */
  readonly #markNext = (): void => {
    if (this.#isHeld) this.#markTables(TABLES_AT_ONCE);
  };

  /** @param most so many are marked, the others in later frames */
  #markTables(most: number): void {
    // A table within a table scrolls with the outer one.
    const tables = [...this.element.querySelectorAll('table')].filter(
      (table) => !table.parentElement?.closest('table'),
    );
    // Once it scrolls it is as wide as its place, so that nothing tells any more whether it has to: it stays so.
    const found = tables.filter((table) => !this.#wide.has(table) && table.offsetWidth > widthAround(table) + 1);
    for (const table of found.slice(0, most)) {
      table.dataset['tinhWide'] = '';
      this.#wide.set(table, []);
    }
    // Whether it scrolls now is seen in the next frame: asked here, the browser would lay the article out a second time.
    if (found.length > 0) {
      this.measure();
      return;
    }
    const scrolls = [...this.#wide.keys()].map((table) => [table, table.scrollWidth > table.clientWidth] as const);
    for (const [table, hidden] of scrolls) {
      const added = this.#wide.get(table)!;
      if (!hidden) this.#unlabel(table);
      else if (added.length === 0) this.#wide.set(table, label(table, this.#label(tables.indexOf(table) + 1)));
    }
  }

  #unlabel(table: HTMLTableElement): void {
    for (const name of this.#wide.get(table) ?? []) table.removeAttribute(name);
    this.#wide.set(table, []);
  }
}

/** Makes a table that scrolls one that the keyboard can scroll. Answers what was added. */
function label(table: HTMLTableElement, words: string): readonly string[] {
  const wanted = { tabindex: '0', ...(table.caption ? {} : { 'aria-label': words }) };
  const added = Object.entries(wanted).filter(([name]) => !table.hasAttribute(name));
  for (const [name, value] of added) table.setAttribute(name, value);
  return added.map(([name]) => name);
}

/** Narrower ones (px) are signs, not pictures. */
const NARROWEST = 100;

/** A link may lead to the same picture, larger. */
function canBeEnlarged(picture: HTMLImageElement): boolean {
  const link = picture.closest<HTMLAnchorElement>('a[href]');
  const width = Number(picture.getAttribute('width') ?? Infinity);
  const isAdornment = picture.getAttribute('alt') === '' && !picture.closest('figure');
  return !isAdornment && !(width < NARROWEST) && (!link || /\.(avif|gif|jpe?g|png|svg|webp)$/i.test(link.pathname));
}

/** Ratios that have a rule, in thousandths. */
const ratios = new Set<number>();

/** A frame that becomes narrower becomes lower; where its width is not in pixels, the page means its height as it is. */
function keepRatio(frame: HTMLIFrameElement): void {
  const [width, height] = [frame.getAttribute('width'), frame.getAttribute('height')].map(Number) as [number, number];
  if (!(width > 0 && height > 0)) return;
  const ratio = Math.round((width / height) * 1000);
  set(frame.dataset, 'tinhRatio', String(ratio));
  if (ratios.has(ratio)) return;
  ratios.add(ratio);
  // `attr()` knows no numbers in the browsers that we promise.
  const rule = `[data-tinh-ratio="${String(ratio)}"]{max-width:100%;height:auto!important;aspect-ratio:${String(ratio / 1000)}}`;
  articlePageStyles.styleSheet!.insertRule(rule);
}

/** How wide a table may be without running out of what it stands in. */
function widthAround(table: HTMLTableElement): number {
  return table.parentElement?.clientWidth ?? Infinity;
}

function set(dataset: DOMStringMap, name: string, value: string | undefined): void {
  if (value === undefined) Reflect.deleteProperty(dataset, name);
  else if (dataset[name] !== value) dataset[name] = value;
}

function adopt(root: Document | ShadowRoot, styles: CSSResult): void {
  const counts = styled.get(root) ?? new Map<CSSResult, number>();
  styled.set(root, counts);
  const count = counts.get(styles) ?? 0;
  counts.set(styles, count + 1);
  if (count === 0) root.adoptedStyleSheets = [...root.adoptedStyleSheets, styles.styleSheet!];
}

function abandon(root: Document | ShadowRoot, styles: CSSResult): void {
  const counts = styled.get(root)!;
  const count = counts.get(styles)! - 1;
  counts.set(styles, count);
  if (count === 0) root.adoptedStyleSheets = root.adoptedStyleSheets.filter((each) => each !== styles.styleSheet);
}
