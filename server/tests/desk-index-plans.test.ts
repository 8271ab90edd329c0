import assert from 'node:assert/strict';
import { it } from 'node:test';
import { CompiledQuery, sql } from 'kysely';
import { catchUp } from '../desk-index/catch-up.ts';
import { othersOf } from '../moderation/context.ts';
import { countQueue, countWaiting, readQueue, VIEWS } from '../moderation/queue.ts';
import { findComments, type Paging } from '../desk-index/find.ts';
import type { Wanted } from '../desk-index/wanted.ts';
import type { Database } from '../storage/database.ts';
import { isPostgres } from '../storage/engine.ts';
import { emptyDatabase, fill, fillYears, findAll } from './desk-index-support.ts';
import type { CommentRow } from '../storage/schema.ts';
import { onEachEngine } from './engines.ts';
import { record } from './plans.ts';
import { START } from './support.ts';

const MANY = 20_000;

/** Does something and answers each statement that it sent with its plan for these values. */
async function plansOf(db: Database, act: (db: Database) => Promise<unknown>): Promise<string[]> {
  const plans = [];
  for (const { sql: text, parameters } of await record(db, act)) {
    const explain = isPostgres(db) ? 'explain (analyze, timing off)' : 'explain query plan';
    const query = CompiledQuery.raw(`${explain} ${text}`, [...parameters]);
    const { rows } = await db.executeQuery<Record<string, unknown>>(query);
    plans.push([text, ...rows.map((row) => String(row.detail ?? row['QUERY PLAN']))].join('\n'));
  }
  return plans;
}

onEachEngine('the desk with many comments', (engine) => {
  it('reads every page from indexes: nothing is read whole, and nothing but what is rare is sorted', async (t) => {
    const { db } = await emptyDatabase(t, engine);
    await fill(db, MANY, 'published');
    await db
      .updateTable('comments')
      .set({ state: 'pending' })
      .where(sql<boolean>`created_at % 7000 = 0`)
      .execute();
    await catchUp(db, START + MANY * 2000);
    await sql.raw(isPostgres(db) ? 'vacuum analyze' : 'analyze').execute(db);

    const page =
      (wanted: Partial<Wanted>, paging: Partial<Paging> = {}) =>
      (on: Database): Promise<unknown> =>
        findComments(
          on,
          { sites: ['so', 'khac'], ...wanted },
          { order: 'newest', limit: 20, longest: Infinity, ...paging },
        );
    const { next } = await findComments(db, { sites: ['so'], state: 'pending' }, { order: 'oldest', limit: 1000 });
    const acts: Record<string, (on: Database) => Promise<unknown>> = {
      'the queue': page({ state: 'pending' }, { order: 'oldest' }),
      'the queue, deep': page({ state: 'pending' }, { order: 'oldest', cursor: next }),
      'published ones': page({ state: 'published', from: START, to: START + MANY * 500 }),
      'a frequent word': page({ query: 'chung' }),
      'a frequent word, oldest first': page({ query: 'chung' }, { order: 'oldest' }),
      'a rare word': page({ query: 'hiếm' }),
      'a phrase': page({ query: '"hiếm chung"' }),
      'a word that waits': page({ query: 'hiếm', state: 'pending' }),
      'no match': page({ query: 'khongco' }),
      'a thread': page({ thread: '/dai', links: false }),
      'with links': page({ links: true }),
      'of many sites': page({
        sites: Array.from({ length: 30 }, (_, number) => `so${number || ''}`),
        state: 'published',
        links: false,
      }),
      counts: (on) => countQueue(on, 'so', START),
      'what waits on each site': (on) => countWaiting(on, ['so', 'khac']),
      ...Object.fromEntries(
        VIEWS.map((view) => [`the list “${view}”`, (on: Database) => readQueue(on, { site: 'so', view, limit: 25 })]),
      ),
      'what else an author wrote': (on) =>
        othersOf(on, { id: 'x', site: 'so', agency: null, author_hash: 'author' } as CommentRow),
      'what is new': (on) => catchUp(on, START + MANY * 2000),
    };
    for (const [name, act] of Object.entries(acts)) {
      const plans = await plansOf(db, act);
      assert.ok(plans.length > 0, name);
      for (const plan of plans) {
        const where = `${name}\n${plan}`;
        assert.doesNotMatch(
          plan,
          /Seq Scan on (comments|desk_index|desk_words)|^SCAN (comments|d)\b(?!.*USING)/m,
          where,
        );
        // Each thread has its number of published comments; their sum is read from all of them.
        if (name !== 'counts') assert.doesNotMatch(plan, /Seq Scan on threads|^SCAN threads\b(?!.*USING)/m, where);
        if (/^select\s+count\(\*\) filter/.test(plan)) assert.match(plan, /waiting_comments/, where);
        // What the index of words of PostgreSQL finds is few: else the page was full before.
        const isRare = /materialized/.test(plan) || /“(reported|assigned|drafts|approval)”|author/.test(name);
        if (!isRare && name !== 'what is new') assert.doesNotMatch(plan, /TEMP B-TREE FOR ORDER|Sort Method/, where);
        if (/desk_words/.test(plan)) {
          if (isPostgres(db))
            assert.match(
              plan,
              isRare
                ? /Bitmap Index Scan on desk_words_by_word|never executed|rows=0/
                : /Index (Only )?Scan.* using desk_words_pkey/,
              where,
            );
          else assert.match(plan, /SCAN w VIRTUAL TABLE INDEX \d+:.*M/, where);
        }
        // Not more than a page and the comments that PostgreSQL walks over.
        for (const [, rows] of plan.matchAll(/actual rows=(\d+)/g))
          if (name !== 'counts') assert.ok(Number(rows) <= 3000, where);
      }
    }
  });

  it('is read whole, page by page, while others come in: nothing twice, nothing left out', async (t) => {
    const { db } = await emptyDatabase(t, engine);
    await fill(db, 8000, 'published');
    await catchUp(db, START + 1e8);
    for (const [wanted, count] of [
      [{ query: 'hiếm' }, 8],
      [{ query: 'chung' }, 8001],
      [{ thread: '/dai', links: false }, 8001],
      [{ state: 'published' as const }, 8001],
    ] as const) {
      for (const order of ['newest', 'oldest'] as const) {
        const found = await findAll(db, wanted, { order, limit: count < 10 ? 3 : 100 });
        assert.equal(found.length, count, JSON.stringify([wanted, order]));
        const times = found.map((row) => row.created_at);
        assert.deepEqual(
          times,
          [...times].sort((a, b) => (order === 'newest' ? b - a : a - b)),
        );
        assert.equal(new Set(found.map(({ id }) => id)).size, count);
      }
    }
  });

  it('is read whole over years, whatever was written about when', async (t) => {
    const { db } = await emptyDatabase(t, engine);
    await fillYears(db, 7000);
    // The first months speak of something else.
    await sql`update comments set text = 'xưa chung' where created_at < ${sql.lit(START + 1_000_000 * 22_000)}`.execute(
      db,
    );
    await catchUp(db, START + 1e12);
    for (const order of ['newest', 'oldest'] as const) {
      for (const [query, count] of [
        ['xưa', 1000],
        ['hiếm', 7],
        ['khongco', 0],
      ] as const) {
        const found = await findAll(db, { query }, { order, limit: 30 });
        assert.equal(new Set(found.map(({ id }) => id)).size, found.length);
        const times = found.map((row) => row.created_at);
        assert.deepEqual(
          times,
          [...times].sort((a, b) => (order === 'newest' ? b - a : a - b)),
        );
        assert.equal(found.length, count, `${query} ${order}`);
      }
    }
  });

  it('ends a page that would look too long, says how far it has come, and goes on there: nothing twice, nothing left out', async (t) => {
    const { db } = await emptyDatabase(t, engine);
    await fillYears(db, 7000);
    await catchUp(db, START + 1e12);
    for (const order of ['newest', 'oldest'] as const) {
      for (const query of ['hiếm', 'chung', '"chung hiếm"', 'hiếm khongco']) {
        const whole = await findAll(db, { query }, { order, limit: 30 });
        const found: string[] = [];
        const ends: number[] = [];
        let cursor: string | null = null;
        do {
          const page = await findComments(db, { sites: ['so'], query }, { order, limit: 30, longest: 0, cursor });
          if (page.until === null) assert.ok(page.next === null || page.rows.length === 30);
          else {
            assert.ok(page.next !== null && page.rows.length < 30);
            ends.push(page.until);
            const beyond = page.rows.filter((row) =>
              order === 'newest' ? row.created_at < page.until! : row.created_at > page.until!,
            );
            assert.deepEqual(beyond, []);
          }
          found.push(...page.rows.map(({ id }) => id));
          cursor = page.next;
        } while (cursor !== null);
        assert.deepEqual(
          found,
          whole.map(({ id }) => id),
          `${query} ${order}`,
        );
        assert.deepEqual(
          ends,
          ends.toSorted((a, b) => (order === 'newest' ? b - a : a - b)),
        );
        assert.ok(query === 'chung' || ends.length > 1, `${query} ${order}: ${ends.length}`);
      }
    }
  });
});
