import type { Transaction } from 'kysely';
import { hasWords, lockThread } from '../comments/moves.ts';
import type { CommentRow, Tables } from '../storage/schema.ts';
import type { Acting } from './acting.ts';
import { type Changed, changedComments, type Unknown } from './outcome.ts';
import { stampOf } from './stamp.ts';

/** A comment as the page showed it. */
export interface Seen {
  readonly id: string;
  /** `stampOf` the comment at that time; null for the command line, which shows nothing before it acts. */
  readonly seen: string | null;
}

/**
 * Reads comments of the official's sites and locks their threads until the end of the transaction.
 *
 * @param stop called when some are unknown, or are no longer what the page showed
 * @returns them in one order everywhere
 */
export async function lockSeen(
  trx: Transaction<Tables>,
  by: Acting,
  comments: readonly Seen[],
  stop: (outcome: Changed | Unknown) => never,
): Promise<CommentRow[]> {
  const seen = new Map(comments.map((comment) => [comment.id, comment.seen]));
  const rows = await lockComments(trx, by, [...seen.keys()]);
  const known = new Map(rows.map((row) => [row.id, row]));
  const unknown = [...seen].filter(([id, stamp]) => {
    const row = known.get(id);
    // One that was withdrawn meanwhile has changed; without a stamp there is no meanwhile.
    return !row || (!hasWords(row) && (stamp === null || stamp === stampOf(row)));
  });
  if (unknown.length > 0) stop({ result: 'unknown', ids: unknown.map(([id]) => id) });
  const changed = rows.filter((row) => {
    const stamp = seen.get(row.id);
    return stamp != null && stamp !== stampOf(row);
  });
  if (changed.length > 0) stop(await changedComments(trx, changed));
  return rows;
}

/** Reads those of the comments that are of the official's sites, and locks their threads. */
export async function lockComments(
  trx: Transaction<Tables>,
  { sites, now }: Pick<Acting, 'sites' | 'now'>,
  ids: readonly string[],
): Promise<CommentRow[]> {
  if (ids.length === 0 || sites.length === 0) return [];
  const slugs = sites.map(({ slug }) => slug);
  const places = await trx
    .selectFrom('comments')
    .select(['site', 'thread'])
    .distinct()
    .where('id', 'in', ids)
    .where('site', 'in', slugs)
    .orderBy('site')
    .orderBy('thread')
    .execute();
  // Always in the same order, so that two officials on PostgreSQL cannot wait for each other.
  for (const { site, thread } of places) await lockThread(trx, site, thread, now);
  return trx
    .selectFrom('comments')
    .selectAll()
    .where('id', 'in', ids)
    .where('site', 'in', slugs)
    .orderBy('id')
    .execute();
}
