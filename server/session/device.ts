import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** How long a browser is known after a sign-in, in seconds: 90 days. */
export const DEVICE_LIFE = 90 * 86_400;

/**
 * The mark of a browser in which somebody has signed in to an account: `<id>.<end in ms>.<proof>`. Its attempts are counted
 * apart, so that nobody can lock an official out of their own computer by guessing at their account from elsewhere. The
 * account's password hash, whose salt is its own, is the key: nothing has to be stored, the mark is worth nothing for other
 * accounts, and a new password makes it worthless.
 * https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies
 *
 * @param now milliseconds
 */
export function markDevice(passwordHash: string, now: number): string {
  const claim = `${randomBytes(12).toString('base64url')}.${now + DEVICE_LIFE * 1000}`;
  return `${claim}.${proofOf(claim, passwordHash).toString('base64url')}`;
}

/**
 * The id in a mark that is true for this account and not over.
 *
 * @param passwordHash null when there is no such account
 * @param now milliseconds
 */
export function knownDevice(mark: string | undefined, passwordHash: string | null, now: number): string | null {
  const [, claim, id, end, proof] = /^(([\w-]{16})\.(\d{1,15}))\.([\w-]{43})$/.exec(mark ?? '') ?? [];
  if (claim === undefined || id === undefined || proof === undefined || Number(end) <= now) return null;
  // Without an account the same work is done, with a key that nobody has.
  const expected = proofOf(claim, passwordHash ?? randomBytes(32).toString('hex'));
  return timingSafeEqual(Buffer.from(proof, 'base64url'), expected) ? id : null;
}

function proofOf(claim: string, passwordHash: string): Buffer {
  return createHmac('sha256', passwordHash).update(`device ${claim}`).digest();
}
