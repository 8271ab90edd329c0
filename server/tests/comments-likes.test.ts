import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Comment } from '../../src/api/contract.ts';
import { listComments } from '../comments/store.ts';
import type { Database } from '../storage/database.ts';
import { databaseOf, like, place, reply, send, setState, token } from './conversation.ts';
import { onEachEngine } from './engines.ts';
import { comment, faults, newComment, postComment, problem, serve, thread, TOKEN } from './support.ts';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** What the tables say when everything is counted anew, beside what is kept ready. */
async function recount(db: Database): Promise<{ kept: unknown; counted: unknown }> {
  const comments = await db.selectFrom('comments').selectAll().orderBy('id').execute();
  const threads = await db.selectFrom('threads').selectAll().orderBy('key').execute();
  const likes = await db.selectFrom('likes').selectAll().execute();
  const isPublished = ({ state }: { state: string }): boolean => state === 'published';
  const below = (id: string): number =>
    comments.filter((each) => each.parent && each.root === id).filter(isPublished).length;
  const isListed = (each: (typeof comments)[number]): boolean =>
    isPublished(each) || (each.parent === null && below(each.id) > 0);
  return {
    kept: {
      comments: comments.map((each) => [each.id, each.listed, each.replies, each.likes]),
      threads: threads.map((each) => [each.key, each.published, each.roots, each.pinned]),
    },
    counted: {
      comments: comments.map((each) => [
        each.id,
        Number(isListed(each)),
        each.parent === null ? below(each.id) : 0,
        likes.filter((row) => row.comment_id === each.id).length,
      ]),
      threads: threads.map(({ key }) => {
        const own = comments.filter((each) => each.thread === key);
        const roots = own.filter((each) => each.parent === null && isListed(each));
        return [
          key,
          own.filter(isPublished).length,
          roots.length,
          own.filter((each) => each.pinned_at !== null).length,
        ];
      }),
    },
  };
}

onEachEngine('likes', (engine) => {
  it('count once for each reader, can be taken back, and may be repeated', async (t) => {
    const server = await serve(t, { engine });
    const posted = await comment(server);
    assert.deepEqual(
      [
        await like(server, posted, token(1)),
        await like(server, posted, token(1)),
        await like(server, posted, token(2)),
        await like(server, posted, token(3), false),
      ],
      [1, 1, 2, 2],
    );
    const seen = async (reader: string | null): Promise<unknown> => {
      const [item] = (await thread(server, '', reader)).items;
      return [item?.likes, item?.liked];
    };
    assert.deepEqual(
      [await seen(token(1)), await seen(token(9)), await seen(null)],
      [
        [2, true],
        [2, false],
        [2, false],
      ],
    );
    assert.deepEqual(
      [await like(server, posted, token(1), false), await like(server, posted, token(1), false)],
      [1, 1],
    );
    assert.deepEqual(await seen(token(1)), [1, false]);
  });

  it('are exact however many come at the same moment', async (t) => {
    const server = await serve(t, { engine });
    const posted = await comment(server);
    await Promise.all(numbers(30).flatMap((reader) => [1, 2, 3].map(() => like(server, posted, token(reader)))));
    assert.equal((await thread(server)).items[0]?.likes, 30);
    await Promise.all(numbers(60).map((each) => like(server, posted, token(each % 30), each < 30 && each % 2 === 0)));
    const { kept, counted } = await recount(await databaseOf(t, server));
    assert.deepEqual(kept, counted);
  });

  it('need a token and a published comment', async (t) => {
    const server = await serve(t, { engine });
    const posted = await comment(server);
    const path = `comments/${posted.id}/like`;
    assert.deepEqual(faults(await problem(await send(server, 'PUT', path, null), 400, 'invalid-request')), [
      'authorization required',
    ]);
    await problem(await send(server, 'PUT', path, `Code ${posted.code}`), 400, 'invalid-request');
    await problem(await send(server, 'PUT', 'comments/none/like', `Bearer ${TOKEN}`), 404, 'unknown-comment');
    await setState(await databaseOf(t, server), [posted.id], 'pending', server.clock.ms);
    await problem(await send(server, 'PUT', path, `Bearer ${TOKEN}`), 404, 'unknown-comment');
  });

  it('cannot be joined with who wrote what', async (t) => {
    const server = await serve(t, { engine });
    const posted = await comment(server);
    await like(server, posted, TOKEN);
    const db = await databaseOf(t, server);
    const [row] = await db.selectFrom('likes').selectAll().execute();
    const [written] = await db.selectFrom('comments').selectAll().execute();
    assert.ok(row);
    assert.notEqual(row.token_hash, written?.author_hash);
  });
});

onEachEngine('reports', (engine) => {
  it('count once for each reader and come to the moderator, the most reported first', async (t) => {
    const server = await serve(t, { engine });
    const db = await databaseOf(t, server);
    const [calm, once, twice] = [await comment(server), await comment(server), await comment(server)];
    const report = (to: Comment, reader: string | null, body: object = { reason: 'spam' }): Promise<Response> =>
      send(server, 'POST', `comments/${to.id}/reports`, reader && `Bearer ${reader}`, body);
    assert.equal((await report(once, token(1), { reason: 'other', text: ' Sai\u0000 sự thật ' })).status, 201);
    await Promise.all([1, 2].flatMap((reader) => [report(twice, token(reader)), report(twice, token(reader))]));
    const listed = await listComments(db, { state: null, site: 'so', reported: true });
    assert.deepEqual(
      listed.map(({ id, reports }) => [id, reports]),
      [
        [twice.id, 2],
        [once.id, 1],
      ],
    );
    const [kept] = await db.selectFrom('reports').selectAll().where('comment_id', '=', once.id).execute();
    assert.deepEqual([kept?.reason, kept?.text], ['other', 'Sai sự thật']);
    assert.equal((await thread(server)).total, 3, 'a report hides nothing');
    await problem(await report(calm, null), 400, 'invalid-request');
    await problem(await report(calm, token(1), { reason: 'boring' }), 400, 'invalid-request');
    await problem(await report(calm, token(1), { reason: 'other', text: 'a'.repeat(1001) }), 400, 'invalid-request');
  });
});

onEachEngine('numbers that are kept ready', (engine) => {
  it('are those of the tables after many changes at the same moment, none of which fails', async (t) => {
    const server = await serve(t, { engine });
    const db = await databaseOf(t, server);
    const roots = await Promise.all(numbers(4).map((each) => comment(server, { text: `Gốc ${each}` })));
    const children = await Promise.all(
      numbers(12).map((each) => reply(server, roots[each % 4]!, { text: `Con ${each}` })),
    );
    const work = numbers(10).flatMap((each) => {
      const root = roots[each % 4]!;
      const child = children[each]!;
      return [
        () => postComment(server, newComment({ text: `Mới ${each}`, parent: root.id })),
        () => postComment(server, newComment({ text: `Mới ${each}` })),
        () => send(server, 'PUT', `comments/${root.id}/like`, `Bearer ${token(each)}`),
        () => send(server, 'PUT', `comments/${child.id}/like`, `Bearer ${token(each)}`),
        () => send(server, 'PATCH', `comments/${child.id}`, `Bearer ${TOKEN}`, { text: `Sửa ${each}` }),
        () => send(server, 'POST', `comments/${root.id}/reports`, `Bearer ${token(each)}`, { reason: 'abuse' }),
      ];
    });
    const answers = await Promise.all([
      ...work.map((act) => act()),
      send(server, 'DELETE', `comments/${children[3]!.id}`, `Bearer ${TOKEN}`),
      send(server, 'DELETE', `comments/${roots[3]!.id}`, `Bearer ${TOKEN}`),
    ]);
    // Moderators at the same time, in opposite orders.
    await Promise.all([
      setState(db, [children[0]!.id, children[1]!.id, roots[0]!.id], 'rejected', server.clock.ms),
      setState(db, [roots[0]!.id, children[1]!.id, children[0]!.id], 'pending', server.clock.ms),
      setState(db, [roots[1]!.id, roots[2]!.id], 'published', server.clock.ms),
    ]);
    assert.deepEqual(
      answers.filter(({ status }) => status >= 500),
      [],
    );
    const { kept, counted } = await recount(db);
    assert.deepEqual(kept, counted);
    assert.equal((await place(server, roots[1]!.id)).comment.likes, 3);
  });
});
