import type { Kysely } from 'kysely';

/** What is known of a comment's sender, and why it was held for a moderator. */
export async function addPosting(db: Kysely<unknown>): Promise<void> {
  for (const name of ['user_hash', 'held', 'consent_version', 'email']) {
    await db.schema.alterTable('comments').addColumn(name, 'text').execute();
  }
  await db.schema
    .alterTable('comments')
    .addColumn('verified', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
}
