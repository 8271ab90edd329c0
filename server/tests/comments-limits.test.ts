import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import type { Comment, CommentLikes, PostedComment } from '../../src/api/contract.ts';
import type { Database } from '../storage/database.ts';
import { closeThread, databaseOf, send, setState, THREAD, token } from './conversation.ts';
import { type Engine, onEachEngine } from './engines.ts';
import { proofFrom } from './spam-support.ts';
import { comment, newComment, postComment, problem, serve, START, type TestServer, thread, TOKEN } from './support.ts';

const MINUTE = 60_000;
const OWN = `Bearer ${TOKEN}`;

interface Case {
  readonly server: TestServer;
  readonly db: Database;
  readonly posted: PostedComment;
  /** Sends something about the comment from a network address, by the reader of this number. */
  readonly from: (address: string, reader: number, method: string, what: string, body?: object) => Promise<Response>;
  /** Moves the machine's clock, by which the limits go. */
  readonly pass: (milliseconds: number) => void;
}

/** A server with its usual limits behind a proxy, and a published comment. */
async function caseOf(t: TestContext, engine: Engine): Promise<Case> {
  let machine = START;
  t.mock.timers.enable({ apis: ['Date'], now: machine });
  const server = await serve(t, { engine, trustProxy: ['127.0.0.1'], spam: {} });
  const db = await databaseOf(t, server);
  const posted = await comment(server);
  await setState(db, [posted.id], 'published', server.clock.ms);
  return {
    server,
    db,
    posted,
    from: (address, reader, method, what, body) =>
      server.site(`comments/${posted.id}/${what}`, {
        method,
        headers: {
          authorization: `Bearer ${token(reader)}`,
          'x-forwarded-for': address,
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
      }),
    pass: (milliseconds) => t.mock.timers.setTime((machine += milliseconds)),
  };
}

/** Checks that something is refused for so many seconds. */
async function tooFast(response: Response, seconds: number): Promise<void> {
  await problem(response, 429, 'too-fast');
  assert.equal(response.headers.get('retry-after'), String(seconds));
}

const OFFICE = '203.0.113.7';

onEachEngine('likes from one network address', (engine) => {
  it('are a hundred new ones in ten minutes; what is repeated or taken back is free, and others’ are theirs', async (t) => {
    const { server, db, posted, from, pass } = await caseOf(t, engine);
    const like = async (address: string, reader: number, method = 'PUT'): Promise<number> => {
      const response = await from(address, reader, method, 'like');
      assert.equal(response.status, 200);
      return ((await response.json()) as CommentLikes).likes;
    };
    // As many at once as the office sends, some of them twice.
    await Promise.all(Array.from({ length: 120 }, (_, index) => like(OFFICE, index % 99)));
    assert.equal(await like(OFFICE, 99), 100);
    pass(4 * MINUTE);
    await tooFast(await from(OFFICE, 100, 'PUT', 'like'), 360);
    assert.equal(await like(OFFICE, 99), 100, 'the same once more');
    assert.equal(await like(OFFICE, 99, 'DELETE'), 99);
    await tooFast(await from(OFFICE, 99, 'PUT', 'like'), 360);
    assert.equal(await like('203.0.113.8', 101), 100);
    assert.equal((await thread(server)).items[0]?.likes, 100);
    assert.equal((await db.selectFrom('likes').selectAll().where('comment_id', '=', posted.id).execute()).length, 100);
    pass(6 * MINUTE);
    assert.equal(await like(OFFICE, 100), 101);
  });
});

onEachEngine('reports', (engine) => {
  const report = { reason: 'other', text: 'Sai. '.repeat(180) };

  it('are twenty new ones in ten minutes from one network address', async (t) => {
    const { db, from, pass } = await caseOf(t, engine);
    const send = (reader: number, address = OFFICE): Promise<Response> =>
      from(address, reader, 'POST', 'reports', report);
    const kept = async (): Promise<unknown[]> => [
      (await db.selectFrom('reports').selectAll().execute()).length,
      (await db.selectFrom('comments').select('reports').executeTakeFirst())?.reports,
    ];
    for (let reader = 0; reader < 20; reader += 1) assert.equal((await send(reader)).status, 201);
    await tooFast(await send(20), 600);
    assert.equal((await send(1)).status, 201, 'one that is kept already');
    assert.deepEqual(await kept(), [20, 20]);
    assert.equal((await send(21, '203.0.113.8')).status, 201);
    pass(10 * MINUTE);
    assert.equal((await send(20)).status, 201);
    assert.deepEqual(await kept(), [22, 22]);
  });

  it('are ten new ones in ten minutes by one reader, from whatever address', async (t) => {
    const { server, db, pass } = await caseOf(t, engine);
    const others: Comment[] = [];
    for (let each = 0; each < 11; each += 1) others.push(await comment(server, {}, { token: token(each) }));
    const ids = others.map(({ id }) => id);
    await setState(db, ids, 'published', server.clock.ms);
    const send = (index: number): Promise<Response> =>
      server.site(`comments/${ids[index]}/reports`, {
        method: 'POST',
        headers: { authorization: OWN, 'x-forwarded-for': `203.0.113.${index}`, 'content-type': 'application/json' },
        body: JSON.stringify(report),
      });
    for (let index = 0; index < 10; index += 1) assert.equal((await send(index)).status, 201);
    await tooFast(await send(10), 600);
    assert.equal((await db.selectFrom('reports').selectAll().execute()).length, 10);
    pass(10 * MINUTE);
    assert.equal((await send(10)).status, 201);
  });
});

onEachEngine('changes of one comment', (engine) => {
  it('are ten in any five minutes; the same words again are none, and another comment has its own', async (t) => {
    const server = await serve(t, { engine });
    const [posted, other] = [await comment(server), await comment(server)];
    const edit = (text: string, { id }: Comment = posted): Promise<Response> =>
      send(server, 'PATCH', `comments/${id}`, OWN, { text });
    for (let round = 0; round < 10; round += 1) {
      for (let again = 0; again < 2; again += 1) assert.equal((await edit(`Lần ${round}`)).status, 200);
      server.clock.ms += MINUTE / 6;
    }
    const atOnce = await Promise.all([1, 2, 3].map((each) => edit(`Thừa ${each}`)));
    for (const response of atOnce) await tooFast(response, 200);
    assert.equal((await edit('Lần 9')).status, 200, 'what it says already');
    assert.equal((await edit('Khác', other)).status, 200);
    assert.equal((await thread(server)).items.find(({ id }) => id === posted.id)?.text, 'Lần 9');
    const db = await databaseOf(t, server);
    const versions = await db.selectFrom('comment_versions').selectAll().where('comment_id', '=', posted.id).execute();
    assert.equal(versions.length, 10);
    server.clock.ms += 200_000 - 1;
    await tooFast(await edit('Thừa'), 1);
    server.clock.ms += 1;
    assert.equal((await edit('Lần 10')).status, 200);
  });
});

onEachEngine('a comment that is refused where it should stand', (engine) => {
  it('neither counts against its author nor spends its proof', async (t) => {
    const { server, db } = await caseOf(t, engine);
    await closeThread(db, 'so', '/da-dong', true, server.clock.ms);
    const author = token(7);
    const altcha = await proofFrom(`${server.url}api/v1/sites/so/`);
    server.clock.ms += MINUTE;
    const post = (changes: object, key?: string): Promise<Response> =>
      postComment(server, { ...newComment({ altcha }), ...changes }, { token: author, ...(key && { key }) });
    const text = (each: number): string => `Đề nghị Sở công khai kết quả lần ${each}.`;
    for (let each = 0; each < 6; each += 1) {
      const key = `refused-${each}`;
      const closed = { text: text(each), thread: '/da-dong' };
      const answers = await Promise.all([post(closed, key), post(closed, key)]);
      for (const answer of answers) await problem(answer, 409, 'thread-closed');
      await problem(await post({ text: text(each), parent: '0123456789abcdef0123' }), 422, 'invalid-comment');
    }
    const kept: unknown[] = [];
    for (let each = 0; each < 5; each += 1) {
      const proof = each === 0 ? {} : { altcha: null };
      const answer = await post({ text: text(each), thread: THREAD, ...proof });
      assert.equal(answer.status, 201);
      kept.push(((await answer.json()) as PostedComment).state);
    }
    assert.deepEqual(kept, ['published', 'pending', 'pending', 'pending', 'pending']);
    await tooFast(await post({ text: text(5), altcha: null }), 300);
    const held = await db.selectFrom('comments').select('held').where('text', 'like', 'Đề nghị%').execute();
    assert.deepEqual(held.map((row) => row.held).sort(), ['no-proof', 'no-proof', 'no-proof', 'no-proof', null].sort());
  });

  it('counts all the same where another one was kept with its key at the same moment', async (t) => {
    const { server } = await caseOf(t, engine);
    const author = token(7);
    const post = (key: string, text: string): Promise<Response> =>
      postComment(server, newComment({ text }), { token: author, key });
    for (let each = 0; each < 5; each += 1) {
      const texts = ['Một', 'Hai', 'Ba'].map((name) => `${name}, lần ${each}.`);
      const answers = await Promise.all(texts.map((text) => post(`same-key-${each}`, text)));
      assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 422, 422]);
    }
    await tooFast(await post('another-key', 'Lần nữa.'), 300);
  });
});
