/**
 * An address that a page may lead to: http or https, whole. Undefined for everything else: `javascript:` and its like, also where characters that
 * nobody sees stand before or within it.
 *
 * @param base what a relative address starts from
 */
export function webAddress(address: string | null | undefined, base: string): string | undefined {
  const clean = address?.trim() ?? '';
  if (clean === '' || /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(clean)) return undefined;
  try {
    const { protocol, href } = new URL(clean, base);
    return /^https?:$/.test(protocol) ? href : undefined;
  } catch {
    return undefined;
  }
}
