import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isOwnOrigin } from './origins.ts';

/** Lets the routes below take what a form without script sends: an object of strings, the last one of each name. */
export function acceptForms(app: FastifyInstance): void {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, parsed) => {
    parsed(null, Object.fromEntries(new URLSearchParams(String(body))));
  });
}

/** A field of a form; empty when it was not sent. */
export function formField(request: FastifyRequest, name: string): string {
  const value = (request.body as Record<string, unknown> | null | undefined)?.[name];
  return typeof value === 'string' ? value : '';
}

/**
 * Where the browser says that a form stands. A page without referrer sends the origin `null`; `Sec-Fetch-Site` tells then,
 * but browsers leave it away on plain http: `hidden`. What sends neither is no browser, and has no cookies to abuse.
 */
export function formSource(request: FastifyRequest, publicUrl: URL | null): 'own' | 'foreign' | 'hidden' {
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'foreign';
  if (origin === undefined || (origin === 'null' && site !== undefined)) return 'own';
  if (origin === 'null') return 'hidden';
  return isOwnOrigin(origin, request, publicUrl) ? 'own' : 'foreign';
}
