import { cleanText, codePoints } from '../../src/text/clean.ts';
import type { FieldError } from '../../src/api/contract.ts';
import { ProblemError } from '../http/problem.ts';
import type { RejectReason } from '../reject-reasons.ts';

/** Why a comment is rejected: a code of the site's list, words of the official, or both. */
export interface GivenReason {
  readonly code?: string | null;
  readonly text?: string | null;
}

/** Longest words of an official, in code points. */
export const LONGEST_REASON = 1000;

/**
 * The reason as its author reads it: the sentence of the list, then the official's words.
 *
 * @param list of the site of the comment
 * @returns null for no reason
 * @throws ProblemError `invalid-request` for a code that is not in the list, and for words that are too long
 */
export function reasonText(list: readonly RejectReason[], given: GivenReason): string | null {
  const { code = null } = given;
  const words = cleanText(given.text ?? '');
  if (codePoints(words) > LONGEST_REASON) {
    throw fault('too-long', `A reason may have at most ${LONGEST_REASON} characters.`);
  }
  const sentence = code === null ? '' : list.find((reason) => reason.code === code)?.text;
  if (sentence === undefined) throw fault('invalid', 'The site has no such reason in its list.');
  // A list may leave out the full stop.
  const end = sentence === '' || words === '' || /[\p{Sentence_Terminal}:]$/u.test(sentence) ? '' : '.';
  return [`${sentence}${end}`, words].filter((part) => part !== '').join(' ') || null;
}

function fault(code: FieldError['code'], detail: string): ProblemError {
  return new ProblemError('invalid-request', detail, [{ field: 'reason', code }]);
}
