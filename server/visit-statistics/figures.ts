import type { Site } from '../config.ts';
import { addDays, daysBetween } from '../days.ts';
import {
  type Bucket,
  bucketsOf,
  type Grouping,
  type Period,
  periodBefore,
  usualGrouping,
} from '../statistics/period.ts';
import type { Database } from '../storage/database.ts';
import { topNames } from '../visits/tally.ts';
import { zoneTime } from '../zone.ts';

/** Visits and page views of the same time. */
export interface VisitSum {
  readonly visits: number;
  readonly views: number;
}

/** The names that were counted most, and how often all others were together. */
export type Names = Awaited<ReturnType<typeof topNames>>;

/** What the statistics of visits show. Sums alone: nothing in it is of one reader. */
export interface VisitFigures {
  readonly period: Period;
  readonly periodBefore: Period;
  readonly grouping: Grouping;
  readonly now: VisitSum & { readonly days: number };
  readonly before: VisitSum & { readonly days: number };
  readonly buckets: readonly (Bucket & VisitSum)[];
  /** By the hour of the day, 0 to 23. */
  readonly hours: readonly VisitSum[];
  /** All years that have been counted, whatever the period. */
  readonly years: readonly (VisitSum & { readonly year: string })[];
  /** The months that the period touches: names are counted by whole months. */
  readonly months: readonly string[];
  readonly pages: Names;
  readonly referrers: Names;
  readonly links: Names;
  /** The last day of the old counter where it lies in one of the periods; null otherwise. */
  readonly changeOver: string | null;
}

const MOST_SHOWN = 20;

/**
 * Counts what the statistics of a site show. Costs as much as the period has days and names, whatever the number of visits.
 *
 * @param now milliseconds
 */
export async function visitFigures(
  db: Database,
  site: Site,
  period: Period,
  now: number,
  grouping: Grouping = usualGrouping(period),
): Promise<VisitFigures> {
  const { slug, timeZone } = site;
  const before = periodBefore(period, timeZone);
  const days = await visitDays(db, slug, before.first, period.last);
  const today = zoneTime(now, timeZone).day;
  const sumOf = (first: string, last: string): VisitSum => {
    const sum = { visits: 0, views: 0 };
    for (let day = first; day <= last; day = addDays(day, 1)) {
      const { visits, views } = days.get(day) ?? sum0;
      sum.visits += visits;
      sum.views += views;
    }
    return sum;
  };
  const months = [...new Set(bucketsOf(period, 'month', timeZone).map(({ first }) => first.slice(0, 7)))];
  const names = (kind: 'page' | 'referrer' | 'link'): Promise<Names> => topNames(db, slug, kind, months, MOST_SHOWN);
  const begun = period.last < today ? period.last : today;
  const change = await changeOverOf(db, site);
  return {
    period,
    periodBefore: before,
    grouping,
    now: { ...sumOf(period.first, period.last), days: Math.max(0, daysBetween(period.first, begun)) },
    before: { ...sumOf(before.first, before.last), days: daysBetween(before.first, before.last) },
    buckets: bucketsOf(period, grouping, timeZone).map((each) => ({ ...each, ...sumOf(each.first, each.last) })),
    hours: await visitHours(db, slug, period),
    years: await visitYears(db, slug),
    months,
    pages: await names('page'),
    referrers: await names('referrer'),
    links: await names('link'),
    changeOver: change !== null && change >= before.first && change <= period.last ? change : null,
  };
}

const sum0: VisitSum = { visits: 0, views: 0 };

/** Visits and views of days, first and last included; days without any are left out. */
export async function visitDays(
  db: Database,
  site: string,
  first: string,
  last: string,
): Promise<ReadonlyMap<string, VisitSum>> {
  const rows = await db
    .selectFrom('visit_counts')
    .select(['period', 'visits', 'views'])
    .where('site', '=', site)
    .where('period', '>=', first)
    .where('period', '<=', last)
    .execute();
  // Months and years stand between the days.
  return new Map(rows.filter(({ period }) => period.length === 10).map((row) => [row.period, row]));
}

async function visitHours(db: Database, site: string, { first, last }: Period): Promise<VisitSum[]> {
  const rows = await db
    .selectFrom('visit_hours')
    .select(({ fn }) => [
      'hour',
      fn.sum<number | string>('visits').as('visits'),
      fn.sum<number | string>('views').as('views'),
    ])
    .where('site', '=', site)
    .where('day', '>=', first)
    .where('day', '<=', last)
    .groupBy('hour')
    .execute();
  const byHour = new Map(rows.map((row) => [row.hour, row]));
  return Array.from({ length: 24 }, (_, hour) => {
    const { visits, views } = byHour.get(hour) ?? sum0;
    return { visits: Number(visits), views: Number(views) };
  });
}

async function visitYears(db: Database, site: string): Promise<VisitFigures['years']> {
  const rows = await db
    .selectFrom('visit_counts')
    .select(['period as year', 'visits', 'views'])
    .where('site', '=', site)
    // Of the same length, so that no days stand between them.
    .where((row) => row(row.fn<number>('length', ['period']), '=', 4))
    .orderBy('period')
    .execute();
  return rows;
}

/** The last day of which the figures are another counter's. */
async function changeOverOf(db: Database, { slug, startingFigures }: Site): Promise<string | null> {
  const imported = await db
    .selectFrom('visit_imports')
    .select(({ fn }) => fn.max('last_day').as('day'))
    .where('site', '=', slug)
    .executeTakeFirst();
  // An aggregate of nothing is null, whatever its type says.
  const days = [imported?.day as string | null | undefined, startingFigures?.date].filter(Boolean);
  return days.sort().at(-1) ?? null;
}
