import type { Session } from '../../src/api/contract.ts';
import type { SessionRow } from '../storage/schema.ts';

/** What is said when nobody is signed in. */
export const SIGNED_OUT: Session = { state: 'signed-out', user: null, expiresIn: null, absoluteExpiresIn: null };

/**
 * A session as the contract tells it. Seconds are rounded up: at 0 it is over.
 *
 * @param now milliseconds
 */
export function asSession(row: SessionRow, now: number): Session {
  const secondsTo = (end: number): number => Math.max(0, Math.ceil((end - now) / 1000));
  return {
    state: 'active',
    user: row.user_name,
    expiresIn: secondsTo(row.idle_expires_at),
    absoluteExpiresIn: secondsTo(row.absolute_expires_at),
  };
}
