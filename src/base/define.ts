import { isBundle, pageSettings } from '../context/site-context.ts';
import { nextTask } from './next-task.ts';
import { warnOnce } from './warn.ts';

/** An element class with the version of the library that it came with. */
export type VersionedElement = CustomElementConstructor & { readonly version?: string };

/** Ends when all elements are registered that the page does not have. */
let others = Promise.resolve();

/**
 * Registers an element, once: a second copy of the library keeps the first one's class instead of throwing, which
 * would abort the rest of the bundle. A copy of another version says so in the console.
 *
 * In the bundle, elements that the page does not have are registered afterwards, each in a task of its own: a page waits at its start for
 * those alone that it has (ADR 0025).
 */
export function define(tag: string, element: VersionedElement): void {
  // The provider first: an element that upgrades without one never hears of the page's settings.
  pageSettings();
  if (!isBundle() || document.querySelector(tag)) register(tag, element);
  else
    others = others.then(nextTask).then(() => {
      register(tag, element);
    });
}

function register(tag: string, element: VersionedElement): void {
  const existing: VersionedElement | undefined = customElements.get(tag);
  if (!existing) {
    customElements.define(tag, element);
  } else if (existing.version !== element.version) {
    warnOnce(`<${tag}> is of tinh ${String(existing.version)}; ${String(element.version)} was not registered`);
  }
}
