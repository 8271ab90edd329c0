import { fold } from '../src/text/fold.ts';

const ENDS_IN_WORD = /[\p{L}\p{M}\p{N}]$/u;
const BEGINS_IN_WORD = /^[\p{L}\p{M}\p{N}]/u;

/**
 * The form in which words are compared: without invisible characters, wide and ligature letters as plain ones, NFC, lower case,
 * single spaces.
 */
export function wordForm(text: string): string {
  return text
    .replace(/\p{Cf}/gu, '')
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** As `wordForm`, and without diacritics. */
export function foldedForm(text: string): string {
  return fold(wordForm(text));
}

/**
 * The words and phrases of a list that stand in a text as whole words: `lon` is in “cái lon”, not in “salon” and not in “lớn”.
 * Every character of the list stands for itself.
 *
 * @param text in `wordForm`, or in `foldedForm` for a folded list
 * @param list each in the same form
 */
export function findWords(text: string, list: readonly string[]): string[] {
  return list.filter((word) => word !== '' && !placesOf(text, word).next().done);
}

/** Where a word or phrase stands in a text as a whole word: its beginning and end. Both are in the same form. */
export function* placesOf(text: string, word: string): Generator<readonly [number, number], void> {
  const boundBefore = BEGINS_IN_WORD.test(word);
  const boundAfter = ENDS_IN_WORD.test(word);
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const end = at + word.length;
    // Two units hold one code point, whichever half the slice begins or ends with.
    const before = boundBefore && ENDS_IN_WORD.test(text.slice(Math.max(0, at - 2), at));
    const after = boundAfter && BEGINS_IN_WORD.test(text.slice(end, end + 2));
    if (!before && !after) yield [at, end];
  }
}

/** The words of a file: one a line, in UTF-8; an empty line and one that begins with `#` count for nothing. */
export function wordsOfFile(content: string): string[] {
  return content
    .replace(/^\uFEFF/, '')
    .split(/\r\n|[\r\n]/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
