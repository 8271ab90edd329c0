import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it, type TestContext } from 'node:test';
import type { CommentPage, CommentPlace } from '../../src/api/contract.ts';
import { DAY, DEFAULT_POLICY } from '../comments/policy.ts';
import { sweepComments } from '../moderation/sweep.ts';
import { parseConfig } from '../config.ts';
import type { RawConfig } from '../config-schema.ts';
import type { CommentRow } from '../storage/schema.ts';
import { answer, databaseOf, like, place, reply, send, token } from './conversation.ts';
import { type Engine, onEachEngine, sqlite } from './engines.ts';
import { command, environment } from './process.ts';
import {
  comment,
  config,
  faults,
  newComment,
  postComment,
  problem,
  serve,
  type TestServer,
  thread,
  TOKEN,
} from './support.ts';

type Comments = RawConfig['sites'][number]['comments'];

const asking = (t: TestContext, engine: Engine, comments: Comments): Promise<TestServer> =>
  serve(t, { engine, config: config({ comments }) });

/** The faults of a comment that must be refused. */
async function refused(server: TestServer, changes: object): Promise<string[]> {
  return faults(await problem(await postComment(server, { ...newComment(), ...changes }), 422, 'invalid-comment'));
}

onEachEngine('the rules of a site', (engine) => {
  async function rows(t: TestContext, server: TestServer): Promise<CommentRow[]> {
    const db = await databaseOf(t, server);
    return db.selectFrom('comments').selectAll().orderBy('created_at').orderBy('id').execute();
  }

  it('are told with every page, that of an unknown thread and of one comment included', async (t) => {
    const comments = {
      longest: 50,
      editMinutes: 5,
      likes: false,
      reports: false,
      email: 'optional' as const,
      consent: { version: '2026-01', text: 'Tôi đồng ý.', url: 'https://so.example/du-lieu' },
    };
    const server = await asking(t, engine, comments);
    const rules = { ...comments, replies: true, writers: 'everyone', moderated: false };
    assert.deepEqual((await thread(server)).rules, rules);
    const posted = await comment(server);
    assert.deepEqual((await thread(server)).rules, rules);
    assert.deepEqual((await place(server, posted.id)).rules, rules);
    const careful = await serve(t, { engine, config: config({ moderation: 'before' }) });
    assert.equal((await thread(careful)).rules.moderated, true);
  });

  it('reach readers who have the page already as soon as they are changed', async (t) => {
    const server = await asking(t, engine, {});
    const posted = await comment(server);
    const paths = ['comments?thread=/tin-tuc/bai-1', 'comments?thread=/khac', `comments/${posted.id}`];
    const tags = await Promise.all(paths.map(async (path) => (await server.site(path)).headers.get('etag') ?? ''));
    const changed = await serve(t, { engine, config: config({ comments: { longest: 10 } }), place: server.place });
    for (const [index, path] of paths.entries()) {
      const headers = { 'if-none-match': tags[index]!, 'cache-control': 'max-age=0' };
      assert.equal((await server.site(path, { headers })).status, 304, path);
      const fresh = await changed.site(path, { headers });
      assert.equal(fresh.status, 200, path);
      assert.equal(((await fresh.json()) as CommentPage | CommentPlace).rules.longest, 10);
    }
  });

  it('limit the length of a comment and of its change', async (t) => {
    const server = await asking(t, engine, { longest: 5 });
    assert.deepEqual(await refused(server, { text: 'dài quá' }), ['text too-long']);
    const { id, code } = await comment(server, { text: 'ề😀ềềề'.normalize('NFD') });
    const edit = (text: string): Promise<Response> => send(server, 'PATCH', `comments/${id}`, `Code ${code}`, { text });
    assert.deepEqual(faults(await problem(await edit('sáu sá'), 422, 'invalid-comment')), ['text too-long']);
    assert.equal((await edit('ngắn')).status, 200);
  });

  it('can do without likes, reports and changes', async (t) => {
    const server = await asking(t, engine, { likes: false, reports: false, editMinutes: 0 });
    const posted = await comment(server);
    const own = `Bearer ${TOKEN}`;
    assert.equal(posted.editableUntil, null);
    await problem(await send(server, 'PUT', `comments/${posted.id}/like`, own), 404, 'not-found');
    const report = { reason: 'spam' };
    await problem(await send(server, 'POST', `comments/${posted.id}/reports`, own, report), 404, 'not-found');
    const edit = await send(server, 'PATCH', `comments/${posted.id}`, own, { text: 'Khác' });
    await problem(edit, 409, 'edit-window-over');
    assert.equal((await send(server, 'DELETE', `comments/${posted.id}`, own)).status, 200);
  });

  it('keep with each comment which version its author agreed to', async (t) => {
    const server = await asking(t, engine, { consent: { version: '2026-02' } });
    await comment(server, { consentVersion: '2026-01' });
    server.clock.ms += 1;
    await comment(server, { text: 'Hai' });
    server.clock.ms += 1;
    await comment(server, { text: 'Ba', consentVersion: null });
    assert.deepEqual(
      (await rows(t, server)).map((row) => row.consent_version),
      ['2026-01', '2026-02', '2026-02'],
    );
    assert.deepEqual(await refused(server, { consentVersion: 'x'.repeat(41) }), ['consentVersion too-long']);
    assert.deepEqual(await refused(server, { consentVersion: 1 }), ['consentVersion invalid']);
  });

  it('keep what the author saw, also of a comment that waited while the site changed its words', async (t) => {
    const before = await asking(t, engine, { consent: { version: '2026-01', text: 'Lời cũ' } });
    const { version } = (await thread(before)).rules.consent;
    const changed = { consent: { version: '2026-02', text: 'Lời mới' } };
    const after = await serve(t, { engine, config: config({ comments: changed }), place: before.place });
    const key = randomUUID();
    const queued = { text: 'Chờ từ hôm qua', consentVersion: version };
    const [posted, again] = [await comment(after, queued, { key }), await comment(after, queued, { key })];
    assert.equal(again.id, posted.id);
    after.clock.ms += 1;
    await comment(after, { text: 'Viết khi chưa có kết nối', consentVersion: 'tinh' });
    assert.deepEqual(
      (await rows(t, after)).map((row) => row.consent_version),
      ['2026-01', 'tinh'],
    );
  });

  it('drop an e-mail address that the site does not ask for, whatever it is', async (t) => {
    const server = await asking(t, engine, {});
    await comment(server, { email: 'an@example.vn' });
    await comment(server, { email: 'x'.repeat(300), text: 'Hai' });
    assert.doesNotMatch(JSON.stringify(await rows(t, server)), /example\.vn|xxx/);
  });

  it('ask for an e-mail address, which the moderator alone gets to see and a withdrawal erases', async (t) => {
    const server = await asking(t, engine, { email: 'required' });
    writeFileSync(join(server.place.dataDir, 'tinh.config.json'), JSON.stringify(config()));
    for (const email of [undefined, null, '', ' ']) {
      assert.deepEqual(await refused(server, { email }), ['email required']);
    }
    for (const email of ['an', 'an@', '@example.vn', 'a n@example.vn', 'an@example.vn, b@example.vn', 5, ['a@b.vn']]) {
      assert.deepEqual(await refused(server, { email }), ['email invalid'], String(email));
    }
    assert.deepEqual(await refused(server, { email: `${'a'.repeat(250)}@b.vn` }), ['email too-long']);
    const key = randomUUID();
    const email = ' nguyễn.an@thư.example.vn '.normalize('NFD');
    const posted = await comment(server, { email }, { key });
    assert.equal((await comment(server, { email: 'khac@example.vn' }, { key })).id, posted.id);
    const stored = 'nguyễn.an@thư.example.vn'.normalize('NFC');
    assert.equal((await rows(t, server))[0]?.email, stored);

    const list = (): Promise<{ out: string }> =>
      command(t, ['moderate', 'list', '--state', 'all'], environment(server.place)).ended;
    assert.match((await list()).out, new RegExp(`\te-mail: ${stored}\n$`));
    const own = { authorization: `Code ${posted.code}` };
    const answers = [
      await server.site('comments?thread=/tin-tuc/bai-1'),
      await server.site('comments?thread=/tin-tuc/bai-1', { headers: own }),
      await server.site(`comments/${posted.id}`, { headers: own }),
      await send(server, 'POST', 'comment-lookup', null, { code: posted.code }),
      await fetch(`${server.url}sites/so/comments?thread=/tin-tuc/bai-1`),
    ];
    const bodies = await Promise.all(answers.map((response) => response.text()));
    assert.doesNotMatch(JSON.stringify([posted, ...bodies]), /mail"|@|thư\.example/);

    await send(server, 'DELETE', `comments/${posted.id}`, own.authorization);
    assert.doesNotMatch(JSON.stringify(await rows(t, server)), /example\.vn/);
  });

  it('let readers leave the e-mail address out where it is optional, and check it all the same', async (t) => {
    const server = await asking(t, engine, { email: 'optional' });
    await comment(server);
    assert.deepEqual(await refused(server, { email: 'an@' }), ['email invalid']);
    await comment(server, { text: 'Hai', email: 'an@example.vn' });
    assert.deepEqual((await rows(t, server)).map((row) => row.email).sort(), ['an@example.vn', null].sort());
  });

  it('erase comments after the days that the site keeps them, with everything of their authors', async (t) => {
    const settings = config({ comments: { retentionDays: 30, email: 'optional' } });
    settings.sites.push({ ...config().sites[0]!, slug: 'khac' });
    const server = await serve(t, { engine, config: settings });
    const { sites } = parseConfig(settings);
    const db = await databaseOf(t, server);
    const secret = { name: 'Tên Riêng', text: 'Bí mật', email: 'an@example.vn' };
    const key = randomUUID();
    const old = await comment(server, secret, { key });
    await send(server, 'PATCH', `comments/${old.id}`, `Bearer ${TOKEN}`, { text: 'Bí mật hai' });
    await like(server, old, token(3));
    await send(server, 'POST', `comments/${old.id}/reports`, `Bearer ${TOKEN}`, { reason: 'other', text: 'Bí mật ba' });
    const lonely = await comment(server, { ...secret, text: 'Bí mật bốn' });
    const elsewhere = await fetch(`${server.url}api/v1/sites/khac/comments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: JSON.stringify(newComment({ name: 'Người khác' })),
    });
    assert.equal(elsewhere.status, 201);
    server.clock.ms += 10 * DAY;
    const late = await reply(server, old, { text: 'Trả lời' });

    const sweep = (days: number): Promise<number> =>
      sweepComments(db, DEFAULT_POLICY, sites, server.clock.ms + days * DAY);
    assert.equal(await sweep(19), 0);
    assert.equal(await sweep(20), 2);
    assert.equal(await sweep(20), 0);
    const { total, roots, items } = await thread(server);
    assert.deepEqual([total, roots, items.length], [1, 1, 1]);
    assert.deepEqual([items[0]?.id, items[0]?.state, items[0]?.name, items[0]?.text], [old.id, 'erased', '', '']);
    assert.equal(items[0]?.firstReplies[0]?.id, late.id, 'the reply keeps its place');
    for (const table of ['comments', 'comment_versions', 'reports'] as const) {
      const left = JSON.stringify(await db.selectFrom(table).selectAll().execute());
      assert.doesNotMatch(left, /Bí mật|Tên Riêng|example\.vn/, table);
    }
    const [row] = (await rows(t, server)).filter(({ id }) => id === old.id);
    assert.deepEqual(
      [row?.author_hash, row?.code_hash, row?.user_hash, row?.request_hash, row?.email],
      [null, null, null, '', null],
    );
    assert.deepEqual(await db.selectFrom('likes').selectAll().execute(), []);
    await problem(await server.site(`comments/${lonely.id}`), 404, 'unknown-comment');
    assert.equal((await comment(server, secret, { key })).state, 'erased', 'a late retry does not make it again');

    assert.equal(await sweep(30), 1);
    assert.deepEqual([(await thread(server)).total, (await thread(server)).items], [0, []]);
    assert.equal((await rows(t, server)).find(({ site }) => site === 'khac')?.name, 'Người khác');
  });

  it('erase what the agency has answered and pinned too when its time is over', async (t) => {
    const settings = config({ comments: { retentionDays: 1 } });
    const server = await serve(t, { engine, config: settings });
    const db = await databaseOf(t, server);
    const asked = await comment(server);
    await answer(db, server, asked, 'Kính gửi ông An.');
    const now = server.clock.ms + DAY;
    assert.equal(await sweepComments(db, DEFAULT_POLICY, parseConfig(settings).sites, now), 2);
    const { total, roots, items } = await thread(server);
    assert.deepEqual([total, roots, items], [0, 0, []]);
    assert.doesNotMatch(JSON.stringify(await rows(t, server)), /Kính gửi/);
  });
});

it('erases what is over when the server starts', async (t) => {
  const first = await serve(t);
  await comment(first);
  const later = first.clock.ms + 2 * DAY;
  const settings = config({ comments: { retentionDays: 1 } });
  const second = await serve(t, { place: first.place, config: settings, engine: sqlite, now: () => later });
  const page = (await (await second.site('comments?thread=/tin-tuc/bai-1')).json()) as CommentPage;
  assert.equal(page.total, 0);
});
