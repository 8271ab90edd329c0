import { createHmac, timingSafeEqual } from 'node:crypto';
import { derivedKey } from './key.ts';

const LONGEST_TOKEN = 100;

/**
 * The time at which a form was shown, signed, for a hidden field of the page without script. Anybody can fetch one and keep it;
 * it stops what posts without looking at the form.
 *
 * @param now milliseconds
 */
export function formTime(secret: string, site: string, now: number): string {
  const time = now.toString(36);
  return `${time}.${signature(secret, site, time)}`;
}

/**
 * When the form was shown.
 *
 * @param token anything that came in its field
 * @returns milliseconds; null when this server has not made it for this site
 */
export function readFormTime(secret: string, site: string, token: unknown): number | null {
  if (typeof token !== 'string' || token.length > LONGEST_TOKEN) return null;
  const [, time = '', signed = ''] = /^([0-9a-z]{1,11})\.([A-Za-z0-9_-]{43})$/.exec(token) ?? [];
  const right = signature(secret, site, time);
  if (signed.length !== right.length || !timingSafeEqual(Buffer.from(signed), Buffer.from(right))) return null;
  return parseInt(time, 36);
}

function signature(secret: string, site: string, time: string): string {
  return createHmac('sha256', derivedKey(secret, 'form-time', site))
    .update(time)
    .digest('base64url');
}
