import { ContextConsumer } from '@lit/context';
import { LitElement, type PropertyDeclarations, type ReactiveController } from 'lit';
import { clientId, createClient, type ApiClient, type ApiError } from '../api/client.ts';
import { resolveServer } from '../context/script-settings.ts';
import { isBundle, mergeSettings, siteContext, type SiteSettings } from '../context/site-context.ts';
import { languageOf, translate, type Language, type Placeholders } from '../i18n/localize.ts';
import { vi, type StringKey } from '../i18n/vi.ts';
import { nextTask } from './next-task.ts';
import { VERSION } from './version.ts';
import { warnAttribute, warnOnce } from './warn.ts';

/** Until the tags are rendered that came into the page in this task. */
let firstRenderings: Promise<void> | undefined;

/**
 * What all elements share: where their settings come from, their language, and their words.
 *
 * Settings are looked up as attribute on the tag → nearest `tinh-site-config` → the script tag → defaults.
 */
export abstract class TinhElement extends LitElement {
  /** Version of the library that registered this element. */
  static readonly version = VERSION;

  static override readonly properties: PropertyDeclarations = { site: {}, server: {} };

  #isConnected = false;
  #isDue = false;
  readonly #siteConsumer = new ContextConsumer(this, { context: siteContext, subscribe: true });
  #lastClient: ApiClient | null = null;

  /** The site's code on the companion server; overrides the page's setting. */
  site?: string;

  /** Address of the companion server; overrides the page's setting. */
  server?: string;

  /** The settings of the nearest `tinh-site-config`, or of the page. */
  protected get inherited(): SiteSettings {
    return this.#siteConsumer.value ?? {};
  }

  /** The settings in force for this tag. */
  protected get settings(): SiteSettings {
    const server = this.server && resolveServer(this.server);
    if (this.server && !server) warnAttribute(this, 'server', this.server, 'an address');
    return mergeSettings(this.inherited, { site: this.site, server });
  }

  /** The language this tag stands in. */
  protected get language(): Language {
    return languageOf(this, this.inherited.lang);
  }

  /** The client for the site and server in force; null where no site is named. The same object while both stay. */
  protected get client(): ApiClient | null {
    const { site, server } = this.settings;
    if (!site || !server) return null;
    if (this.#lastClient?.id !== clientId(server, site)) this.#lastClient = createClient(server, site);
    return this.#lastClient;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#isConnected = true;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#isConnected = false;
  }

  override addController(controller: ReactiveController): void {
    super.addController(controller);
    // Lit tells it of a tag that has a shadow root; one that waits for its first rendering is in the page as well.
    if (this.#isConnected && !this.#isDue) controller.hostConnected?.();
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    // Lit asks already when the tag comes into the page.
    return this.#isDue ? super.createRenderRoot() : (undefined as unknown as DocumentFragment);
  }

  /** Attaches the shadow root. It comes with the first rendering: before, an empty one would hide what the page wrote in the tag. */
  protected openRoot(): ShadowRoot {
    this.#isDue = true;
    (this as { renderRoot?: HTMLElement | DocumentFragment }).renderRoot ??= this.createRenderRoot();
    return this.renderRoot as ShadowRoot;
  }

  protected override performUpdate(): void {
    this.openRoot();
    super.performUpdate();
  }

  /** What precedes the first rendering. The bundle's start is one task, and what each tag renders first another: together they would be a long one (ADR 0025). */
  protected async prepare(): Promise<void> {
    if (!isBundle()) return;
    // One task for all that come at once, so that they can ask the server in one request.
    firstRenderings ??= nextTask().then(() => {
      firstRenderings = undefined;
    });
    await firstRenderings;
  }

  protected override async scheduleUpdate(): Promise<void> {
    if (!this.hasUpdated) await this.prepare();
    await super.scheduleUpdate();
  }

  /** A string in the element's language, with the site's replacements. */
  protected t(key: StringKey, values?: Placeholders): string {
    return translate(this.language, key, values, this.inherited.strings);
  }

  /** The polite sentence for a failed request; the developer's line goes to the console. */
  protected explain(error: ApiError): string {
    warnOnce(`tinh: ${error.type}: ${error.message}`);
    const key = `error.${error.type.split(':').pop()!}`;
    const values = { origin: location.origin, site: this.settings.site ?? '' };
    return this.t(key in vi ? (key as StringKey) : 'error.other', values);
  }
}
