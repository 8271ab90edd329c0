import { cleanText, codePoints } from '../../src/text/clean.ts';
import type { FieldError } from '../../src/api/contract.ts';
import { ProblemError } from '../http/problem.ts';

/** One reason of a site's list. */
export interface RejectReason {
  /** Stands in the audit log and in statistics; not to be changed with the words. */
  readonly code: string;
  /** A sentence for the author. */
  readonly text: string;
}

/** Why a comment is rejected: a code of the site's list, words of the official, or both. */
export interface GivenReason {
  readonly code?: string | null;
  readonly text?: string | null;
}

/** Longest words of an official, in code points. */
export const LONGEST_REASON = 1000;

/** The list of a site that sets none. */
export const REJECT_REASONS: readonly RejectReason[] = [
  { code: 'off-topic', text: 'Ý kiến không liên quan đến nội dung bài viết.' },
  { code: 'impolite', text: 'Ý kiến có lời lẽ thiếu lịch sự hoặc xúc phạm người khác.' },
  { code: 'personal-data', text: 'Ý kiến có thông tin cá nhân không nên công khai.' },
  { code: 'advertising', text: 'Ý kiến có nội dung quảng cáo hoặc liên kết không phù hợp.' },
  { code: 'repeated', text: 'Ý kiến trùng với một ý kiến đã gửi.' },
  { code: 'unverified', text: 'Ý kiến nêu thông tin chưa có căn cứ để kiểm chứng.' },
  { code: 'unlawful', text: 'Ý kiến có nội dung trái với quy định của pháp luật.' },
  {
    code: 'other-agency',
    text: 'Nội dung không thuộc thẩm quyền của cơ quan; kính mời quý vị gửi đến cơ quan có thẩm quyền.',
  },
];

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
