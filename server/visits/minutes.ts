import type { Database } from '../storage/database.ts';
import { MINUTE } from './write.ts';

/** A minute with fewer visits is never marked: a class of pupils may come at once. */
const LEAST = 30;
/** So many times the usual number of visits of a minute are marked. */
const TIMES = 10;
/** Marked minutes with no more than so many others between them are shown as one. */
const GAP = 5;
const MOST_SPANS = 50;

/** Some minutes in which there were far more visits than usual. */
export interface Span {
  /** First and last minute since 1970. */
  readonly first: number;
  readonly last: number;
  readonly minutes: number;
  readonly visits: number;
  readonly views: number;
  /** Whether they are out of all figures. */
  readonly isOut: boolean;
}

/** What is marked, and by which measure. */
export interface Marked {
  readonly spans: readonly Span[];
  /** There are more spans than are shown. */
  readonly more: boolean;
  /** Visits of a usual minute: the median of those that had any, of as long as minutes are kept. */
  readonly usual: number;
  /** From so many visits on a minute is marked. */
  readonly from: number;
}

/** Whether a minute may still get visits; processes' clocks differ a little. */
export const isOver = (minute: number, now: number): boolean => minute < Math.floor(now / MINUTE) - 1;

/**
 * The minutes of a time in which there were far more visits than usual, and those that are out of the figures already. The largest come first.
 *
 * @param time milliseconds; `to` is the first moment after it
 */
export async function markedMinutes(
  db: Database,
  site: string,
  time: { readonly from: number; readonly to: number },
  now: number,
): Promise<Marked> {
  const usual = await usualVisits(db, site);
  const from = Math.max(LEAST, TIMES * usual);
  const rows = await db
    .selectFrom('visit_minutes')
    .select(['minute', 'visits', 'views', 'taken_out_at'])
    .where('site', '=', site)
    .where('minute', '>=', Math.floor(time.from / MINUTE))
    .where('minute', '<', Math.ceil(time.to / MINUTE))
    .where((row) => row.or([row('visits', '>=', from), row('taken_out_at', 'is not', null)]))
    .orderBy('minute')
    .execute();
  const spans: Span[] = [];
  for (const { minute, visits, views, taken_out_at } of rows.filter((row) => isOver(row.minute, now))) {
    const isOut = taken_out_at !== null;
    const last = spans.at(-1);
    if (last?.isOut === isOut && minute - last.last <= GAP) {
      const { first, minutes } = last;
      const sums = { visits: last.visits + visits, views: last.views + views };
      spans[spans.length - 1] = { first, last: minute, minutes: minutes + 1, ...sums, isOut };
    } else spans.push({ first: minute, last: minute, minutes: 1, visits, views, isOut });
  }
  spans.sort((a, b) => b.visits - a.visits || b.first - a.first);
  return { spans: spans.slice(0, MOST_SPANS), more: spans.length > MOST_SPANS, usual, from };
}

/** Median of the minutes that had visits and count. */
async function usualVisits(db: Database, site: string): Promise<number> {
  const rows = await db
    .selectFrom('visit_minutes')
    .select(({ fn }) => ['visits', fn.countAll<number | string>().as('minutes')])
    .where('site', '=', site)
    .where('visits', '>', 0)
    .where('taken_out_at', 'is', null)
    .groupBy('visits')
    .orderBy('visits')
    .execute();
  const half = rows.reduce((sum, { minutes }) => sum + Number(minutes), 0) / 2;
  let seen = 0;
  for (const { visits, minutes } of rows) {
    seen += Number(minutes);
    if (seen >= half) return visits;
  }
  return 0;
}
