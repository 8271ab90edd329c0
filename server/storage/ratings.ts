import { type Kysely, sql } from 'kysely';

/** What readers think of articles. A rater is known by the hash of a token that their own browser made. */
export async function addRatings(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('ratings')
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('page', 'text', (column) => column.notNull())
    .addColumn('rater_hash', 'text', (column) => column.notNull())
    .addColumn('stars', 'integer', (column) => column.notNull().check(sql`stars between 1 and 5`))
    .addColumn('rated_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('ratings_pk', ['site', 'page', 'rater_hash'])
    .execute();
  await db.schema.createIndex('ratings_by_age').on('ratings').columns(['site', 'rated_at']).execute();
  await db.schema
    .createTable('rating_sums')
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('page', 'text', (column) => column.notNull())
    .addColumn('ratings', 'bigint', (column) => column.notNull())
    .addColumn('stars', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('rating_sums_pk', ['site', 'page'])
    .execute();
}
