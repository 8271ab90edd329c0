/**
 * The page to go back to: a path of this server, also relative to its base; never another host, however it is spelled.
 *
 * @param wanted as a form or a link says it
 * @param base path of the server, with a slash at both ends
 * @param otherwise when nothing or something else is wanted
 */
export function returnPath(wanted: unknown, base: string, otherwise = base): string {
  if (typeof wanted !== 'string' || wanted === '') return otherwise;
  const here = 'http://localhost';
  if (!URL.canParse(wanted, here + base)) return otherwise;
  const url = new URL(wanted, here + base);
  const path = url.pathname + url.search + url.hash;
  return url.origin === here && url.pathname.startsWith(base) && !path.startsWith('//') ? path : otherwise;
}
