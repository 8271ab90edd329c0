/** Query parameters that say where a reader came from and not what is read: mail campaigns, Facebook, Google, Zalo. */
const TRACKING = /^utm_|^(fbclid|gclid|zarsrc)$/;

/**
 * The key of a page or thread where the CMS prints none: path and query of the canonical address, without fragment,
 * tracking parameters and trailing slash, so that every way to the same page counts as that page.
 *
 * @param address absolute http(s) address
 * @returns for example `/tin-tuc/bai-1?page=2`; `/` for the root
 * @throws TypeError when the address is not an absolute URL
 */
export function pageKey(address: string): string {
  const url = new URL(address.normalize());
  for (const name of [...url.searchParams.keys()]) {
    if (TRACKING.test(name)) url.searchParams.delete(name);
  }
  url.searchParams.sort();
  return (url.pathname.replace(/\/+$/, '') || '/') + url.search;
}
