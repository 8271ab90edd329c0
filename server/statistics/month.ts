import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import type { CommentState } from '../../src/api/contract.ts';
import { addDays, monthAfter, startOfDay } from '../days.ts';
import { readVersions } from '../desk-index/days.ts';
import type { Database } from '../storage/database.ts';
import { type MonthFigures, type StateCounts, STATES } from './month-figures.ts';
import type { MonthMemory } from './month-memory.ts';
import { bucketsOf, type Days } from './period.ts';
import { readWaits, type SortedWaits } from './waits.ts';

/** Which site, by whose clock. */
interface Place {
  readonly slug: string;
  readonly timeZone: string;
}

/** The parts of a period, month by month. */
export function monthsOf({ first, last }: Pick<Days, 'first' | 'last'>, timeZone: string): Days[] {
  const months: Days[] = [];
  for (let begin = first; begin <= last;) {
    const next = monthAfter(begin, 1);
    const end = next > last ? last : addDays(next, -1);
    const [from, to] = [startOfDay(begin, timeZone), startOfDay(addDays(end, 1), timeZone)];
    months.push({ first: begin, last: end, from, to });
    begin = addDays(end, 1);
  }
  return months;
}

/** Counts months of a site, those alone of which anything has changed since they were counted. */
export async function countMonths(
  db: Database,
  { slug, timeZone }: Place,
  months: readonly Days[],
  memory: MonthMemory,
): Promise<MonthFigures[]> {
  const from = Math.min(...months.map((month) => month.from));
  const to = Math.max(...months.map((month) => month.to));
  // Before anything is counted: what changes meanwhile makes the next page count again.
  const versionOf = await readVersions(db, slug, from, to);
  const figures: MonthFigures[] = [];
  for (const month of months) {
    const key = { site: slug, timeZone, from: month.from, to: month.to, version: versionOf(month.from, month.to) };
    const known = memory.get(key);
    const counted = known ?? (await countMonth(db, slug, month, timeZone));
    if (!known) memory.set(key, counted);
    figures.push(counted);
  }
  return figures;
}

async function countMonth(db: Database, site: string, month: Days, timeZone: string): Promise<MonthFigures> {
  const days = bucketsOf(month, 'day', timeZone);
  const [states, waits, reasons, threads] = await inTurns([
    () => countStates(db, site, days),
    () => listWaits(db, site, month),
    () => countReasons(db, site, month),
    () => countThreads(db, site, month),
  ]);
  return { days: days.map(({ from }, index) => ({ from, states: states[index]! })), ...waits, reasons, threads };
}

/** Counts comments of each span of time by their state. */
async function countStates(
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

async function listWaits(
  db: Database,
  site: string,
  { from, to }: Days,
): Promise<{ decided: SortedWaits; answered: SortedWaits }> {
  const { rows } = await sql<{ decided: string | null; answered: string | null }>`
    select string_agg(cast(decided_at - created_at as text), ',') as decided,
      string_agg(cast(answered_at - created_at as text), ',') as answered
    from desk_index
    where site = ${site} and agency = 0 and created_at >= ${whole(from)} and created_at < ${whole(to)}`.execute(db);
  return { decided: readWaits(rows[0]?.decided ?? null), answered: readWaits(rows[0]?.answered ?? null) };
}

async function countReasons(db: Database, site: string, { from, to }: Days): Promise<Map<string | null, number>> {
  const { rows } = await sql<{ code: string | null; count: number }>`
    select reject_code as code, count(*) as count from desk_index
    where site = ${site} and agency = 0 and state = 'rejected'
      and created_at >= ${whole(from)} and created_at < ${whole(to)}
    group by reject_code`.execute(db);
  return new Map(rows.map(({ code, count }) => [code, count]));
}

async function countThreads(db: Database, site: string, { from, to }: Days): Promise<Map<string, number>> {
  const { rows } = await sql<{ key: string; count: number }>`
    select thread as key, count(*) as count from desk_index
    where site = ${site} and agency = 0 and created_at >= ${whole(from)} and created_at < ${whole(to)}
    group by thread`.execute(db);
  return new Map(rows.map(({ key, count }) => [key, count]));
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
