import { sql } from 'kysely';
import type { CommentState } from '../../src/api/contract.ts';
import type { Site } from '../config.ts';
import type { Database } from '../storage/database.ts';
import { countMonths, monthsOf } from './month.ts';
import { type MonthFigures, type StateCounts, STATES } from './month-figures.ts';
import { MonthMemory } from './month-memory.ts';
import { type Bucket, bucketsOf, type Grouping, type Period, periodBefore, usualGrouping } from './period.ts';
import { type Waits, waitsOf } from './waits.ts';

/** How many comments were rejected with one reason of the site's list. */
export interface ReasonCount {
  /** Null for the official's own words alone, or none. */
  readonly code: string | null;
  readonly count: number;
}

/** Figures of the comments that readers sent within one period. What the agency answers is no reader's comment. */
export interface PeriodFigures {
  readonly received: number;
  readonly states: StateCounts;
  /** From sending to the first decision of an official. */
  readonly decided: Waits;
  /** From sending to the first published answer of the agency. */
  readonly answered: Waits;
  /** The most frequent first. */
  readonly reasons: readonly ReasonCount[];
}

/** An article with what readers sent about it in the period. */
export interface ThreadCount {
  readonly key: string;
  /** Its key when it has no title. */
  readonly title: string;
  /** Null when the server knows none. */
  readonly url: string | null;
  readonly count: number;
}

/** All statistics of a site. */
export interface Figures {
  readonly period: Period;
  readonly periodBefore: Period;
  readonly grouping: Grouping;
  readonly now: PeriodFigures;
  readonly before: PeriodFigures;
  /** By day, week or month, each with its states. */
  readonly buckets: readonly (Bucket & { readonly states: StateCounts })[];
  /** The most discussed articles, ten at most. */
  readonly threads: readonly ThreadCount[];
  /** Comments of any time that wait for a moderator at this moment. */
  readonly waiting: number;
}

const MOST_THREADS = 10;

/** How figures are counted. */
export interface FigureOptions {
  readonly grouping?: Grouping;
  /** Months that were counted before; default none. */
  readonly memory?: MonthMemory;
}

/** Counts what the statistics of a site show: the months of both periods, as far as they have changed, and what waits. */
export async function figuresOf(
  db: Database,
  { slug, timeZone }: Pick<Site, 'slug' | 'timeZone'>,
  period: Period,
  { grouping = usualGrouping(period), memory = new MonthMemory() }: FigureOptions = {},
): Promise<Figures> {
  const before = periodBefore(period, timeZone);
  const monthsBefore = monthsOf(before, timeZone);
  const spans = [...monthsBefore, ...monthsOf(period, timeZone)];
  const months = await countMonths(db, { slug, timeZone }, spans, memory);
  const now = months.slice(monthsBefore.length);
  return {
    period,
    periodBefore: before,
    grouping,
    now: asPeriod(now),
    before: asPeriod(months.slice(0, monthsBefore.length)),
    buckets: inBuckets(now, bucketsOf(period, grouping, timeZone)),
    threads: await mostDiscussed(db, slug, now),
    waiting: await countWaiting(db, slug),
  };
}

/** The days of a period, days without comments too. */
export async function countDays(
  db: Database,
  site: Pick<Site, 'slug' | 'timeZone'>,
  period: Period,
  memory: MonthMemory,
): Promise<Figures['buckets']> {
  const months = await countMonths(db, site, monthsOf(period, site.timeZone), memory);
  return inBuckets(months, bucketsOf(period, 'day', site.timeZone));
}

/** All comments, whatever their state. */
export function sumOf(states: StateCounts): number {
  return STATES.reduce((sum, state) => sum + states[state], 0);
}

function asPeriod(months: readonly MonthFigures[]): PeriodFigures {
  const states = sumStates(months.flatMap(({ days }) => days));
  return {
    received: sumOf(states),
    states,
    decided: waitsOf(months.map(({ decided }) => decided)),
    answered: waitsOf(months.map(({ answered }) => answered)),
    reasons: [...sumMaps(months.map(({ reasons }) => reasons))]
      .map(([code, count]) => ({ code, count }))
      .sort((a, b) => b.count - a.count || inOrder(a.code ?? '~', b.code ?? '~')),
  };
}

function sumStates(days: readonly { readonly states: StateCounts }[]): StateCounts {
  const total = (state: CommentState): number => days.reduce((sum, { states }) => sum + states[state], 0);
  return Object.fromEntries(STATES.map((state) => [state, total(state)])) as Record<CommentState, number>;
}

function inBuckets(months: readonly MonthFigures[], buckets: readonly Bucket[]): Figures['buckets'] {
  const days = months.flatMap((month) => month.days);
  let next = 0;
  return buckets.map((bucket) => {
    const first = next;
    while (next < days.length && days[next]!.from < bucket.to) next += 1;
    return { ...bucket, states: sumStates(days.slice(first, next)) };
  });
}

function sumMaps<Key>(maps: readonly ReadonlyMap<Key, number>[]): Map<Key, number> {
  const sums = new Map<Key, number>();
  for (const map of maps) for (const [key, count] of map) sums.set(key, (sums.get(key) ?? 0) + count);
  return sums;
}

async function mostDiscussed(db: Database, site: string, months: readonly MonthFigures[]): Promise<ThreadCount[]> {
  const counts = [...sumMaps(months.map(({ threads }) => threads))]
    .sort(([a, most], [b, least]) => least - most || inOrder(a, b))
    .slice(0, MOST_THREADS);
  if (counts.length === 0) return [];
  const keys = counts.map(([key]) => key);
  const rows = await db
    .selectFrom('threads')
    .select(['key', 'title', 'url'])
    .where('site', '=', site)
    .where('key', 'in', keys)
    .execute();
  const threads = new Map(rows.map((row) => [row.key, row]));
  return counts.map(([key, count]) => {
    const { title = '', url = '' } = threads.get(key) ?? {};
    return { key, count, title: title || key, url: url || null };
  });
}

async function countWaiting(db: Database, site: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from desk_index where site = ${site} and agency = 0 and state = 'pending'`.execute(db);
  return rows[0]!.count;
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
