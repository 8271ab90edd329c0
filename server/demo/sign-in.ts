import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { Site } from '../config.ts';
import { acceptForms, formField, formSource } from '../http/forms.ts';
import { ProblemError } from '../http/problem.ts';
import { clearSessionCookie, sessionToken, setSessionCookie } from '../session/cookie.ts';
import { returnPath } from '../session/return-path.ts';
import { endSession, removeEndedSessions, type SessionLimits, startSession } from '../session/store.ts';
import type { Database } from '../storage/database.ts';
import { DEMO_USER, openDemoAccount } from './account.ts';

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

/** Sign-in and sign-out of the demo's account, which needs no password and exists in demo mode only. */
export const signInRoutes: FastifyPluginCallbackTypebox<DemoOptions> = (
  app,
  { db, sites, limits, publicUrl, now },
  done,
) => {
  const base = publicUrl?.pathname ?? '/';
  acceptForms(app);
  app.addHook('onRequest', async (request, reply) => {
    // These forms stand in static pages too, which can hold no token.
    if (formSource(request, publicUrl) !== 'own')
      throw new ProblemError('forged-request', 'Another site sent this form.');
    reply.header('cache-control', 'no-store');
  });

  app.post('/demo/sign-in', { schema: { hide: true } }, async (request, reply) => {
    // A new token at every sign-in: one that somebody planted before is worth nothing.
    await endSession(db, sessionToken(request));
    await removeEndedSessions(db, now());
    const accountId = await openDemoAccount(db, sites, now());
    const { token } = await startSession(db, { userName: DEMO_USER, accountId }, limits, now());
    setSessionCookie(reply, token, publicUrl);
    return reply.redirect(returnPath(formField(request, 'return'), base), 303);
  });

  app.post('/demo/sign-out', { schema: { hide: true } }, async (request, reply) => {
    await endSession(db, sessionToken(request));
    clearSessionCookie(reply, publicUrl);
    return reply.redirect(returnPath(formField(request, 'return'), base), 303);
  });
  done();
};
