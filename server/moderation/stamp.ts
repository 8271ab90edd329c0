import { sha256 } from '../storage/hash.ts';
import type { CommentRow, ThreadRow } from '../storage/schema.ts';

const LENGTH = 16;

/** A short mark of what an official sees of a comment: another one as soon as somebody decides on it, changes, pins or withdraws it. */
export function stampOf(
  row: Pick<CommentRow, 'state' | 'edited_at' | 'reason' | 'pinned_at' | 'transferred_at' | 'text'>,
): string {
  const { state, edited_at: editedAt, reason, pinned_at: pinnedAt, transferred_at: transferredAt, text } = row;
  const seen = [state, editedAt, reason, pinnedAt, text, ...(transferredAt === null ? [] : [transferredAt])];
  return sha256(JSON.stringify(seen)).slice(0, LENGTH);
}

/** The same of a thread: whether it takes comments. A thread without comments is `open`. */
export function threadStampOf({ closed_at: closedAt }: Pick<ThreadRow, 'closed_at'>): string {
  return closedAt === null ? 'open' : `closed-${closedAt}`;
}
