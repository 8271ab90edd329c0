import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import type { Site } from '../config.ts';
import { isOwnOrigin } from '../http/origins.ts';
import { ProblemError } from '../http/problem.ts';
import { clearSessionCookie, sessionToken, setSessionCookie } from '../session/cookie.ts';
import { endSession, type SessionLimits, startSession } from '../session/store.ts';
import type { Database } from '../storage/database.ts';

/** What the demo needs. */
export interface DemoOptions {
  /** Folder with `index.html`, `link.html`, `content/page.json`, `content/words.json` and the static files. */
  folder: string;
  sites: readonly Site[];
  db: Database;
  limits: SessionLimits;
  publicUrl: URL | null;
  now: () => number;
}

/** Name of who is signed in, as pages show it. */
const DEMO_USER = 'Tài khoản dùng thử';

/** Sign-in and sign-out of the demo's account, which needs no password and exists in demo mode only. */
export const signInRoutes: FastifyPluginCallbackTypebox<DemoOptions> = (app, { db, limits, publicUrl, now }, done) => {
  const base = publicUrl?.pathname ?? '/';
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, parsed) => {
    parsed(null, Object.fromEntries(new URLSearchParams(String(body))));
  });
  app.addHook('onRequest', async (request, reply) => {
    if (isFromElsewhere(request, publicUrl)) throw new ProblemError('forged-request', 'Another site sent this form.');
    reply.header('cache-control', 'no-store');
  });

  app.post('/demo/sign-in', { schema: { hide: true } }, async (request, reply) => {
    // A new token at every sign-in: one that somebody planted before is worth nothing.
    await endSession(db, sessionToken(request));
    setSessionCookie(reply, await startSession(db, DEMO_USER, limits, now()), publicUrl);
    return reply.redirect(returnPath(request.body, base), 303);
  });

  app.post('/demo/sign-out', { schema: { hide: true } }, async (request, reply) => {
    await endSession(db, sessionToken(request));
    clearSessionCookie(reply, publicUrl);
    return reply.redirect(returnPath(request.body, base), 303);
  });
  done();
};

/** Pages without referrer send the origin `null`; then `Sec-Fetch-Site` decides where the browser sends it. */
function isFromElsewhere(request: FastifyRequest, publicUrl: URL | null): boolean {
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  return origin !== undefined && origin !== 'null' && !isOwnOrigin(origin, request, publicUrl);
}

/** The page to go back to: a path of this server, also relative to its base; never another host, however it is spelled. */
function returnPath(body: unknown, base: string): string {
  const wanted = (body as { return?: unknown } | null | undefined)?.return;
  if (typeof wanted !== 'string') return base;
  const here = 'http://localhost';
  if (!URL.canParse(wanted, here + base)) return base;
  const url = new URL(wanted, here + base);
  const path = url.pathname + url.search + url.hash;
  return url.origin === here && url.pathname.startsWith(base) && !path.startsWith('//') ? path : base;
}
