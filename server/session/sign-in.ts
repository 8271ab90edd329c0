import type { FastifyReply, FastifyRequest } from 'fastify';
import { loginOf } from '../accounts/name.ts';
import type { PasswordHasher } from '../accounts/password.ts';
import { findAccount, holdAccount } from '../accounts/store.ts';
import { clientOf } from '../http/address.ts';
import { ProblemError } from '../http/problem.ts';
import type { Database } from '../storage/database.ts';
import type { AccountRow, SessionRow } from '../storage/schema.ts';
import type { Attempt, SignInAttempts } from './attempts.ts';
import { adoptSession, deviceMark, sessionToken, setDeviceCookie, setSessionCookie } from './cookie.ts';
import { knownDevice, markDevice } from './device.ts';
import { endSession, removeEndedSessions, type SessionLimits, startSession } from './store.ts';

/** What starting the session of an account needs. */
export interface EnterOptions {
  readonly db: Database;
  readonly limits: SessionLimits;
  readonly publicUrl: URL | null;
  readonly now: () => number;
}

/** What signing in needs. */
export interface SignInOptions extends EnterOptions {
  readonly hasher: PasswordHasher;
  /** Shared by everything that takes guesses. */
  readonly attempts: SignInAttempts;
  /** Whether addresses of clients come from a proxy that the operator has named. */
  readonly trustsProxy: boolean;
}

/** A name and a password as somebody typed them. */
export interface Credentials {
  readonly name: string;
  readonly password: string;
}

/**
 * Signs somebody in: checks the password, ends the session that the request brought along, starts one with a new token and
 * sets its cookie.
 *
 * @throws ProblemError `wrong-credentials`, `too-many-attempts`, or `unavailable` when too many sign in at once
 */
export type SignIn = (request: FastifyRequest, reply: FastifyReply, credentials: Credentials) => Promise<SessionRow>;

/** The one way to sign in with a password, for the API and for the page; they share its counters. */
export function makeSignIn(options: SignInOptions): SignIn {
  const { db, hasher, attempts, trustsProxy, now } = options;
  let hasWarned = trustsProxy;

  async function check(attempt: Attempt, account: AccountRow | null, password: string): Promise<AccountRow> {
    const takeBack = await attempts.begin(attempt);
    const isRight = await hasher.verify(password, account?.password_hash ?? null).catch(async (error: unknown) => {
      await takeBack();
      throw error;
    });
    if (!isRight || !account) throw wrong();
    await takeBack();
    await attempts.forget(attempt);
    return account;
  }

  return async (request, reply, { name, password }) => {
    if (!hasWarned && request.headers['x-forwarded-for'] !== undefined) {
      hasWarned = true;
      request.log.warn('attempts to sign in come through a proxy and count as those of one client: set TRUST_PROXY');
    }
    // Asked first, so that a flood of attempts fills no counters.
    if (hasher.isBusy) throw new ProblemError('unavailable', 'Too many people are signing in.');
    const login = loginOf(name);
    const found = await findAccount(db, login);
    const device = knownDevice(deviceMark(request), found?.password_hash ?? null, now());
    const account = await check({ login, client: clientOf(request.ip), device }, found, password);

    const renewed = hasher.isOutdated(account.password_hash) ? await hasher.hash(password) : account.password_hash;
    return enter(options, request, reply, account, renewed);
  };
}

/**
 * Lets somebody in whose password has been checked: ends the session that the request brought along, starts one with a new token
 * and sets its cookie.
 *
 * @param renewed the same password's hash with today's parameters
 * @throws ProblemError `wrong-credentials` when the password has been changed or the account removed meanwhile
 */
export async function enter(
  { db, limits, publicUrl, now }: EnterOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  { id, password_hash: passwordHash, display_name: userName }: AccountRow,
  renewed = passwordHash,
): Promise<SessionRow> {
  await removeEndedSessions(db, now());
  const { token, session } = await db.transaction().execute(async (trx) => {
    if (!(await holdAccount(trx, { id, passwordHash, renewed }))) throw wrong();
    await endSession(trx, sessionToken(request));
    return startSession(trx, { userName, accountId: id }, limits, now());
  });
  setSessionCookie(reply, token, publicUrl);
  adoptSession(request, token);
  setDeviceCookie(reply, markDevice(renewed, now()), publicUrl);
  return session;
}

/** The same words whether the name or the password is wrong: nobody learns which accounts there are. */
function wrong(): ProblemError {
  return new ProblemError('wrong-credentials', 'The name or the password is wrong.');
}
