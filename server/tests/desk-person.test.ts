import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { PostedComment } from '../../src/api/contract.ts';
import { databaseOf, reply, send, setState, token } from './conversation.ts';
import { type Answer, buttonsOf, DeskBrowser, deskConfig, type OFFICIALS, openOffice, wordsOf } from './desk.ts';
import { onEachEngine } from './engines.ts';
import { comment, newComment, type TestServer, thread } from './support.ts';

const EMAIL = 'an@example.vn';
const RULES = { comments: { email: 'optional' as const, consent: { version: '2026-01', text: 'Tôi đồng ý.' } } };

/** Both sites ask for an address. */
function asking(): ReturnType<typeof deskConfig> {
  return deskConfig(RULES);
}

function look(browser: DeskBrowser, person: string): Promise<Answer> {
  return browser.open('moderation/person').then((page) => browser.press(page, 'Tìm', { person }));
}

/** A comment at the site `khac` by the same person. */
async function commentElsewhere(server: TestServer): Promise<PostedComment> {
  const response = await fetch(`${server.url}api/v1/sites/khac/comments`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': 'elsewhere-elsewhere-1',
      authorization: `Bearer ${token(1)}`,
    },
    body: JSON.stringify(newComment({ email: EMAIL, text: 'Ở huyện.', consentVersion: '2026-01' })),
  });
  assert.equal(response.status, 201, await response.clone().text());
  return (await response.json()) as PostedComment;
}

onEachEngine('desk: the data of one person', (engine) => {
  it('exports all that is stored of their comments, and nothing of others', async (t) => {
    const server = await openOffice(t, engine, asking());
    const db = await databaseOf(t, server);
    const mine = { email: EMAIL, consentVersion: '2026-01' } as never;
    const { id } = await comment(server, mine, { token: token(1) });
    await send(server, 'PATCH', `comments/${id}`, `Bearer ${token(1)}`, { text: 'Lời đã sửa.' });
    await setState(db, [id], 'rejected', server.clock.ms, 'Lý do viết cho người gửi.');
    await comment(server, { text: 'Của người khác.', consentVersion: '2026-01' }, { token: token(2) });
    const browser = await DeskBrowser.of(server, 'quan');
    const page = await look(browser, ` ${EMAIL.toUpperCase()} `);
    assert.match(wordsOf(page), /Tìm thấy 1 ý kiến .*Sở Ngoại vụ Không đăng 1/);
    const file = await browser.press(page, 'Tải dữ liệu (JSON)');
    assert.match(file.headers.get('content-disposition') ?? '', /^attachment; filename=/);
    assert.match(file.headers.get('content-type') ?? '', /^application\/json; charset=utf-8$/);
    const { comments } = JSON.parse(file.html) as { comments: Record<string, unknown>[] };
    assert.equal(comments.length, 1);
    const [found] = comments;
    assert.deepEqual(
      [found!['id'], found!['email'], found!['text'], found!['state'], found!['reason'], found!['name']],
      [id, EMAIL, 'Lời đã sửa.', 'rejected', 'Lý do viết cho người gửi.', 'Nguyễn Văn An'],
    );
    assert.deepEqual(found!['consent'], { at: new Date(server.clock.ms).toISOString(), version: '2026-01' });
    const former = found!['formerTexts'] as { text: string; replacedBy: string }[];
    assert.deepEqual([former[0]?.text, former[0]?.replacedBy], ['Bài viết rất bổ ích.', 'author']);
    assert.doesNotMatch(file.html, /Của người khác/);
    const line = await db.selectFrom('audit_log').selectAll().where('action', '=', 'export-person').executeTakeFirst();
    assert.deepEqual(
      [line?.site, line?.kind, line?.object_id, line?.detail],
      ['so', 'person', 'email', '{"comments":1,"sites":1}'],
    );
  });

  it('erases everything of them after asking once more, with a receipt; by code also what came from the same browser', async (t) => {
    const server = await openOffice(t, engine, asking());
    const db = await databaseOf(t, server);
    const first = await comment(server, { email: EMAIL, consentVersion: '2026-01' }, { token: token(1) });
    const second = await comment(
      server,
      { text: 'Ý kiến thứ hai.', consentVersion: '2026-01' },
      {
        token: token(1),
      },
    );
    await commentElsewhere(server);
    await setState(db, [first.id, second.id], 'published', server.clock.ms);
    const theirs = await reply(
      server,
      first,
      { text: 'Trả lời.', consentVersion: '2026-01' },
      {
        token: token(2),
      },
    );
    await setState(db, [theirs.id], 'published', server.clock.ms);
    const browser = await DeskBrowser.of(server, 'quan');
    const page = await look(browser, first.code.toLowerCase());
    assert.match(wordsOf(page), /Tìm thấy 3 ý kiến .*Sở Ngoại vụ Đã đăng 2 Huyện Khác/);
    const sure = await browser.press(page, 'Xóa tất cả…');
    assert.match(wordsOf(sure), /Xóa vĩnh viễn 3 ý kiến\? .*Không thể hoàn tác/);
    assert.equal((await thread(server)).total, 3);
    const receipt = await browser.follow(await browser.press(sure, 'Xóa vĩnh viễn 3 ý kiến'));
    const line = await db
      .selectFrom('audit_log')
      .selectAll()
      .where('action', '=', 'erase-person')
      .executeTakeFirstOrThrow();
    assert.deepEqual([line.site, line.object_id, line.detail], [null, 'code', '{"comments":3,"sites":2}']);
    assert.match(
      wordsOf(receipt),
      new RegExp(`Mã biên nhận ${line.id} Số ý kiến đã xóa 3 Lúc 17/07/2020 18:00 Người thực hiện Quản Trị`),
    );
    const rows = await db.selectFrom('comments').selectAll().where('id', '<>', theirs.id).execute();
    for (const { state, name, text, email, author_hash: author, code_hash: code } of rows) {
      assert.deepEqual([state, name, text, email, author, code], ['erased', '', '', null, null, null]);
    }
    const left = JSON.stringify([
      rows,
      await db.selectFrom('comment_versions').selectAll().execute(),
      await db.selectFrom('undo_items').selectAll().execute(),
      await db.selectFrom('audit_log').selectAll().execute(),
    ]);
    assert.doesNotMatch(left, /bổ ích|thứ hai|example\.vn/);
    assert.match(wordsOf(await look(browser, first.code)), /Không có ý kiến nào như vậy/);
  });

  it('erases nothing when there are more comments than the page showed', async (t) => {
    const server = await openOffice(t, engine, asking());
    const mine = (text: string) => ({ text, email: EMAIL, consentVersion: '2026-01' }) as never;
    const db = await databaseOf(t, server);
    await comment(server, mine('Một.'));
    const browser = await DeskBrowser.of(server, 'quan');
    const sure = await browser.press(await look(browser, EMAIL), 'Xóa tất cả…');
    await comment(server, mine('Hai.'));
    const again = await browser.press(sure, 'Xóa vĩnh viễn 1 ý kiến');
    assert.equal(again.status, 409);
    assert.match(wordsOf(again), /Số ý kiến đã thay đổi.*Xóa vĩnh viễn 2 ý kiến\?/);
    assert.deepEqual(
      (await db.selectFrom('comments').select('state').execute()).map(({ state }) => state),
      ['pending', 'pending'],
    );
    assert.equal((await browser.press(again, 'Xóa vĩnh viễn 2 ý kiến')).status, 303);
  });

  it('says what is wrong with what was typed, keeps it, and knows only the sites there are', async (t) => {
    const server = await openOffice(t, engine, asking());
    const db = await databaseOf(t, server);
    await comment(server, { email: EMAIL, consentVersion: '2026-01' });
    await db
      .insertInto('threads')
      .values({ ...(await db.selectFrom('threads').selectAll().executeTakeFirstOrThrow()), site: 'gone' })
      .execute();
    await db.updateTable('comments').set({ site: 'gone' }).execute();
    const browser = await DeskBrowser.of(server, 'quan');
    const wrong = await look(browser, '<b>không phải mã</b>');
    assert.equal(wrong.status, 400);
    assert.match(wordsOf(wrong), /không phải là địa chỉ e-mail hay mã tra cứu/);
    assert.equal(buttonsOf(wrong.html).find(({ words }) => words === 'Tìm')?.values['person'], '<b>không phải mã</b>');
    for (const nobody of [EMAIL, 'ai@example.vn', '%@%', '0000-0000-0000-0000']) {
      const none = await look(browser, nobody);
      assert.equal(none.status, 200);
      assert.match(wordsOf(none), /Không có ý kiến nào như vậy/, nobody);
    }
    assert.equal((await browser.open('moderation/person/receipt?id=1')).status, 404);
    assert.equal((await browser.open('moderation/person/receipt?id=x')).status, 404);
  });

  it('is for administrators alone, door by door', async (t) => {
    const server = await openOffice(t, engine, asking());
    const db = await databaseOf(t, server);
    await comment(server, { email: EMAIL, consentVersion: '2026-01' });
    const doors: [string, Record<string, string> | null][] = [
      ['moderation/person', null],
      ['moderation/person', { person: EMAIL }],
      ['moderation/person/export', { person: EMAIL }],
      ['moderation/person/erase', { person: EMAIL }],
      ['moderation/person/erase', { person: EMAIL, seen: '1' }],
      ['moderation/person/receipt?id=1', null],
    ];
    for (const who of [null, 'khong', 'dung', 'binh'] as const) {
      const browser = who
        ? await DeskBrowser.of(server, who satisfies keyof typeof OFFICIALS)
        : new DeskBrowser(server);
      const html = (await browser.open('account')).html;
      const form = /name="form" value="([^"]*)"/.exec(html)?.[1] ?? '';
      for (const [path, fields] of doors) {
        const body = fields && new URLSearchParams({ form, ...fields });
        const answer = await browser.open(path, body ? { method: 'POST', body } : {});
        assert.ok((who ? [403] : [303, 401, 403]).includes(answer.status), `${path} by ${who}: ${answer.status}`);
        assert.doesNotMatch(answer.html, /Tìm thấy|bổ ích|Số ý kiến/);
      }
      if (who === 'binh') assert.doesNotMatch((await browser.open('moderation')).html, /moderation\/person/);
    }
    assert.equal((await db.selectFrom('comments').select('state').executeTakeFirst())?.state, 'pending');
    assert.deepEqual(await db.selectFrom('audit_log').selectAll().execute(), []);
    assert.match((await (await DeskBrowser.of(server, 'quan')).open('moderation')).html, /moderation\/person/);
  });
});
