import type { CommentRules } from '../../src/api/contract.ts';
import type { Retention } from '../config-comments.ts';
import type { Site } from '../config.ts';
import type { ThreadRow } from '../storage/schema.ts';

const MINUTE = 60_000;
/** Milliseconds. */
export const DAY = 24 * 60 * MINUTE;

/** Rules of commenting. Times in milliseconds. */
export interface CommentPolicy {
  /** How long after posting its author can change a comment. */
  readonly editWindow: number;
  /** How long after a withdrawal the last traces of the author are erased. */
  readonly erasureDelay: number;
  /** How long a reader can take over a list by likes and still see everything exactly once. */
  readonly likeHistory: number;
  /** How long an official can undo something. */
  readonly undoWindow: number;
}

/**
 * What holds where nothing else is set. Erasure has to be done within 15 days (Decree 356/2025): the day less leaves time for a server
 * that was down.
 */
export const DEFAULT_POLICY: CommentPolicy = {
  editWindow: 15 * MINUTE,
  erasureDelay: 14 * DAY,
  likeHistory: DAY,
  undoWindow: DAY,
};

/** The rules of a site. */
export function policyOf({ comments }: Site): CommentPolicy {
  return { ...DEFAULT_POLICY, editWindow: comments.editMinutes * MINUTE };
}

/** The rules as readers' forms are told them. */
export function rulesOf({ comments, moderation }: Site): CommentRules {
  const { longest, editMinutes, likes, replies, reports, email, consent, writers } = comments;
  const moderated = moderation === 'before';
  return { longest, editMinutes, likes, replies, reports, email, consent, writers, moderated };
}

/**
 * Whether a thread takes no more comments of readers: an official closed it, its time is over, or its policy is not `open`.
 *
 * @param site as it is for the thread (`siteOfThread`)
 * @param thread undefined when it has no comments yet
 * @param now milliseconds
 */
export function isClosed(
  { comments: { mode, closeAfterDays } }: Site,
  thread: Pick<ThreadRow, 'created_at' | 'closed_at'> | undefined,
  now: number,
): boolean {
  if (mode !== 'open' || (thread !== undefined && thread.closed_at !== null)) return true;
  return thread !== undefined && closeAfterDays !== null && thread.created_at + closeAfterDays * DAY <= now;
}

/** Whether readers see no comments at all. */
export function isHidden({ comments: { mode } }: Site): boolean {
  return mode === 'closed';
}

/** The moment before which comments are erased, in milliseconds. */
export function retentionEnd(retention: Retention, now: number): number {
  if ('days' in retention) return now - retention.days * DAY;
  const then = new Date(now);
  const day = then.getUTCDate();
  then.setUTCMonth(then.getUTCMonth() - retention.months);
  // A month before 31 March is the end of February.
  if (then.getUTCDate() !== day) then.setUTCDate(0);
  return then.getTime();
}

/** Pinned comments of one thread; every cursor names them. */
export const MOST_PINNED = 3;
