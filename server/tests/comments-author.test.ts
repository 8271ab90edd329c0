import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Comment } from '../../src/api/contract.ts';
import { DEFAULT_POLICY } from '../comments/policy.ts';
import { sweepComments } from '../moderation/sweep.ts';
import { databaseOf, like, pinComment, reply, send, setState, token } from './conversation.ts';
import { onEachEngine } from './engines.ts';
import { comment, config, faults, newComment, problem, serve, thread, TOKEN } from './support.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const OWN = `Bearer ${TOKEN}`;

const json = async <T>(response: Response): Promise<T> => {
  assert.equal(response.status, 200);
  return (await response.json()) as T;
};

onEachEngine('one’s own comment', (engine) => {
  it('can be changed for fifteen minutes, and every former text is kept with its time', async (t) => {
    const server = await serve(t, { engine });
    const posted = await comment(server);
    const edit = (text: unknown): Promise<Response> => send(server, 'PATCH', `comments/${posted.id}`, OWN, { text });
    server.clock.ms += MINUTE;
    const changed = await json<Comment>(await edit(' Lần hai.\r\n'));
    assert.deepEqual(
      [changed.text, changed.state, changed.editedAt, changed.createdAt],
      ['Lần hai.', 'published', '2020-07-17T18:01:00.000+07:00', posted.createdAt],
    );
    assert.equal((await thread(server)).items[0]?.text, 'Lần hai.');
    assert.equal((await json<Comment>(await edit('Lần hai.'))).editedAt, changed.editedAt, 'the same text again');
    assert.deepEqual(faults(await problem(await edit(' '), 422, 'invalid-comment')), ['text required']);
    assert.deepEqual(faults(await problem(await edit('a'.repeat(4001)), 422, 'invalid-comment')), ['text too-long']);
    server.clock.ms += 14 * MINUTE - 1;
    await json(await edit('Lần ba.'));
    server.clock.ms += 1;
    await problem(await edit('Quá giờ.'), 409, 'edit-window-over');
    assert.equal((await thread(server, '', TOKEN)).items[0]?.editableUntil, null);

    const db = await databaseOf(t, server);
    const versions = await db.selectFrom('comment_versions').selectAll().orderBy('number').execute();
    assert.deepEqual(
      versions.map(({ number, text, written_at, replaced_at }) => [number, text, replaced_at - written_at]),
      [
        [1, 'Bài viết rất bổ ích.', MINUTE],
        [2, 'Lần hai.', 14 * MINUTE - 1],
      ],
    );
  });

  it('waits for a moderator again after a change where comments wait, and out of sight of others', async (t) => {
    const server = await serve(t, { engine, config: config({ moderation: 'before' }) });
    const db = await databaseOf(t, server);
    const posted = await comment(server);
    await setState(db, [posted.id], 'published', server.clock.ms);
    await pinComment(db, posted.id, true, server.clock.ms);
    const changed = await json<Comment>(await send(server, 'PATCH', `comments/${posted.id}`, OWN, { text: 'Mới.' }));
    assert.deepEqual([changed.state, changed.pinned], ['pending', false]);
    const page = await thread(server);
    assert.deepEqual([page.total, page.roots, page.items], [0, 0, []]);
  });

  it('comes back to a moderator when it was rejected, also where comments are published at once', async (t) => {
    const server = await serve(t, { engine });
    const posted = await comment(server);
    await setState(await databaseOf(t, server), [posted.id], 'rejected', server.clock.ms, 'Thiếu nguồn.');
    const changed = await json<Comment>(
      await send(server, 'PATCH', `comments/${posted.id}`, OWN, { text: 'Có nguồn.' }),
    );
    assert.deepEqual([changed.state, changed.reason], ['pending', null]);
  });

  it('is nobody else’s to change or withdraw', async (t) => {
    const server = await serve(t, { engine });
    const posted = await comment(server);
    const other = await comment(server, { text: 'Khác' }, { token: token(2) });
    const path = `comments/${posted.id}`;
    for (const authorization of [`Bearer ${token(2)}`, `Code ${other.code}`, 'Basic YTpi']) {
      await problem(await send(server, 'PATCH', path, authorization, { text: 'Giả' }), 404, 'unknown-comment');
      await problem(await send(server, 'DELETE', path, authorization), 404, 'unknown-comment');
    }
    await problem(await send(server, 'DELETE', path, 'Bearer short'), 400, 'invalid-request');
    await problem(await send(server, 'DELETE', path, null), 400, 'invalid-request');
    await problem(await send(server, 'DELETE', 'comments/none', OWN), 404, 'unknown-comment');
    assert.equal((await thread(server)).items.find(({ id }) => id === posted.id)?.text, newComment().text);
  });

  it('can be withdrawn at any time: its words and former words are gone from everywhere at once', async (t) => {
    const server = await serve(t, { engine });
    const db = await databaseOf(t, server);
    const posted = await comment(server, { name: 'Trần Tên Riêng', text: 'Bí mật thứ nhất' });
    await send(server, 'PATCH', `comments/${posted.id}`, OWN, { text: 'Bí mật thứ hai' });
    server.clock.ms += 100 * DAY;
    const withdrawn = await json<Comment>(await send(server, 'DELETE', `comments/${posted.id}`, OWN));
    assert.deepEqual([withdrawn.state, withdrawn.name, withdrawn.text, withdrawn.mine], ['withdrawn', '', '', true]);
    assert.deepEqual(await json(await send(server, 'DELETE', `comments/${posted.id}`, OWN)), withdrawn, 'once more');
    await problem(await send(server, 'PATCH', `comments/${posted.id}`, OWN, { text: 'Lại' }), 409, 'edit-window-over');

    const page = await thread(server);
    assert.deepEqual([page.total, page.roots, page.items], [0, 0, []]);
    await problem(await server.site(`comments/${posted.id}`), 404, 'unknown-comment');
    assert.equal((await thread(server, '', TOKEN)).items[0]?.state, 'withdrawn');
    const tables = ['comments', 'comment_versions', 'threads'] as const;
    for (const table of tables) {
      const rows = JSON.stringify(await db.selectFrom(table).selectAll().execute());
      assert.doesNotMatch(rows, /Bí mật|Tên Riêng/, table);
    }
    assert.equal((await db.selectFrom('comment_versions').selectAll().execute()).length, 1, 'the trace stays');
    assert.deepEqual(
      await setState(db, [posted.id], 'published', server.clock.ms),
      [posted.id],
      'nobody brings it back',
    );
  });

  it('loses its last traces of the author within fifteen days of the withdrawal', async (t) => {
    const server = await serve(t, { engine });
    const db = await databaseOf(t, server);
    const key = 'key-of-the-withdrawn-one';
    const posted = await comment(server, {}, { key });
    const kept = await comment(server, { text: 'Còn lại' });
    await reply(server, posted, {}, { token: token(2) });
    await like(server, posted, token(3));
    await send(server, 'POST', `comments/${posted.id}/reports`, OWN, { reason: 'other', text: 'Bí mật' });
    await send(server, 'DELETE', `comments/${posted.id}`, OWN);
    const state = async (): Promise<unknown> => (await thread(server)).items.find(({ id }) => id === posted.id)?.state;
    assert.equal(await sweepComments(db, DEFAULT_POLICY, [], server.clock.ms + 13 * DAY), 0);
    assert.equal(await state(), 'withdrawn');
    assert.equal(await sweepComments(db, DEFAULT_POLICY, [], server.clock.ms + 15 * DAY), 1);
    assert.equal(await sweepComments(db, DEFAULT_POLICY, [], server.clock.ms + 15 * DAY), 0);
    const rows = await db.selectFrom('comments').selectAll().execute();
    const erased = rows.find(({ id }) => id === posted.id);
    assert.deepEqual(
      [erased?.state, erased?.author_hash, erased?.code_hash, erased?.request_hash],
      ['erased', null, null, ''],
    );
    assert.ok(rows.find(({ id }) => id === kept.id)?.author_hash);
    assert.deepEqual(await db.selectFrom('likes').selectAll().execute(), []);
    assert.deepEqual((await db.selectFrom('reports').select('text').execute())[0], { text: null });
    assert.equal(await state(), 'erased', 'its reply stays');
    await problem(await send(server, 'POST', 'comment-lookup', null, { code: posted.code }), 404, 'unknown-comment');
    assert.equal((await comment(server, {}, { key })).state, 'erased', 'a late retry does not make it again');
  });
});
