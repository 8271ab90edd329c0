import type { CommentRules } from '../../src/api/contract.ts';
import type { Site } from '../config.ts';

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
  const { longest, editMinutes, likes, reports, email, consent, writers } = comments;
  return { longest, editMinutes, likes, reports, email, consent, writers, moderated: moderation === 'before' };
}

/** Pinned comments of one thread; every cursor names them. */
export const MOST_PINNED = 3;
