import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { openDatabase } from '../storage/database.ts';
import { onEachEngine } from './engines.ts';
import { type Command, command, environment } from './process.ts';
import { BROWSER, config } from './support.ts';

const READERS = 50;
const KILLS = 10;
/** Visits that each reader makes at least, and at most where the killing takes long. */
const [LEAST, MOST] = [40, 4000];

onEachEngine('visits when servers die', (engine) => {
  it(`${READERS} readers, two processes, ${KILLS} SIGKILL: what was told as counted is counted, and nothing twice`, async (t) => {
    const place = await engine.fresh();
    t.after(() => place.remove());
    writeFileSync(join(place.dataDir, 'tinh.config.json'), JSON.stringify(config()));
    const start = () => command(t, [], environment(place));
    const running: { server: Command; url: string }[] = [];
    for (const server of [start(), start()]) running.push({ server, url: await server.listening });

    let kills = 0;
    const killing = (async () => {
      while (kills < KILLS) {
        const place = kills % 2;
        running[place]!.server.child.kill('SIGKILL');
        await running[place]!.server.ended;
        kills += 1;
        const server = start();
        running[place] = { server, url: await server.listening };
      }
    })();

    const readers = Array.from({ length: READERS }, (_, number) => ({ page: `/${number}`, sent: 0, told: 0, last: 0 }));
    await Promise.all(
      readers.map(async (reader, number) => {
        const body = JSON.stringify({ page: reader.page, visit: true, view: true, beat: true, referrer: 'a.vn' });
        const headers = { 'content-type': 'text/plain', 'user-agent': BROWSER };
        while (reader.sent < LEAST || (kills < KILLS && reader.sent < MOST)) {
          const { url } = running[(number + reader.sent) % 2]!;
          reader.sent += 1;
          try {
            const response = await fetch(`${url}api/v1/sites/so/visits`, { method: 'POST', headers, body });
            const { views } = (await response.json()) as { views: number };
            assert.ok(views > reader.last, `${reader.page}: ${views} views after ${reader.last}`);
            reader.last = views;
            reader.told += 1;
          } catch (error) {
            // Its server has just died, and the next one is not there yet.
            if (error instanceof assert.AssertionError) throw error;
            await new Promise((resolve) => setImmediate(resolve));
          }
        }
      }),
    );
    await killing;
    for (const { server } of running) {
      server.child.kill('SIGTERM');
      await server.ended;
    }

    const db = await openDatabase(place);
    t.after(() => db.destroy());
    const rows = await db
      .selectFrom('tallies')
      .select(['name', 'count'])
      .where('kind', '=', 'page')
      .where('period', '=', 'total')
      .execute();
    const views = new Map(rows.map(({ name, count }) => [name, count]));
    for (const { page, sent, told } of readers) {
      const counted = views.get(page) ?? 0;
      assert.ok(counted >= told, `${page}: ${counted} counted of ${told} told`);
      assert.ok(counted <= sent, `${page}: ${counted} counted of ${sent} sent`);
    }
    // All sums are of the same visits.
    const all = rows.reduce((sum, { count }) => sum + count, 0);
    const counts = await db.selectFrom('visit_counts').select(['period', 'visits', 'views']).execute();
    const days = counts.filter(({ period }) => period.length === 10);
    const sums = {
      total: counts.find(({ period }) => period === 'total'),
      days: { visits: days.reduce((sum, each) => sum + each.visits, 0) },
      hours: await db
        .selectFrom('visit_hours')
        .select(({ fn }) => fn.sum<number>('views').as('views'))
        .executeTakeFirst(),
      minutes: await db
        .selectFrom('visit_minutes')
        .select(({ fn }) => [fn.sum<number>('visits').as('visits'), fn.sum<number>('beats').as('beats')])
        .executeTakeFirst(),
      referrers: await db
        .selectFrom('tallies')
        .select(({ fn }) => fn.sum<number>('count').as('count'))
        .where('kind', '=', 'referrer')
        .executeTakeFirst(),
    };
    const { total, hours, minutes, referrers } = sums;
    assert.deepEqual(
      [
        ...[total?.visits, total?.views, sums.days.visits, hours?.views],
        ...[minutes?.visits, minutes?.beats, referrers?.count],
      ].map(Number),
      Array.from({ length: 7 }, () => all),
    );
    assert.equal(kills, KILLS);
  });
});
