import { pageSettings } from '../context/site-context.ts';
import { warnOnce } from './warn.ts';

/** An element class with the version of the library that it came with. */
export type VersionedElement = CustomElementConstructor & { readonly version?: string };

/**
 * Registers an element, once: a second copy of the library keeps the first one's class instead of throwing, which
 * would abort the rest of the bundle. A copy of another version says so in the console.
 */
export function define(tag: string, element: VersionedElement): void {
  // The provider first: an element that upgrades without one never hears of the page's settings.
  pageSettings();
  const existing: VersionedElement | undefined = customElements.get(tag);
  if (!existing) {
    customElements.define(tag, element);
  } else if (existing.version !== element.version) {
    warnOnce(`<${tag}> is of tinh ${String(existing.version)}; ${String(element.version)} was not registered`);
  }
}
