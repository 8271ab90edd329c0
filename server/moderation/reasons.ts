import { heldReasons } from '../comments/store.ts';
import { type Reason, REASONS } from '../spam/verdict.ts';

/** Why a comment was held, for the moderator. */
const WORDS: Record<Reason, { readonly vi: string; readonly en: string }> = {
  'no-proof': { vi: 'không kèm lời giải chống thư rác', en: 'no proof of work' },
  'bad-proof': { vi: 'lời giải chống thư rác không đúng', en: 'a proof of work that proves nothing' },
  trap: { vi: 'điền vào ô ẩn', en: 'the hidden field was filled in' },
  'too-quick': { vi: 'gửi quá nhanh sau khi mở biểu mẫu', en: 'sent sooner than a person writes' },
  'bad-form': { vi: 'biểu mẫu không hợp lệ hoặc đã quá một ngày', en: 'a forged form, or one older than a day' },
  'busy-address': { vi: 'nhiều ý kiến từ cùng một địa chỉ mạng', en: 'many comments from one network address' },
  flood: { vi: 'trang đang nhận quá nhiều ý kiến', en: 'very many comments on the site' },
  duplicate: { vi: 'trùng nội dung trong vòng một ngày', en: 'the same text within a day' },
  links: { vi: 'nhiều liên kết hơn quy định', en: 'more links than allowed' },
  word: { vi: 'có từ ngữ trong danh sách', en: 'a word of the lists' },
  blocked: { vi: 'có từ ngữ, liên kết hoặc tác giả bị chặn', en: 'a blocked word, link or author' },
};

/** Why a comment was held, in words; null when nothing spoke against it. */
export function describeHeld(column: string | null, language: 'vi' | 'en'): string | null {
  const words = heldReasons(column).map((reason) => WORDS[reason][language]);
  return words.length > 0 ? words.join('; ') : null;
}

/** One line for each reason. */
export function describeReasons(language: 'vi' | 'en', indent: string): string {
  const longest = Math.max(...REASONS.map(({ length }) => length));
  return REASONS.map((reason) => `${indent}${reason.padEnd(longest)}  ${WORDS[reason][language]}\n`).join('');
}
