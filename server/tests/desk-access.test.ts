import assert from 'node:assert/strict';
import { it } from 'node:test';
import { databaseOf, setState } from './conversation.ts';
import { type Answer, DeskBrowser, deskConfig, OFFICIALS, openOffice, wordsOf } from './desk.ts';
import { onEachEngine } from './engines.ts';
import { comment, type TestServer, thread } from './support.ts';

/** Every page and every form of the desk, for a comment of the site `so`. */
const DOORS: Record<string, (id: string, stamp: string) => { path: string; form?: Record<string, string> }> = {
  queue: () => ({ path: 'moderation?site=so' }),
  comment: (id) => ({ path: `moderation/comment?id=${id}` }),
  publish: (id, stamp) => ({ path: 'moderation/decide', form: { one: `publish ${id} ${stamp}` } }),
  'reject several': (id, stamp) => ({
    path: 'moderation/decide',
    form: { all: 'reject', sure: '1', [`pick-${id}`]: stamp },
  }),
  pin: (id, stamp) => ({ path: 'moderation/decide', form: { all: 'pin', sure: '1', [`pick-${id}`]: stamp } }),
  undo: () => ({ path: 'moderation/undo', form: { id: '1' } }),
  answer: (id, stamp) => ({
    path: 'moderation/answer',
    form: { id, seen: stamp, answers: '0', text: 'Trả lời.', publish: '1' },
  }),
  edit: (id, stamp) => ({ path: 'moderation/edit', form: { id, seen: stamp, text: 'Sửa.' } }),
  assign: (id, stamp) => ({ path: 'moderation/work', form: { id, seen: stamp, action: 'assign', unit: '' } }),
  transfer: (id, stamp) => ({
    path: 'moderation/work',
    form: { id, seen: stamp, action: 'transfer', text: 'Sở khác' },
  }),
  keep: (id, stamp) => ({ path: 'moderation/work', form: { id, seen: stamp, action: 'keep' } }),
  submit: (id, stamp) => ({ path: 'moderation/work', form: { id, seen: stamp, action: 'submit' } }),
  'block an author': (id) => ({ path: 'moderation/block', form: { site: 'so', kind: 'author', comment: id } }),
  'block a host': () => ({ path: 'moderation/block', form: { site: 'so', kind: 'host', value: 'a.example' } }),
  unblock: () => ({ path: 'moderation/unblock', form: { site: 'so', ids: 'khong-co' } }),
  'close thread': () => ({
    path: 'moderation/thread',
    form: { site: 'so', thread: '/tin-tuc/bai-1', action: 'close', seen: 'open' },
  }),
};

/** What is an administrator's alone, for the site `so`. */
const ADMINISTRATORS: typeof DOORS = {
  policies: () => ({ path: 'moderation/policies?site=so' }),
  'policies of a thread': () => ({ path: 'moderation/policies/thread?site=so&thread=/tin-tuc/bai-1' }),
  'save policies': () => ({ path: 'moderation/policies', form: { site: 'so', seen: '', likes: 'false' } }),
  'save policies of a thread': () => ({
    path: 'moderation/policies/thread',
    form: { site: 'so', thread: '/tin-tuc/bai-1', seen: '', mode: 'closed' },
  }),
  'try a text': () => ({ path: 'moderation/policies/test', form: { site: 'so', text: 'Thử.' } }),
  'block a word': () => ({ path: 'moderation/block', form: { site: 'so', kind: 'word', value: 'thử' } }),
};

/** A published comment with the stamp that its page shows, and a step that can be undone. */
async function prepare(t: Parameters<typeof databaseOf>[0], server: TestServer): Promise<[string, string]> {
  const { id } = await comment(server, { text: 'Lời của bạn đọc.' });
  await setState(await databaseOf(t, server), [id], 'published', server.clock.ms);
  const page = await (await DeskBrowser.of(server, 'binh')).open(`moderation/comment?id=${id}`);
  return [id, /name="seen" value="([^"]+)"/.exec(page.html)![1]!];
}

/** Sends a form of the desk with a token that fits the browser, as no page would offer it. */
async function send(browser: DeskBrowser, path: string, form: Record<string, string>): Promise<Answer> {
  const page = await browser.open('account');
  const token = /name="form" value="([^"]*)"/.exec(page.html)?.[1] ?? '';
  return browser.open(path, { method: 'POST', body: new URLSearchParams({ form: token, ...form }) });
}

onEachEngine('desk: who may what', (engine) => {
  it('every door × everybody: refused where it is not theirs, and nothing told', async (t) => {
    const server = await openOffice(t, engine);
    const [id, stamp] = await prepare(t, server);
    // Without a session no token fits: either is said.
    const expected: Record<string, { readonly page: readonly number[]; readonly form: readonly number[] }> = {
      nobody: { page: [303], form: [401, 403] },
      // Signed in, but for no site at all.
      khong: { page: [403], form: [403] },
      // Of another site.
      dung: { page: [404], form: [404] },
    };
    for (const [who, allowed] of Object.entries(expected)) {
      const browser =
        who === 'nobody' ? new DeskBrowser(server) : await DeskBrowser.of(server, who as keyof typeof OFFICIALS);
      for (const [door, of] of Object.entries(DOORS)) {
        const { path, form } = of(id, stamp);
        const answer = form ? await send(browser, path, form) : await browser.open(path);
        const statuses = form ? allowed.form : allowed.page;
        assert.ok(statuses.includes(answer.status), `${door} by ${who}: ${answer.status}`);
        for (const told of ['Lời của bạn đọc', 'Nguyễn Văn An', 'Hội nghị sơ kết']) {
          assert.ok(!answer.html.includes(told), `${door} tells ${who} “${told}”`);
        }
      }
    }
    const [shown] = (await thread(server)).items;
    assert.deepEqual([shown?.text, shown?.state, shown?.pinned], ['Lời của bạn đọc.', 'published', false]);
    const own = await DeskBrowser.of(server, 'binh');
    for (const [door, of] of Object.entries(DOORS)) {
      const { path, form } = of(id, stamp);
      const answer = form ? await send(own, path, form) : await own.open(path);
      assert.ok(![401, 403, 404].includes(answer.status) || door === 'undo', `${door} by their own: ${answer.status}`);
    }
  });

  it('what is an administrator’s: refused to moderators of the site too', async (t) => {
    const server = await openOffice(t, engine);
    const refused: Record<string, readonly number[]> = {
      nobody: [303, 401, 403],
      khong: [403],
      binh: [403],
      dung: [403],
    };
    for (const [who, statuses] of Object.entries(refused)) {
      const browser =
        who === 'nobody' ? new DeskBrowser(server) : await DeskBrowser.of(server, who as keyof typeof OFFICIALS);
      for (const [door, of] of Object.entries(ADMINISTRATORS)) {
        const { path, form } = of('', '');
        const answer = form ? await send(browser, path, form) : await browser.open(path);
        // Of a site that is not theirs they are not even told that.
        const expected = who === 'dung' && door === 'block a word' ? [404] : statuses;
        assert.ok(expected.includes(answer.status), `${door} by ${who}: ${answer.status}`);
        assert.ok(!answer.html.includes('Quy định ý kiến'), `${door} tells ${who}`);
      }
    }
    const { closed, rules } = await thread(server);
    assert.deepEqual([closed, rules.likes], [false, true]);
    const own = await DeskBrowser.of(server, 'quan');
    for (const [door, of] of Object.entries(ADMINISTRATORS)) {
      const { path, form } = of('', '');
      const answer = form ? await send(own, path, form) : await own.open(path);
      assert.ok([200, 303, 409].includes(answer.status), `${door} by an administrator: ${answer.status}`);
    }
  });

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
