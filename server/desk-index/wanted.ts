import type { CommentState } from '../../src/api/contract.ts';
import type { Cursor } from './cursor.ts';

/** Which comments are looked for. */
export interface Wanted {
  /** Slugs; of no other sites anything is ever found. */
  readonly sites: readonly string[];
  /** As somebody typed it; see `readQuery`. */
  readonly query?: string;
  /** Default any. */
  readonly state?: CommentState;
  /** Not before this moment, in milliseconds. */
  readonly from?: number | undefined;
  /** Before this moment, in milliseconds. */
  readonly to?: number | undefined;
  /** Key of a thread. */
  readonly thread?: string;
  /** Whether readers have reported it. */
  readonly reported?: boolean;
  /** Whether there is an address in its text. */
  readonly links?: boolean;
  /** Whether it has a published answer of the agency. */
  readonly answered?: boolean;
  /** Code of the unit that has to deal with it; empty for any. */
  readonly unit?: string;
  /** Whose deadline has passed at this moment, in milliseconds. */
  readonly overdueAt?: number | undefined;
}

/** What a part of the search answers: ids in their order. */
export interface Ids {
  readonly ids: readonly string[];
  readonly next: Cursor | null;
  /** Up to which moment was looked, milliseconds, where a page ended before the end and before it was full; null otherwise. */
  readonly until: number | null;
}
