import type { Transaction } from 'kysely';
import type { Site } from '../config.ts';
import type { Database } from '../storage/database.ts';
import type { ApprovalRow, Tables } from '../storage/schema.ts';
import type { Acting } from './acting.ts';

/** Only a leader may do this; nothing was done. */
export interface NeedsApproval {
  readonly result: 'needs-approval';
}

/** Whether what the agency says on this site is seen by a leader before it is shown, and this official is none. */
export function mustAsk({ leader }: Acting, { comments }: Site): boolean {
  return comments.approveAnswers && !leader;
}

/** Who was asked about a draft, and what they said. */
export function readApproval(db: Database, id: string): Promise<ApprovalRow | undefined> {
  return db.selectFrom('approvals').selectAll().where('comment_id', '=', id).executeTakeFirst();
}

/** Writes that as a part of a transaction; null takes it away. */
export async function writeApproval(
  trx: Transaction<Tables>,
  id: string,
  row: Omit<ApprovalRow, 'comment_id'> | null,
): Promise<void> {
  await trx.deleteFrom('approvals').where('comment_id', '=', id).execute();
  if (row)
    await trx
      .insertInto('approvals')
      .values({ comment_id: id, ...row })
      .execute();
}
