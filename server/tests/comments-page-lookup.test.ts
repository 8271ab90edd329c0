import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import type { PostedComment } from '../../src/api/contract.ts';
import { openDatabase } from '../storage/database.ts';
import { answer, databaseOf, reply, setState } from './conversation.ts';
import { type Engine, onEachEngine, sqlite } from './engines.ts';
import { formOf, linkOf, open, type Shown, submit } from './plain-pages.ts';
import { comment, config, serve, type TestServer } from './support.ts';

const MINUTE = 60_000;

interface Case {
  readonly server: TestServer;
  readonly posted: PostedComment;
  /** Enters the code as another device would. */
  readonly find: (code?: string, headers?: Record<string, string>) => Promise<Shown>;
}

async function caseOf(t: TestContext, engine: Engine, options: Parameters<typeof serve>[1] = {}): Promise<Case> {
  const server = await serve(t, { engine, ...options });
  const posted = await comment(server, { name: 'An <i>', text: 'Dòng một.\n<b>Dòng hai.</b>' }, { token: null });
  const find = async (code = posted.code, headers = {}): Promise<Shown> =>
    submit(await open(server, 'comment-lookup'), 'Tra cứu', { code }, headers);
  return { server, posted, find };
}

onEachEngine('a comment by its code, without a script', (engine) => {
  it('shows state, reason, words and answers, however the code is typed, and never in an address', async (t) => {
    const { server, posted, find } = await caseOf(t, engine);
    const db = await databaseOf(t, server);
    await reply(server, posted, { name: 'Chi', text: 'Tôi cũng vậy.' });
    await answer(db, server, posted, 'Sở xin trả lời.');
    const thread = await open(server, 'comments?thread=/tin-tuc/bai-1');
    assert.equal(new URL(linkOf(thread, 'Tra cứu ý kiến đã gửi'), thread.url).pathname, '/sites/so/comment-lookup');

    const found = await find(` ${posted.code.toLowerCase().replaceAll('-', ' ')} `);
    assert.equal(found.status, 200);
    assert.equal(found.url, `${server.url}sites/so/comment-lookup`);
    assert.equal(found.headers.get('cache-control'), 'no-store');
    assert.match(
      found.html,
      /<strong>Đã đăng<\/strong>[^]*An &#60;i&#62;[^]*Dòng một\.<\/p>\s*<p dir="auto">&#60;b&#62;Dòng hai/,
    );
    assert.match(found.html, /Trả lời của <bdi>Sở Ngoại vụ<\/bdi>[^]*Sở xin trả lời\.[^]*Chi[^]*Tôi cũng vậy\./);
    assert.match((await open(server, linkOf(found, 'Xem ý kiến này trên trang'))).html, /class="here"/);
    assert.doesNotMatch(found.html, new RegExp(`(href|action)="[^"]*${posted.code.slice(0, 4)}`, 'i'));

    await setState(db, [posted.id], 'rejected', server.clock.ms, 'Ngoài <chủ đề>.');
    assert.match(
      (await find()).html,
      /<strong>Không đăng<\/strong>[^]*<dt>Lý do<\/dt>\s*<dd><bdi>Ngoài &#60;chủ đề&#62;\.<\/bdi>/,
    );
    await setState(db, [posted.id], 'pending', server.clock.ms);
    assert.match((await find()).html, /<strong>Chờ duyệt<\/strong>/);
  });

  it('changes the words in time, leaves a trace, and says that they wait again', async (t) => {
    const { server, posted, find } = await caseOf(t, engine, { config: config({ moderation: 'before' }) });
    const db = await databaseOf(t, server);
    await setState(db, [posted.id], 'published', server.clock.ms);
    const found = await find();
    assert.match(
      found.html,
      /Bạn có thể sửa đến Thứ Sáu, 17\/07\/2020, 18:15\. Bản trước được lưu lại[^]*phải chờ duyệt lại/,
    );
    server.clock.ms += MINUTE;
    const changed = await submit(found, 'Lưu thay đổi', { text: 'Lời mới.' });
    assert.match(
      changed.html,
      /role="status"[^>]*>Đã lưu thay đổi\. Ý kiến đang chờ duyệt lại\.[^]*<strong>Chờ duyệt<\/strong>/,
    );
    assert.match(changed.html, /Sửa lúc[^]*18:01[^]*<p dir="auto">Lời mới\.<\/p>/);
    const again = await submit(found, 'Lưu thay đổi', { text: 'Lời mới.' });
    assert.match(again.html, /Lời mới\./);
    const versions = await db.selectFrom('comment_versions').select('text').execute();
    assert.deepEqual(versions, [{ text: posted.text }], 'loading the answer again changes nothing');
  });

  it('does not speak of waiting where changed words stand there at once', async (t) => {
    const { find } = await caseOf(t, engine);
    const { html } = await find();
    assert.match(html, /ý kiến được ghi là “Đã sửa”\.\s*<\/p>/);
    assert.doesNotMatch(html, /\b(false|null|undefined)\b/);
  });

  it('withdraws only when asked once more, for ever', async (t) => {
    const { server, posted, find } = await caseOf(t, engine);
    const question = await submit(await find(), 'Rút ý kiến');
    assert.match(question.html, /<h1[^>]*>Rút ý kiến này\?<\/h1>[^]*không khôi phục được/);
    assert.match((await submit(question, 'Không rút')).html, /<strong>Đã đăng<\/strong>/);
    const gone = await submit(question, 'Rút và xóa nội dung');
    assert.match(gone.html, /role="status"[^>]*>Đã rút ý kiến\.[^]*<strong>Đã rút<\/strong>/);
    assert.doesNotMatch(gone.html, /Dòng một|An &#60;|Lưu thay đổi|>Rút ý kiến<\/button>/);
    assert.match((await submit(question, 'Rút và xóa nội dung')).html, /<strong>Đã rút<\/strong>/);
    const row = await (
      await databaseOf(t, server)
    )
      .selectFrom('comments')
      .select(['state', 'text'])
      .where('id', '=', posted.id)
      .executeTakeFirst();
    assert.deepEqual(row, { state: 'withdrawn', text: '' });
  });

  it('keeps a change that came too late, was empty or could not be saved, and says why', async (t) => {
    const { server, find } = await caseOf(t, engine);
    const found = await find();
    const empty = await submit(found, 'Lưu thay đổi', { text: ' \n ' });
    assert.equal(empty.status, 422);
    assert.match(
      empty.html,
      /<a href="#text">Vui lòng nhập nội dung\.<\/a>[^]*id="text-fault"[^]*aria-describedby="text-hint text-fault" aria-invalid="true"/,
    );
    const long = await submit(found, 'Lưu thay đổi', { text: 'ệ'.repeat(30_000) });
    assert.match(long.html, /Nội dung dài quá 4\.000 ký tự/);
    assert.equal(formOf(long, 'Lưu thay đổi').values.text?.length, 30_000);

    const db = await openDatabase(server.place);
    await db.schema.alterTable('comment_versions').renameTo('versions_away').execute();
    const fault = await submit(found, 'Lưu thay đổi', { text: 'Lời mới.' });
    assert.ok(fault.status >= 500);
    assert.match(fault.html, /role="alert"[^]*Máy chủ tạm thời chưa lưu được/);
    await db.schema.alterTable('versions_away').renameTo('comment_versions').execute();
    await db.destroy();
    assert.match((await submit(fault, 'Lưu thay đổi')).html, /Đã lưu thay đổi\.[^]*Lời mới\./);

    server.clock.ms += 15 * MINUTE;
    const late = await submit(found, 'Lưu thay đổi', { text: 'Lời muộn.' });
    assert.equal(late.status, 409);
    assert.match(late.html, /role="alert"[^]*Đã hết thời gian được sửa\.[^]*readonly>\nLời muộn\.<\/textarea>/);
    assert.doesNotMatch(late.html, />Lưu thay đổi<\/button>/);
    assert.match((await find()).html, /Đã hết thời gian được sửa\.[^]*>Rút ý kiến<\/button>/);
  });
});

it('keeps a change that came too often, and says how long to wait', async (t) => {
  const { server, find } = await caseOf(t, sqlite);
  const found = await find();
  for (let round = 0; round < 10; round += 1) {
    assert.equal((await submit(found, 'Lưu thay đổi', { text: `Lần ${round}` })).status, 200);
  }
  const refused = await submit(found, 'Lưu thay đổi', { text: 'Lần cuối.' });
  assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '300']);
  assert.match(refused.html, /role="alert"[^]*Bạn sửa hơi nhanh\. Vui lòng đợi 300 giây rồi bấm lưu lại\./);
  server.clock.ms += 5 * MINUTE;
  assert.match((await submit(refused, 'Lưu thay đổi')).html, /Đã lưu thay đổi\.[^]*<p dir="auto">Lần cuối\.<\/p>/);
});

it('says politely that a code is wrong or missing, and keeps it to be mended', async (t) => {
  const { find } = await caseOf(t, sqlite);
  const wrong = await find('0000-0000-0000-00"0');
  assert.equal(wrong.status, 404);
  assert.match(wrong.html, /<title>Lỗi: Tra cứu[^]*role="alert"[^]*<a href="#code">Không có ý kiến nào mang mã này\./);
  assert.match(wrong.html, /aria-describedby="code-hint code-fault" aria-invalid="true"/);
  assert.equal(formOf(wrong, 'Tra cứu').values.code, '0000-0000-0000-00"0');
  const empty = await find('  ');
  assert.equal(empty.status, 422);
  assert.match(empty.html, /<a href="#code">Vui lòng nhập mã tra cứu\./);
});

it('counts wrong codes together with those of the program, and says how long to wait', async (t) => {
  const { server, posted, find } = await caseOf(t, sqlite, { trustProxy: ['127.0.0.1'] });
  const from = { 'x-forwarded-for': '203.0.113.7' };
  for (let tries = 0; tries < 50; tries += 1) {
    assert.equal((await find('0000-0000-0000-0000', from)).status, 404);
    const body = JSON.stringify({ code: '0000-0000-0000-0000' });
    await server.site('comment-lookup', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...from },
      body,
    });
  }
  const refused = await find(posted.code, from);
  assert.equal(refused.status, 429);
  assert.ok(Number(refused.headers.get('retry-after')) > 0);
  assert.match(refused.html, /Vui lòng thử lại sau 15 phút\./);
  assert.equal(formOf(refused, 'Tra cứu').values.code, posted.code);
  assert.equal((await find(posted.code, { 'x-forwarded-for': '203.0.113.8' })).status, 200);
});

it('asks for the code where an address of a change is opened by itself', async (t) => {
  const { server } = await caseOf(t, sqlite);
  for (const page of ['comment-edit', 'comment-withdrawal']) {
    const shown = await open(server, `${page}?lang=en`);
    assert.equal(shown.url, `${server.url}sites/so/comment-lookup?lang=en`);
    assert.match(shown.html, /<h1>Find a comment you sent<\/h1>/);
  }
});

it('keeps the code, and what is typed for a change, while the database is down', async (t) => {
  const { server, posted, find } = await caseOf(t, sqlite);
  const found = await find();
  const db = await openDatabase(server.place);
  await db.schema.alterTable('comments').renameTo('comments_away').execute();
  const fault = await submit(found, 'Lưu thay đổi', { text: 'Lời mới.' });
  await db.schema.alterTable('comments_away').renameTo('comments').execute();
  await db.destroy();
  assert.ok(fault.status >= 500);
  assert.match(fault.html, /Máy chủ đang bận\.[^]*readonly>\nLời mới\.<\/textarea>/);
  assert.equal(formOf(fault, 'Tra cứu').values.code, posted.code);
});

it('refuses a form of another site', async (t) => {
  const { find } = await caseOf(t, sqlite);
  const refused = await find(undefined, { origin: 'https://evil.example' });
  assert.deepEqual([refused.status, refused.html.includes('Dòng một')], [403, false]);
});
