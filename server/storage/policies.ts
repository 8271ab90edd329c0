import { type Kysely, sql } from 'kysely';

/** What administrators change of the settings of sites and threads, and what is blocked; the configuration stays what holds otherwise. */
export async function addPolicies(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('site_policies')
    .addColumn('site', 'text', (column) => column.primaryKey().notNull())
    .addColumn('settings', 'text', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addColumn('changed_at', 'bigint', (column) => column.notNull())
    .addColumn('changed_by', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('thread_policies')
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('thread', 'text', (column) => column.notNull())
    .addColumn('settings', 'text', (column) => column.notNull())
    .addColumn('changed_at', 'bigint', (column) => column.notNull())
    .addColumn('changed_by', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('thread_policies_pk', ['site', 'thread'])
    .execute();
  await db.schema
    .createTable('blocks')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull().check(sql`kind in ('word', 'host', 'author')`))
    .addColumn('value', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addUniqueConstraint('blocks_once', ['site', 'kind', 'value'])
    .execute();
  // Whether a reader is known; what nobody sees is not in it.
  await sql`create index known_authors on comments (author_hash, site) where listed = 1 and author_hash is not null`.execute(
    db,
  );
}
