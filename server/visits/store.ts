import { sql, type Transaction } from 'kysely';
import type { Figures, Visit } from '../../src/api/contract.ts';
import type { Site } from '../config.ts';
import { addDays, weekday } from '../days.ts';
import type { Database } from '../storage/database.ts';
import type { Tables } from '../storage/schema.ts';
import { zoneTime } from '../zone.ts';

/** Distinct pages counted per site; views beyond count for the site only, so that made-up addresses cannot fill the disk. */
export const MOST_PAGES = 50_000;

const MINUTE = 60_000;
const KEPT_MINUTES = 60;

/**
 * Counts a visit, a view and a heartbeat, whichever the page reports, all or none.
 *
 * @param now milliseconds
 */
export async function countVisit(
  db: Database,
  site: Site,
  { page, visit, view, beat }: Visit,
  now: number,
): Promise<void> {
  if (!visit && !view && !beat) return;
  // Always in this order, so that two of them on PostgreSQL cannot wait for each other.
  await db.transaction().execute(async (trx) => {
    if (beat) await countBeat(trx, site.slug, Math.floor(now / MINUTE));
    if (visit) {
      const { year, month, day } = zoneTime(now, site.timeZone);
      await trx
        .insertInto('visit_counts')
        .values(['total', year, month, day].map((period) => ({ site: site.slug, period, visits: 1 })))
        .onConflict((conflict) =>
          conflict.columns(['site', 'period']).doUpdateSet({ visits: sql`visit_counts.visits + 1` }),
        )
        .execute();
    }
    if (view) await countView(trx, site.slug, page);
  });
}

/**
 * The figures of a site and one of its pages, starting figures included. Reads single rows by their keys only.
 *
 * @param now milliseconds
 */
export async function readFigures(db: Database, site: Site, page: string, now: number): Promise<Figures> {
  const { year, month, day } = zoneTime(now, site.timeZone);
  const yesterday = addDays(day, -1);
  const week = Array.from({ length: weekday(day) }, (_, index) => addDays(day, -index));
  const minute = Math.floor(now / MINUTE);
  const counts = await db
    .selectFrom('visit_counts')
    .select(['period', 'visits'])
    .where('site', '=', site.slug)
    .where('period', 'in', ['total', year, month, yesterday, ...week])
    .execute();
  const beats = await db
    .selectFrom('heartbeats')
    .select('beats')
    .where('site', '=', site.slug)
    .where('minute', 'in', [minute - 1, minute])
    .execute();
  const views = await db
    .selectFrom('page_views')
    .select('views')
    .where('site', '=', site.slug)
    .where('page', '=', page)
    .executeTakeFirst();

  const visits = new Map(counts.map((row) => [row.period, row.visits]));
  const counted = (period: string): number => visits.get(period) ?? 0;
  const start = startingFigures(site, { day, yesterday, week, month, year });
  return {
    online: Math.max(0, ...beats.map((row) => row.beats)),
    today: counted(day) + start.today,
    yesterday: counted(yesterday) + start.yesterday,
    week: week.reduce((sum, each) => sum + counted(each), start.week),
    month: counted(month) + start.month,
    year: counted(year) + start.year,
    total: counted('total') + (site.startingFigures?.total ?? 0),
    views: (views?.views ?? 0) + (site.startingFigures?.pages.get(page) ?? 0),
  };
}

/** Names of the periods that a moment belongs to, as they are counted. */
interface Periods {
  readonly day: string;
  readonly yesterday: string;
  /** Its days so far. */
  readonly week: readonly string[];
  readonly month: string;
  readonly year: string;
}

/** What the old counter had adds to the periods that its day belongs to. Where it did not say it, at least what a shorter period had. */
function startingFigures(
  { startingFigures: start }: Site,
  { day, yesterday, week, month, year }: Periods,
): Record<'today' | 'yesterday' | 'week' | 'month' | 'year', number> {
  if (!start) return { today: 0, yesterday: 0, week: 0, month: 0, year: 0 };
  const { date } = start;
  return {
    today: date === day ? start.today : 0,
    yesterday: date === yesterday ? start.today : date === day ? (start.yesterday ?? 0) : 0,
    week: week.includes(date) ? (start.week ?? start.today) : 0,
    month: date.startsWith(`${month}-`) ? start.month : 0,
    year: date.startsWith(`${year}-`) ? (start.year ?? start.month) : 0,
  };
}

async function countBeat(trx: Transaction<Tables>, site: string, minute: number): Promise<void> {
  const { beats } = await trx
    .insertInto('heartbeats')
    .values({ site, minute, beats: 1 })
    .onConflict((conflict) => conflict.columns(['site', 'minute']).doUpdateSet({ beats: sql`heartbeats.beats + 1` }))
    .returning('beats')
    .executeTakeFirstOrThrow();
  // The first of a minute tidies up.
  if (beats === 1) {
    await trx
      .deleteFrom('heartbeats')
      .where('site', '=', site)
      .where('minute', '<', minute - KEPT_MINUTES)
      .execute();
  }
}

async function countView(trx: Transaction<Tables>, site: string, page: string): Promise<void> {
  const addOne = () =>
    trx
      .updateTable('page_views')
      .set({ views: sql`views + 1` })
      .where('site', '=', site)
      .where('page', '=', page)
      .executeTakeFirstOrThrow();

  if ((await addOne()).numUpdatedRows > 0n) return;
  // A new page. Touching the number of pages locks it until the end: two first views at once make one page.
  const { pages } = await trx
    .insertInto('page_counts')
    .values({ site, pages: 0 })
    .onConflict((conflict) => conflict.column('site').doUpdateSet({ pages: sql`page_counts.pages + 0` }))
    .returning('pages')
    .executeTakeFirstOrThrow();
  if ((await addOne()).numUpdatedRows > 0n || pages >= MOST_PAGES) return;
  await trx.insertInto('page_views').values({ site, page, views: 1 }).execute();
  await trx
    .updateTable('page_counts')
    .set({ pages: pages + 1 })
    .where('site', '=', site)
    .execute();
}
