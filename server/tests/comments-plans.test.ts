import assert from 'node:assert/strict';
import { it } from 'node:test';
import { sql } from 'kysely';
import type { CommentSort } from '../../src/api/contract.ts';
import { parseConfig } from '../config.ts';
import { readRootCursor } from '../comments/cursor.ts';
import { readPage, readPlace, readRepliesPage } from '../comments/lists.ts';
import { countComments, readComment, readThread } from '../comments/read.ts';
import { ANYBODY } from '../comments/reader.ts';
import { type Database, openDatabase } from '../storage/database.ts';
import { type Engine, onEachEngine } from './engines.ts';
import { plansOf, record } from './plans.ts';
import { config, START } from './support.ts';

const MANY = 20_000;
const SORTS: readonly CommentSort[] = ['newest', 'oldest', 'likes'];

/** Fills a thread by statements alone: every tenth comment is a reply to the first one, some are liked. */
async function fill(db: Database, engine: Engine): Promise<void> {
  const numbers =
    engine.name === 'SQLite'
      ? sql`(with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${sql.lit(MANY)})
          select n from numbers)`
      : sql`(select generate_series(1, ${sql.lit(MANY)}) as n)`;
  const id = engine.name === 'SQLite' ? sql`printf('%020x', n)` : sql`lpad(to_hex(n), 20, '0')`;
  const root = engine.name === 'SQLite' ? sql`printf('%020x', 1)` : sql`lpad(to_hex(1), 20, '0')`;
  await sql`
    insert into threads (site, key, url, title, created_at, published, roots, version)
    select 'so', case when n = 1 then '/dai' else '/ngan-' || n end, 'https://so.example/dai', 'Dài', 0,
      case when n = 1 then ${sql.lit(MANY)} else 0 end, 0, 1000000
    from ${numbers} as counted`.execute(db);
  await sql`
    insert into comments (id, site, thread, name, text, state, created_at, consent_at, author_hash, idempotency_key,
      request_hash, parent, root, rank, listed, replies, likes, likes_version)
    select ${id}, 'so', '/dai', 'An', 'Ý kiến', 'published', ${sql.lit(START)} + n, ${sql.lit(START)} + n, 'author', 'key-' || n, '',
      case when n % 10 = 2 then ${root} end, case when n % 10 = 2 then ${root} else ${id} end, 1, 1,
      case when n = 1 then ${sql.lit(MANY / 10)} else 0 end, n % 7, case when n % 7 > 0 then n else 0 end
    from ${numbers} as counted`.execute(db);
  await sql.raw(engine.name === 'SQLite' ? 'analyze' : 'vacuum analyze').execute(db);
}

onEachEngine('a thread of many comments', (engine) => {
  it('is read page by page from its indexes: no statement counts, reads all or sorts more than one page', async (t) => {
    const place = await engine.fresh();
    const db = await openDatabase(place);
    t.after(() => db.destroy().then(() => place.remove()));
    await fill(db, engine);
    const site = parseConfig(config()).sites[0]!;
    const audience = { site, reader: ANYBODY, now: START };
    const reader = { ...ANYBODY, authorHash: 'author', likerHash: 'liker' };
    const thread = (await readThread(db, 'so', '/dai'))!;
    const middle = (await readComment(db, 'so', (MANY / 2 + 1).toString(16).padStart(20, '0')))!;
    const root = (await readComment(db, 'so', '1'.padStart(20, '0')))!;
    const deep = (await readComment(db, 'so', (MANY / 2 + 2).toString(16).padStart(20, '0')))!;
    assert.equal(deep.parent, root.id);

    const acts: Record<string, (recorded: Database) => Promise<unknown>> = {
      counts: (recorded) => countComments(recorded, 'so', ['/dai', '/ngan-2', '/khac']),
      replies: (recorded) => readRepliesPage(recorded, root, { start: deep }, audience),
      'a deep reply': (recorded) =>
        readPlace(recorded, { thread, comment: deep, root }, { sort: 'newest', limit: 20 }, audience),
    };
    for (const sort of SORTS) {
      const page = (recorded: Database, more = {}): ReturnType<typeof readPage> =>
        readPage(recorded, thread, { sort, cursor: null, limit: 20, ...more }, audience);
      const first = await page(db);
      const cursor = readRootCursor(first.nextCursor!, sort);
      acts[`first page by ${sort}`] = (recorded) => page(recorded);
      acts[`next page by ${sort}`] = (recorded) => page(recorded, { cursor });
      acts[`page in the middle by ${sort}`] = (recorded) => page(recorded, { start: middle });
      acts[`author’s page by ${sort}`] = (recorded) =>
        readPage(recorded, thread, { sort, cursor, limit: 20 }, { ...audience, reader });
    }
    for (const [name, act] of Object.entries(acts)) {
      const queries = await record(db, act);
      assert.ok(queries.length > 0 && queries.length < 12, `${name}: ${queries.length} statements`);
      for (const query of queries) {
        for (const plan of await plansOf(db, engine, query)) {
          const where = `${name}\n${query.sql}\n${plan}`;
          assert.doesNotMatch(query.sql, /count\(|offset/i, where);
          assert.doesNotMatch(plan, /Seq Scan on comments|^SCAN (comments|threads|likes)\b(?!.*USING.*INDEX)/m, where);
          // Of what was liked meanwhile, of own comments that wait and of what hangs together with one page there are few.
          const isSmall = /likes_version <> 0|listed = 0|pinned_at|"id" in/.test(query.sql);
          if (isSmall) continue;
          assert.doesNotMatch(plan, /TEMP B-TREE|Sort/, where);
          if (/id\) [<>]/.test(query.sql))
            assert.match(plan, /created_at,id\)[<>]|Index Cond: .*ROW\(/, `seeks its place: ${where}`);
        }
      }
    }
  });
});
