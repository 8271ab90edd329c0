import { type Kysely, sql } from 'kysely';
import { isPostgres } from './engine.ts';

/**
 * The desk's own index of comments: what it finds and counts by. It stands beside `comments` and is brought up to date afterwards
 * (`server/desk-index/`), so that posting never waits for it. What is done to a comment leaves a mark; new ones are found by their time.
 */
export async function addDeskIndex(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('desk_index')
    .addColumn('seq', isPostgres(db) ? 'bigint' : 'integer', (column) => column.primaryKey().notNull())
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
    .addColumn('reported', 'integer', (column) => column.notNull())
    .addColumn('assigned', 'integer', (column) => column.notNull())
    .execute();
  await addDeskWords(db);
  // For the statistics: how many there are of each state, and how long they waited, without a look at the rows.
  await sql`create index desk_index_by_state on desk_index (site, agency, state, created_at, reject_code)`.execute(db);
  await sql`create index desk_index_by_time on desk_index (site, agency, created_at, decided_at, answered_at, thread)`.execute(
    db,
  );
  await db.schema
    .createTable('desk_marks')
    .addColumn('id', isPostgres(db) ? 'bigint' : 'integer', (column) =>
      isPostgres(db) ? column.generatedAlwaysAsIdentity().primaryKey() : column.primaryKey().autoIncrement(),
    )
    .addColumn('comment_id', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('desk_progress')
    .addColumn('site', 'text', (column) => column.primaryKey().notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('desk_cleaning')
    .addColumn('id', 'integer', (column) => column.primaryKey().check(sql`id = 1`))
    .addColumn('removed_at', 'bigint')
    .addColumn('due_at', 'bigint')
    .execute();
  await sql`insert into desk_cleaning (id) values (1)`.execute(db);

  await sql`drop index comments_by_state`.execute(db);
  await sql`create index comments_by_site_state on comments (site, state, created_at, id)`.execute(db);
}

/** The words of each comment, for `desk-words.ts`. */
async function addDeskWords(db: Kysely<unknown>): Promise<void> {
  if (isPostgres(db)) {
    await sql`create table desk_words (seq bigint primary key, words tsvector not null)`.execute(db);
    // What waits to be merged into the index is searched word by word: a short list of it is read in a moment.
    await sql`
      create index desk_words_by_word on desk_words using gin (words) with (gin_pending_list_limit = 256)`.execute(db);
    return;
  }
  // The words come with spaces between, and `-` is a part of some of those that nobody can type.
  await sql`create virtual table desk_words using fts5(words, tokenize = "ascii tokenchars '-'")`.execute(db);
  // Words that are deleted are gone from the file, instead of being marked.
  await sql`insert into desk_words (desk_words, rank) values ('secure-delete', 1)`.execute(db);
}
