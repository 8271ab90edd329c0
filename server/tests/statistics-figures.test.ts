import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sql } from 'kysely';
import type { CommentState } from '../../src/api/contract.ts';
import { countDays, type Figures, figuresOf, type PeriodFigures } from '../statistics/figures.ts';
import { STATES } from '../statistics/month-figures.ts';
import { MonthMemory } from '../statistics/month-memory.ts';
import { type Period, readPeriod } from '../statistics/period.ts';
import { readWaits, type Waits, waitsOf } from '../statistics/waits.ts';
import type { Database } from '../storage/database.ts';
import { zoneTime } from '../zone.ts';
import { onEachEngine } from './engines.ts';
import { plansOf, record } from './plans.ts';
import {
  DAY,
  freshDatabase,
  HOUR,
  type IndexRow,
  indexRow,
  insertRows,
  insertThread,
  randomNumbers,
  randomRows,
} from './statistics-support.ts';

const SITE = { slug: 'so', timeZone: 'Asia/Ho_Chi_Minh' };
const FROM = Date.parse('2026-03-01T00:00:00+07:00');
const TO = Date.parse('2026-11-26T14:05:00+07:00');
const NONE: Waits = { count: 0, median: null, percentile90: null };

const periodOf = (query: Record<string, string>, timeZone = SITE.timeZone): Period => {
  const { period, fault } = readPeriod(query, timeZone, TO);
  assert.equal(fault, null);
  return period;
};

/** By the definition of the nearest rank: the smallest such that so large a part is no larger. */
function slowWaits(waits: readonly number[]): Waits {
  const rank = (part: number): number | null => {
    const sorted = [...waits].sort((a, b) => a - b);
    return sorted.find((wait) => waits.filter((each) => each <= wait).length * 10 >= waits.length * part * 10) ?? null;
  };
  return waits.length === 0 ? NONE : { count: waits.length, median: rank(0.5), percentile90: rank(0.9) };
}

function slowCounts(rows: readonly IndexRow[]): Record<CommentState, number> {
  const count = (state: CommentState): number => rows.filter((row) => row.state === state).length;
  return Object.fromEntries(STATES.map((state) => [state, count(state)])) as Record<CommentState, number>;
}

const days = new Map<number, string>();

function dayOf(ms: number, zone: string): string {
  const day = days.get(ms) ?? zoneTime(ms, zone).day;
  days.set(ms, day);
  return day;
}

/** The figures of a period, row by row, by the day that the site's clock showed. */
function slowFigures(all: readonly IndexRow[], period: Pick<Period, 'first' | 'last'>, zone: string): PeriodFigures {
  const rows = all.filter((row) => {
    const day = dayOf(row.created_at, zone);
    return row.site === 'so' && row.agency === 0 && day >= period.first && day <= period.last;
  });
  const waits = (pick: (row: IndexRow) => number | null): Waits =>
    slowWaits(rows.flatMap((row) => (pick(row) === null ? [] : [pick(row)! - row.created_at])));
  const rejected = rows.filter(({ state }) => state === 'rejected');
  const codes = [...new Set(rejected.map((row) => row.reject_code))];
  return {
    received: rows.length,
    states: slowCounts(rows),
    decided: waits((row) => row.decided_at),
    answered: waits((row) => row.answered_at),
    reasons: codes.map((code) => ({ code, count: rejected.filter((row) => row.reject_code === code).length })),
  };
}

const sorted = ({ reasons, ...figures }: PeriodFigures): PeriodFigures => ({
  ...figures,
  reasons: reasons.toSorted((a, b) => (String(a.code) < String(b.code) ? -1 : 1)),
});

describe('median and 90th percentile', () => {
  it('are waits of the list by nearest rank', () => {
    const of = (...lists: (string | null)[]): Waits => waitsOf(lists.map(readWaits));
    assert.deepEqual(of(), NONE);
    assert.deepEqual(of(null, ''), NONE);
    assert.deepEqual(of('7'), { count: 1, median: 7, percentile90: 7 });
    assert.deepEqual(of('20,10'), { count: 2, median: 10, percentile90: 20 });
    assert.deepEqual(of('10,9,8,7,6,5,4,3,2,1'), { count: 10, median: 5, percentile90: 9 });
    assert.deepEqual(of('11,10,9', '8,7,6,5,4,3,2', null, '1'), { count: 11, median: 6, percentile90: 10 });
    assert.deepEqual(of('-5,0,1700000000000'), { count: 3, median: 0, percentile90: 1_700_000_000_000 });
    assert.deepEqual(of('4,4,4', '4', '4,4'), { count: 6, median: 4, percentile90: 4 });
  });

  it('are those of a slow computation, for lists of any length with many that are the same', () => {
    const random = randomNumbers(5);
    for (let round = 0; round < 400; round += 1) {
      const range = 10 ** (1 + Math.floor(random() * 5));
      const waits = Array.from({ length: 1 + Math.floor(random() * 60) }, () => Math.floor(random() * range));
      const [one, two] = [Math.floor(random() * waits.length), Math.floor(random() * waits.length)].sort(
        (a, b) => a - b,
      );
      const lists = [waits.slice(0, one), waits.slice(one, two), waits.slice(two)];
      const told = JSON.stringify(lists);
      assert.deepEqual(waitsOf(lists.map((list) => readWaits(list.join(',')))), slowWaits(waits), told);
    }
  });
});

onEachEngine('the statistics of a site', (engine) => {
  it('are those of a slow computation over random comments, for each kind of period', async (t) => {
    const db = await freshDatabase(t, engine);
    const rows = randomRows(4000, { from: FROM, to: TO });
    await insertRows(db, rows);
    const queries: Record<string, string>[] = [
      { period: '2026-Q3' },
      { period: '2026-10' },
      { period: '2026' },
      { from: '2026-05-10', to: '2026-08-03' },
      { from: '2026-06-15', to: '2026-06-15' },
    ];
    for (const query of queries) {
      const period = periodOf(query);
      const figures = await figuresOf(db, SITE, period);
      const told = JSON.stringify(query);
      assert.deepEqual(sorted(figures.now), sorted(slowFigures(rows, period, SITE.timeZone)), told);
      const before = slowFigures(rows, figures.periodBefore, SITE.timeZone);
      assert.deepEqual(sorted(figures.before), sorted(before), `before ${told}`);
      for (const bucket of figures.buckets) {
        assert.deepEqual(bucket.states, slowFigures(rows, bucket, SITE.timeZone).states, `${told} ${bucket.first}`);
      }
      const mine = rows.filter((row) => row.site === 'so' && row.agency === 0);
      assert.equal(figures.waiting, mine.filter(({ state }) => state === 'pending').length);
      assert.deepEqual(figures.threads, slowThreads(mine, period), told);
    }
  });

  it('count a comment on the day that the site’s clock showed, also where clocks change', async (t) => {
    const db = await freshDatabase(t, engine);
    const borders = {
      'Asia/Ho_Chi_Minh': ['2026-07-01', Date.parse('2026-06-30T17:00:00Z')],
      'Europe/Berlin': ['2026-10-26', Date.parse('2026-10-25T23:00:00Z')],
    } as const;
    for (const [timeZone, [day, begin]] of Object.entries(borders)) {
      await db.deleteFrom('desk_index').execute();
      await insertRows(db, [indexRow(begin - 1), indexRow(begin), indexRow(begin + DAY - 1), indexRow(begin + DAY)]);
      const figures = await figuresOf(db, { slug: 'so', timeZone }, periodOf({ from: day, to: day }, timeZone));
      assert.deepEqual([figures.now.received, figures.before.received], [2, 1], timeZone);
    }
    // The day on which clocks go back has 25 hours.
    await db.deleteFrom('desk_index').execute();
    const long = Date.parse('2026-10-24T22:00:00Z');
    await insertRows(
      db,
      [0, 24.5 * HOUR, 25 * HOUR].map((later) => indexRow(long + later)),
    );
    const site = { slug: 'so', timeZone: 'Europe/Berlin' };
    const { now } = await figuresOf(db, site, periodOf({ from: '2026-10-25', to: '2026-10-25' }, site.timeZone));
    assert.equal(now.received, 2);
  });

  it('know neither answers of the agency nor another site', async (t) => {
    const db = await freshDatabase(t, engine);
    const created = Date.parse('2026-08-01T08:00:00+07:00');
    await insertRows(db, [
      indexRow(created, { decided_at: created + HOUR, answered_at: created + DAY }),
      indexRow(created, { agency: 1, decided_at: created + 5, state: 'pending' }),
      indexRow(created, { site: 'khac', state: 'rejected', reject_code: 'impolite', thread: '/khac' }),
    ]);
    const figures = await figuresOf(db, SITE, periodOf({ period: '2026-Q3' }));
    assert.deepEqual(figures.now, {
      received: 1,
      states: { published: 1, pending: 0, rejected: 0, withdrawn: 0, erased: 0 },
      decided: { count: 1, median: HOUR, percentile90: HOUR },
      answered: { count: 1, median: DAY, percentile90: DAY },
      reasons: [],
    });
    assert.equal(figures.waiting, 0);
    assert.deepEqual(
      figures.threads.map(({ key }) => key),
      ['/tin-tuc/bai-1'],
    );
  });

  it('name the ten most discussed articles with title and address, the most discussed first', async (t) => {
    const db = await freshDatabase(t, engine);
    const created = Date.parse('2026-08-01T08:00:00+07:00');
    await insertRows(
      db,
      Array.from({ length: 12 }, (_, number) =>
        Array.from({ length: 12 - number }, () =>
          indexRow(created, { thread: `/bai-${String.fromCharCode(97 + number)}` }),
        ),
      ).flat(),
    );
    await insertThread(db, '/bai-a', { title: 'Thông báo tuyển dụng' });
    await insertThread(db, '/bai-b', { title: '', url: '' });
    await insertThread(db, '/bai-c', { site: 'khac', title: 'Của trang khác' });
    const { threads } = await figuresOf(db, SITE, periodOf({ period: '2026-Q3' }));
    assert.equal(threads.length, 10);
    assert.deepEqual(threads.slice(0, 3), [
      { key: '/bai-a', title: 'Thông báo tuyển dụng', url: 'https://so.example/bai-a', count: 12 },
      { key: '/bai-b', title: '/bai-b', url: null, count: 11 },
      { key: '/bai-c', title: '/bai-c', url: null, count: 10 },
    ]);
  });

  it('of a period without comments are zeros', async (t) => {
    const db = await freshDatabase(t, engine);
    const figures = await figuresOf(db, SITE, periodOf({ period: '2026-Q3' }));
    const empty = { received: 0, states: slowCounts([]), decided: NONE, answered: NONE, reasons: [] };
    assert.deepEqual([figures.now, figures.before, figures.threads, figures.waiting], [empty, empty, [], 0]);
    assert.equal(figures.buckets.length, 14);
  });

  it('read one stretch of an index that has all they need: no statement looks at other rows', async (t) => {
    const db = await freshDatabase(t, engine);
    await insertRows(db, randomRows(20_000, { from: FROM, to: TO, seed: 3 }));
    for (let number = 0; number < 25; number += 1) await insertThread(db, `/tin-tuc/bai-${number}`);
    await sql.raw(engine.name === 'SQLite' ? 'analyze' : 'vacuum analyze').execute(db);
    const period = periodOf({ period: '2026-10' });
    const acts: Record<string, (on: Database) => Promise<unknown>> = {
      figures: (on) => figuresOf(on, SITE, period),
      'days of a file': (on) => countDays(on, SITE, period, new MonthMemory()),
    };
    for (const [name, act] of Object.entries(acts)) {
      const queries = await record(db, act);
      assert.ok(queries.length <= 11, `${name}: ${queries.length} statements`);
      for (const query of queries) {
        if (!query.sql.includes('desk_index')) continue;
        for (const plan of await plansOf(db, engine, query)) {
          const where = `${name}\n${query.sql}\n${plan}`;
          assert.doesNotMatch(plan, /Seq Scan on desk_index|SCAN desk_index/, where);
          assert.match(
            plan,
            /SEARCH desk_index USING COVERING INDEX|(Index Only Scan using|Bitmap Index Scan on) desk_index_by_(time|state)/,
            where,
          );
          const bounds = query.sql.includes('created_at')
            ? /created_at>\? AND created_at<\?|created_at >= .*created_at </
            : /./;
          assert.match(plan, bounds, where);
        }
      }
    }
  });
});

function slowThreads(rows: readonly IndexRow[], period: Period): Figures['threads'] {
  const counts = new Map<string, number>();
  for (const { thread, created_at: created } of rows) {
    if (created >= period.from && created < period.to) counts.set(thread, (counts.get(thread) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a, most], [b, least]) => least - most || (a < b ? -1 : 1))
    .slice(0, 10)
    .map(([key, count]) => ({ key, title: key, url: null, count }));
}
