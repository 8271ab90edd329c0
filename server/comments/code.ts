import { createHmac } from 'node:crypto';
import { sha256 } from '../storage/hash.ts';

/** Crockford's base32: no I, L, O and U, so that a code can be read out and written down. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 16;

/**
 * The lookup code of a comment: 80 bits, so that a million guesses a second would take billions of years. It is derived, not drawn: a
 * retry with the same key gets the same code, although only its hash is stored.
 *
 * @returns four groups of four: `7K3M-0QXW-9T2B-HV5D`
 */
export function lookupCode(secret: string, site: string, idempotencyKey: string): string {
  const bytes = createHmac('sha256', secret).update(`comment-code\n${site}\n${idempotencyKey}`).digest();
  // A byte has 256 values, a whole multiple of 32: every letter is equally likely.
  const letters = [...bytes.subarray(0, LENGTH)].map((byte) => LETTERS[byte % LETTERS.length]).join('');
  return letters.replace(/.{4}(?=.)/g, '$&-');
}

/**
 * What is stored of a code, however a reader has typed it.
 *
 * @returns null when it can be no code
 */
export function codeHash(typed: string): string | null {
  const letters = typed
    .toUpperCase()
    .replace(/[\s\u2010-\u2015-]/g, '')
    .replace(/[IL]/g, '1')
    .replaceAll('O', '0');
  const isCode = letters.length === LENGTH && [...letters].every((letter) => LETTERS.includes(letter));
  return isCode ? sha256(`code ${letters}`) : null;
}
