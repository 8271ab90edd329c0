import type { Transaction } from 'kysely';
import { markForDesk } from '../comments/moves.ts';
import type { Database } from '../storage/database.ts';
import type { AssignmentRow, CommentRow, Tables } from '../storage/schema.ts';

/** Who has to deal with a comment, and until when. */
export interface Assignment {
  /** Code of a unit of the site's list. */
  readonly unit: string;
  /** Milliseconds; null for no deadline. */
  readonly dueAt: number | null;
}

/** The unit that a comment was given to. */
export function readAssignment(db: Database, id: string): Promise<AssignmentRow | undefined> {
  return db.selectFrom('assignments').selectAll().where('comment_id', '=', id).executeTakeFirst();
}

/** Writes an assignment as a part of a transaction; null takes it away. */
export async function writeAssignment(
  trx: Transaction<Tables>,
  { id, site }: Pick<CommentRow, 'id' | 'site'>,
  to: (Assignment & Pick<AssignmentRow, 'assigned_at' | 'assigned_by'>) | null,
): Promise<void> {
  await trx.deleteFrom('assignments').where('comment_id', '=', id).execute();
  await markForDesk(trx, [id]);
  if (to === null) return;
  const { unit, dueAt, assigned_at, assigned_by } = to;
  await trx
    .insertInto('assignments')
    .values({ comment_id: id, site, unit, due_at: dueAt, assigned_at, assigned_by, open: 1 })
    .execute();
}

/** Whether somebody still has to deal with these comments, after something was done to them or to an answer below them. */
export async function settleAssignments(trx: Transaction<Tables>, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const assigned = await trx
    .selectFrom('assignments')
    .innerJoin('comments', 'comments.id', 'assignments.comment_id')
    .select(['comments.id', 'comments.state', 'comments.transferred_at', 'assignments.open'])
    .where('comments.id', 'in', ids)
    .execute();
  for (const { id, state, transferred_at: transferredAt, open: was } of assigned) {
    const answer = await trx
      .selectFrom('comments')
      .select('id')
      .where('parent', '=', id)
      .where('agency', 'is not', null)
      .where('state', '=', 'published')
      .limit(1)
      .executeTakeFirst();
    const open = Number((state === 'pending' || state === 'published') && transferredAt === null && !answer);
    if (open === was) continue;
    await trx.updateTable('assignments').set({ open }).where('comment_id', '=', id).execute();
    await markForDesk(trx, [id]);
  }
}
