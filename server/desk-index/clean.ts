import { sql } from 'kysely';
import type { Database } from '../storage/database.ts';
import { isPostgres } from '../storage/engine.ts';

const HOUR = 3_600_000;
/** How long to wait with the next time when words were taken out while the files were cleaned. */
const AGAIN = 3 * 24 * HOUR;

/**
 * Takes words that are no longer in the index out of the files of PostgreSQL too, once that is due: rows that were deleted stay there until a
 * `vacuum`, and words that no comment has any more stay in the index of words until it is made anew. Nobody waits for it meanwhile.
 * SQLite overwrites what is deleted at once. Of several processes one does it.
 *
 * @param now milliseconds
 * @returns whether it was due
 */
export async function cleanIndex(db: Database, now: number): Promise<boolean> {
  if (!isPostgres(db)) return false;
  const due = await db.selectFrom('desk_cleaning').select('id').where('due_at', '<=', now).executeTakeFirst();
  if (!due) return false;
  // Whoever is ended in the middle has it tried again.
  const taken = await db
    .updateTable('desk_cleaning')
    .set({ due_at: now + HOUR })
    .where('due_at', '<=', now)
    .returning('removed_at')
    .executeTakeFirst();
  if (!taken) return false;
  await sql`vacuum desk_words`.execute(db);
  // Left over where making it anew was broken off.
  await sql`drop index concurrently if exists desk_words_by_word_ccnew`.execute(db);
  await sql`drop index concurrently if exists desk_words_by_word_ccold`.execute(db);
  await sql`reindex index concurrently desk_words_by_word`.execute(db);
  await db
    .updateTable('desk_cleaning')
    .set((row) => ({
      removed_at: row.case().when('removed_at', '=', taken.removed_at).then(null).else(row.ref('removed_at')).end(),
      due_at: row
        .case()
        .when('removed_at', '=', taken.removed_at)
        .then(null)
        .else(now + AGAIN)
        .end(),
    }))
    .execute();
  return true;
}
