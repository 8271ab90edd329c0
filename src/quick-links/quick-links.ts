import { html, LitElement, type TemplateResult } from 'lit';
import { TinhElement } from '../base/element.ts';
import { baseStyles } from '../theme/base.styles.ts';
import { quickLinksStyles } from './quick-links.styles.ts';

/**
 * Links as a grid of tiles. The `<a>` written inside the tag stay where they are and keep working without script;
 * the element only lays them out.
 *
 * @summary Grid of links.
 * @status experimental
 * @since 0.1.0
 * @slot - One `<a href>` per link. Anything else inside is shown below the grid.
 * @csspart grid - The list of tiles.
 * @csspart tile - One tile.
 * @cssprop --tinh-quick-links-tile-width - Least width of a tile; the columns follow from it.
 */
export class QuickLinksElement extends TinhElement {
  static override readonly styles = [baseStyles, quickLinksStyles];
  // Every link gets a list item of its own without moving a node of the page.
  static override readonly shadowRootOptions: ShadowRootInit = {
    ...LitElement.shadowRootOptions,
    slotAssignment: 'manual',
  };

  // With manual assignment a node that nobody has assigned fires no slotchange, and the parser adds children later.
  readonly #observer = new MutationObserver(() => {
    this.requestUpdate();
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer.observe(this, { childList: true });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
  }

  get #links(): HTMLAnchorElement[] {
    return [...this.children].filter((child) => child instanceof HTMLAnchorElement);
  }

  protected override updated(): void {
    const links: Element[] = this.#links;
    const others = [...this.children].filter((child) => !links.includes(child));
    this.renderRoot.querySelectorAll('slot').forEach((slot, index) => {
      slot.assign(...(links[index] ? [links[index]] : others));
    });
  }

  protected override render(): TemplateResult {
    const links = this.#links;
    return html`<div class="root">
      <ul part="grid">
        ${links.map(() => html`<li part="tile"><slot></slot></li>`)}
      </ul>
      <slot></slot>
    </div>`;
  }
}
