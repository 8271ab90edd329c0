import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { TinhElement } from '../base/element.ts';
import { LaterPart } from '../base/later-part.ts';
import { warnAttribute } from '../base/warn.ts';
import { parseFigure } from '../text/figure.ts';
import { parseTime } from '../text/rfc3339.ts';
import { baseStyles } from '../theme/base.styles.ts';
import { byCategory, byLabel, isCurrent, isExternal, isPassing, isSafe, type QuickLink } from './quick-link.ts';
import type { LinkData } from './link-data.ts';
import type { QuickLinksData } from './quick-links-data.ts';
import { quickLinksStyles } from './quick-links.styles.ts';

const LAYOUTS = ['grid', 'banners', 'list', 'menu'];
const ORDERS = ['page', 'alphabetical', 'clicks'];
/** Where a picture was broken; `tinh.css` takes it out of sight. */
const BROKEN = 'data-tinh-broken';

/**
 * Links as a grid of tiles, banners, a list or a menu. The `<a>` written inside the tag stay where they are and keep working without script;
 * the element only lays them out. Links that come as data become such `<a>`.
 *
 * @summary Grid of links.
 * @status experimental
 * @since 0.1.0
 * @slot - One `<a href>` per link; `data-category`, `data-from` and `data-until` (RFC 3339) say where and when it is shown, `data-note` adds a line, `data-count` says how often it was used. Anything else inside is shown below the grid.
 * @csspart grid - A list of tiles.
 * @csspart tile - One tile.
 * @csspart caption - What a picture without text says, as text.
 * @csspart note - A line below a link.
 * @csspart external - The sign of a link to another website, and the words of it.
 * @csspart error - The sentence that says that the list did not come.
 * @csspart category - Heading of a category.
 * @csspart filter - The box with which links are looked for.
 * @csspart field - Its field.
 * @csspart status - How many links were found.
 * @csspart menu - What opens, with `layout="menu"`.
 * @cssprop --tinh-quick-links-tile-width - Least width of a tile; the columns follow from it.
 * @cssprop --tinh-quick-links-banner-ratio - Width to height of a banner, 230 / 94 by default; read by `tinh.css`.
 */
export class QuickLinksElement extends TinhElement {
  static override readonly styles = [baseStyles, quickLinksStyles];
  static override readonly properties: PropertyDeclarations = {
    layout: { reflect: true },
    order: {},
    filter: { type: Boolean },
    label: {},
    src: {},
    links: { attribute: false },
    countClicks: { type: Boolean, attribute: 'count-clicks' },
    headingLevel: { type: Number, attribute: 'heading-level' },
    typed: { state: true },
  };
  // Every link gets a list item of its own without moving a node of the page.
  static override readonly shadowRootOptions: ShadowRootInit = {
    ...LitElement.shadowRootOptions,
    slotAssignment: 'manual',
  };

  // With manual assignment a node that nobody has assigned fires no slotchange, and the parser adds children later.
  readonly #observer = new MutationObserver(() => {
    this.requestUpdate();
  });
  #data: QuickLinksData | undefined;
  readonly #later = new LaterPart(
    this,
    () => import('./quick-links-data.ts'),
    ({ QuickLinksData: Data }) => {
      this.#data = new Data(this, () => {
        this.requestUpdate();
      });
    },
  );
  /** What is shown, in its order. */
  #shown: readonly QuickLink[] = [];
  /** How many links there are now, whether they are looked for or not. */
  #current = 0;

  /** `grid` of tiles (default), `banners` with pictures, `list` one below the other, or `menu`, which opens. */
  layout?: string;

  /** `page` as the page has them (default), `alphabetical` by the rules of Vietnamese, or `clicks`: what readers use most comes first. */
  order?: string;

  /** Shows a box in which readers look for links; with or without diacritics. */
  filter = false;

  /** What the menu is called; “Liên kết website” by default. */
  label?: string;

  /** Address of a list of links in JSON: `LinkData[]`, or `{"links": […]}`. Links inside the tag are shown until it is there, and where it does not come. */
  src?: string | null;

  /** Links as data, instead of those inside the tag. */
  links?: readonly LinkData[] | null;

  /** Tells the server which links are used; nothing says by whom. */
  countClicks = false;

  /** Level of the categories’ headings, 2 to 6; 3 by default. */
  headingLevel?: number;

  /** What the reader has typed into the box. */
  private typed = '';

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer.observe(this, {
      childList: true,
      subtree: true,
      characterData: true,
      attributeFilter: ['href', 'alt', 'data-category', 'data-from', 'data-until', 'data-note', 'data-count'],
    });
    this.addEventListener('click', this);
    this.addEventListener('auxclick', this);
    // Pictures say so to nobody above them, but in this phase.
    this.addEventListener('error', this.#markBroken, true);
    document.addEventListener('visibilitychange', this);
    if (this.hasUpdated) this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
    this.#later.stop();
    this.removeEventListener('click', this);
    this.removeEventListener('auxclick', this);
    this.removeEventListener('error', this.#markBroken, true);
    document.removeEventListener('visibilitychange', this);
    this.#data?.stop();
  }

  /** A link was used; or somebody comes back to the page: timers rest while the device sleeps, and what is shown is to be what holds now. */
  handleEvent(event: Event): void {
    if (event.type === 'visibilitychange') this.requestUpdate();
    else if (this.countClicks) this.#data?.count(event as MouseEvent, this.client, this.#shown);
  }

  readonly #markBroken = ({ target }: Event): void => {
    if (target instanceof HTMLImageElement) target.setAttribute(BROKEN, '');
  };

  #readLinks(): QuickLink[] {
    const time = (anchor: HTMLAnchorElement, name: 'from' | 'until'): Date | undefined => {
      const value = anchor.dataset[name];
      const found = parseTime(value);
      if (value && !found) warnAttribute(this, `data-${name}`, value, 'an RFC 3339 time');
      return found;
    };
    return this.#anchors.map((anchor) => {
      const { category = '', note = '', count } = anchor.dataset;
      const image = anchor.querySelector('img');
      // It may have failed before we were here.
      if (image?.complete && !image.naturalWidth && image.getAttribute('src')) image.setAttribute(BROKEN, '');
      const text = anchor.textContent.replace(/\s+/g, ' ').trim();
      const caption = text ? '' : (image?.alt.trim() ?? '');
      return {
        anchor,
        label: text || caption,
        caption,
        note,
        category: category.trim(),
        from: time(anchor, 'from'),
        until: time(anchor, 'until'),
        count: (parseFigure(count) ?? 0) + (this.#data?.clicksOn(anchor.href) ?? 0),
      };
    });
  }

  /** The links among the children, but for those that lead nowhere a reader may be sent. */
  get #anchors(): HTMLAnchorElement[] {
    return [...this.children].filter((child): child is HTMLAnchorElement => {
      if (!(child instanceof HTMLAnchorElement) || !(this.#data?.shows(child) ?? true)) return false;
      const isLink = isSafe(child);
      if (!isLink) warnAttribute(child, 'href', child.getAttribute('href'), 'http(s), mailto or tel');
      return isLink;
    });
  }

  protected override updated(): void {
    const slots = [...this.renderRoot.querySelectorAll('slot')];
    const others = [...this.children].filter((child) => !(child instanceof HTMLAnchorElement));
    slots.pop()!.assign(...others);
    slots.forEach((slot, index) => {
      slot.assign(this.#shown[index]!.anchor);
    });
  }

  #renderGroups(): unknown {
    const given = this.headingLevel ?? 3;
    const level = Number.isInteger(given) && given >= 2 && given <= 6 ? given : 3;
    if (level !== given) warnAttribute(this, 'heading-level', given, 'a whole number from 2 to 6');
    return byCategory(this.#shown).map(
      ([category, links]) =>
        html`${category ? html`<p part="category" role="heading" aria-level=${level}>${category}</p>` : nothing}
          <ul part="grid">
            ${links.map((link) => this.#renderTile(link))}
          </ul>`,
    );
  }

  #renderTile({ anchor, caption, note }: QuickLink): TemplateResult {
    const told =
      (isExternal(anchor) ? this.t('links.external') : '') +
      (anchor.target === '_blank' ? ` ${this.t('links.newTab')}` : '');
    // A picture says its words itself to those who do not see it.
    return html`<li part="tile">
      <slot></slot>${caption ? html`<span part="caption" aria-hidden="true">${caption}</span>` : nothing}${
        told
          ? html`<span part="external"
              ><svg viewBox="0 0 12 12" aria-hidden="true">
                <path d="M4 2H2v8h8V8M6 1.5h4.5V6M10.5 1.5l-5 5" /></svg
              ><span class="spoken"> ${told}</span></span
            >`
          : nothing
      }${note ? html`<span part="note" class="quiet">${note}</span>` : nothing}
    </li>`;
  }

  #renderFilter(): TemplateResult {
    const handleInput = ({ target }: Event): void => {
      this.typed = (target as HTMLInputElement).value;
    };
    const n = this.#shown.length;
    // Said to readers of screens once something is typed; those who see it, see the links.
    const found = !this.typed.trim() ? '' : n > 0 ? this.t('links.found', { n }) : this.t('links.none');
    return html`<label part="filter">
        <span>${this.t('links.filter', { n: this.#current })}</span>
        <input part="field" type="search" autocomplete="off" .value=${this.typed} @input=${handleInput} />
      </label>
      <p part="status" role="status" class=${n > 0 ? 'quiet' : ''}>${found}</p>`;
  }

  /** Escape closes the menu and leads back to what opened it. */
  #handleKey({ key, currentTarget }: KeyboardEvent): void {
    const menu = currentTarget as HTMLDetailsElement;
    if (key !== 'Escape' || !menu.open) return;
    menu.open = false;
    menu.querySelector('summary')!.focus();
  }

  /** What comes later has come as well, or failed. */
  protected override async getUpdateComplete(): Promise<boolean> {
    const done = await super.getUpdateComplete();
    await this.#later.loading;
    return done;
  }

  protected override willUpdate(): void {
    const { layout, order, typed } = this;
    if (layout && !LAYOUTS.includes(layout)) warnAttribute(this, 'layout', layout, `one of ${LAYOUTS.join(', ')}`);
    if (order && !ORDERS.includes(order)) warnAttribute(this, 'order', order, `one of ${ORDERS.join(', ')}`);
    const { links: given, src, client } = this;
    const now = Date.now();
    const links = this.#readLinks();
    if (this.#data) this.#data.update({ given, src, order, client, links, now });
    else if (given || src || this.countClicks || this.filter || order === 'clicks' || links.some(isPassing)) {
      void this.#later.request();
    }
    const current = links.filter((link) => isCurrent(link, now));
    this.#current = current.length;
    const found = (this.filter && typed.trim() && this.#data?.find(current, typed)) || current;
    const sorted =
      order === 'alphabetical'
        ? [...found].sort(byLabel)
        : order === 'clicks'
          ? [...found].sort((a, b) => b.count - a.count)
          : found;
    this.#shown = byCategory(sorted).flatMap(([, group]) => group);
  }

  protected override render(): TemplateResult {
    const content = html`${this.filter ? this.#renderFilter() : nothing}
    ${this.#data?.renderError((key) => this.t(key))} ${this.#renderGroups()}`;
    if (this.layout !== 'menu') return html`<div class="root">${content}<slot></slot></div>`;
    return html`<div class="root">
      <details part="menu" @keydown=${this.#handleKey}>
        <summary class="button">${this.label ?? this.t('links.menu')}</summary>
        ${content}
      </details>
      <slot></slot>
    </div>`;
  }
}
