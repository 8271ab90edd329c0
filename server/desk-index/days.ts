import { sql, type Transaction } from 'kysely';
import type { Database } from '../storage/database.ts';
import type { DeskIndexRow, Tables } from '../storage/schema.ts';

const DAY = 86_400_000;

/** Notes that the index has changed for the days of these comments, in the transaction that changes it. Days are those of UTC. */
export async function touchDays(
  trx: Transaction<Tables>,
  comments: readonly Pick<DeskIndexRow, 'site' | 'created_at'>[],
): Promise<void> {
  const days = new Map(
    comments.map(({ site, created_at: at }) => {
      const day = Math.floor(at / DAY);
      return [`${site} ${day}`, { site, day, version: 1 }];
    }),
  );
  if (days.size === 0) return;
  await trx
    .insertInto('desk_days')
    .values([...days.values()])
    .onConflict((conflict) => conflict.columns(['site', 'day']).doUpdateSet({ version: sql`desk_days.version + 1` }))
    .execute();
}

/**
 * Tells for a span of time whether the index has changed: a number that is another one after every change.
 *
 * @param from milliseconds; all spans that are asked for later lie between
 * @param to milliseconds, exclusive
 */
export async function readVersions(
  db: Database,
  site: string,
  from: number,
  to: number,
): Promise<(from: number, to: number) => number> {
  const rows = await db
    .selectFrom('desk_days')
    .select(['day', 'version'])
    .where('site', '=', site)
    .where('day', '>=', Math.floor(from / DAY))
    .where('day', '<=', Math.floor(to / DAY))
    .execute();
  const versions = new Map(rows.map(({ day, version }) => [day, version]));
  // Versions only grow, so their sum is another one too.
  return (first, after) => {
    let sum = 0;
    for (let day = Math.floor(first / DAY); day <= Math.floor((after - 1) / DAY); day += 1)
      sum += versions.get(day) ?? 0;
    return sum;
  };
}
