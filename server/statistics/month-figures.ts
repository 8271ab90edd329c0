import type { CommentState } from '../../src/api/contract.ts';
import type { SortedWaits } from './waits.ts';

/** States of a comment in the order in which plots and tables show them. */
export const STATES = ['published', 'pending', 'rejected', 'withdrawn', 'erased'] as const satisfies CommentState[];

/** Comments by the state that they have now. */
export type StateCounts = Readonly<Record<CommentState, number>>;

/** What was counted of a month, or of the part of one that belongs to a period. */
export interface MonthFigures {
  /** In their order. `from` is the first moment of a day, milliseconds. */
  readonly days: readonly { readonly from: number; readonly states: StateCounts }[];
  /** From sending to the first decision of an official. */
  readonly decided: SortedWaits;
  /** From sending to the first published answer of the agency. */
  readonly answered: SortedWaits;
  /** Rejected comments by the code of their reason. */
  readonly reasons: ReadonlyMap<string | null, number>;
  /** Comments by the key of their article. */
  readonly threads: ReadonlyMap<string, number>;
}
