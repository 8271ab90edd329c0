import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { ProblemError, problemResponses } from '../http/problem.ts';
import type { Database } from '../storage/database.ts';
import { clearSessionCookie, sessionToken } from './cookie.ts';
import { sessionSchema, signInSchema, writingHeadersSchema } from './schemas.ts';
import type { SignIn } from './sign-in.ts';
import { asSession, SIGNED_OUT } from './state.ts';
import { endSession, extendSession, findSession, type SessionLimits } from './store.ts';

/** What the session routes need. */
export interface SessionOptions {
  db: Database;
  limits: SessionLimits;
  publicUrl: URL | null;
  signIn: SignIn;
  now: () => number;
}

/** Routes of the login session below `/api/v1`. */
export const sessionRoutes: FastifyPluginCallbackTypebox<SessionOptions> = (
  app,
  { db, limits, publicUrl, signIn, now },
  done,
) => {
  app.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });

  app.get(
    '/session',
    {
      schema: {
        summary: 'State of the session; never renews it',
        response: { 200: sessionSchema, ...problemResponses },
      },
    },
    async (request) => {
      const session = await findSession(db, sessionToken(request), now());
      return session ? asSession(session, now()) : SIGNED_OUT;
    },
  );

  app.post(
    '/session',
    {
      onRequest: refuseForged,
      schema: {
        summary: 'Signs in with a password',
        headers: writingHeadersSchema,
        body: signInSchema,
        response: { 200: sessionSchema, ...problemResponses },
      },
    },
    async (request, reply) => asSession(await signIn(request, reply, request.body), now()),
  );

  app.post(
    '/session/extend',
    {
      onRequest: refuseForged,
      schema: {
        summary: 'Renews the session up to its absolute limit',
        headers: writingHeadersSchema,
        response: { 200: sessionSchema, ...problemResponses },
      },
    },
    async (request) => {
      const session = await extendSession(db, sessionToken(request), limits, now());
      if (!session) throw new ProblemError('session-over', 'There is no session to extend.');
      return asSession(session, now());
    },
  );

  app.delete(
    '/session',
    {
      onRequest: refuseForged,
      schema: {
        summary: 'Ends the session',
        headers: writingHeadersSchema,
        response: { 200: sessionSchema, ...problemResponses },
      },
    },
    async (request, reply) => {
      await endSession(db, sessionToken(request));
      clearSessionCookie(reply, publicUrl);
      return SIGNED_OUT;
    },
  );
  done();
};

/** A preflight never allows this header, so only pages of this server can send it. */
function refuseForged(request: FastifyRequest, _reply: FastifyReply, done: (refusal?: Error) => void): void {
  const isForged = request.headers['tinh-request'] !== '1';
  done(isForged ? new ProblemError('forged-request', 'The header Tinh-Request: 1 is missing.') : undefined);
}
