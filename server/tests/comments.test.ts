import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { it } from 'node:test';
import type { CommentCounts, CommentPage, CommentRules } from '../../src/api/contract.ts';
import { openDatabase } from '../storage/database.ts';
import { setState } from './conversation.ts';
import { onEachEngine } from './engines.ts';
import {
  bearer,
  comment,
  config,
  faults,
  newComment,
  postComment,
  problem,
  serve,
  START,
  thread,
  TOKEN,
} from './support.ts';

/** An unknown thread. */
const NUMBERS = { total: 0, roots: 0, closed: false, newest: null };
const NO_ITEMS = { items: [], nextCursor: null, previousCursor: null };
/** What a site asks that says nothing about it. */
const RULES: CommentRules = {
  longest: 4000,
  editMinutes: 15,
  likes: true,
  replies: true,
  reports: true,
  email: 'none',
  consent: { text: null, url: null, version: '1' },
  writers: 'everyone',
  moderated: false,
};
const NOTHING: CommentPage = { thread: '/tin-tuc/bai-1', sort: 'newest', ...NUMBERS, rules: RULES, ...NO_ITEMS };
const OTHER_TOKEN = 'another-token-0123456789abcdef';

onEachEngine('comments', (engine) => {
  it('answers an unknown thread as an empty one', async (t) => {
    const server = await serve(t, { engine });
    assert.deepEqual(await thread(server), NOTHING);
  });

  it('shows a comment to everybody at once where moderation comes after', async (t) => {
    const server = await serve(t, { engine });
    const { code, ...posted } = await comment(server);
    assert.match(code, /^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    assert.deepEqual(
      { ...posted, id: '', root: posted.root === posted.id ? '' : posted.root },
      {
        id: '',
        name: 'Nguyễn Văn An',
        text: 'Bài viết rất bổ ích.',
        state: 'published',
        createdAt: '2020-07-17T18:00:00.000+07:00',
        editedAt: null,
        parent: null,
        root: '',
        replies: 0,
        likes: 0,
        liked: false,
        agency: null,
        transfer: null,
        verified: false,
        pinned: false,
        mine: true,
        reason: null,
        editableUntil: '2020-07-17T18:15:00.000+07:00',
      },
    );
    assert.deepEqual(await thread(server), {
      ...NOTHING,
      total: 1,
      roots: 1,
      newest: posted.id,
      items: [{ ...posted, mine: false, editableUntil: null, firstReplies: [], repliesCursor: null }],
    });
  });

  it('shows a waiting and a rejected comment to its author only', async (t) => {
    const server = await serve(t, { engine, config: config({ moderation: 'before' }) });
    const { code, ...posted } = await comment(server);
    assert.ok(code);
    assert.equal(posted.state, 'pending');
    assert.equal((await thread(server)).items.length, 0);
    assert.equal((await thread(server, '', OTHER_TOKEN)).items.length, 0);
    const own = await thread(server, '', TOKEN);
    const shown = { ...posted, firstReplies: [], repliesCursor: null };
    assert.deepEqual([own.total, own.roots, own.newest, own.items], [0, 0, null, [shown]]);

    const db = await openDatabase(server.place);
    await setState(db, [posted.id], 'rejected', server.clock.ms, 'Ngoài chủ đề.');
    await db.destroy();
    assert.equal((await thread(server)).items.length, 0);
    const rejected = { ...shown, state: 'rejected', reason: 'Ngoài chủ đề.' };
    assert.deepEqual((await thread(server, '', TOKEN)).items, [rejected]);
  });

  it('keeps only a hash of the author token, the moment of consent, and the page of the first comment', async (t) => {
    const server = await serve(t, { engine });
    await comment(server);
    server.clock.ms += 1000;
    await comment(server, { title: 'Tiêu đề khác', url: 'https://so.example/khac' });
    const db = await openDatabase(server.place);
    const rows = await db.selectFrom('comments').selectAll().orderBy('created_at').execute();
    const threads = await db.selectFrom('threads').selectAll().execute();
    await db.destroy();
    assert.equal(rows[0]?.consent_at, START);
    assert.doesNotMatch(JSON.stringify(rows), new RegExp(TOKEN));
    assert.doesNotMatch(JSON.stringify(rows), /127\.0\.0\.1/);
    assert.deepEqual(
      threads.map(({ key, url, title }) => ({ key, url, title })),
      [{ key: '/tin-tuc/bai-1', url: 'https://so.example/tin-tuc/bai-1', title: 'Hội nghị sơ kết' }],
    );
  });

  it('accepts a comment without a token, which is nobody’s own', async (t) => {
    const server = await serve(t, { engine });
    assert.equal((await comment(server, {}, { token: null })).mine, false);
    assert.equal((await thread(server, '', TOKEN)).items[0]?.mine, false);
  });

  it('cleans what it keeps and understands a thread in any spelling of its accents', async (t) => {
    const server = await serve(t, { engine });
    const decomposed = 'Nguyễn'.normalize('NFD');
    const posted = await comment(server, {
      thread: ` ${'bài-1'.normalize('NFD')} `,
      name: `  ${decomposed}\nAn\u0000 `,
      text: 'một\r\nhai\u202E ba\u0007\n',
    });
    assert.deepEqual([posted.name, posted.text], ['Nguyễn An', 'một\nhai ba']);
    const response = await server.site(`comments?thread=${encodeURIComponent('bài-1')}`);
    assert.equal(((await response.json()) as { total: number }).total, 1);
  });

  it('names every fault of a comment at once', async (t) => {
    const server = await serve(t, { engine });
    const refused = async (body: unknown): Promise<string[]> =>
      faults(await problem(await postComment(server, body), 422, 'invalid-comment'));
    assert.deepEqual(await refused({}), [
      'consent required',
      'name required',
      'text required',
      'thread required',
      'title required',
      'url required',
    ]);
    assert.deepEqual(
      await refused({
        thread: 'x'.repeat(501),
        url: 'javascript:alert(1)',
        title: 5,
        name: ' \u200B ',
        text: 'ề'.repeat(4001),
        consent: 'true',
      }),
      ['consent invalid', 'name required', 'text too-long', 'thread too-long', 'title invalid', 'url invalid'],
    );
    assert.deepEqual(await refused({ ...newComment(), name: ['An'], consent: false }), [
      'consent required',
      'name invalid',
    ]);
    assert.equal((await thread(server)).total, 0);
  });

  it('counts letters, not bytes or code units, against the limits', async (t) => {
    const server = await serve(t, { engine });
    await comment(server, { name: 'ễ'.normalize('NFD').repeat(80), text: '😀'.repeat(4000) });
    const refused = await postComment(server, newComment({ name: 'ễ'.repeat(81), text: '😀'.repeat(4001) }));
    assert.deepEqual(faults(await problem(refused, 422, 'invalid-comment')), ['name too-long', 'text too-long']);
  });

  it('makes one comment of a request that is sent again, and refuses its key for another request', async (t) => {
    const server = await serve(t, { engine });
    const key = randomUUID();
    const first = await comment(server, {}, { key });
    server.clock.ms += 60_000;
    assert.deepEqual(await comment(server, {}, { key }), first);
    assert.equal((await thread(server)).total, 1);
    const other = await postComment(server, newComment({ thread: '/khac', text: 'Khác' }), { key });
    await problem(other, 422, 'idempotency-key-reused');
    const elsewhere = await comment(server, { title: '(1) Tiêu đề' }, { key, token: OTHER_TOKEN });
    assert.deepEqual(
      elsewhere,
      { ...first, mine: false, editableUntil: null },
      'a browser that keeps no token may send it again',
    );
    const db = await openDatabase(server.place);
    assert.equal(
      (await db.selectFrom('threads').selectAll().execute()).length,
      1,
      'the refused request made no thread',
    );
    await db.destroy();
  });

  it('refuses a comment without a usable idempotency key or with a broken token', async (t) => {
    const server = await serve(t, { engine });
    for (const key of ['short', 'x'.repeat(65), 'has space in it']) {
      await problem(await postComment(server, newComment(), { key }), 400, 'invalid-request');
    }
    const headers = { 'content-type': 'application/json' };
    const missing = await server.site('comments', { method: 'POST', headers, body: JSON.stringify(newComment()) });
    assert.deepEqual(faults(await problem(missing, 400, 'invalid-request')), ['idempotency-key required']);
    const badToken = await problem(await postComment(server, newComment(), { token: 'short' }), 400, 'invalid-request');
    assert.deepEqual(faults(badToken), ['authorization invalid']);
  });

  it('lists newest first, page by page, the same while others write', async (t) => {
    const server = await serve(t, { engine });
    const posted: string[] = [];
    for (let index = 0; index < 7; index += 1) {
      // Every second one at the same millisecond as the one before.
      server.clock.ms += index % 2;
      posted.push((await comment(server, { text: `Ý kiến ${index}` })).id);
    }
    const first = await thread(server, '&limit=3');
    server.clock.ms += 5;
    const late = await comment(server, { text: 'Đến sau' });
    const second = await thread(server, `&limit=3&cursor=${first.nextCursor}`);
    const third = await thread(server, `&limit=3&cursor=${second.nextCursor}`);
    const seen = [...first.items, ...second.items, ...third.items];
    assert.deepEqual(seen.map(({ id }) => id).sort(), [...posted].sort());
    assert.deepEqual(
      seen.map(({ createdAt }) => createdAt),
      seen
        .map(({ createdAt }) => createdAt)
        .sort()
        .reverse(),
    );
    assert.equal(third.nextCursor, null);
    assert.equal(third.total, 8);
    assert.equal((await thread(server, '&limit=1')).items[0]?.id, late.id);
  });

  it('gives no further page when the last one is exactly full', async (t) => {
    const server = await serve(t, { engine });
    await comment(server);
    await comment(server, { text: 'Hai' });
    assert.equal((await thread(server, '&limit=2')).nextCursor, null);
  });

  it('refuses a query that makes no sense', async (t) => {
    const server = await serve(t, { engine });
    const refused = async (query: string): Promise<string[]> =>
      faults(await problem(await server.site(`comments?${query}`), 400, 'invalid-request'));
    assert.deepEqual(await refused(''), ['thread required']);
    assert.deepEqual(await refused('thread=%20'), ['thread required']);
    assert.deepEqual(await refused(`thread=${'x'.repeat(501)}`), ['thread too-long']);
    assert.deepEqual(await refused('thread=a&limit=0'), ['limit invalid']);
    assert.deepEqual(await refused('thread=a&limit=101'), ['limit invalid']);
    assert.deepEqual(await refused('thread=a&limit=many'), ['limit invalid']);
    assert.deepEqual(await refused('thread=a&cursor=broken'), ['cursor invalid']);
    assert.deepEqual(await refused('thread=a&thread=b'), ['thread invalid']);
  });

  it('lets caches keep the public list and answers 304 until it changes; an author’s own list is never kept', async (t) => {
    const server = await serve(t, { engine });
    await comment(server);
    const path = 'comments?thread=/tin-tuc/bai-1';
    const first = await server.site(path);
    const etag = first.headers.get('etag') ?? '';
    assert.equal(first.headers.get('cache-control'), 'public, no-cache');
    const again = await server.site(path, { headers: { 'if-none-match': `W/${etag}` } });
    assert.deepEqual([again.status, await again.text(), again.headers.get('etag')], [304, '', etag]);
    await comment(server, { text: 'Hai' });
    assert.equal((await server.site(path, { headers: { 'if-none-match': etag } })).status, 200);

    const own = await server.site(path, { headers: { ...bearer(TOKEN), 'if-none-match': '*' } });
    assert.deepEqual([own.status, own.headers.get('cache-control')], [200, 'private, no-store']);
    assert.equal(own.headers.get('etag'), null);
  });

  it('counts the published comments of many threads in the order asked', async (t) => {
    const server = await serve(t, { engine });
    const { id: inB } = await comment(server, { thread: '/b' });
    await comment(server, { thread: '/a' });
    const { id: inA } = await comment(server, { thread: '/a', text: 'Hai' });
    const response = await server.site('comment-counts?thread=/b&thread=/none&thread=/a');
    assert.deepEqual(((await response.json()) as CommentCounts).counts, [
      { thread: '/b', total: 1, newest: inB },
      { thread: '/none', total: 0, newest: null },
      { thread: '/a', total: 2, newest: inA },
    ]);
    assert.deepEqual(((await (await server.site('comment-counts?thread=/b')).json()) as CommentCounts).counts, [
      { thread: '/b', total: 1, newest: inB },
    ]);
    const tooMany = Array.from({ length: 101 }, (_, index) => `thread=${index}`).join('&');
    assert.deepEqual(faults(await problem(await server.site(`comment-counts?${tooMany}`), 400, 'invalid-request')), [
      'thread too-long',
    ]);
    await problem(await server.site('comment-counts'), 400, 'invalid-request');
  });

  it('keeps the threads of two sites apart', async (t) => {
    const two = config();
    two.sites.push({ slug: 'khac', name: 'Khác', origins: [], moderation: 'after' });
    const server = await serve(t, { engine, config: two });
    await comment(server);
    const response = await fetch(`${server.url}api/v1/sites/khac/comments?thread=/tin-tuc/bai-1`);
    assert.equal(((await response.json()) as { total: number }).total, 0);
  });
});
