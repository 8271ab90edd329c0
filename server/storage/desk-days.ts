import type { Kysely } from 'kysely';

/** When something was last written into the desk's index about comments of a day: what was counted of it before does not hold any more. */
export async function addDeskDays(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('desk_days')
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('day', 'bigint', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('desk_days_pk', ['site', 'day'])
    .execute();
}
