import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Comment, FoundComment } from '../../src/api/contract.ts';
import { answer, closeThread, databaseOf, send, setState } from './conversation.ts';
import { onEachEngine } from './engines.ts';
import { comment, config, newComment, postComment, problem, serve, thread } from './support.ts';

const json = async <T>(response: Response): Promise<T> => {
  assert.equal(response.status, 200);
  return (await response.json()) as T;
};

onEachEngine('the lookup code', (engine) => {
  it('is the same for every retry, in every process, and kept as a hash only', async (t) => {
    const server = await serve(t, { engine });
    const other = await serve(t, { engine, place: server.place });
    const key = 'key-0123456789';
    const first = await comment(server, {}, { key });
    const again = await comment(other, {}, { key, token: null });
    assert.deepEqual([again.id, again.code], [first.id, first.code]);
    assert.notEqual((await comment(server)).code, first.code);
    const rows = JSON.stringify(await (await databaseOf(t, server)).selectFrom('comments').selectAll().execute());
    assert.doesNotMatch(rows, new RegExp(`${first.code}|${first.code.replaceAll('-', '')}`));
  });

  it('finds state, reason and answers from any device, however it is typed', async (t) => {
    const server = await serve(t, { engine });
    const db = await databaseOf(t, server);
    const posted = await comment(server, {}, { token: null });
    const official = await answer(db, server, posted);
    const typed = ` ${posted.code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `;
    const found = await json<FoundComment>(await send(server, 'POST', 'comment-lookup', null, { code: typed }));
    assert.deepEqual(
      [found.thread, found.url, found.title, found.comment.id, found.comment.mine],
      ['/tin-tuc/bai-1', 'https://so.example/tin-tuc/bai-1', 'Hội nghị sơ kết', posted.id, true],
    );
    assert.deepEqual(
      found.answers.map(({ id, agency }) => [id, agency]),
      [[official, 'Sở Ngoại vụ']],
    );
    await setState(db, [posted.id], 'rejected', server.clock.ms, 'Ngoài chủ đề.');
    const later = await json<FoundComment>(await send(server, 'POST', 'comment-lookup', null, { code: posted.code }));
    assert.deepEqual(
      [later.comment.state, later.comment.reason, later.comment.text],
      ['rejected', 'Ngoài chủ đề.', newComment().text],
    );
  });

  it('lets its holder change and withdraw the comment', async (t) => {
    const server = await serve(t, { engine });
    const posted = await comment(server, {}, { token: null });
    const path = `comments/${posted.id}`;
    const changed = await json<Comment>(await send(server, 'PATCH', path, `Code ${posted.code}`, { text: 'Sửa.' }));
    assert.deepEqual([changed.text, changed.mine], ['Sửa.', true]);
    const gone = await json<Comment>(await send(server, 'DELETE', path, `code ${posted.code.toLowerCase()}`));
    assert.equal(gone.state, 'withdrawn');
  });

  it('belongs to one site, and a wrong one is told from nothing', async (t) => {
    const two = config();
    two.sites.push({ slug: 'khac', name: 'Khác', origins: [], moderation: 'after' });
    const server = await serve(t, { engine, config: two });
    const { code } = await comment(server);
    const ask = (site: string, typed: string): Promise<Response> =>
      fetch(`${server.url}api/v1/sites/${site}/comment-lookup`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code: typed }),
      });
    await problem(await ask('khac', code), 404, 'unknown-comment');
    for (const typed of ['0000-0000-0000-0000', 'không phải mã', 'U'.repeat(16)]) {
      await problem(await ask('so', typed), 404, 'unknown-comment');
    }
    await problem(await ask('so', ''), 400, 'invalid-request');
  });

  it('stops who tries one after the other, and only them', async (t) => {
    const server = await serve(t, { engine, trustProxy: ['127.0.0.1'] });
    const { code, id } = await comment(server);
    const ask = (typed: string, address: string): Promise<Response> =>
      server.site('comment-lookup', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
        body: JSON.stringify({ code: typed }),
      });
    for (let tries = 0; tries < 110; tries += 1) assert.equal((await ask(code, '203.0.113.7')).status, 200);
    for (let tries = 0; tries < 100; tries += 1) await ask('0000-0000-0000-0000', '203.0.113.7');
    const refused = await ask(code, '203.0.113.7');
    assert.ok(Number(refused.headers.get('retry-after')) > 0);
    await problem(refused, 429, 'too-many-attempts');
    const elsewhere = { authorization: `Code ${code}`, 'x-forwarded-for': '203.0.113.7' };
    await problem(
      await server.site(`comments/${id}`, { method: 'DELETE', headers: elsewhere }),
      429,
      'too-many-attempts',
    );
    assert.equal((await ask(code, '203.0.113.8')).status, 200);
  });
});

onEachEngine('a closed thread', (engine) => {
  it('takes no more comments, but still answers a retry', async (t) => {
    const server = await serve(t, { engine });
    const db = await databaseOf(t, server);
    const key = 'key-before-closing';
    const first = await comment(server, {}, { key });
    await closeThread(db, 'so', '/tin-tuc/bai-1', true, server.clock.ms);
    await problem(await postComment(server, newComment()), 409, 'thread-closed');
    assert.equal((await comment(server, {}, { key })).id, first.id);
    assert.deepEqual([(await thread(server)).closed, (await thread(server)).total], [true, 1]);
    await closeThread(db, 'so', '/tin-tuc/bai-1', false, server.clock.ms);
    await comment(server);

    await closeThread(db, 'so', '/moi', true, server.clock.ms);
    await problem(await postComment(server, newComment({ thread: '/moi' })), 409, 'thread-closed');
    await closeThread(db, 'so', '/moi', false, server.clock.ms);
    await comment(server, { thread: '/moi' });
    const row = await db.selectFrom('threads').select('title').where('key', '=', '/moi').executeTakeFirst();
    assert.equal(
      row?.title,
      'Hội nghị sơ kết',
      'a thread that was closed first learns its title from the first comment',
    );
  });
});
