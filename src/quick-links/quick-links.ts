import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { TinhElement } from '../base/element.ts';
import { warnAttribute } from '../base/warn.ts';
import { parseTime } from '../text/rfc3339.ts';
import { baseStyles } from '../theme/base.styles.ts';
import { byCategory, byLabel, isCurrent, matches, nextChange, type QuickLink } from './quick-link.ts';
import { quickLinksStyles } from './quick-links.styles.ts';

const LAYOUTS = ['grid', 'list', 'menu'];
const ORDERS = ['page', 'alphabetical'];
/** A longer time would run out at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * Links as a grid of tiles, a list or a menu. The `<a>` written inside the tag stay where they are and keep working without script;
 * the element only lays them out.
 *
 * @summary Grid of links.
 * @status experimental
 * @since 0.1.0
 * @slot - One `<a href>` per link; `data-category`, `data-from` and `data-until` (RFC 3339) say where and when it is shown. Anything else inside is shown below the grid.
 * @csspart grid - A list of tiles.
 * @csspart tile - One tile.
 * @csspart category - Heading of a category.
 * @csspart filter - The box with which links are looked for.
 * @csspart field - Its field.
 * @csspart status - How many links were found.
 * @csspart menu - What opens, with `layout="menu"`.
 * @cssprop --tinh-quick-links-tile-width - Least width of a tile; the columns follow from it.
 */
export class QuickLinksElement extends TinhElement {
  static override readonly styles = [baseStyles, quickLinksStyles];
  static override readonly properties: PropertyDeclarations = {
    layout: { reflect: true },
    order: {},
    filter: { type: Boolean },
    label: {},
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
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What is shown, in its order. */
  #shown: readonly QuickLink[] = [];
  /** How many links there are now, whether they are looked for or not. */
  #current = 0;

  /** `grid` of tiles (default), `list` one below the other, or `menu`, which opens. */
  layout?: string;

  /** `page` as the page has them (default), or `alphabetical` by the rules of Vietnamese. */
  order?: string;

  /** Shows a box in which readers look for links; with or without diacritics. */
  filter = false;

  /** What the menu is called; “Liên kết website” by default. */
  label?: string;

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
      attributeFilter: ['data-category', 'data-from', 'data-until'],
    });
    document.addEventListener('visibilitychange', this);
    if (this.hasUpdated) this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
    document.removeEventListener('visibilitychange', this);
    clearTimeout(this.#timer);
  }

  /** Timers rest while the device sleeps: whoever comes back sees what holds now. */
  handleEvent(): void {
    this.requestUpdate();
  }

  #readLinks(): QuickLink[] {
    const time = (anchor: HTMLAnchorElement, name: 'from' | 'until'): Date | undefined => {
      const value = anchor.dataset[name];
      const found = parseTime(value);
      if (value && !found) warnAttribute(this, `data-${name}`, value, 'an RFC 3339 time');
      return found;
    };
    return [...this.children]
      .filter((child) => child instanceof HTMLAnchorElement)
      .map((anchor) => ({
        anchor,
        label: anchor.textContent.replace(/\s+/g, ' ').trim() || (anchor.querySelector('img')?.alt ?? ''),
        category: anchor.dataset['category']?.trim() ?? '',
        from: time(anchor, 'from'),
        until: time(anchor, 'until'),
      }));
  }

  /** At the moment at which the next link comes or goes. */
  #wait(links: readonly QuickLink[], now: number): void {
    clearTimeout(this.#timer);
    const next = nextChange(links, now);
    if (next === undefined || !this.isConnected) return;
    this.#timer = setTimeout(
      () => {
        this.requestUpdate();
      },
      Math.min(next - now, LONGEST_TIMER),
    );
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
            ${links.map(() => html`<li part="tile"><slot></slot></li>`)}
          </ul>`,
    );
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

  protected override willUpdate(): void {
    const { layout, order, typed } = this;
    if (layout && !LAYOUTS.includes(layout)) warnAttribute(this, 'layout', layout, `one of ${LAYOUTS.join(', ')}`);
    if (order && !ORDERS.includes(order)) warnAttribute(this, 'order', order, `one of ${ORDERS.join(', ')}`);
    const now = Date.now();
    const links = this.#readLinks();
    this.#wait(links, now);
    const current = links.filter((link) => isCurrent(link, now));
    this.#current = current.length;
    const found = this.filter && typed.trim() ? current.filter((link) => matches(link, typed)) : current;
    const sorted = order === 'alphabetical' ? found.sort(byLabel) : found;
    this.#shown = byCategory(sorted).flatMap(([, group]) => group);
  }

  protected override render(): TemplateResult {
    const content = html`${this.filter ? this.#renderFilter() : nothing} ${this.#renderGroups()}`;
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
