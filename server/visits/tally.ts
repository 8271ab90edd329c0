import { type Compilable, sql, type Transaction } from 'kysely';
import type { Database } from '../storage/database.ts';
import { isOneOf, rowsOf } from '../storage/json-rows.ts';
import type { Tables } from '../storage/schema.ts';
import type { TallyRow } from '../storage/visit-rows.ts';

/** What names are counted of: see `TallyRow`. */
export type TallyKind = TallyRow['kind'];

/**
 * So many names of a kind are kept for each site, of all time and of each month, so that made-up addresses cannot fill the disk. Where a new one
 * comes to a full list, those that were counted least and longest ago make room: their counts go on in the one without a name.
 */
export const MOST_NAMES: Record<TallyKind, { readonly total: number; readonly month: number }> = {
  page: { total: 50_000, month: 2000 },
  referrer: { total: 2000, month: 1000 },
  link: { total: 5000, month: 1000 },
};

/** Names of one kind and period with how often each came. */
export interface Tally {
  readonly kind: TallyKind;
  /** `total` or a month. */
  readonly period: string;
  readonly counts: ReadonlyMap<string, number>;
}

/** The names of a tally that are counted already. */
export function knownNames(trx: Transaction<Tables>, site: string, { kind, period, counts }: Tally): Compilable {
  return trx
    .selectFrom('tallies')
    .select('name')
    .where('site', '=', site)
    .where('kind', '=', kind)
    .where('period', '=', period)
    .where(isOneOf(trx, 'name', [...counts.keys()]));
}

/** Adds a tally; the names must have places: see `makeRoom`. */
export function addTally(
  trx: Transaction<Tables>,
  site: string,
  { kind, period, counts }: Tally,
  day: string,
): Compilable {
  const sorted = new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  return (
    trx
      .insertInto('tallies')
      .columns(['site', 'kind', 'period', 'name', 'count', 'last_day'])
      // “where true” tells SQLite that “on” is none of a join.
      .expression(
        sql`select ${site}, ${kind}, ${period}, name, count, ${day} from ${rowsOf(trx, sorted)} as given where true`,
      )
      .onConflict((conflict) =>
        conflict.columns(['site', 'kind', 'period', 'name']).doUpdateSet({
          count: sql`tallies.count + excluded.count`,
          last_day: sql`excluded.last_day`,
        }),
      )
  );
}

/**
 * Sees to it that the new names of a tally have a place. The caller holds the lock of the site's counts.
 *
 * @param fresh how many are new
 */
export async function makeRoom(
  trx: Transaction<Tables>,
  site: string,
  { kind, period, counts }: Tally,
  fresh: number,
): Promise<void> {
  const most = MOST_NAMES[kind][period === 'total' ? 'total' : 'month'];
  const list = { site, kind, period };
  const { names } = await trx
    .insertInto('tally_sizes')
    .values({ ...list, names: fresh })
    .onConflict((conflict) =>
      conflict.columns(['site', 'kind', 'period']).doUpdateSet({ names: sql`tally_sizes.names + excluded.names` }),
    )
    .returning('names')
    .executeTakeFirstOrThrow();
  if (names <= most) return;

  const leaving = await trx
    .selectFrom('tallies')
    .select(['name', 'count', 'last_day'])
    .where('site', '=', site)
    .where('kind', '=', kind)
    .where('period', '=', period)
    .where('name', '<>', '')
    // What is counted in this moment stays.
    .where((name) => name.not(isOneOf(trx, 'name', [...counts.keys()])))
    .orderBy('count')
    .orderBy('last_day')
    .orderBy('name')
    .limit(Math.max(names - most, Math.floor(most / 10)))
    .execute();
  const isLeaving = isOneOf(
    trx,
    'name',
    leaving.map(({ name }) => name),
  );
  await trx
    .deleteFrom('tallies')
    .where('site', '=', site)
    .where('kind', '=', kind)
    .where('period', '=', period)
    .where(isLeaving)
    .execute();
  await trx
    .insertInto('tallies')
    .values({ ...list, name: '', count: leaving.reduce((sum, { count }) => sum + count, 0), last_day: '' })
    .onConflict((conflict) =>
      conflict.columns(['site', 'kind', 'period', 'name']).doUpdateSet({ count: sql`tallies.count + excluded.count` }),
    )
    .execute();
  await trx
    .updateTable('tally_sizes')
    .set({ names: names - leaving.length })
    .where('site', '=', site)
    .where('kind', '=', kind)
    .where('period', '=', period)
    .execute();
}

/** The names that were counted most in some periods, the others together, and the sum of all. */
export async function topNames(
  db: Database,
  site: string,
  kind: TallyKind,
  periods: readonly string[],
  most: number,
): Promise<{
  readonly names: readonly { name: string; count: number }[];
  readonly others: number;
  readonly all: number;
}> {
  const rows = await db
    .selectFrom('tallies')
    .select(({ fn }) => ['name', fn.sum<number | string>('count').as('count')])
    .where('site', '=', site)
    .where('kind', '=', kind)
    .where('period', 'in', periods.length > 0 ? periods : [''])
    .groupBy('name')
    .execute();
  const counted = rows
    .map(({ name, count }) => ({ name, count: Number(count) }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  const names = counted.filter(({ name }) => name !== '').slice(0, most);
  const all = counted.reduce((sum, { count }) => sum + count, 0);
  return { names, others: all - names.reduce((sum, { count }) => sum + count, 0), all };
}
