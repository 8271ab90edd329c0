import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import type { CommentState } from '../../src/api/contract.ts';
import type { Site } from '../config.ts';
import type { Database } from '../storage/database.ts';
import { type Bucket, bucketsOf, type Grouping, type Period, periodBefore, usualGrouping } from './period.ts';
import { type Waits, waitsOf } from './waits.ts';

/** States of a comment in the order in which plots and tables show them. */
export const STATES = ['published', 'pending', 'rejected', 'withdrawn', 'erased'] as const satisfies CommentState[];

/** Comments by the state that they have now. */
export type StateCounts = Readonly<Record<CommentState, number>>;

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

/** Counts what the statistics of a site show: a few statements, each of which reads one index. */
export async function figuresOf(
  db: Database,
  { slug, timeZone }: Pick<Site, 'slug' | 'timeZone'>,
  period: Period,
  grouping: Grouping = usualGrouping(period),
): Promise<Figures> {
  const before = periodBefore(period, timeZone);
  const buckets = bucketsOf(period, grouping, timeZone);
  const [counts, waitsBefore, waitsNow, reasonsBefore, reasonsNow, threads, waiting] = await inTurns([
    () => countStates(db, slug, [before, ...buckets]),
    () => readWaits(db, slug, before),
    () => readWaits(db, slug, period),
    () => countReasons(db, slug, before),
    () => countReasons(db, slug, period),
    () => countThreads(db, slug, period),
    () => countWaiting(db, slug),
  ]);
  const [statesBefore, ...states] = counts;
  const total = (state: CommentState): number => states.reduce((sum, each) => sum + each[state], 0);
  const statesNow = Object.fromEntries(STATES.map((state) => [state, total(state)])) as Record<CommentState, number>;
  return {
    period,
    periodBefore: before,
    grouping,
    now: { received: sumOf(statesNow), states: statesNow, ...waitsNow, reasons: reasonsNow },
    before: { received: sumOf(statesBefore!), states: statesBefore!, ...waitsBefore, reasons: reasonsBefore },
    buckets: buckets.map((bucket, index) => ({ ...bucket, states: states[index]! })),
    threads,
    waiting,
  };
}

/** All comments, whatever their state. */
export function sumOf(states: StateCounts): number {
  return STATES.reduce((sum, state) => sum + states[state], 0);
}

/** Counts comments of each span of time by their state. */
export async function countStates(
  db: Database,
  site: string,
  spans: readonly { readonly from: number; readonly to: number }[],
): Promise<StateCounts[]> {
  const empty = (): Record<CommentState, number> => ({
    published: 0,
    pending: 0,
    rejected: 0,
    withdrawn: 0,
    erased: 0,
  });
  const counts = spans.map(empty);
  // A count for each span and state walks one stretch of the index; to group by the span would sort all rows.
  const rows = spans.map(({ from, to }, number) => sql`(${whole(number)}, ${whole(from)}, ${whole(to)})`);
  const { rows: counted } = await sql<{ number: number; state: CommentState; count: number }>`
    with spans (number, first, after) as (values ${sql.join(rows)}),
      states (state) as (values ${sql.join(STATES.map((state) => sql`(${sql.lit(state)})`))})
    select spans.number, states.state, (
      select count(*) from desk_index
      where site = ${site} and agency = 0 and desk_index.state = states.state
        and created_at >= spans.first and created_at < spans.after
    ) as count
    from spans cross join states`.execute(db);
  for (const { number, state, count } of counted) counts[number]![state] = count;
  return counts;
}

type Span = Pick<Period, 'from' | 'to'>;

async function readWaits(db: Database, site: string, { from, to }: Span): Promise<{ decided: Waits; answered: Waits }> {
  const { rows } = await sql<{ decided: string | null; answered: string | null }>`
    select string_agg(cast(decided_at - created_at as text), ',') as decided,
      string_agg(cast(answered_at - created_at as text), ',') as answered
    from desk_index
    where site = ${site} and agency = 0 and created_at >= ${whole(from)} and created_at < ${whole(to)}`.execute(db);
  return { decided: waitsOf(rows[0]?.decided ?? null), answered: waitsOf(rows[0]?.answered ?? null) };
}

async function countReasons(db: Database, site: string, { from, to }: Span): Promise<readonly ReasonCount[]> {
  const { rows } = await sql<ReasonCount>`
    select reject_code as code, count(*) as count from desk_index
    where site = ${site} and agency = 0 and state = 'rejected'
      and created_at >= ${whole(from)} and created_at < ${whole(to)}
    group by reject_code`.execute(db);
  return rows.toSorted((a, b) => b.count - a.count || inOrder(a.code ?? '~', b.code ?? '~'));
}

async function countThreads(db: Database, site: string, { from, to }: Span): Promise<ThreadCount[]> {
  const { rows } = await sql<{ key: string; count: number; title: string | null; url: string | null }>`
    select counted.key, counted.count, threads.title, threads.url
    from (
      select thread as key, count(*) as count from desk_index
      where site = ${site} and agency = 0 and created_at >= ${whole(from)} and created_at < ${whole(to)}
      group by thread order by count(*) desc, thread limit ${sql.lit(MOST_THREADS)}
    ) as counted
    left join threads on threads.site = ${site} and threads.key = counted.key`.execute(db);
  return rows
    .map(({ key, count, title, url }) => ({ key, count, title: title || key, url: url || null }))
    .toSorted((a, b) => b.count - a.count || inOrder(a.key, b.key));
}

async function countWaiting(db: Database, site: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from desk_index where site = ${site} and agency = 0 and state = 'pending'`.execute(db);
  return rows[0]!.count;
}

/** A whole number as both databases understand it, whatever stands around it. */
function whole(value: number): ReturnType<typeof sql> {
  return sql`cast(${value} as bigint)`;
}

/**
 * Does all these, each in a later turn of the event loop than the one before: a database in this process stops everybody while it counts, and
 * so readers are answered in between. One in another process counts them at the same time.
 */
function inTurns<const Tasks extends readonly (() => Promise<unknown>)[]>(
  tasks: Tasks,
): Promise<{ -readonly [Task in keyof Tasks]: Awaited<ReturnType<Tasks[Task]>> }> {
  const results = tasks.map(async (task, index) => {
    for (let turn = 0; turn < index; turn += 1) await setImmediate();
    return task();
  });
  return Promise.all(results) as Promise<never>;
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
