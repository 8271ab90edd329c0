import { send, type ApiError } from '../api/client.ts';
import type { Session } from '../api/contract.ts';

/** Statuses of a session that is gone; 419 is Laravel's. */
const OVER = [401, 403, 419];

/** What a session endpoint said: seconds left, `over`, or `unknown` when no usable answer came, which proves nothing. */
export type SessionAnswer = number | 'over' | 'unknown';

/**
 * Asks a session endpoint how the session stands. A GET must not renew it: that is the endpoint's duty. The header
 * keeps pages of other sites from extending it.
 */
export async function askSession(url: string, method: 'GET' | 'POST'): Promise<SessionAnswer> {
  try {
    const init: RequestInit = { method, headers: { 'tinh-request': '1' }, cache: 'no-store' };
    const { state, expiresIn } = await send<Partial<Session>>(url, init);
    return state === 'signed-out' ? 'over' : Number.isFinite(expiresIn) ? expiresIn! : 'unknown';
  } catch (error) {
    return OVER.includes((error as ApiError).status) ? 'over' : 'unknown';
  }
}
