import type { Transaction } from 'kysely';
import type { Ratings, Stars } from '../../src/api/contract.ts';
import type { Database } from '../storage/database.ts';
import type { RatingSumRow, Tables } from '../storage/schema.ts';

/** Which article of which site. */
export interface RatedPage {
  readonly site: string;
  readonly page: string;
}

/** What one reader thinks of an article. */
export interface Rating extends RatedPage {
  /** Hash of the reader's token. */
  readonly rater: string;
  /** Null takes it back. */
  readonly stars: Stars | null;
  /** Counts what is new; throws where that comes too fast. Changes, and what is taken back, are not counted. */
  readonly allow: () => Promise<void>;
  /** Milliseconds. */
  readonly now: number;
}

/**
 * Keeps a rating, changes it, or takes it back. The article's sum is locked first and changes together with the reader's row, so that it is always that
 * of the rows, however many rate at once.
 *
 * @throws what `allow` throws; nothing is kept then
 */
export async function rate(db: Database, rating: Rating): Promise<Ratings> {
  const { site, page, rater, stars, allow, now } = rating;
  return db.transaction().execute(async (trx) => {
    const sum = await lockSum(trx, { site, page });
    const before = await readOwn(trx, { site, page }, rater);
    if (stars === before) return asRatings(page, sum, stars);
    if (before === null) await allow();
    const own = trx.deleteFrom('ratings').where('site', '=', site).where('page', '=', page);
    await own.where('rater_hash', '=', rater).execute();
    if (stars !== null) {
      await trx.insertInto('ratings').values({ site, page, rater_hash: rater, stars, rated_at: now }).execute();
    }
    const changed = {
      ratings: sum.ratings + Number(stars !== null) - Number(before !== null),
      stars: sum.stars + (stars ?? 0) - (before ?? 0),
    };
    await trx.updateTable('rating_sums').set(changed).where('site', '=', site).where('page', '=', page).execute();
    return asRatings(page, changed, stars);
  });
}

/** What readers think of an article; with the hash of a token also what its reader does. */
export async function readRatings(db: Database, of: RatedPage, rater: string | null): Promise<Ratings> {
  const sum = await db
    .selectFrom('rating_sums')
    .select(['ratings', 'stars'])
    .where('site', '=', of.site)
    .where('page', '=', of.page)
    .executeTakeFirst();
  return asRatings(of.page, sum ?? { ratings: 0, stars: 0 }, rater === null ? null : await readOwn(db, of, rater));
}

/** So many in one statement, so that nobody waits long for it. */
const BATCH = 500;

/**
 * Forgets who has rated what longer ago than the site keeps what readers write; the sums stay.
 *
 * @param until milliseconds, inclusive
 */
export async function forgetRaters(db: Database, site: string, until: number): Promise<void> {
  for (;;) {
    const old = await db
      .selectFrom('ratings')
      .select(['page', 'rater_hash'])
      .where('site', '=', site)
      .where('rated_at', '<=', until)
      .limit(BATCH)
      .execute();
    for (const { page, rater_hash: rater } of old) {
      const one = db.deleteFrom('ratings').where('site', '=', site).where('page', '=', page);
      await one.where('rater_hash', '=', rater).where('rated_at', '<=', until).execute();
    }
    if (old.length < BATCH) return;
  }
}

/** The row of the sum, made where there was none: until the transaction ends, nobody else changes it. */
async function lockSum(
  trx: Transaction<Tables>,
  { site, page }: RatedPage,
): Promise<Pick<RatingSumRow, 'ratings' | 'stars'>> {
  return trx
    .insertInto('rating_sums')
    .values({ site, page, ratings: 0, stars: 0 })
    .onConflict((conflict) => conflict.columns(['site', 'page']).doUpdateSet({ site }))
    .returning(['ratings', 'stars'])
    .executeTakeFirstOrThrow();
}

async function readOwn(
  db: Database | Transaction<Tables>,
  { site, page }: RatedPage,
  rater: string,
): Promise<Stars | null> {
  const row = await db
    .selectFrom('ratings')
    .select('stars')
    .where('site', '=', site)
    .where('page', '=', page)
    .where('rater_hash', '=', rater)
    .executeTakeFirst();
  return row?.stars ?? null;
}

function asRatings(
  page: string,
  { ratings, stars }: Pick<RatingSumRow, 'ratings' | 'stars'>,
  own: Stars | null,
): Ratings {
  return { page, count: ratings, average: ratings === 0 ? null : Math.round((stars * 100) / ratings) / 100, own };
}
