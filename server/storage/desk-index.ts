import { type Kysely, PostgresAdapter, sql } from 'kysely';

/**
 * The desk's own index of comments: what it finds and counts by. It stands beside `comments` and is brought up to date afterwards
 * (`server/desk-index/`), so that posting never waits for it. What is done to a comment leaves a mark; new ones are found by their time.
 */
export async function addDeskIndex(db: Kysely<unknown>): Promise<void> {
  const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter;
  await db.schema
    .createTable('desk_index')
    .addColumn('seq', isPostgres ? 'bigint' : 'integer', (column) =>
      isPostgres ? column.generatedAlwaysAsIdentity().primaryKey() : column.primaryKey().autoIncrement(),
    )
    .addColumn('comment_id', 'text', (column) => column.notNull().unique())
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('thread', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('agency', 'integer', (column) => column.notNull())
    .addColumn('decided_at', 'bigint')
    .addColumn('answered_at', 'bigint')
    .addColumn('reject_code', 'text')
    .addColumn('links', 'integer', (column) => column.notNull())
    .execute();
  // For the statistics: how many there are of each state, and how long they waited, without a look at the rows.
  await sql`create index desk_index_by_state on desk_index (site, agency, state, created_at, reject_code)`.execute(db);
  await sql`create index desk_index_by_time on desk_index (site, agency, created_at, decided_at, answered_at, thread)`.execute(
    db,
  );
  await db.schema
    .createTable('desk_marks')
    .addColumn('id', isPostgres ? 'bigint' : 'integer', (column) =>
      isPostgres ? column.generatedAlwaysAsIdentity().primaryKey() : column.primaryKey().autoIncrement(),
    )
    .addColumn('comment_id', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('desk_progress')
    .addColumn('id', 'integer', (column) => column.primaryKey().check(sql`id = 1`))
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  await sql`insert into desk_progress (id, created_at) values (1, 0)`.execute(db);

  await sql`drop index comments_by_state`.execute(db);
  await sql`create index comments_by_site_state on comments (site, state, created_at, id)`.execute(db);
}
