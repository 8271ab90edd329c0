import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Figures } from '../../src/api/contract.ts';
import { openDatabase } from '../storage/database.ts';
import { onEachEngine } from './engines.ts';
import { BROWSER, config, faults, figures, problem, serve, START, visit } from './support.ts';

const at = (time: string): number => Date.parse(time);

/** The figures that the first counters had; weeks and years have tests of their own. */
const first = ({ online, today, month, total, views }: Figures) => ({ online, today, month, total, views });

onEachEngine('visits', (engine) => {
  it('counts what a page reports and nothing else', async (t) => {
    const server = await serve(t, { engine });
    assert.deepEqual(first(await visit(server)), { online: 1, today: 1, month: 1, total: 1, views: 1 });
    assert.deepEqual(first(await visit(server, { visit: false })), {
      online: 2,
      today: 1,
      month: 1,
      total: 1,
      views: 2,
    });
    assert.deepEqual(first(await visit(server, { visit: false, view: false })), {
      online: 3,
      today: 1,
      month: 1,
      total: 1,
      views: 2,
    });
    assert.deepEqual(first(await visit(server, { visit: false, view: false, beat: false })), {
      online: 3,
      today: 1,
      month: 1,
      total: 1,
      views: 2,
    });
    assert.equal((await figures(server, '/khac')).views, 0);
    assert.equal((await figures(server, '/')).views, 2);
  });

  it('loses and invents nothing when a hundred readers come at the same moment', async (t) => {
    const server = await serve(t, { engine });
    const pages = ['/a', '/b', '/c', '/d'];
    await Promise.all(Array.from({ length: 100 }, (_, index) => visit(server, { page: pages[index % 4] ?? '' })));
    for (const page of pages) {
      assert.deepEqual(first(await figures(server, page)), {
        online: 100,
        today: 100,
        month: 100,
        total: 100,
        views: 25,
      });
    }
    const db = await openDatabase(server.place);
    const sizes = await db.selectFrom('tally_sizes').select(['period', 'names']).orderBy('period').execute();
    assert.deepEqual(sizes, [
      { period: '2020-07', names: 4 },
      { period: 'total', names: 4 },
    ]);
    await db.destroy();
  });

  it('begins a new day at midnight and a new month on the first, in the time zone of the site', async (t) => {
    const server = await serve(t, { engine });
    server.clock.ms = at('2020-07-31T23:59:59+07:00');
    await visit(server);
    assert.deepEqual(first(await visit(server)), { online: 2, today: 2, month: 2, total: 2, views: 2 });
    server.clock.ms = at('2020-08-01T00:00:00+07:00');
    assert.deepEqual(first(await visit(server)), { online: 2, today: 1, month: 1, total: 3, views: 3 });
    server.clock.ms = at('2020-08-02T00:00:00+07:00');
    assert.deepEqual(first(await figures(server)), { online: 0, today: 0, month: 1, total: 3, views: 3 });
  });

  it('knows yesterday, the week from Monday on and the year, over the ends of weeks, months and years', async (t) => {
    const server = await serve(t, { engine });
    const periods = async () => {
      const { today, yesterday, week, month, year } = await figures(server);
      return { today, yesterday, week, month, year };
    };
    // Thursday to Friday: one week, two months, two years.
    for (const [time, times] of [
      ['2026-12-28T00:00:00+07:00', 1],
      ['2026-12-31T23:59:59+07:00', 2],
      ['2027-01-01T00:00:00+07:00', 3],
    ] as const) {
      server.clock.ms = at(time);
      for (let n = 0; n < times; n += 1) await visit(server);
    }
    assert.deepEqual(await periods(), { today: 3, yesterday: 2, week: 6, month: 3, year: 3 });
    server.clock.ms = at('2027-01-03T23:59:59+07:00');
    assert.deepEqual(await periods(), { today: 0, yesterday: 0, week: 6, month: 3, year: 3 });
    server.clock.ms = at('2027-01-04T00:00:00+07:00');
    assert.deepEqual(await periods(), { today: 0, yesterday: 0, week: 0, month: 3, year: 3 });
  });

  it('agrees with a count by hand of visits at random over two years', async (t) => {
    const server = await serve(t, { engine });
    let seed = 20_261_127;
    const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const times: number[] = [];
    let ms = at('2025-06-01T00:00:00+07:00');
    for (let n = 0; n < 150; n += 1) {
      ms += Math.floor(random() ** 3 * 20 * 86_400_000);
      times.push(ms);
      server.clock.ms = ms;
      await visit(server);
      if (n % 5) continue;
      // UTC+7 has no summer time: the wall clock is seven hours ahead.
      const wall = (time: number) => new Date(time + 7 * 3_600_000);
      const day = (time: number) => Math.floor((time + 7 * 3_600_000) / 86_400_000);
      // The first of January 1970 was a Thursday.
      const week = (time: number) => Math.floor((day(time) + 3) / 7);
      const count = (holds: (time: number) => boolean) => times.filter(holds).length;
      const { today, yesterday, week: inWeek, month, year, total } = await figures(server);
      assert.deepEqual(
        { today, yesterday, inWeek, month, year, total },
        {
          today: count((time) => day(time) === day(ms)),
          yesterday: count((time) => day(time) === day(ms) - 1),
          inWeek: count((time) => week(time) === week(ms)),
          month: count((time) => wall(time).toISOString().slice(0, 7) === wall(ms).toISOString().slice(0, 7)),
          year: count((time) => wall(time).getUTCFullYear() === wall(ms).getUTCFullYear()),
          total: times.length,
        },
        new Date(ms).toISOString(),
      );
    }
  });

  it('goes on from the starting figures of yesterday, week and year; without them from those of the day and the month', async (t) => {
    const known = { date: '2020-07-17', today: 9, month: 35, total: 1000 };
    const periods = async (server: Awaited<ReturnType<typeof serve>>) => {
      const { today, yesterday, week, month, year } = await figures(server);
      return [today, yesterday, week, month, year];
    };
    const server = await serve(t, { engine, config: config({ startingFigures: known }) });
    server.clock.ms = at('2020-07-17T12:00:00+07:00');
    assert.deepEqual(await periods(server), [9, 0, 9, 35, 35]);
    server.clock.ms = at('2020-07-18T12:00:00+07:00');
    assert.deepEqual(await periods(server), [0, 9, 9, 35, 35]);
    server.clock.ms = at('2020-07-20T12:00:00+07:00');
    assert.deepEqual(await periods(server), [0, 0, 0, 35, 35]);
    server.clock.ms = at('2021-01-01T12:00:00+07:00');
    assert.deepEqual(await periods(server), [0, 0, 0, 0, 0]);
    const more = { ...known, yesterday: 8, week: 40, year: 500 };
    const other = await serve(t, { engine, config: config({ startingFigures: more }) });
    other.clock.ms = at('2020-07-17T12:00:00+07:00');
    assert.deepEqual(await periods(other), [9, 8, 40, 35, 500]);
  });

  it('goes by the time zone of the site, whatever that of the machine is and becomes', async (t) => {
    const machine = process.env.TZ;
    t.after(() => {
      if (machine === undefined) delete process.env.TZ;
      else process.env.TZ = machine;
    });
    const server = await serve(t, { engine });
    // Half past eleven at night in Viet Nam, and half an hour after midnight.
    for (const [zone, time] of [
      ['UTC', '2020-12-31T23:30:00+07:00'],
      ['America/New_York', '2020-12-31T23:30:01+07:00'],
      ['Pacific/Kiritimati', '2021-01-01T00:30:00+07:00'],
    ] as const) {
      process.env.TZ = zone;
      server.clock.ms = at(time);
      await visit(server);
    }
    process.env.TZ = 'Asia/Tokyo';
    const { today, yesterday, month, year, total } = await figures(server);
    assert.deepEqual({ today, yesterday, month, year, total }, { today: 1, yesterday: 2, month: 1, year: 1, total: 3 });
    const db = await openDatabase(server.place);
    const hours = await db.selectFrom('visit_hours').select(['day', 'hour', 'visits']).orderBy('day').execute();
    assert.deepEqual(hours, [
      { day: '2020-12-31', hour: 23, visits: 2 },
      { day: '2021-01-01', hour: 0, visits: 1 },
    ]);
    await db.destroy();
  });

  it('uses the time zone that the site sets', async (t) => {
    const server = await serve(t, { engine, config: config({ timeZone: 'Europe/Paris' }) });
    server.clock.ms = at('2020-07-17T23:59:00+02:00');
    await visit(server);
    server.clock.ms = at('2020-07-18T00:00:00+02:00');
    assert.equal((await figures(server)).today, 0);
  });

  it('shows who is there: the fuller of the last whole minute and the current one', async (t) => {
    const server = await serve(t, { engine });
    const beat = { visit: false, view: false };
    for (let readers = 0; readers < 3; readers += 1) await visit(server, beat);
    server.clock.ms = START + 60_000;
    assert.equal((await visit(server, beat)).online, 3);
    server.clock.ms = START + 120_000;
    assert.equal((await figures(server)).online, 1);
    server.clock.ms = START + 180_000;
    assert.equal((await figures(server)).online, 0);
  });

  it('keeps minutes for 130 days and no longer', async (t) => {
    const server = await serve(t, { engine });
    await visit(server);
    const days = async (number: number): Promise<number> => {
      server.clock.ms = START + number * 86_400_000;
      await visit(server);
      const db = await openDatabase(server.place);
      const rows = await db.selectFrom('visit_minutes').selectAll().execute();
      await db.destroy();
      return rows.length;
    };
    assert.equal(await days(130), 2);
    assert.equal(await days(131), 2);
  });

  it('tells readers who are signed in from the others, and programs from both', async (t) => {
    const server = await serve(t, { engine });
    const beat = { visit: false, view: false };
    await visit(server, { ...beat, member: true });
    await visit(server, { ...beat, member: false });
    await visit(server, beat, 'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)');
    const { online, members, bots, total } = await figures(server);
    assert.deepEqual({ online, members, bots, total }, { online: 2, members: 1, bots: 1, total: 0 });
  });

  it('goes on from the starting figures: today on their day, month in their month, total and page views always', async (t) => {
    const startingFigures = { date: '2020-07-17', today: 899, month: 35_739, total: 1_604_377, pages: { '/bai': 75 } };
    const server = await serve(t, { engine, config: config({ startingFigures }) });
    assert.deepEqual(first(await figures(server, '/bai')), {
      online: 0,
      today: 899,
      month: 35_739,
      total: 1_604_377,
      views: 75,
    });
    assert.deepEqual(first(await visit(server, { page: '/bai' })), {
      online: 1,
      today: 900,
      month: 35_740,
      total: 1_604_378,
      views: 76,
    });
    assert.equal((await figures(server, '/khac')).views, 0);
    server.clock.ms = at('2020-07-18T00:00:00+07:00');
    assert.deepEqual(first(await figures(server, '/bai')), {
      online: 0,
      today: 0,
      month: 35_740,
      total: 1_604_378,
      views: 76,
    });
    server.clock.ms = at('2020-08-01T00:00:00+07:00');
    assert.deepEqual(first(await figures(server, '/bai')), {
      online: 0,
      today: 0,
      month: 0,
      total: 1_604_378,
      views: 76,
    });
  });

  it('answers programs that call themselves bots, or nothing, without counting them', async (t) => {
    const server = await serve(t, { engine });
    for (const agent of ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', 'curl/8.0', '']) {
      assert.deepEqual(first(await visit(server, {}, agent)), { online: 0, today: 0, month: 0, total: 0, views: 0 });
    }
  });

  it('counts a page under its key in any spelling of its accents', async (t) => {
    const server = await serve(t, { engine });
    await visit(server, { page: '/giới-thiệu'.normalize('NFD') });
    assert.equal((await figures(server, '/giới-thiệu')).views, 1);
  });

  it('counts what a browser fetches ahead as nobody', async (t) => {
    const server = await serve(t, { engine });
    const body = JSON.stringify({ page: '/', visit: true, view: true, beat: true });
    for (const headers of [{ 'sec-purpose': 'prefetch;prerender' }, { purpose: 'prefetch' }]) {
      const sent = { 'content-type': 'text/plain', 'user-agent': BROWSER, ...headers };
      const { status } = await server.site('visits', { method: 'POST', headers: sent, body });
      assert.equal(status, 200);
    }
    const { online, total, views } = await figures(server);
    assert.deepEqual({ online, total, views }, { online: 0, total: 0, views: 0 });
  });

  it('lets caches keep the figures for ten seconds and never the answer to a count', async (t) => {
    const server = await serve(t, { engine });
    const read = await server.site('visits?page=/');
    assert.equal(read.headers.get('cache-control'), 'public, max-age=10, s-maxage=10');
    const etag = read.headers.get('etag') ?? '';
    assert.equal((await server.site('visits?page=/', { headers: { 'if-none-match': etag } })).status, 304);
    const body = JSON.stringify({ page: '/', visit: true, view: true, beat: true });
    const headers = { 'content-type': 'application/json', 'user-agent': BROWSER };
    const counted = await server.site('visits', { method: 'POST', headers, body });
    assert.deepEqual([counted.status, counted.headers.get('cache-control')], [200, 'no-store']);
    assert.equal((await server.site('visits?page=/', { headers: { 'if-none-match': etag } })).status, 200);
  });

  it('refuses a report that is not one', async (t) => {
    const server = await serve(t, { engine });
    const send = (body: string, type = 'text/plain'): Promise<Response> =>
      server.site('visits', { method: 'POST', headers: { 'content-type': type, 'user-agent': BROWSER }, body });
    const notJson = await problem(await send('not json'), 400, 'invalid-request');
    assert.equal(notJson.detail, 'The body is not valid JSON.');
    await problem(await send(''), 400, 'invalid-request');
    await problem(await send('[]'), 400, 'invalid-request');
    assert.deepEqual(
      faults(await problem(await send('{"page":"/","visit":"true","view":1}'), 400, 'invalid-request')),
      ['beat required', 'view invalid', 'visit invalid'],
    );
    const longPage = JSON.stringify({ page: 'x'.repeat(501), visit: true, view: true, beat: true });
    assert.deepEqual(faults(await problem(await send(longPage), 400, 'invalid-request')), ['page too-long']);
    await problem(await send('<a/>', 'application/xml'), 415, 'invalid-request');
    await problem(await server.site('visits'), 400, 'invalid-request');
    assert.equal((await figures(server)).total, 0);
  });
});
