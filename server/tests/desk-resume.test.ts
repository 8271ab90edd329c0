import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import { databaseOf } from './conversation.ts';
import { type Answer, buttonsOf, DeskBrowser, deskConfig, OFFICIALS, openOffice, wordsOf } from './desk.ts';
import { type Engine, onEachEngine } from './engines.ts';
import { comment, type TestServer } from './support.ts';

const EMAIL = 'an@example.vn';
const SAVE = 'Lưu quy định';
const AGAIN = /Bạn đã đăng nhập lại\. Nội dung bạn gõ còn nguyên/;

async function open(t: TestContext, engine: Engine): Promise<{ server: TestServer; quan: DeskBrowser }> {
  const server = await openOffice(t, engine, deskConfig({ comments: { email: 'optional' } } as never));
  await comment(server, { email: EMAIL });
  return { server, quan: await DeskBrowser.of(server, 'quan') };
}

/** Presses a button after the session has ended; signs in on the page that comes, which keeps what was typed. */
async function pressTooLate(
  server: TestServer,
  browser: DeskBrowser,
  page: Answer,
  button: string,
  fields: Readonly<Record<string, string>> = {},
  who: keyof typeof OFFICIALS = 'quan',
): Promise<Answer> {
  server.clock.ms += 1_801_000;
  const over = await browser.press(page, button, fields);
  assert.equal(over.status, 401);
  for (const typed of Object.values(fields)) assert.ok(over.html.includes(typed), `keeps “${typed}”`);
  const { name, password } = OFFICIALS[who];
  return browser.press(over, 'Đăng nhập và tiếp tục', { name, password });
}

onEachEngine('desk: a form that comes after the end of the session', (engine) => {
  it('to look a person up stands there again, with whom was asked for', async (t) => {
    const { server, quan } = await open(t, engine);
    const page = await quan.open('moderation/person');
    const back = await pressTooLate(server, quan, page, 'Tìm', { person: EMAIL });
    assert.equal(back.status, 200);
    assert.match(wordsOf(back), AGAIN);
    assert.doesNotMatch(back.html, /aria-invalid/);
    assert.equal(buttonsOf(back.html).find(({ words }) => words === 'Tìm')?.values['person'], EMAIL);
    assert.match(wordsOf(await quan.press(back, 'Tìm')), /Tìm thấy 1 ý kiến/);
  });

  it('to export or erase a person stands there again, and erases nothing by signing in', async (t) => {
    const { server, quan } = await open(t, engine);
    const db = await databaseOf(t, server);
    const found = await quan.press(await quan.open('moderation/person'), 'Tìm', { person: EMAIL });
    const back = await pressTooLate(server, quan, found, 'Tải dữ liệu (JSON)');
    assert.match(wordsOf(back), AGAIN);
    assert.match((await quan.press(back, 'Tải dữ liệu (JSON)')).headers.get('content-type') ?? '', /json/);
    const sure = await pressTooLate(server, quan, back, 'Xóa tất cả…').then((page) => quan.press(page, 'Xóa tất cả…'));
    const asked = await pressTooLate(server, quan, sure, 'Xóa vĩnh viễn 1 ý kiến');
    assert.match(wordsOf(asked), /Bạn đã đăng nhập lại.*Xóa vĩnh viễn 1 ý kiến\?/);
    const state = async () => (await db.selectFrom('comments').select('state').executeTakeFirstOrThrow()).state;
    assert.equal(await state(), 'pending');
    assert.equal((await quan.press(asked, 'Xóa vĩnh viễn 1 ý kiến')).status, 303);
    assert.equal(await state(), 'erased');
  });

  it('about a person tells nothing to whoever signs in and is no administrator', async (t) => {
    const { server, quan } = await open(t, engine);
    const found = await quan.press(await quan.open('moderation/person'), 'Tìm', { person: EMAIL });
    const back = await pressTooLate(server, quan, found, 'Tải dữ liệu (JSON)', {}, 'binh');
    assert.equal(back.status, 403);
    assert.ok(!back.html.includes(EMAIL));
    assert.doesNotMatch(wordsOf(back), /Tìm thấy/);
  });

  it('to block a word stands there again, with the word', async (t) => {
    const { server, quan } = await open(t, engine);
    const page = await quan.open('moderation/policies?site=so');
    const back = await pressTooLate(server, quan, page, 'Chặn từ ngữ', { value: 'từ xấu' });
    assert.match(wordsOf(back), AGAIN);
    assert.doesNotMatch(back.html, /aria-invalid/);
    assert.equal((await quan.press(back, 'Chặn từ ngữ')).status, 303);
    const blocks = await (await databaseOf(t, server)).selectFrom('blocks').select('value').execute();
    assert.deepEqual(blocks, [{ value: 'từ xấu' }]);
  });

  it('of policies says that somebody else has changed them meanwhile, as it would have before', async (t) => {
    const { server, quan } = await open(t, engine);
    for (const path of ['moderation/policies?site=so', 'moderation/policies/thread?site=so&thread=/tin-tuc/bai-1']) {
      const page = await quan.open(path);
      const other = await DeskBrowser.of(server, 'quan');
      const changed = await other.press(await other.open(path), SAVE, { closeAfterDays: '40' });
      assert.equal(changed.status, 303);
      const back = await pressTooLate(server, quan, page, SAVE, { closeAfterDays: '30' });
      assert.match(back.html, /id="closeAfterDays" name="closeAfterDays" value="30"/);
      const saved = await quan.press(back, SAVE);
      assert.equal(saved.status, 409);
      assert.match(saved.html, /id="closeAfterDays" name="closeAfterDays" value="30"/);
    }
  });
});
