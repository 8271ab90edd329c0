import { type Kysely, sql } from 'kysely';

/**
 * Visits with their views, hours and where they came from. Names (pages, hosts, links) are counted in one table, each kind bounded; minutes
 * are kept for some months, so that what was no reader can be taken out.
 */
export async function addVisitDetails(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('visit_counts')
    .addColumn('views', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();

  await db.schema
    .createTable('visit_hours')
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('day', 'text', (column) => column.notNull())
    .addColumn('hour', 'integer', (column) => column.notNull())
    .addColumn('visits', 'bigint', (column) => column.notNull())
    .addColumn('views', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('visit_hours_pk', ['site', 'day', 'hour'])
    .execute();

  await db.schema
    .createTable('visit_minutes')
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('minute', 'bigint', (column) => column.notNull())
    .addColumn('beats', 'bigint', (column) => column.notNull())
    .addColumn('members', 'bigint', (column) => column.notNull())
    .addColumn('bots', 'bigint', (column) => column.notNull())
    .addColumn('visits', 'bigint', (column) => column.notNull())
    .addColumn('views', 'bigint', (column) => column.notNull())
    .addColumn('taken_out_at', 'bigint')
    .addPrimaryKeyConstraint('visit_minutes_pk', ['site', 'minute'])
    .execute();
  await sql`
    insert into visit_minutes (site, minute, beats, members, bots, visits, views)
    select site, minute, beats, 0, 0, 0, 0 from heartbeats`.execute(db);
  await db.schema.dropTable('heartbeats').execute();

  await db.schema
    .createTable('tallies')
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('period', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('count', 'bigint', (column) => column.notNull())
    .addColumn('last_day', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('tallies_pk', ['site', 'kind', 'period', 'name'])
    .execute();
  await db.schema
    .createTable('tally_sizes')
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('period', 'text', (column) => column.notNull())
    .addColumn('names', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('tally_sizes_pk', ['site', 'kind', 'period'])
    .execute();
  await sql`
    insert into tallies (site, kind, period, name, count, last_day)
    select site, 'page', 'total', page, views, '' from page_views`.execute(db);
  await sql`
    insert into tally_sizes (site, kind, period, names)
    select site, 'page', 'total', pages from page_counts`.execute(db);
  await db.schema.dropTable('page_views').execute();
  await db.schema.dropTable('page_counts').execute();

  await db.schema
    .createTable('visit_imports')
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('first_day', 'text', (column) => column.notNull())
    .addColumn('last_day', 'text', (column) => column.notNull())
    .addColumn('visits', 'bigint', (column) => column.notNull())
    .addColumn('imported_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('visit_imports_pk', ['site', 'first_day'])
    .execute();
}
