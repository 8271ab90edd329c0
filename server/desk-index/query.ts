import { wordsOf } from './words.ts';

/** In code points. */
const LONGEST_QUERY = 200;
const MOST_WORDS = 12;

/** What somebody typed to find comments by. */
export interface Query {
  /** What a comment must have, each of them: words that stand one after another, one or more. */
  readonly phrases: readonly (readonly string[])[];
  /** Whether it was too long, and only its beginning counts. */
  readonly truncated: boolean;
  /** Whether something was typed that has no word in it: nothing is looked for then. */
  readonly wordless: boolean;
}

/** A phrase in quotes of any kind, or what stands between spaces. A quote that nobody closes is no quote. */
const PIECE = /["“”„«»]([^"“”„«»]*)["“”„«»]|[^\s"“”„«»]+/gu;

/**
 * Reads a query, whatever it is: words, all of which a comment must have, and phrases in quotes. What has marks in it and no space, as
 * `36/2025/NĐ-CP`, is a phrase. There are no other signs: nothing has a meaning to the database.
 */
export function readQuery(raw: string): Query {
  // Cut before anything is done to it: characters may become several.
  const whole = [
    ...raw
      .slice(0, 4 * LONGEST_QUERY)
      .normalize('NFC')
      .replace(/[\p{Cc}\p{Cs}\uFFFD]/gu, ' ')
      .trim(),
  ];
  const text = whole.slice(0, LONGEST_QUERY).join('');
  let truncated = raw.length > 4 * LONGEST_QUERY || whole.length > LONGEST_QUERY;
  const phrases = new Map<string, string[]>();
  let room = MOST_WORDS;
  for (const { 0: piece, 1: quoted } of text.matchAll(PIECE)) {
    const words = wordsOf(quoted ?? piece);
    truncated ||= words.length > room;
    const taken = words.slice(0, room);
    if (taken.length > 0) phrases.set(taken.join(' '), taken);
    room -= taken.length;
  }
  return { phrases: [...phrases.values()], truncated, wordless: raw.trim() !== '' && phrases.size === 0 };
}
