import { pageKey } from '../text/page-key.ts';

/** The address a page wants to be known by: its canonical link, else where it was opened, without the fragment. */
export function pageAddress(): string {
  const canonical = document.querySelector<HTMLLinkElement>('link[rel~="canonical"][href]')?.href ?? '';
  const url = new URL(/^https?:/.test(canonical) ? canonical : location.href);
  url.hash = '';
  return url.href;
}

/** The key of a page or thread: what the CMS printed, else the normalised path of the page's address. */
export function pageKeyOr(printed: string | undefined): string {
  return printed?.normalize('NFC').trim() || pageKey(pageAddress());
}
