import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Ratings } from '../../src/api/contract.ts';
import { DEFAULT_POLICY } from '../comments/policy.ts';
import { parseConfig } from '../config.ts';
import { sweepComments } from '../moderation/sweep.ts';
import { databaseOf, token } from './conversation.ts';
import { onEachEngine } from './engines.ts';
import { config, faults, problem, serve, type TestServer, TOKEN } from './support.ts';

const PAGE = '/tin-tuc/bai-1';

const bearer = (of: string | null): Record<string, string> => (of === null ? {} : { authorization: `Bearer ${of}` });

function put(server: TestServer, body: unknown, of: string | null = TOKEN): Promise<Response> {
  return server.site('ratings', {
    method: 'PUT',
    headers: { 'content-type': 'application/json', ...bearer(of) },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

async function answered(response: Response): Promise<[number, number | null, number | null]> {
  assert.equal(response.status, 200);
  const { count, average, own } = (await response.json()) as Ratings;
  return [count, average, own];
}

const rate = async (server: TestServer, stars: number, of = TOKEN, page = PAGE) =>
  answered(await put(server, { page, stars }, of));
const read = async (server: TestServer, of: string | null = null, page = PAGE) =>
  answered(await server.site(`ratings?page=${encodeURIComponent(page)}`, { headers: bearer(of) }));
const takeBack = async (server: TestServer, of = TOKEN) =>
  answered(await server.site(`ratings?page=${encodeURIComponent(PAGE)}`, { method: 'DELETE', headers: bearer(of) }));

onEachEngine('ratings of articles', (engine) => {
  it('count once for each reader, can be changed and taken back, and may be repeated', async (t) => {
    const server = await serve(t, { engine });
    assert.deepEqual(await read(server), [0, null, null]);
    assert.deepEqual(await rate(server, 4), [1, 4, 4]);
    assert.deepEqual(await rate(server, 4), [1, 4, 4]);
    assert.deepEqual(await rate(server, 5, token(1)), [2, 4.5, 5]);
    assert.deepEqual(await rate(server, 1, token(2)), [3, 3.33, 1]);
    assert.deepEqual(await rate(server, 2), [3, 2.67, 2]);
    assert.deepEqual(await read(server, TOKEN), [3, 2.67, 2]);
    assert.deepEqual(await read(server), [3, 2.67, null]);
    assert.deepEqual(await takeBack(server), [2, 3, null]);
    assert.deepEqual(await takeBack(server), [2, 3, null]);
    assert.deepEqual(await read(server, TOKEN, '/bai-khac'), [0, null, null]);
  });

  it('belong to one article of one site, however its address is spelled', async (t) => {
    const server = await serve(t, {
      engine,
      config: { sites: [...config().sites, ...config({ slug: 'khac' }).sites] },
    });
    await rate(server, 5, TOKEN, 'ba\u0300i');
    assert.deepEqual(await read(server, null, 'bài'), [1, 5, null]);
    const other = await fetch(`${server.url}api/v1/sites/khac/ratings?page=b%C3%A0i`);
    assert.deepEqual(await answered(other), [0, null, null]);
  });

  it('are exact when many readers rate at once, and each changes their mind', async (t) => {
    const server = await serve(t, { engine });
    const raters = Array.from({ length: 50 }, (_, number) => number);
    await Promise.all(raters.map((number) => rate(server, 1 + (number % 5), token(number))));
    const last = raters.map((number) => 1 + ((number * 7 + 3) % 5));
    await Promise.all(
      raters.flatMap((number) => [
        rate(server, last[number]!, token(number)),
        rate(server, last[number]!, token(number)),
      ]),
    );
    const sum = last.reduce((whole, stars) => whole + stars, 0);
    assert.deepEqual(await read(server), [50, Math.round((sum * 100) / 50) / 100, null]);
    await Promise.all(raters.slice(0, 25).map((number) => takeBack(server, token(number))));
    const left = last.slice(25).reduce((whole, stars) => whole + stars, 0);
    assert.deepEqual(await read(server), [25, Math.round((left * 100) / 25) / 100, null]);
    const db = await databaseOf(t, server);
    assert.deepEqual(await db.selectFrom('rating_sums').selectAll().execute(), [
      { site: 'so', page: PAGE, ratings: 25, stars: left },
    ]);
  });

  it('count once when one reader’s browser sends the first rating twenty times at once', async (t) => {
    const server = await serve(t, { engine });
    await Promise.all(Array.from({ length: 20 }, () => rate(server, 3)));
    assert.deepEqual(await read(server), [1, 3, null]);
  });

  it('are refused with what is wrong, and then nothing is kept', async (t) => {
    const server = await serve(t, { engine });
    for (const stars of [0, 6, 2.5, '5', null, -1, true, undefined]) {
      const response = await put(server, { page: PAGE, stars });
      assert.match(faults(await problem(response, 400, 'invalid-request')).join(), /^stars/, String(stars));
    }
    for (const page of ['', ' ', 'x'.repeat(501), 7]) {
      const response = await put(server, { page, stars: 3 });
      assert.match(faults(await problem(response, 400, 'invalid-request')).join(), /^page/, String(page));
    }
    assert.equal((await put(server, '{"page":')).status, 400);
    for (const whose of [null, 'ngan', `${'x'.repeat(30)}!`]) {
      await problem(await put(server, { page: PAGE, stars: 3 }, whose), 400, 'invalid-request');
    }
    await problem(await server.site('ratings'), 400, 'invalid-request');
    assert.deepEqual(await read(server), [0, null, null]);
    const db = await databaseOf(t, server);
    assert.deepEqual(await db.selectFrom('rating_sums').selectAll().execute(), []);
  });

  it('that are new are refused where too many come from one address; changes are not, and nothing is lost', async (t) => {
    const server = await serve(t, { engine, spam: {} });
    for (let number = 0; number < 100; number += 1) await rate(server, 5, token(number));
    const refused = await put(server, { page: PAGE, stars: 1 }, token(100));
    await problem(refused, 429, 'too-fast');
    assert.ok(Number(refused.headers.get('retry-after')) > 0);
    assert.deepEqual(await rate(server, 1, token(3)), [100, 4.96, 1]);
    assert.deepEqual(await read(server), [100, 4.96, null]);
  });

  it('are cacheable for everybody, not for the reader who rated', async (t) => {
    const server = await serve(t, { engine });
    await rate(server, 4);
    const url = `ratings?page=${encodeURIComponent(PAGE)}`;
    const first = await server.site(url);
    assert.equal(first.headers.get('cache-control'), 'public, max-age=10');
    assert.match(first.headers.get('vary') ?? '', /authorization/);
    const etag = first.headers.get('etag')!;
    assert.equal((await server.site(url, { headers: { 'if-none-match': etag } })).status, 304);
    const own = await server.site(url, { headers: { ...bearer(TOKEN), 'if-none-match': etag } });
    assert.equal(own.status, 200);
    assert.equal(own.headers.get('cache-control'), 'private, no-cache');
    await rate(server, 5, token(1));
    assert.equal((await server.site(url, { headers: { 'if-none-match': etag } })).status, 200);
  });

  it('are kept without anything by which the reader’s comments could be found, and their rows as long as comments are', async (t) => {
    const server = await serve(t, { engine });
    await rate(server, 4);
    const db = await databaseOf(t, server);
    const rows = await db.selectFrom('ratings').selectAll().execute();
    assert.deepEqual(
      rows.map(({ rater_hash: hash, ...row }) => [hash.length > 20 && !hash.includes(TOKEN), row]),
      [[true, { site: 'so', page: PAGE, stars: 4, rated_at: server.clock.ms }]],
    );
    const { sites } = parseConfig(config({ comments: { retentionDays: 30 } }));
    const sweep = (now: number): Promise<number> => sweepComments(db, DEFAULT_POLICY, sites, now);
    await sweep(server.clock.ms + 30 * 86_400_000 - 1);
    assert.equal((await db.selectFrom('ratings').selectAll().execute()).length, 1);
    await sweep(server.clock.ms + 30 * 86_400_000);
    assert.deepEqual(await db.selectFrom('ratings').selectAll().execute(), []);
    assert.deepEqual(await read(server), [1, 4, null]);
  });
});
