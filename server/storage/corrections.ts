import { type Kysely, sql } from 'kysely';

/** Mistakes that readers find in articles. Nothing in it says who sent one, so nobody has to be able to find a person's. */
export async function addCorrections(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('corrections')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('thread', 'text', (column) => column.notNull())
    .addColumn('url', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('before_passage', 'text', (column) => column.notNull())
    .addColumn('passage', 'text', (column) => column.notNull())
    .addColumn('after_passage', 'text', (column) => column.notNull())
    .addColumn('proposal', 'text', (column) => column.notNull())
    .addColumn('note', 'text', (column) => column.notNull())
    .addColumn('held', 'text')
    .addColumn('state', 'text', (column) => column.notNull().check(sql`state in ('open', 'accepted', 'declined')`))
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('decided_at', 'bigint')
    .addColumn('idempotency_key', 'text', (column) => column.notNull())
    .addUniqueConstraint('corrections_once', ['site', 'idempotency_key'])
    .execute();
  await sql`create index corrections_by_age on corrections (site, state, created_at, id)`.execute(db);
  await sql`create index corrections_by_decision on corrections (site, state, decided_at, id)`.execute(db);
}
