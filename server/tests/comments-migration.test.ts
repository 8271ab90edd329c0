import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import { ids, reply } from './conversation.ts';
import { type Engine, onEachEngine, type Place } from './engines.ts';
import { oldDatabase } from './old-database.ts';
import { comment, serve, START, thread, TOKEN } from './support.ts';
import { sha256 } from '../storage/hash.ts';

/** A database as the last release left it, with three comments in two threads. */
async function oldThreads(t: TestContext, engine: Engine): Promise<Place> {
  const { place, old: db } = await oldDatabase(t, engine, '2026-02-accounts');
  const comments = [
    ['a', '/tin-tuc/bai-1', 'published'],
    ['b', '/tin-tuc/bai-1', 'pending'],
    ['c', '/tin-tuc/bai-1', 'published'],
    ['d', '/khac', 'rejected'],
  ] as const;
  for (const key of ['/tin-tuc/bai-1', '/khac']) {
    const row = { site: 'so', key, url: 'https://so.example/', title: 'Cũ', created_at: START };
    await db
      .insertInto('threads')
      .values(row as never)
      .execute();
  }
  for (const [index, [id, key, state]] of comments.entries()) {
    const row = {
      id: id.repeat(20),
      site: 'so',
      thread: key,
      name: 'An',
      text: `Cũ ${id}`,
      state,
      created_at: START - 1000 + index,
      consent_at: START,
      author_hash: sha256(TOKEN),
      idempotency_key: `key-of-${id}-long-ago`,
      request_hash: sha256(JSON.stringify([key, 'An', `Cũ ${id}`])),
    };
    await db
      .insertInto('comments')
      .values(row as never)
      .execute();
  }
  await db.destroy();
  return place;
}

onEachEngine('comments of the last release', (engine) => {
  it('stand at the top level, are counted, take replies, and answer a retry of their posting', async (t) => {
    const place = await oldThreads(t, engine);
    const server = await serve(t, { engine, place });
    const [a, b, c] = ['a', 'b', 'c'].map((id) => id.repeat(20));
    const page = await thread(server);
    assert.deepEqual([page.total, page.roots, page.newest, ids(page)], [2, 2, c, [c, a]]);
    assert.deepEqual(ids(await thread(server, '', TOKEN)), [c, b, a]);
    const answered = await reply(server, page.items[0]!);
    assert.equal(answered.root, c);
    const again = await comment(server, { name: 'An', text: 'Cũ a' }, { key: 'key-of-a-long-ago' });
    assert.equal(again.id, a);
    const counts = await server.site('comment-counts?thread=/tin-tuc/bai-1&thread=/khac');
    assert.deepEqual(await counts.json(), {
      counts: [
        { thread: '/tin-tuc/bai-1', total: 3, newest: answered.id },
        { thread: '/khac', total: 0, newest: null },
      ],
    });
  });
});
