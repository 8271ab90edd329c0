import type { FastifyRequest } from 'fastify';

const ANY_PORT = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\]):\*$/;

/**
 * An origin of the configuration as browsers write it: lower case, IDN as punycode, no default port.
 *
 * @param text `scheme://host[:port]`, `http://localhost:*` (or another loopback host), or `null`
 * @returns null when it is none of these, for example with a path
 */
export function normalOrigin(text: string): string | null {
  if (text === 'null' || ANY_PORT.test(text)) return text;
  if (!/^https?:\/\/[^/?#@\\\s*]+$/i.test(text) || !URL.canParse(text)) return null;
  return new URL(text).origin;
}

/** Whether pages of this origin may use the data of a site with these allowed origins. */
export function isAllowedOrigin(origin: string, site: { readonly origins: readonly string[] }): boolean {
  return site.origins.some((allowed) => {
    if (!allowed.endsWith(':*')) return allowed === origin;
    const host = allowed.slice(0, -2);
    return origin === host || (origin.startsWith(`${host}:`) && /^\d+$/.test(origin.slice(host.length + 1)));
  });
}

/**
 * Whether a page of this origin is one of the server's own pages. Without a public address, the `Host` that the browser
 * asked for tells; the scheme is not compared, since a proxy may speak https before us.
 */
export function isOwnOrigin(origin: string, request: FastifyRequest, publicUrl: URL | null): boolean {
  if (publicUrl) return origin === publicUrl.origin;
  return /^https?:\/\//.test(origin) && origin.replace(/^https?:\/\//, '') === request.headers.host?.toLowerCase();
}
