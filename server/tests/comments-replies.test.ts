import assert from 'node:assert/strict';
import { it } from 'node:test';
import { answer, databaseOf, ids, place, replies, reply, send, setState, token } from './conversation.ts';
import { onEachEngine } from './engines.ts';
import { comment, config, faults, newComment, postComment, problem, serve, thread, TOKEN } from './support.ts';

onEachEngine('replies', (engine) => {
  it('stand below the top-level comment, however deep, and name the comment they reply to', async (t) => {
    const server = await serve(t, { engine });
    const root = await comment(server);
    const first = await reply(server, root, { name: 'Bình', text: 'Đồng ý.' });
    const deep = await reply(server, first, { name: 'Chi', text: 'Tôi cũng vậy.' });
    assert.deepEqual([deep.root, deep.parent], [root.id, { id: first.id, name: 'Bình' }]);
    const page = await thread(server);
    assert.deepEqual([page.total, page.roots, page.newest], [3, 1, deep.id]);
    assert.deepEqual(ids(page), [root.id]);
    const [shown] = page.items;
    assert.deepEqual([shown?.replies, shown?.repliesCursor], [2, null]);
    assert.deepEqual(
      shown?.firstReplies.map(({ text, parent }) => [text, parent?.name]).sort(),
      [
        ['Tôi cũng vậy.', 'Bình'],
        ['Đồng ý.', 'Nguyễn Văn An'],
      ].sort(),
    );
  });

  it('come after the answer of the agency, oldest first, three with the page and the others twenty at a time', async (t) => {
    const server = await serve(t, { engine });
    const root = await comment(server);
    const posted: string[] = [];
    for (let number = 1; number <= 45; number += 1) {
      server.clock.ms += 1000;
      posted.push((await reply(server, root, { text: `Trả lời ${number}` })).id);
    }
    server.clock.ms += 1000;
    const official = await answer(await databaseOf(t, server), server, root);
    const expected = [official, ...posted];

    const [shown] = (await thread(server)).items;
    assert.deepEqual(
      shown?.firstReplies.map(({ id }) => id),
      expected.slice(0, 3),
    );
    assert.deepEqual([shown.firstReplies[0]?.agency, shown.replies], ['Sở Ngoại vụ', 46]);
    const second = await replies(server, root, shown.repliesCursor);
    const third = await replies(server, root, second.nextCursor);
    const last = await replies(server, root, third.nextCursor);
    assert.deepEqual(
      [ids(second), ids(third), ids(last)],
      [expected.slice(3, 23), expected.slice(23, 43), expected.slice(43)],
    );
    assert.equal(last.nextCursor, null);
    assert.deepEqual(ids(await replies(server, root, last.previousCursor)), expected.slice(23, 43));
    assert.equal((await replies(server, root)).previousCursor, null);
  });

  it('are refused where the comment is unknown, of another thread, waiting or withdrawn', async (t) => {
    const server = await serve(t, { engine });
    const other = await comment(server, { thread: '/khac' });
    const waiting = await comment(server);
    const withdrawn = await comment(server);
    await setState(await databaseOf(t, server), [waiting.id], 'pending', server.clock.ms);
    await send(server, 'DELETE', `comments/${withdrawn.id}`, `Bearer ${TOKEN}`);
    const before = await thread(server);
    for (const parent of [other.id, waiting.id, withdrawn.id, 'f'.repeat(20), 'none', 5, '\u0000']) {
      const refused = await postComment(server, { ...newComment(), parent });
      assert.deepEqual(faults(await problem(refused, 422, 'invalid-comment')), ['parent invalid'], String(parent));
    }
    assert.deepEqual(await thread(server), before, 'nothing was counted');
  });

  it('stay with the place of their comment when it is withdrawn or rejected, and its words are gone for all others', async (t) => {
    const server = await serve(t, { engine });
    const db = await databaseOf(t, server);
    const root = await comment(server);
    const child = await reply(server, root, { name: 'Bình' }, { token: token(2) });
    const grandchild = await reply(server, child, { name: 'Chi' }, { token: token(3) });
    await send(server, 'DELETE', `comments/${child.id}`, `Bearer ${token(2)}`);
    let page = await thread(server);
    assert.deepEqual([page.total, page.items[0]?.firstReplies.map(({ id }) => id)], [2, [grandchild.id]]);
    assert.deepEqual(page.items[0]?.firstReplies[0]?.parent, { id: child.id, name: null });

    await setState(db, [root.id], 'rejected', server.clock.ms, 'Ngoài chủ đề.');
    page = await thread(server);
    const [gone] = page.items;
    assert.deepEqual([page.total, page.roots], [1, 1]);
    assert.deepEqual([gone?.state, gone?.name, gone?.text, gone?.reason], ['rejected', '', '', null]);
    const [own] = (await thread(server, '', TOKEN)).items;
    assert.deepEqual([own?.name, own?.reason], ['Nguyễn Văn An', 'Ngoài chủ đề.']);

    await send(server, 'DELETE', `comments/${grandchild.id}`, `Bearer ${token(3)}`);
    page = await thread(server);
    assert.deepEqual([page.total, page.roots, ids(page)], [0, 0, []], 'without replies the place goes');
    await setState(db, [root.id], 'published', server.clock.ms);
    page = await thread(server);
    assert.deepEqual([page.total, page.roots, page.items[0]?.replies], [1, 1, 0]);
  });

  it('that wait are seen by their author, in their place', async (t) => {
    const server = await serve(t, { engine, config: config({ moderation: 'before' }) });
    const db = await databaseOf(t, server);
    const root = await comment(server, {}, { token: token(1) });
    await setState(db, [root.id], 'published', server.clock.ms);
    server.clock.ms += 1000;
    const waiting = await reply(server, root, { text: 'Chờ duyệt.' });
    server.clock.ms += 1000;
    const later = await reply(server, root, { text: 'Đã đăng.' }, { token: token(1) });
    await setState(db, [later.id], 'published', server.clock.ms);
    const idsOf = async (reader: string | null): Promise<string[] | undefined> =>
      (await thread(server, '', reader)).items[0]?.firstReplies.map(({ id }) => id);
    assert.deepEqual(await idsOf(null), [later.id]);
    assert.deepEqual(await idsOf(TOKEN), [waiting.id, later.id]);
    assert.equal((await place(server, waiting.id, '', TOKEN)).comment.state, 'pending');
    await problem(await server.site(`comments/${waiting.id}`), 404, 'unknown-comment');
  });
});
