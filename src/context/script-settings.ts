import type { SiteSettings } from './site-context.ts';

/**
 * Settings from the `<script type="module" src="…/tinh.js" data-site="…" data-server="…" data-lang="…">` that loaded
 * the bundle. The server defaults to the folder that the bundle came from.
 *
 * A module has no `document.currentScript`; the tag is the one whose `src` is the module's own address or, where a
 * redirect changed that address, the first with a `data-site`.
 *
 * @param moduleUrl `import.meta.url` of the bundle
 */
export function scriptSettings(moduleUrl: string): SiteSettings {
  const scripts = [...document.querySelectorAll<HTMLScriptElement>('script[src]')];
  const script = scripts.find((each) => each.src === moduleUrl) ?? scripts.find((each) => each.dataset['site']);
  const { site, server, lang } = script?.dataset ?? {};
  const named = server && resolveServer(server);
  if (server && !named) console.warn(`<script> data-server="${server}": expected an address`);
  return { site, server: named || new URL('.', moduleUrl).href, lang };
}

/**
 * The absolute address of a server, with a slash at its end, so that paths can be added.
 *
 * @param written relative to the page, as every address in HTML is
 * @returns undefined for what is no address
 */
export function resolveServer(written: string): string | undefined {
  try {
    return new URL(`${written}/`, document.baseURI).href.replace(/\/+$/, '/');
  } catch {
    return undefined;
  }
}
