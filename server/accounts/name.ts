import { cleanLine, codePoints } from '../../src/text/clean.ts';

/** Longest name to sign in with and longest name to show, in code points. */
export const LONGEST_NAME = 80;

/** Begins with a letter or digit; nothing in it that looks like nothing. */
const LOGIN = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._@-]*$/u;

/**
 * The one form of a name to sign in with, however it was typed: NFC, lower case, single spaces, trimmed. Keyboards of
 * different systems write the same Vietnamese letter as one code point or as several.
 */
export function loginOf(typed: string): string {
  return cleanLine(typed).replace(/\s+/gu, ' ').toLowerCase().normalize('NFC');
}

/** Whether an account may be made with this name, given in the form of `loginOf`. */
export function isLogin(login: string): boolean {
  return LOGIN.test(login) && codePoints(login) <= LONGEST_NAME;
}
