import { randomBytes } from 'node:crypto';
import type { Config } from '../config.ts';
import type { Database } from '../storage/database.ts';
import { sha256 } from '../storage/hash.ts';
import type { SessionRow } from '../storage/schema.ts';

/** Limits in seconds, as configured. */
export type SessionLimits = Config['session'];

/**
 * Starts a session.
 *
 * @param user whom pages show, and whose account it is: null for the demo's, which is in no table
 * @param now milliseconds
 * @returns the session, and the token for the cookie: 256 random bits; the database keeps its hash only
 */
export async function startSession(
  db: Database,
  user: { readonly userName: string; readonly accountId: string | null },
  limits: SessionLimits,
  now: number,
): Promise<{ token: string; session: SessionRow }> {
  const token = randomBytes(32).toString('base64url');
  const absoluteEnd = now + limits.absoluteLimit * 1000;
  const session = {
    token_hash: sha256(token),
    user_name: user.userName,
    account_id: user.accountId,
    created_at: now,
    idle_expires_at: idleEnd(absoluteEnd, limits, now),
    absolute_expires_at: absoluteEnd,
  };
  await db.insertInto('sessions').values(session).execute();
  return { token, session };
}

/** Removes the sessions that are over. */
export async function removeEndedSessions(db: Database, now: number): Promise<void> {
  await db.deleteFrom('sessions').where('idle_expires_at', '<=', now).execute();
}

/** The session of a token while neither limit has passed; reading never renews it. */
export async function findSession(db: Database, token: string | undefined, now: number): Promise<SessionRow | null> {
  if (token === undefined) return null;
  const row = await db
    .selectFrom('sessions')
    .selectAll()
    .where('token_hash', '=', sha256(token))
    .where('idle_expires_at', '>', now)
    .where('absolute_expires_at', '>', now)
    .executeTakeFirst();
  return row ?? null;
}

/** Moves the idle limit, never beyond the absolute one; null when the session is over. */
export async function extendSession(
  db: Database,
  token: string | undefined,
  limits: SessionLimits,
  now: number,
): Promise<SessionRow | null> {
  const session = await findSession(db, token, now);
  if (!session) return null;
  const extended = await db
    .updateTable('sessions')
    .set({ idle_expires_at: idleEnd(session.absolute_expires_at, limits, now) })
    .where('token_hash', '=', session.token_hash)
    .returningAll()
    .executeTakeFirst();
  return extended ?? null;
}

/** Ends a session; nothing happens when there is none. */
export async function endSession(db: Database, token: string | undefined): Promise<void> {
  if (token !== undefined) await db.deleteFrom('sessions').where('token_hash', '=', sha256(token)).execute();
}

function idleEnd(absoluteEnd: number, { idleLimit }: SessionLimits, now: number): number {
  return Math.min(now + idleLimit * 1000, absoluteEnd);
}
