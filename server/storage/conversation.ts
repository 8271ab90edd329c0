import { type ColumnDefinitionBuilder, type Kysely, sql } from 'kysely';

type Describe = (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder;

const optional: Describe = (column) => column;
const zero: Describe = (column) => column.notNull().defaultTo(0);

const COMMENT_COLUMNS = {
  parent: ['text', optional],
  root: ['text', (column) => column.notNull().defaultTo('')],
  rank: ['integer', (column) => column.notNull().defaultTo(1)],
  agency: ['text', optional],
  listed: ['integer', zero],
  replies: ['integer', zero],
  likes: ['integer', zero],
  likes_version: ['bigint', zero],
  reports: ['integer', zero],
  pinned_at: ['bigint', optional],
  edited_at: ['bigint', optional],
  reason: ['text', optional],
  withdrawn_at: ['bigint', optional],
  code_hash: ['text', optional],
} as const satisfies Record<string, readonly ['text' | 'integer' | 'bigint', Describe]>;

const THREAD_COLUMNS = {
  published: ['integer', zero],
  roots: ['integer', zero],
  pinned: ['integer', zero],
  version: ['bigint', zero],
  changed_at: ['bigint', zero],
  newest: ['text', optional],
  closed_at: ['bigint', optional],
} as const satisfies Record<string, readonly ['text' | 'integer' | 'bigint', Describe]>;

/** Every list of a thread is read from its own index, in its order. `read.ts` repeats the conditions word by word: only then are they used. */
const INDEXES = [
  'create index roots_by_time on comments (site, thread, created_at, id) where listed = 1 and parent is null',
  'create index roots_by_likes on comments (site, thread, likes, created_at, id) where listed = 1 and parent is null',
  'create index roots_by_change on comments (site, thread, likes_version) ' +
    'where listed = 1 and parent is null and likes_version <> 0',
  'create index roots_pinned on comments (site, thread, pinned_at) where pinned_at is not null',
  'create index replies_of_root on comments (root, rank, created_at, id) where listed = 1 and parent is not null',
  'create index replies_of_parent on comments (parent, rank, created_at, id) where listed = 1 and parent is not null',
  'create index comments_of_author on comments (author_hash, thread, created_at) where listed = 0 and author_hash is not null',
  'create unique index comments_by_code on comments (site, code_hash) where code_hash is not null',
  'create index comments_reported on comments (site, reports) where reports > 0',
  'create index like_history_by_time on like_history (changed_at)',
];

/** Replies, likes, reports, changes by the author and lookup codes. Comments there were before stand at the top level. */
export async function addConversation(db: Kysely<unknown>): Promise<void> {
  for (const [table, columns] of [
    ['comments', COMMENT_COLUMNS],
    ['threads', THREAD_COLUMNS],
  ] as const) {
    for (const [name, [type, describe]] of Object.entries(columns)) {
      await db.schema.alterTable(table).addColumn(name, type, describe).execute();
    }
  }
  await sql`update comments set root = id, listed = case when state = 'published' then 1 else 0 end`.execute(db);
  await sql`
    update threads set version = 1,
      published = (select count(*) from comments
        where comments.site = threads.site and comments.thread = threads.key and comments.state = 'published'),
      newest = (select comments.id from comments
        where comments.site = threads.site and comments.thread = threads.key and comments.state = 'published'
        order by comments.created_at desc, comments.id desc limit 1)`.execute(db);
  await sql`update threads set roots = published`.execute(db);
  await db.schema.dropIndex('comments_of_thread').execute();

  await db.schema
    .createTable('comment_versions')
    .addColumn('comment_id', 'text', (column) => column.notNull().references('comments.id'))
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('text', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('written_at', 'bigint', (column) => column.notNull())
    .addColumn('replaced_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('comment_versions_pk', ['comment_id', 'number'])
    .execute();
  await db.schema
    .createTable('likes')
    .addColumn('comment_id', 'text', (column) => column.notNull().references('comments.id'))
    .addColumn('token_hash', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('likes_pk', ['comment_id', 'token_hash'])
    .execute();
  await db.schema
    .createTable('like_history')
    .addColumn('comment_id', 'text', (column) => column.notNull().references('comments.id'))
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addColumn('likes', 'integer', (column) => column.notNull())
    .addColumn('changed_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('like_history_pk', ['comment_id', 'version'])
    .execute();
  await db.schema
    .createTable('reports')
    .addColumn('comment_id', 'text', (column) => column.notNull().references('comments.id'))
    .addColumn('token_hash', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('text', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('reports_pk', ['comment_id', 'token_hash'])
    .execute();
  await db.schema
    .createTable('secrets')
    .addColumn('name', 'text', (column) => column.primaryKey().notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  for (const index of INDEXES) await sql.raw(index).execute(db);
}
