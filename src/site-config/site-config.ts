import { ContextProvider } from '@lit/context';
import { html, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { TinhElement } from '../base/element.ts';
import { warnAttribute } from '../base/warn.ts';
import { mergeSettings, pageSettings, siteContext, type SiteSettings } from '../context/site-context.ts';
import { isStringKey, type StringOverrides } from '../i18n/localize.ts';
import { siteConfigStyles } from './site-config.styles.ts';

/**
 * Settings for the tags inside it or, without children, for the whole page.
 *
 * @summary Site code, server address and replacement strings for a page or a part of it.
 * @status experimental
 * @since 0.1.0
 * @slot - The part of the page that the settings are for; empty for the whole page.
 */
export class SiteConfigElement extends TinhElement {
  static override readonly styles = siteConfigStyles;
  static override readonly properties: PropertyDeclarations = { strings: { converter: String } };

  readonly #provider = new ContextProvider(this, { context: siteContext, initialValue: {} });

  /**
   * Replacement strings as JSON, by language and key: `{"vi": {"session.action": "…"}}`. As a property also an object.
   */
  strings: string | StringOverrides | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#publish();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    pageSettings()(this, null);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // Not on every update: the page's settings come back to this tag, and publishing them again would never end.
    if (changed.has('site') || changed.has('server') || changed.has('strings')) this.#publish();
    this.#provider.setValue(mergeSettings(this.inherited, this.#own));
  }

  get #own(): SiteSettings {
    const { site, server } = this.settings;
    return { site, server, strings: this.#parsedStrings() };
  }

  #publish(): void {
    // Only children make it a wrapper; one that moves elsewhere or gains children stops speaking for the page.
    pageSettings()(this, this.childElementCount === 0 ? this.#own : null);
  }

  #parsedStrings(): StringOverrides | undefined {
    if (typeof this.strings !== 'string') return this.strings ?? undefined;
    const warn = (what: unknown): undefined => {
      warnAttribute(this, 'strings', what, 'JSON by language and key');
    };
    try {
      // Only texts at known keys get through; one that does not fit leaves the others alone.
      return JSON.parse(this.strings, (key, value: unknown) =>
        typeof value === 'object' || (typeof value === 'string' && isStringKey(key)) ? value : warn(key || value),
      ) as StringOverrides | undefined;
    } catch {
      warn(this.strings);
      return undefined;
    }
  }

  protected override render(): TemplateResult {
    // Children may be parsed after the upgrade; the first of them turns page settings into settings of a part.
    return html`<slot @slotchange=${this.#publish}></slot>`;
  }
}
