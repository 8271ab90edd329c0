import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type Database, openDatabase } from '../storage/database.ts';
import { MOST_NAMES, type TallyKind } from '../visits/tally.ts';
import { onEachEngine } from './engines.ts';
import { oldDatabase } from './old-database.ts';
import { figures, serve, START, visit } from './support.ts';

const MONTH = '2020-07';

async function names(db: Database, kind: TallyKind, period: string): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('tallies')
    .select(['name', 'count'])
    .where('kind', '=', kind)
    .where('period', '=', period)
    .execute();
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}

/** Fills a list to its limit with names that were each counted once. */
async function fill(db: Database, kind: TallyKind, period: string, last_day: string): Promise<number> {
  const most = MOST_NAMES[kind][period === 'total' ? 'total' : 'month'];
  for (let from = 0; from < most; from += 1000) {
    const numbers = Array.from({ length: Math.min(1000, most - from) }, (_, index) => from + index);
    await db
      .insertInto('tallies')
      .values(numbers.map((number) => ({ site: 'so', kind, period, name: `/x-${number}`, count: 1, last_day })))
      .execute();
  }
  await db.insertInto('tally_sizes').values({ site: 'so', kind, period, names: most }).execute();
  return most;
}

onEachEngine('names that visits bring', (engine) => {
  it('counts pages and the hosts that readers came from, by month; a host only with a visit', async (t) => {
    const server = await serve(t, { engine });
    await visit(server, { page: '/a', referrer: 'Google.com.vn' });
    await visit(server, { page: '/b', visit: false, referrer: 'google.com.vn' });
    await visit(server, { page: '/a', referrer: 'xn--tnh-ona.vn' });
    await visit(server, { page: '/a' });
    const db = await openDatabase(server.place);
    assert.deepEqual(await names(db, 'page', MONTH), { '/a': 3, '/b': 1 });
    assert.deepEqual(await names(db, 'referrer', MONTH), { 'google.com.vn': 1, 'xn--tnh-ona.vn': 1 });
    await db.destroy();
  });

  it('counts a visit whose host is none, without it', async (t) => {
    const server = await serve(t, { engine });
    const none = ['', ' ', 'a b', 'https://a.vn/bai?name=An', '<script>', 'a'.repeat(300), '../..', "a'--"];
    for (const referrer of none) await visit(server, { referrer });
    const db = await openDatabase(server.place);
    assert.deepEqual(await names(db, 'referrer', MONTH), {});
    assert.equal((await figures(server)).total, none.length);
    await db.destroy();
  });

  it('takes names that look like those of JavaScript or SQL, and halves of characters', async (t) => {
    const server = await serve(t, { engine });
    const pages = ['__proto__', 'constructor', "'; drop table tallies; --", '{"a":1}', '/%', '/\u{1F600}', '/\uD800'];
    for (const page of pages) await visit(server, { page });
    for (const page of pages) assert.equal((await visit(server, { page })).views, 2, page);
  });

  for (const period of ['total', MONTH]) {
    it(`lets the least of a full list make room for a new page, and loses no view (${period})`, async (t) => {
      const server = await serve(t, { engine });
      await visit(server, { page: '/cu' });
      await visit(server, { page: '/cu' });
      const db = await openDatabase(server.place);
      await db.deleteFrom('tally_sizes').where('period', '=', period).execute();
      await db.deleteFrom('tallies').where('period', '=', period).where('name', '<>', '/cu').execute();
      const most = await fill(db, 'page', period, '2019-01-01');
      // The server counts new names from here on: as many as there are, one more than the limit.
      await db
        .updateTable('tally_sizes')
        .set({ names: most + 1 })
        .where('period', '=', period)
        .execute();
      await visit(server, { page: '/moi' });
      const kept = await names(db, 'page', period);
      assert.equal(kept['/moi'], 1);
      assert.equal(kept['/cu'], 2);
      assert.ok((kept[''] ?? 0) >= most / 10, String(kept['']));
      assert.equal(
        Object.values(kept).reduce((sum, count) => sum + count, 0),
        most + 3,
      );
      const { names: size } = await db
        .selectFrom('tally_sizes')
        .select('names')
        .where('period', '=', period)
        .executeTakeFirstOrThrow();
      assert.equal(size, Object.keys(kept).length - 1);
      assert.ok(size <= most);
      assert.equal((await visit(server, { page: '/moi' })).views, 2);
      await db.destroy();
    });
  }

  it('goes on with the views and the readers that the release before has counted', async (t) => {
    const { place, old } = await oldDatabase(t, engine, '2026-17-ratings');
    const before = old as never as Database & Record<string, never>;
    const insert = (table: string, values: object) =>
      before
        .insertInto(table as never)
        .values(values)
        .execute();
    await insert('page_views', { site: 'so', page: '/bai', views: 41 });
    await insert('page_counts', { site: 'so', pages: 1 });
    await insert('heartbeats', { site: 'so', minute: Math.floor(START / 60_000), beats: 3 });
    for (const period of ['total', '2020', '2020-07', '2020-07-17']) {
      await insert('visit_counts', { site: 'so', period, visits: 9 });
    }
    await old.destroy();
    const server = await serve(t, { engine, place });
    const { online, today, total, views } = await visit(server, { page: '/bai' });
    assert.deepEqual({ online, today, total, views }, { online: 4, today: 10, total: 10, views: 42 });
  });
});
