import assert from 'node:assert/strict';
import { it } from 'node:test';
import { databaseOf, setState } from './conversation.ts';
import { type Answer, DeskBrowser, deskConfig, OFFICIALS, openOffice, wordsOf } from './desk.ts';
import { onEachEngine } from './engines.ts';
import { comment, type TestServer, thread } from './support.ts';

/** A published comment with the stamp that its page shows, and a step that can be undone. */
async function prepare(t: Parameters<typeof databaseOf>[0], server: TestServer): Promise<[string, string]> {
  const { id } = await comment(server, { text: 'Lời của bạn đọc.' });
  await setState(await databaseOf(t, server), [id], 'published', server.clock.ms);
  const page = await (await DeskBrowser.of(server, 'binh')).open(`moderation/comment?id=${id}`);
  return [id, /name="seen" value="([^"]+)"/.exec(page.html)![1]!];
}

onEachEngine('desk: who may what', (engine) => {
  it('what an administrator takes away is gone with the next click', async (t) => {
    const server = await openOffice(t, engine);
    const browser = await DeskBrowser.of(server, 'binh');
    assert.equal((await browser.open('moderation')).status, 200);
    await (await databaseOf(t, server)).deleteFrom('account_sites').execute();
    const refused = await browser.open('moderation');
    assert.equal(refused.status, 403);
    assert.match(wordsOf(refused), /Tài khoản này không có quyền duyệt ý kiến/);
  });

  it('takes no form from another site, none without its token, and none of another session', async (t) => {
    const server = await openOffice(t, engine);
    const { id } = await comment(server);
    const browser = await DeskBrowser.of(server, 'binh');
    const page = await browser.open('moderation');
    const one = /value="(publish [^"]+)"/.exec(page.html)![1]!;
    const token = /name="form" value="([^"]*)"/.exec(page.html)![1]!;
    const post = (form: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> =>
      browser.open('moderation/decide', { method: 'POST', body: new URLSearchParams({ one, ...form }), headers });
    assert.equal((await post({ form: token }, { origin: 'https://evil.example' })).status, 403);
    assert.equal((await post({ form: token }, { 'sec-fetch-site': 'cross-site' })).status, 403);
    assert.equal((await post({})).status, 403);
    const other = await DeskBrowser.of(server, 'chi');
    const theirs = /name="form" value="([^"]*)"/.exec((await other.open('moderation')).html)![1]!;
    const mixed = await post({ form: theirs });
    assert.equal(mixed.status, 403);
    assert.match(wordsOf(mixed), /Trang này đã mở quá lâu/);
    assert.equal((await thread(server)).total, 0);
    assert.equal((await post({ form: token })).status, 303);
    assert.equal((await thread(server)).items[0]?.id, id);
  });

  it('sends whoever is not signed in to the sign-in, and back to the page they wanted', async (t) => {
    const server = await openOffice(t, engine);
    const browser = new DeskBrowser(server);
    const asked = await browser.open('moderation?state=rejected&site=so');
    assert.deepEqual(
      [asked.status, asked.location],
      [303, '/sign-in?return=%2Fmoderation%3Fstate%3Drejected%26site%3Dso'],
    );
    const page = await browser.open(asked.location);
    const { name, password } = OFFICIALS.binh;
    const entered = await browser.press(page, 'Đăng nhập', { name, password });
    assert.equal(entered.location, '/moderation?state=rejected&site=so');
    assert.equal((await browser.follow(entered)).status, 200);
  });

  for (const [limit, wait] of [
    ['idle', 1801],
    ['absolute', 28_801],
  ] as const) {
    it(`keeps a long answer when the session ends by its ${limit} limit while it is typed: signing in there goes on`, async (t) => {
      const server = await openOffice(t, engine, deskConfig());
      const [id] = await prepare(t, server);
      const browser = await DeskBrowser.of(server, 'binh');
      const page = await browser.open(`moderation/comment?id=${id}`);
      const before = browser.cookies.tinh_session;
      server.clock.ms += wait * 1000;
      const text = 'Một câu trả lời dài.\n"Dòng" <hai> & {{ba}}';
      const over = await browser.press(page, 'Đăng trả lời', { text });
      assert.equal(over.status, 401);
      assert.match(wordsOf(over), /Phiên đăng nhập đã hết hạn Chưa có gì được lưu/);
      assert.equal((await thread(server)).items[0]!.firstReplies.length, 0);

      const wrong = await browser.press(over, 'Đăng nhập và tiếp tục', { name: 'binh', password: 'sai mật khẩu rồi' });
      assert.equal(wrong.status, 401);
      assert.match(wordsOf(wrong), /Tên đăng nhập hoặc mật khẩu chưa đúng.*Một câu trả lời dài\./);
      const { name, password } = OFFICIALS.binh;
      const back = await browser.press(wrong, 'Đăng nhập và tiếp tục', { name, password });
      assert.equal(back.status, 200);
      assert.notEqual(browser.cookies.tinh_session, before, 'a new session');
      assert.match(wordsOf(back), /Bạn đã đăng nhập lại\. Nội dung bạn gõ còn nguyên/);
      const sent = await browser.press(back, 'Đăng trả lời');
      assert.equal(sent.status, 303, sent.html);
      assert.equal((await thread(server)).items[0]!.firstReplies[0]?.text, text);
    });
  }

  it('keeps the reason and the picks of a decision on several when the session ends', async (t) => {
    const server = await openOffice(t, engine);
    for (const word of ['Một.', 'Hai.']) await comment(server, { text: word });
    const browser = await DeskBrowser.of(server, 'binh');
    const page = await browser.open('moderation');
    const picks = Object.fromEntries(
      [...page.html.matchAll(/name="(pick-\w+)" value="([^"]+)"/g)].map(([, name, value]) => [name!, value!]),
    );
    const asked = await browser.press(page, 'Không đăng…', picks, 2);
    server.clock.ms += 1_801_000;
    const over = await browser.press(asked, 'Không đăng', { 'reason-code': 'repeated', reason: 'Đã gửi hôm qua.' });
    assert.equal(over.status, 401);
    const { name, password } = OFFICIALS.binh;
    const back = await browser.press(over, 'Đăng nhập và tiếp tục', { name, password });
    assert.match(back.html, /value="repeated" checked/);
    assert.match(wordsOf(back), /Không đăng 2 ý kiến\?.*Đã gửi hôm qua\./);
    assert.equal(
      (await browser.press(back, 'Làm tiếp với 2 ý kiến còn lại', { 'reason-code': 'repeated' })).status,
      303,
    );
  });

  it('knows no comment, page or step that is not there, whatever is asked', async (t) => {
    const server = await openOffice(t, engine);
    const browser = await DeskBrowser.of(server, 'binh');
    for (const path of [
      'moderation/comment',
      'moderation/comment?id=',
      'moderation/comment?id=khong-co',
      'moderation/comment?id=a&id=b',
      `moderation/comment?id=${'x'.repeat(5000)}`,
      'moderation?site=khong-co',
      'moderation?site=khac',
    ]) {
      const answer = await browser.open(path);
      assert.equal(answer.status, 404, path);
      assert.match(wordsOf(answer), /Không tìm thấy/, path);
    }
    for (const path of ['moderation/log?before=x', 'moderation?after=%00%FF', 'moderation?state[]=a']) {
      assert.equal((await browser.open(path)).status, 200, path);
    }
  });
});
