import type { Figures } from '../../src/api/contract.ts';
import type { Site } from '../config.ts';
import { addDays, weekday } from '../days.ts';
import type { Database } from '../storage/database.ts';
import { isOneOf } from '../storage/json-rows.ts';
import { zoneTime } from '../zone.ts';
import { MINUTE } from './write.ts';

/** What all pages of a site show, and the views of those that were asked for. */
export interface SiteFigures {
  readonly figures: Omit<Figures, 'views'>;
  readonly views: ReadonlyMap<string, number>;
}

/**
 * The figures of a site and some of its pages, starting figures included. Reads single rows by their keys only: eleven of periods, two of
 * minutes, one of each page, at 10⁹ visits as at ten.
 *
 * @param now milliseconds
 */
export async function readFigures(
  db: Database,
  site: Site,
  pages: readonly string[],
  now: number,
): Promise<SiteFigures> {
  const { year, month, day } = zoneTime(now, site.timeZone);
  const yesterday = addDays(day, -1);
  const week = Array.from({ length: weekday(day) }, (_, index) => addDays(day, -index));
  const minute = Math.floor(now / MINUTE);
  const [counts, minutes, names] = await Promise.all([
    db
      .selectFrom('visit_counts')
      .select(['period', 'visits'])
      .where('site', '=', site.slug)
      .where(isOneOf(db, 'period', ['total', year, month, yesterday, ...week]))
      .execute(),
    db
      .selectFrom('visit_minutes')
      .select(['beats', 'members', 'bots'])
      .where('site', '=', site.slug)
      .where('minute', 'in', [minute - 1, minute])
      .execute(),
    db
      .selectFrom('tallies')
      .select(['name', 'count'])
      .where('site', '=', site.slug)
      .where('kind', '=', 'page')
      .where('period', '=', 'total')
      .where(isOneOf(db, 'name', pages))
      .execute(),
  ]);

  const visits = new Map(counts.map((row) => [row.period, row.visits]));
  const counted = (period: string): number => visits.get(period) ?? 0;
  const start = startingFigures(site, { day, yesterday, week, month, year });
  const none = { beats: 0, members: 0 };
  const fuller = minutes.reduce((most, each) => (each.beats > most.beats ? each : most), none);
  const views = new Map(names.map(({ name, count }) => [name, count]));
  return {
    figures: {
      online: fuller.beats,
      members: fuller.members,
      bots: Math.max(0, ...minutes.map(({ bots }) => bots)),
      today: counted(day) + start.today,
      yesterday: counted(yesterday) + start.yesterday,
      week: week.reduce((sum, each) => sum + counted(each), start.week),
      month: counted(month) + start.month,
      year: counted(year) + start.year,
      total: counted('total') + (site.startingFigures?.total ?? 0),
    },
    views: new Map(pages.map((page) => [page, (views.get(page) ?? 0) + (site.startingFigures?.pages.get(page) ?? 0)])),
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
