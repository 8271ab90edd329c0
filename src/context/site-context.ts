import { createContext, ContextProvider } from '@lit/context';
import type { StringOverrides } from '../i18n/localize.ts';

/** What a tag needs to know about the site it stands in. Every field may be missing. */
export interface SiteSettings {
  /** The site's code on the companion server. */
  readonly site?: string;
  /** Absolute address of the companion server, with a slash at its end. */
  readonly server?: string;
  /** Language used where the page names none. */
  readonly lang?: string;
  /** Replacement strings. */
  readonly strings?: StringOverrides;
}

/**
 * The nearest settings above an element. The key is a registered symbol, so that elements and providers of two copies
 * of the library on one page understand each other.
 */
export const siteContext = createContext<SiteSettings>(Symbol.for('tinh.site'));

/**
 * Sets what one source says about the whole page: the script tag (`null`), or a `tinh-site-config` without children.
 * The last to speak wins field by field; null settings take back what the source said.
 */
export type PageSettings = (source: object | null, settings: SiteSettings | null) => void;

let bundle = false;

/** Whether this copy of the library is the bundle, which a page loads as a whole. */
export function isBundle(): boolean {
  return bundle;
}

/** Said by the bundle's first module. */
export function setBundle(): void {
  bundle = true;
}

const PAGE_KEY = Symbol.for('tinh.page-settings');

/**
 * The page's settings, provided on the document element so that they reach every tag, also one that is added later.
 * The first call must come before any element is defined: a consumer that upgrades earlier would find no provider.
 */
export function pageSettings(): PageSettings {
  const page = globalThis as { [PAGE_KEY]?: PageSettings };
  return (page[PAGE_KEY] ??= createPageSettings());
}

function createPageSettings(): PageSettings {
  const provider = new ContextProvider(document.documentElement, { context: siteContext, initialValue: {} });
  const layers = new Map<object | null, SiteSettings>();
  return (owner, settings) => {
    // The first script tag counts: that of a second copy, perhaps from another folder, does not take it back.
    if (!owner && layers.has(owner)) return;
    layers.delete(owner);
    if (settings) layers.set(owner, settings);
    provider.setValue([...layers.values()].reduce(mergeSettings, {}));
  };
}

/** `over` on top of `under`, field by field; strings are joined language by language and key by key. */
export function mergeSettings(under: SiteSettings, over: SiteSettings): SiteSettings {
  return {
    site: over.site ?? under.site,
    server: over.server ?? under.server,
    lang: over.lang ?? under.lang,
    strings: {
      vi: { ...under.strings?.vi, ...over.strings?.vi },
      en: { ...under.strings?.en, ...over.strings?.en },
    },
  };
}
