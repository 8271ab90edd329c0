import { sql, type Transaction } from 'kysely';
import type { CommentLikes, NewReport } from '../../src/api/contract.ts';
import type { Site } from '../config.ts';
import { ProblemError } from '../http/problem.ts';
import { siteOfThread } from '../policies/policy.ts';
import type { Database } from '../storage/database.ts';
import type { CommentRow, Tables } from '../storage/schema.ts';
import { lockThread, markForDesk } from './moves.ts';

import { isHidden } from './policy.ts';
import { readComment } from './read.ts';

/** Which comment, and whose token. */
export interface Opinion {
  readonly site: Site;
  readonly id: string;
  readonly likerHash: string;
  /** Counts what is new; throws where that comes too fast. What was there before, or is taken back, is not counted. */
  readonly allow: () => Promise<void>;
  /** Milliseconds. */
  readonly now: number;
}

/**
 * Likes a comment or takes the like back. The token's row and the number change together, so that the number is always that of the rows,
 * however many do so at once.
 *
 * @throws ProblemError `unknown-comment` when readers do not see it, or what `allow` throws
 */
export async function setLike(db: Database, opinion: Opinion, liked: boolean): Promise<CommentLikes> {
  const { id, likerHash, allow, now } = opinion;
  const comment = await readPublished(db, opinion);
  const likes = await db.transaction().execute(async (trx) => {
    const change = await (liked ? addLike(trx, id, likerHash) : removeLike(trx, id, likerHash));
    if (change === 0) return comment.likes;
    // Only the row tells what is new; thrown here, it goes with the transaction.
    if (liked) await allow();
    const { version } = await lockThread(trx, comment.site, comment.thread, now);
    const changed = await trx
      .updateTable('comments')
      .set({ likes: sql`likes + ${change}`, likes_version: version })
      .where('id', '=', id)
      .where('state', '=', 'published')
      .returning('likes')
      .executeTakeFirst();
    // Withdrawn meanwhile; thrown inside the transaction, so that the like goes with it.
    if (!changed) throw new ProblemError('unknown-comment');
    await trx
      .insertInto('like_history')
      .values({ comment_id: id, version, likes: changed.likes - change, changed_at: now })
      .execute();
    return changed.likes;
  });
  return { likes, liked };
}

/**
 * Keeps a report, once for each token.
 *
 * @throws ProblemError `unknown-comment` when readers do not see the comment, or what `allow` throws
 */
export async function addReport(db: Database, opinion: Opinion, { reason, text }: NewReport): Promise<void> {
  const { id, likerHash, allow, now } = opinion;
  await readPublished(db, opinion);
  await db.transaction().execute(async (trx) => {
    const { numInsertedOrUpdatedRows: added } = await trx
      .insertInto('reports')
      .values({ comment_id: id, token_hash: likerHash, reason, text: text ?? null, created_at: now })
      .onConflict((conflict) => conflict.columns(['comment_id', 'token_hash']).doNothing())
      .executeTakeFirstOrThrow();
    if (added === 0n) return;
    await allow();
    await trx
      .updateTable('comments')
      .set({ reports: sql`reports + 1` })
      .where('id', '=', id)
      .execute();
    await markForDesk(trx, [id]);
  });
}

async function readPublished(db: Database, { site, id }: Opinion): Promise<CommentRow> {
  const comment = await readComment(db, site.slug, id);
  if (comment?.state !== 'published' || isHidden(siteOfThread(site, comment.thread))) {
    throw new ProblemError('unknown-comment');
  }
  return comment;
}

/** The token's row comes before the lock of the thread: a repetition at the same moment waits for it alone, and then changes nothing. */
async function addLike(trx: Transaction<Tables>, id: string, likerHash: string): Promise<0 | 1> {
  const { numInsertedOrUpdatedRows: added } = await trx
    .insertInto('likes')
    .values({ comment_id: id, token_hash: likerHash })
    .onConflict((conflict) => conflict.columns(['comment_id', 'token_hash']).doNothing())
    .executeTakeFirstOrThrow();
  return added === 0n ? 0 : 1;
}

async function removeLike(trx: Transaction<Tables>, id: string, likerHash: string): Promise<0 | -1> {
  const { numDeletedRows: removed } = await trx
    .deleteFrom('likes')
    .where('comment_id', '=', id)
    .where('token_hash', '=', likerHash)
    .executeTakeFirstOrThrow();
  return removed === 0n ? 0 : -1;
}
