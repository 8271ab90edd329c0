import { type Kysely, sql } from 'kysely';

/** What the desk needs to share its work out: who answers until when, who has to approve, and where a comment was sent on to. */
export async function addDeskWork(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('comments').addColumn('transferred_to', 'text').execute();
  await db.schema.alterTable('comments').addColumn('transferred_at', 'bigint').execute();
  await db.schema
    .alterTable('accounts')
    .addColumn('leader', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();

  await db.schema
    .createTable('assignments')
    .addColumn('comment_id', 'text', (column) => column.primaryKey().notNull().references('comments.id'))
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('unit', 'text', (column) => column.notNull())
    .addColumn('due_at', 'bigint')
    .addColumn('assigned_at', 'bigint', (column) => column.notNull())
    .addColumn('assigned_by', 'text', (column) => column.notNull())
    .addColumn('open', 'integer', (column) => column.notNull())
    .execute();
  await sql`create index assignments_open on assignments (site, due_at, comment_id) where open = 1`.execute(db);

  await db.schema
    .createTable('approvals')
    .addColumn('comment_id', 'text', (column) => column.primaryKey().notNull().references('comments.id'))
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull().check(sql`state in ('asked', 'returned')`))
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('note', 'text')
    .execute();
  await sql`create index approvals_asked on approvals (site, at, comment_id) where state = 'asked'`.execute(db);
}
