import { sql, type Transaction } from 'kysely';
import type { Visit } from '../../src/api/contract.ts';
import type { Site } from '../config.ts';
import type { Tables } from '../storage/schema.ts';
import { together } from '../storage/together.ts';
import { zoneTime } from '../zone.ts';
import { addTally, knownNames, makeRoom, type Tally, type TallyKind } from './tally.ts';

/** One minute, in milliseconds. */
export const MINUTE = 60_000;
/**
 * Minutes are kept so long, in minutes: the report of a quarter is written in the weeks after it, and until then what was no reader can be taken out.
 */
export const KEPT_MINUTES = 130 * 24 * 60;

/** What a page has reported, checked. */
export interface Arrival {
  readonly visit: Visit;
  /** Milliseconds. */
  readonly at: number;
  /** A program that says what it is. */
  readonly isBot: boolean;
}

interface Sum {
  visits: number;
  views: number;
}

/**
 * Counts what has come for a site, all of it or nothing. However many have come, the rows are few: those of the moment's minute, hour, day, month
 * and year, the total, and of each page and host that occurs.
 */
export async function writeArrivals(
  trx: Transaction<Tables>,
  { slug: site, timeZone }: Pick<Site, 'slug' | 'timeZone'>,
  arrivals: readonly Arrival[],
): Promise<void> {
  const { periods, hours, minutes, tallies, lastDay } = sumUp(arrivals, timeZone);
  // The total first, counted or not: with its lock groups of several processes come one after the other, and none waits for another in a circle.
  const counts = trx
    .insertInto('visit_counts')
    .values([...periods].map(([period, sum]) => ({ site, period, ...sum })))
    .onConflict((conflict) =>
      conflict.columns(['site', 'period']).doUpdateSet({
        visits: sql`visit_counts.visits + excluded.visits`,
        views: sql`visit_counts.views + excluded.views`,
      }),
    );
  const perMinute = trx
    .insertInto('visit_minutes')
    .values([...minutes].map(([minute, sum]) => ({ site, minute, ...sum, taken_out_at: null })))
    .onConflict((conflict) =>
      conflict.columns(['site', 'minute']).doUpdateSet({
        beats: sql`visit_minutes.beats + excluded.beats`,
        members: sql`visit_minutes.members + excluded.members`,
        bots: sql`visit_minutes.bots + excluded.bots`,
        visits: sql`visit_minutes.visits + excluded.visits`,
        views: sql`visit_minutes.views + excluded.views`,
      }),
    );
  const perHour = [...hours].map(([time, sum]) =>
    trx
      .insertInto('visit_hours')
      .values({ site, day: time.slice(0, 10), hour: Number(time.slice(11)), ...sum })
      .onConflict((conflict) =>
        conflict.columns(['site', 'day', 'hour']).doUpdateSet({
          visits: sql`visit_hours.visits + excluded.visits`,
          views: sql`visit_hours.views + excluded.views`,
        }),
      ),
  );
  const known = tallies.map((tally) => knownNames(trx, site, tally));
  const answers = await together(trx, counts, perMinute, ...perHour, ...known);
  for (const [place, tally] of tallies.entries()) {
    const names = answers[2 + perHour.length + place]!;
    const fresh = tally.counts.size - names.length;
    if (fresh > 0) await makeRoom(trx, site, tally, fresh);
  }
  await together(trx, ...tallies.map((tally) => addTally(trx, site, tally, lastDay)));
}

function sumUp(arrivals: readonly Arrival[], timeZone: string) {
  const periods = new Map<string, Sum>([['total', { visits: 0, views: 0 }]]);
  const hours = new Map<string, Sum>();
  const minutes = new Map<number, Sum & { beats: number; members: number; bots: number }>();
  const tallies = new Map<string, Tally & { readonly counts: Map<string, number> }>();
  let lastDay = '';

  const addName = (kind: TallyKind, period: string, name: string): void => {
    const key = `${kind} ${period}`;
    let tally = tallies.get(key);
    if (!tally) tallies.set(key, (tally = { kind, period, counts: new Map() }));
    tally.counts.set(name, (tally.counts.get(name) ?? 0) + 1);
  };
  const clock = new Map<number, ReturnType<typeof zoneTime>>();
  for (const { visit, at, isBot } of arrivals) {
    const minute = Math.floor(at / MINUTE);
    let time = clock.get(minute);
    if (!time) clock.set(minute, (time = zoneTime(at, timeZone)));
    const ofMinute = valueOf(minutes, minute, () => ({ beats: 0, members: 0, bots: 0, visits: 0, views: 0 }));
    if (isBot) {
      ofMinute.bots += 1;
      continue;
    }
    const { year, month, day, iso } = time;
    if (day > lastDay) lastDay = day;
    const [visits, views] = [Number(visit.visit), Number(visit.view)];
    if (visit.beat) {
      ofMinute.beats += 1;
      ofMinute.members += Number(visit.member ?? false);
    }
    if (visits + views === 0) continue;
    const sums = ['total', year, month, day].map((period) => valueOf(periods, period, noSum));
    for (const sum of [ofMinute, ...sums, valueOf(hours, iso.slice(0, 13), noSum)]) {
      sum.visits += visits;
      sum.views += views;
    }
    if (visit.view) {
      addName('page', 'total', visit.page);
      addName('page', month, visit.page);
    }
    if (visit.visit && visit.referrer) addName('referrer', month, visit.referrer);
  }
  return { periods, hours, minutes, tallies: [...tallies.values()], lastDay };
}

const noSum = (): Sum => ({ visits: 0, views: 0 });

function valueOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

/** Counts clicks on links, by their addresses. */
export async function writeClicks(
  trx: Transaction<Tables>,
  { slug: site, timeZone }: Pick<Site, 'slug' | 'timeZone'>,
  clicks: readonly { readonly link: string; readonly at: number }[],
): Promise<void> {
  await lockCounts(trx, site);
  const tallies = new Map<string, Tally & { readonly counts: Map<string, number> }>();
  for (const { link, at } of clicks) {
    for (const period of ['total', zoneTime(at, timeZone).month]) {
      const { counts } = valueOf(tallies, period, () => ({ kind: 'link' as const, period, counts: new Map() }));
      counts.set(link, (counts.get(link) ?? 0) + 1);
    }
  }
  const { day } = zoneTime(clicks.at(-1)!.at, timeZone);
  await writeTallies(trx, site, [...tallies.values()], day);
}

/** With this lock, which every count of a site takes first, groups of several processes come one after the other. */
export async function lockCounts(trx: Transaction<Tables>, site: string): Promise<void> {
  await trx
    .insertInto('visit_counts')
    .values({ site, period: 'total', visits: 0, views: 0 })
    .onConflict((conflict) =>
      conflict.columns(['site', 'period']).doUpdateSet({ visits: sql`visit_counts.visits + 0` }),
    )
    .execute();
}

async function writeTallies(
  trx: Transaction<Tables>,
  site: string,
  tallies: readonly Tally[],
  day: string,
): Promise<void> {
  const known = await together(trx, ...tallies.map((tally) => knownNames(trx, site, tally)));
  for (const [place, tally] of tallies.entries()) {
    const fresh = tally.counts.size - known[place]!.length;
    if (fresh > 0) await makeRoom(trx, site, tally, fresh);
  }
  await together(trx, ...tallies.map((tally) => addTally(trx, site, tally, day)));
}
