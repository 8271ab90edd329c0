import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { Session } from '../../src/api/contract.ts';
import { ProblemError, problemResponses } from '../http/problem.ts';
import type { Database } from '../storage/database.ts';
import type { SessionRow } from '../storage/schema.ts';
import { clearSessionCookie, sessionToken } from './cookie.ts';
import { sessionSchema, writingHeadersSchema } from './schemas.ts';
import { endSession, extendSession, findSession, type SessionLimits } from './store.ts';

const SIGNED_OUT: Session = { state: 'signed-out', user: null, expiresIn: null, absoluteExpiresIn: null };

/** What the session routes need. */
export interface SessionOptions {
  db: Database;
  limits: SessionLimits;
  publicUrl: URL | null;
  now: () => number;
}

/** Routes of the login session below `/api/v1`. */
export const sessionRoutes: FastifyPluginCallbackTypebox<SessionOptions> = (
  app,
  { db, limits, publicUrl, now },
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

/** Seconds are rounded up: at 0 the session is over. */
function asSession(row: SessionRow, now: number): Session {
  const secondsTo = (end: number): number => Math.max(0, Math.ceil((end - now) / 1000));
  return {
    state: 'active',
    user: row.user_name,
    expiresIn: secondsTo(row.idle_expires_at),
    absoluteExpiresIn: secondsTo(row.absolute_expires_at),
  };
}
