/** Line ends of every system, and the two of Unicode. */
const LINE_END = /\r\n|[\r\u2028\u2029]/g;

/** Control characters except the line feed; the tab has become a space before. */
const CONTROL = /[^\P{Cc}\n]/gu;

/** Embeddings, overrides and isolates: they can make a text show in another order than it is written. */
const BIDI_CONTROL = /[\u202A-\u202E\u2066-\u2069]/g;

/** A letter, number, punctuation mark or symbol: something a reader can see. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * A reader's text of several lines, ready to be kept: well-formed (a lone surrogate becomes U+FFFD), line ends as line feeds,
 * tabs as spaces, without other control and bidi control characters, in NFC, trimmed. Text that shows nothing becomes empty.
 *
 * @returns the cleaned text; cleaning it again changes nothing
 */
export function cleanText(raw: string): string {
  const text = raw
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(LINE_END, '\n')
    .replace(/\t/g, ' ')
    .replace(CONTROL, '')
    .replace(BIDI_CONTROL, '')
    .normalize('NFC')
    .trim();
  return VISIBLE.test(text) ? text : '';
}

/** As `cleanText`, on one line: a line end becomes a space. For names, titles and keys. */
export function cleanLine(raw: string): string {
  return cleanText(raw).replace(/\n/g, ' ');
}

/** Length in code points, as limits of the contract count: `ề` in NFC and an emoji of one code point are 1. */
export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
