/**
 * On every answer, refusals included: any page may read it, but never with credentials; which origins may use a site's
 * data is decided by the server (`origins.ts`), so that a refused page can read why.
 */
export const commonHeaders = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'ETag, Retry-After',
  vary: 'Origin',
  'x-content-type-options': 'nosniff',
} as const;

/** The policy of the demo's pages: the strictest one that the elements promise to work under. */
export const pageHeaders = {
  'content-security-policy':
    "default-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; " +
    "frame-ancestors 'self'; object-src 'none'; require-trusted-types-for 'script'; " +
    "trusted-types lit-html dompurify 'allow-duplicates'",
  'referrer-policy': 'strict-origin-when-cross-origin',
  'cache-control': 'no-store',
} as const;
