import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import type { PostedComment } from '../../src/api/contract.ts';
import { retentionEnd } from '../comments/policy.ts';
import { parseConfig } from '../config.ts';
import type { RawComments } from '../config-schema.ts';
import { policyFaults, readPolicy, SITE_FIELDS, siteOfThread, siteWith } from '../policies/policy.ts';
import { NO_BLOCKS } from '../config.ts';
import { answer, databaseOf, reply, send, setState, token } from './conversation.ts';
import { type Engine, onEachEngine } from './engines.ts';
import { open } from './plain-pages.ts';
import {
  bearer,
  comment,
  config,
  newComment,
  postComment,
  problem,
  serve,
  type TestServer,
  thread,
} from './support.ts';

const DAY = 86_400_000;
const PAGE = 'comments?thread=/tin-tuc/bai-1';

/** The same database, served with another configuration. */
function again(t: TestContext, engine: Engine, server: TestServer, comments: RawComments): Promise<TestServer> {
  return serve(t, { engine, place: server.place, config: config({ comments }), now: () => server.clock.ms });
}

onEachEngine('policies', (engine) => {
  it('read-only: comments are shown, and no new ones taken; the agency can still answer', async (t) => {
    const before = await serve(t, { engine });
    const first = await comment(before);
    const server = await again(t, engine, before, { mode: 'read-only' });
    await problem(await postComment(server, newComment()), 409, 'thread-closed');
    await problem(await postComment(server, newComment({ thread: '/khac' })), 409, 'thread-closed');
    await answer(await databaseOf(t, server), server, first);
    const page = await thread(server);
    assert.deepEqual([page.closed, page.total, page.items[0]?.firstReplies.length], [true, 2, 1]);
    const plain = await open(server, 'comments?thread=/tin-tuc/bai-1');
    assert.match(plain.html, /Bài viết rất bổ ích\./);
    assert.match(plain.html, /Mục ý kiến của bài viết này đã đóng\./);
    assert.ok(!plain.html.includes('<textarea'));
  });

  it('closed: readers see neither comments nor form, and no number of them', async (t) => {
    const before = await serve(t, { engine });
    const key = 'the-key-of-one-comment-1';
    const first = await comment(before, {}, { key });
    const server = await again(t, engine, before, { mode: 'closed' });
    for (const reader of [null, undefined]) {
      const page = await thread(server, '', reader === null ? null : 'reader-token-0123456789abcdef');
      assert.deepEqual([page.closed, page.total, page.roots, page.items, page.newest], [true, 0, 0, [], null]);
    }
    const counts = await (await server.site('comment-counts?thread=/tin-tuc/bai-1')).json();
    assert.deepEqual(counts, { counts: [{ thread: '/tin-tuc/bai-1', total: 0, newest: null }] });
    await problem(await server.site(`comments/${first.id}`), 404, 'unknown-comment');
    await problem(await server.site(`comments/${first.id}/replies`), 404, 'unknown-comment');
    const asked = { method: 'PUT', headers: bearer(token(7)) };
    await problem(await server.site(`comments/${first.id}/like`, asked), 404, 'unknown-comment');
    await problem(await postComment(server, newComment({ text: 'Khác.' })), 409, 'thread-closed');
    assert.equal((await postComment(server, newComment(), { key })).status, 201, 'a retry is answered all the same');
    const plain = await open(server, 'comments?thread=/tin-tuc/bai-1');
    assert.match(plain.html, /Mục ý kiến của bài viết này đã đóng\./);
    for (const hidden of ['Bài viết rất bổ ích', 'Nguyễn Văn An', 'Chưa có ý kiến nào', '<textarea']) {
      assert.ok(!plain.html.includes(hidden), hidden);
    }
    for (const query of [`comment=${first.id}`, `replies=${first.id}`, `reply=${first.id}`]) {
      assert.equal((await open(server, `comments?${query}`)).status, 404, query);
    }
    const lookup = await send(server, 'POST', 'comment-lookup', null, { code: first.code });
    assert.equal(lookup.status, 200, 'authors keep their own');
  });

  it('closes a thread so many days after its first comment, and caches know it', async (t) => {
    const server = await serve(t, { engine, config: config({ comments: { closeAfterDays: 7 } }) });
    await comment(server);
    const read = async (tag = ''): Promise<Response> => server.site(PAGE, { headers: { 'if-none-match': tag } });
    const tag = (await read()).headers.get('etag')!;
    server.clock.ms += 7 * DAY - 1;
    assert.equal((await read(tag)).status, 304);
    await comment(server, { text: 'Còn kịp.' });
    const last = (await read()).headers.get('etag')!;
    server.clock.ms += 1;
    const closed = await read(last);
    assert.equal(closed.status, 200);
    assert.equal(((await closed.json()) as { closed: boolean }).closed, true);
    await problem(await postComment(server, newComment({ text: 'Muộn rồi.' })), 409, 'thread-closed');
    assert.equal((await thread(server)).total, 2);
    await comment(server, { thread: '/bai-moi' });
  });

  it('without replies of readers to each other: it is told, refused, and said on the plain page', async (t) => {
    const before = await serve(t, { engine });
    const first = await comment(before);
    await reply(before, first, { text: 'Trả lời cũ.' });
    const server = await again(t, engine, before, { replies: false });
    const page = await thread(server);
    assert.equal(page.rules.replies, false);
    assert.equal(page.items[0]?.firstReplies[0]?.text, 'Trả lời cũ.');
    const refused = await problem(await postComment(server, newComment({ parent: first.id })), 422, 'invalid-comment');
    assert.deepEqual(refused.errors, [{ field: 'parent', code: 'invalid' }]);
    assert.equal((await comment(server, { text: 'Ý kiến riêng.' })).state, 'published');
    const plain = await open(server, 'comments?thread=/tin-tuc/bai-1');
    assert.ok(plain.html.includes('<textarea') && !plain.html.includes(`reply=${first.id}`));
    const form = await open(server, `comments?reply=${first.id}`);
    assert.match(form.html, /Bài viết này không nhận trả lời cho từng ý kiến\./);
  });

  it('lets comments of unknown readers wait, and publishes those of known ones at once', async (t) => {
    const server = await serve(t, { engine, config: config({ moderation: 'unknown' }) });
    const db = await databaseOf(t, server);
    assert.equal((await thread(server)).rules.moderated, false);
    const post = async (number: number, text: string): Promise<{ id: string; state: string }> =>
      comment(server, { text }, { token: token(number) });
    const first = await post(1, 'Một.');
    assert.equal(first.state, 'pending');
    assert.equal((await post(1, 'Hai.')).state, 'pending');
    await setState(db, [first.id], 'published', server.clock.ms);
    assert.equal((await post(1, 'Ba.')).state, 'published');
    assert.equal((await post(2, 'Bốn.')).state, 'pending', 'another reader');
    assert.equal((await comment(server, { text: 'Năm.' }, { token: null })).state, 'pending', 'nobody');
    const edited = await server.site(`comments/${first.id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', ...bearer(token(1)) },
      body: JSON.stringify({ text: 'Một, sửa thành quảng cáo.' }),
    });
    assert.equal(
      ((await edited.json()) as { state: string }).state,
      'pending',
      'what made them known can become anything',
    );
    const third = (await thread(server)).items.find(({ text }) => text === 'Ba.')!;
    await setState(db, [third.id], 'rejected', server.clock.ms);
    assert.equal((await post(1, 'Sáu.')).state, 'pending', 'nothing of theirs is published any more');

    const gone = await post(3, 'Bảy.');
    await setState(db, [gone.id], 'published', server.clock.ms);
    await answer(db, server, gone as PostedComment);
    await send(server, 'DELETE', `comments/${gone.id}`, `Bearer ${token(3)}`);
    assert.equal((await post(3, 'Tám.')).state, 'pending', 'its place is listed for the answer, and they withdrew it');
  });
});

it('counts months of retention by the calendar', () => {
  const end = (now: string, months: number): string =>
    new Date(retentionEnd({ months }, Date.parse(now))).toISOString().slice(0, 16);
  assert.equal(end('2026-07-15T10:30:00Z', 1), '2026-06-15T10:30');
  assert.equal(end('2026-03-31T10:30:00Z', 1), '2026-02-28T10:30');
  assert.equal(end('2024-02-29T00:00:00Z', 12), '2023-02-28T00:00');
  assert.equal(end('2026-01-31T00:00:00Z', 26), '2023-11-30T00:00');
  assert.equal(retentionEnd({ days: 2 }, 3 * DAY), DAY);
});

it('holds a policy over the configuration field by field, and that of a thread over both', () => {
  const [site] = parseConfig(
    config({
      comments: { longest: 500, closeAfterDays: 9, retentionDays: 30, consent: { version: '1', text: 'Cũ.' } },
    }),
  ).sites;
  const threads = new Map([['/a', { mode: 'read-only', closeAfterDays: 0 } as const]]);
  const policy = { moderation: 'before', likes: false, retentionMonths: 24, consentVersion: '2' } as const;
  const live = siteWith(site!, policy, { threads, blocks: NO_BLOCKS });
  assert.deepEqual(
    [live.moderation, live.comments.likes, live.comments.longest, live.comments.closeAfterDays],
    ['before', false, 500, 9],
  );
  assert.deepEqual(live.comments.retention, { months: 24 });
  assert.deepEqual(live.comments.consent, { text: 'Cũ.', url: null, version: '2' });
  assert.equal(siteOfThread(live, '/b'), live);
  const { moderation, comments } = siteOfThread(live, '/a');
  assert.deepEqual(
    [moderation, comments.mode, comments.closeAfterDays, comments.likes],
    ['before', 'read-only', null, false],
  );
});

it('refuses by the rules of the configuration, and leaves out what holds no longer', () => {
  const [site] = parseConfig(config()).sites;
  const wrong = { longest: 4001, mode: 'half', likes: 'yes', writers: 'signed-in', consentUrl: 'javascript:alert(1)' };
  assert.deepEqual(Object.keys(policyFaults(site!, { ...wrong, links: 3 })).sort(), Object.keys(wrong).sort());
  assert.deepEqual(policyFaults(site!, wrong).longest, {
    expected: { vi: 'số ký tự, từ 1 đến 4000', en: 'a number of characters, 1 to 4000' },
  });
  const stored = JSON.stringify({ ...wrong, links: 3, fromTheFuture: 1 });
  assert.deepEqual(readPolicy(site!, stored, SITE_FIELDS), { links: 3 });
});
