import { type Kysely, sql } from 'kysely';

/**
 * What an account may do and for which sites, and the key with which the first administrator makes theirs. Accounts there were
 * before get the least right: moderators of no site.
 */
export async function addRoles(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('accounts')
    .addColumn('role', 'text', (column) =>
      column
        .notNull()
        .defaultTo('moderator')
        .check(sql`role in ('moderator', 'administrator')`),
    )
    .execute();
  await db.schema
    .createTable('account_sites')
    .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('site', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('account_sites_pk', ['account_id', 'site'])
    .execute();
  await db.schema
    .createTable('first_account_key')
    // One row at most: the last key is the only one.
    .addColumn('id', 'integer', (column) => column.primaryKey().check(sql`id = 1`))
    .addColumn('key_hash', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('used_at', 'bigint')
    .execute();
}
