import type { Site } from '../config.ts';
import { findHosts, hostPattern } from '../spam/hosts.ts';
import { countLinks, linkForm } from '../spam/links.ts';
import { findWords, foldedForm, placesOf, wordForm } from '../word-forms.ts';

/** From which list something was found. */
export type CaughtBy = 'words' | 'wordsFolded' | 'blockedWords' | 'blockedHosts';

/** Something in a text with which a comment waits. */
export interface Catch {
  readonly by: CaughtBy;
  /** As it stands in the list. */
  readonly value: string;
}

/** What a text of a reader would be caught by, and where. */
export interface Tested {
  readonly caught: readonly Catch[];
  readonly links: number;
  /** The text in pieces; `caught` those that were found. Joined they are the text. */
  readonly parts: readonly { readonly text: string; readonly caught: boolean }[];
}

type Range = readonly [number, number];

/** Tells with which words, hosts and numbers of links a comment of a site would wait, as the guard itself finds them. */
export function testText({ comments, blocks }: Site, text: string): Tested {
  const lists: [CaughtBy, readonly string[], (text: string) => string][] = [
    ['words', comments.words, wordForm],
    ['wordsFolded', comments.wordsFolded, foldedForm],
    ['blockedWords', blocks.words, foldedForm],
  ];
  const caught: Catch[] = [];
  const ranges: Range[] = [];
  for (const [by, list, form] of lists) {
    const formed = new Formed(text, form);
    for (const value of findWords(form(text), list)) {
      caught.push({ by, value });
      for (const place of placesOf(formed.text, value)) ranges.push(formed.origin(place));
    }
  }
  const formed = new Formed(text, (piece) => linkForm(piece).toLowerCase());
  for (const value of findHosts(text, blocks.hosts)) {
    caught.push({ by: 'blockedHosts', value });
    for (const found of formed.text.matchAll(new RegExp(hostPattern(value), 'giu'))) {
      ranges.push(formed.origin([found.index, found.index + found[0].length]));
    }
  }
  return { caught, links: countLinks(text), parts: partsOf(text, ranges) };
}

/** A text in the form in which it is searched, which knows where each piece of it came from. */
class Formed {
  readonly text: string;
  /** For each unit of `text` the piece of the original that it came from. */
  readonly #origins: readonly Range[];

  /** @param form changes a letter with its marks in the same way alone as among others */
  constructor(original: string, form: (piece: string) => string) {
    const origins: Range[] = [];
    let text = '';
    for (const { 0: piece, index } of original.matchAll(/\s+|\P{M}\p{M}*|\p{M}+/gu)) {
      const formed = /^\s/u.test(piece) ? ' ' : form(piece);
      for (let unit = 0; unit < formed.length; unit += 1) origins.push([index, index + piece.length]);
      text += formed;
    }
    this.text = text;
    this.#origins = origins;
  }

  /** Where a place of `text` was in the original. */
  origin([start, end]: Range): Range {
    return [this.#origins[start]![0], this.#origins[end - 1]![1]];
  }
}

function partsOf(text: string, ranges: readonly Range[]): Tested['parts'] {
  const parts: { text: string; caught: boolean }[] = [];
  let at = 0;
  const push = (end: number, caught: boolean): void => {
    if (end > at) parts.push({ text: text.slice(at, end), caught });
    at = Math.max(at, end);
  };
  for (const [start, end] of [...ranges].sort(([a], [b]) => a - b)) {
    push(start, false);
    push(end, true);
  }
  push(text.length, false);
  return parts;
}
