import { fold } from '../../src/text/fold.ts';
import type { CommentState } from '../../src/api/contract.ts';
import { sha256 } from '../storage/hash.ts';

/** Longer words are cut, in comments as in queries. */
const LONGEST_WORD = 64;

/**
 * The words of a text as they are found: without diacritics, in small letters, without what cannot be seen. A word of Vietnamese is a
 * syllable; marks between words do not count, so `36/2025/NĐ-CP` is `36`, `2025`, `nd`, `cp`.
 */
export function wordsOf(text: string): string[] {
  const plain = fold(text.normalize('NFKC').toLowerCase()).replace(/\p{Cf}/gu, '');
  return (plain.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []).map((word) => word.slice(0, LONGEST_WORD));
}

/**
 * What comments are found by besides their words. Each begins with a character that no word has, so nobody can type it; names are hashed,
 * for they may hold anything.
 */
export const TAGS = {
  site: (site: string): string => `\uE000w${short(site)}`,
  thread: (site: string, thread: string): string => `\uE000t${short(JSON.stringify([site, thread]))}`,
  /** Published comments have none: nearly all are, and what all have is dear to look for. */
  state: (state: Exclude<CommentState, 'published'>): string => `\uE000s${state}`,
  /** Of each thirty days one: see `stretchOf`. */
  stretch: (stretch: number): string => `\uE000m${String(stretch)}`,
  links: '\uE000l',
  reported: '\uE000r',
  answered: '\uE000a',
  assigned: '\uE000u',
} as const;

function short(text: string): string {
  return Buffer.from(sha256(text), 'base64url').toString('hex').slice(0, 16);
}
