import { type Kysely, sql } from 'kysely';

/** Where officials want to be told of what waits, how often, and how far each of them has been told. */
export async function addNotices(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('accounts').addColumn('email', 'text').execute();
  await db.schema
    .alterTable('accounts')
    .addColumn('notices', 'text', (column) =>
      column
        .notNull()
        .defaultTo('none')
        .check(sql`notices in ('none', 'each', 'digest')`),
    )
    .execute();
  await db.schema
    .alterTable('accounts')
    .addColumn('notices_since', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();

  let table = db.schema
    .createTable('notice_marks')
    .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('notice_marks_pk', ['account_id', 'kind']);
  for (const name of ['told_until', 'sent_at', 'claimed_until', 'retry_at', 'failures']) {
    table = table.addColumn(name, 'bigint', (column) => column.notNull().defaultTo(0));
  }
  await table.execute();
  await db.schema.createIndex('reports_by_time').on('reports').column('created_at').execute();
}
