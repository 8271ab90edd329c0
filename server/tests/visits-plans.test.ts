import assert from 'node:assert/strict';
import { it } from 'node:test';
import { sql } from 'kysely';
import { type Database, openDatabase } from '../storage/database.ts';
import { readFigures } from '../visits/figures.ts';
import { MINUTE } from '../visits/write.ts';
import { onEachEngine } from './engines.ts';
import { plansOf, record } from './plans.ts';
import { siteWith } from './statistics-support.ts';

const NOW = Date.parse('2046-11-27T10:00:00+07:00');
const DAY = 86_400_000;
const BILLION = 1_000_000_000;

/** What is left of 20 years and 10⁹ visits in two sites: periods, minutes of 40 days, and a full list of pages. */
async function fill(db: Database): Promise<void> {
  const insert = async (table: 'visit_counts' | 'visit_minutes' | 'tallies', rows: readonly object[]) => {
    for (let from = 0; from < rows.length; from += 2000)
      await db
        .insertInto(table)
        .values(rows.slice(from, from + 2000) as never)
        .execute();
  };
  for (const site of ['so', 'khac']) {
    const days = Array.from({ length: 20 * 365 }, (_, back) => new Date(NOW - back * DAY).toISOString().slice(0, 10));
    const periods = ['total', ...new Set(days.flatMap((day) => [day.slice(0, 4), day.slice(0, 7), day]))];
    await insert(
      'visit_counts',
      periods.map((period) => ({ site, period, visits: period === 'total' ? BILLION : 137_000, views: BILLION })),
    );
    const minute = Math.floor(NOW / MINUTE);
    await insert(
      'visit_minutes',
      Array.from({ length: 20_000 }, (_, back) => ({
        ...{ site, minute: minute - back, beats: 7, members: 1, bots: 0, visits: 95, views: 300, taken_out_at: null },
      })),
    );
    await insert(
      'tallies',
      Array.from({ length: 20_000 }, (_, number) => ({
        ...{ site, kind: 'page', period: 'total', name: `/bai-${number}`, count: 50_000, last_day: '2046-11-27' },
      })),
    );
  }
}

onEachEngine('figures after twenty years and a thousand million visits', (engine) => {
  it('are read by their keys alone: as many rows as on the first day', async (t) => {
    const place = await engine.fresh();
    const db = await openDatabase(place);
    t.after(() => db.destroy().then(() => place.remove()));
    await fill(db);
    await sql.raw(engine.name === 'SQLite' ? 'analyze' : 'vacuum analyze').execute(db);
    const pages = ['/bai-7', '/bai-19999', '/khong-co'];
    const read = (on: Database) => readFigures(on, siteWith(), pages, NOW);
    const { figures, views } = await read(db);
    assert.deepEqual([figures.total, figures.today, figures.online], [BILLION, 137_000, 7]);
    assert.deepEqual([...views.values()], [50_000, 50_000, 0]);

    const statements = await record(db, read);
    assert.equal(statements.length, 3);
    for (const statement of statements) {
      for (const plan of await plansOf(db, engine, statement)) {
        // The keys given as a list may be gone through, the table may not.
        const lines = plan.split('\n').filter((line) => !/json_each|LIST SUBQUERY/.test(line));
        for (const line of lines) assert.doesNotMatch(line, /\bSCAN\b|Seq Scan/, plan);
        assert.match(plan, /SEARCH .*\(site=\? AND|Index (Only )?Cond|Index Cond/, plan);
      }
    }
  });
});
