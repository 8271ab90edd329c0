import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import type { NewComment, PostedComment } from '../../src/api/contract.ts';
import { parseConfig } from '../config.ts';
import { unblock } from '../moderation/blocks.ts';
import { testText } from '../policies/test-text.ts';
import { findHosts, hostForm, hostsIn, typedHost } from '../spam/hosts.ts';
import { databaseOf, token } from './conversation.ts';
import { DeskBrowser, deskConfig, openOffice, wordsOf } from './desk.ts';
import { type Engine, onEachEngine } from './engines.ts';
import { NO_LIMITS, proofFrom } from './spam-support.ts';
import { bearer, comment, config, type TestServer } from './support.ts';

const EASY = { limits: NO_LIMITS, difficulty: { easiest: 20, hardest: 160 } };
const POLICIES = 'moderation/policies?site=so';

/** A site that publishes at once what nothing speaks against. */
async function office(t: TestContext, engine: Engine): Promise<{ server: TestServer; binh: DeskBrowser }> {
  const server = await openOffice(t, engine, deskConfig({ moderation: 'after' }), { spam: EASY });
  return { server, binh: await DeskBrowser.of(server, 'binh') };
}

/** Posts what an honest reader writes. */
async function post(server: TestServer, number: number, changes: Partial<NewComment> = {}): Promise<PostedComment> {
  const altcha = await proofFrom(`${server.url}api/v1/sites/so/`);
  server.clock.ms += 10_000;
  const body = { text: `Ý kiến số ${server.clock.ms}.`, ...changes, altcha };
  return comment(server, body, { token: token(number) });
}

async function heldOf(t: TestContext, server: TestServer, { id }: PostedComment): Promise<string | null> {
  const db = await databaseOf(t, server);
  return (await db.selectFrom('comments').select('held').where('id', '=', id).executeTakeFirstOrThrow()).held;
}

onEachEngine('blocks', (engine) => {
  it('an author: later comments wait until the block is taken away; the token is nowhere on the page', async (t) => {
    const { server, binh } = await office(t, engine);
    const first = await post(server, 1);
    assert.equal(first.state, 'published');
    const path = `moderation/comment?id=${first.id}`;
    const blocked = await binh.follow(await binh.press(await binh.open(path), 'Chặn tác giả này'));
    assert.match(wordsOf(blocked), /Đã chặn\..*Tác giả này đang bị chặn\./);
    const db = await databaseOf(t, server);
    const { author_hash: hash } = await db
      .selectFrom('comments')
      .select('author_hash')
      .where('id', '=', first.id)
      .executeTakeFirstOrThrow();
    assert.ok(hash !== null && !blocked.html.includes(hash));
    const second = await post(server, 1);
    assert.equal(second.state, 'pending');
    assert.equal(await heldOf(t, server, second), 'blocked');
    assert.match(
      wordsOf(await binh.open(`moderation/comment?id=${second.id}`)),
      /Máy chủ giữ lại vì: có từ ngữ, liên kết hoặc tác giả bị chặn\./,
    );
    assert.equal((await post(server, 2)).state, 'published', 'somebody else');
    const edited = await server.site(`comments/${first.id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', ...bearer(token(1)) },
      body: JSON.stringify({ text: 'Sửa lại.' }),
    });
    assert.equal(((await edited.json()) as PostedComment).state, 'pending', 'a change of a published one waits too');

    const free = await binh.follow(await binh.press(await binh.open(path), 'Bỏ chặn tác giả này'));
    assert.match(wordsOf(free), /Đã bỏ chặn\./);
    assert.equal((await post(server, 1)).state, 'published');
    const lines = await db.selectFrom('audit_log').selectAll().orderBy('id').execute();
    assert.deepEqual(
      lines.map(({ action, kind, detail }) => [action, kind, JSON.parse(detail)]),
      [
        ['block', 'block', { kind: 'author', comment: first.id }],
        ['unblock', 'block', { kind: 'author' }],
      ],
    );
    assert.match(
      wordsOf(await binh.open('moderation/log')),
      /Bỏ chặn: Tác giả mục chặn \w+.*Chặn: Tác giả mục chặn \w+/,
    );
  });

  it('the host of a link found in a comment, and all below it, in published changes too', async (t) => {
    const { server, binh } = await office(t, engine);
    const { id } = await post(server, 1, {
      text: 'Xem https://www.quang-cao.example/a?b nhé, hoặc báo baotayninh.vn.',
    });
    const page = await binh.open(`moderation/comment?id=${id}`);
    assert.match(wordsOf(page), /Chặn liên kết đến quang-cao\.example .*Chặn liên kết đến baotayninh\.vn/);
    const blocked = await binh.follow(await binh.press(page, 'Chặn liên kết đến quang-cao.example'));
    assert.match(wordsOf(blocked), /Bỏ chặn liên kết đến quang-cao\.example/);
    const held = await post(server, 2, { text: 'Rẻ: HTTP://m.Quang-Cao[.]example/x' });
    assert.deepEqual([held.state, await heldOf(t, server, held)], ['pending', 'blocked']);
    const mended = await server.site(`comments/${held.id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', ...bearer(token(2)) },
      body: JSON.stringify({ text: 'Rẻ lắm.' }),
    });
    assert.equal(((await mended.json()) as PostedComment).state, 'pending', 'it still waits');
    assert.equal(await heldOf(t, server, held), null, 'and the moderator is not told what is gone');
    const fine = await post(server, 2, { text: 'Xem https://quang-cao.example.vn và cuaquang-cao.example.' });
    assert.equal(fine.state, 'published');
    const edited = await server.site(`comments/${fine.id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', ...bearer(token(2)) },
      body: JSON.stringify({ text: 'Thật ra là quang-cao.example' }),
    });
    assert.equal(((await edited.json()) as PostedComment).state, 'pending');
  });

  it('words, by an administrator: found with and without diacritics, listed, and tried out before', async (t) => {
    const { server } = await office(t, engine);
    const quan = await DeskBrowser.of(server, 'quan');
    const added = await quan.follow(await quan.press(await quan.open(POLICIES), 'Chặn từ ngữ', { value: ' Cá  độ ' }));
    assert.match(wordsOf(added), /Đã chặn\..*Từ ngữ Cá độ Quản Trị, 17\/07\/2020/);
    const again = await quan.press(added, 'Chặn từ ngữ', { value: 'CA DO' });
    assert.equal(again.status, 409);
    assert.match(wordsOf(again), /Đã chặn từ trước\./);
    for (const value of ['', ' \u200B', 'x'.repeat(101)]) {
      assert.equal((await quan.press(added, 'Chặn từ ngữ', { value })).status, 400, value);
    }
    const wrong = await quan.press(added, 'Chặn liên kết', { value: 'không phải' });
    assert.equal(wrong.status, 400);
    assert.match(wrong.html, /<a href="#block-host">.*[^]*id="block-host" name="value" value="không phải"/);
    assert.equal((await quan.press(added, 'Chặn liên kết', { value: 'https://www.Xau.example/abc' })).status, 303);
    const held = await post(server, 1, { text: 'Ai chơi CÁ ĐỘ không?' });
    assert.equal(await heldOf(t, server, held), 'blocked');
    assert.equal((await post(server, 1, { text: 'Con cá đỏ.' })).state, 'pending', 'the hint says so');
    assert.equal((await post(server, 1, { text: 'Cá độc lạ.' })).state, 'published');

    const sample = 'Vào m.xau.example chơi\nca do <b>nhé</b>!';
    const tested = await quan.press(await quan.open(POLICIES), 'Thử', { text: sample });
    assert.match(
      wordsOf(tested),
      /Ý kiến như thế này phải chờ duyệt, vì có: Cá độ – từ ngữ bị chặn xau\.example – liên kết bị chặn/,
    );
    assert.match(tested.html, /Vào m\.<mark>xau\.example<\/mark> chơi\n<mark>ca do<\/mark> &#60;b&#62;nhé/);
    const harmless = await quan.press(tested, 'Thử', { text: 'Bài viết hay.' });
    assert.match(wordsOf(harmless), /Không có từ ngữ hay liên kết nào bị giữ lại\./);

    const removed = await quan.follow(await quan.press(await quan.open(POLICIES), 'Bỏ chặn'));
    assert.ok(!wordsOf(removed).includes('Từ ngữ Cá độ'));
    assert.equal((await post(server, 1, { text: 'Cá độ!' })).state, 'published');
    const log = await (await databaseOf(t, server)).selectFrom('audit_log').select('detail').execute();
    assert.ok(!/cá|xau/i.test(JSON.stringify(log)), 'the log has no words');
  });

  it('what belongs to another site cannot be blocked, nor words by a moderator', async (t) => {
    const { server, binh } = await office(t, engine);
    const { id } = await post(server, 1, { text: 'Xem https://a.example.' });
    const page = await binh.open(`moderation/comment?id=${id}`);
    const word = await binh.press(page, 'Chặn tác giả này', { kind: 'word', value: 'hay' });
    assert.equal(word.status, 403);
    assert.equal((await binh.press(page, 'Chặn tác giả này', { site: 'khac' })).status, 404);
    assert.equal((await binh.press(page, 'Chặn tác giả này', { comment: '' })).status, 404);
    const db = await databaseOf(t, server);
    assert.deepEqual(await db.selectFrom('blocks').selectAll().execute(), []);
    const blocked = await binh.follow(await binh.press(page, 'Chặn tác giả này'));
    const dung = await DeskBrowser.of(server, 'dung');
    const theirs = await dung.open('moderation');
    const form = /name="form" value="([^"]*)"/.exec(theirs.html)![1]!;
    const ids = /name="ids" value="([^"]+)"/.exec(blocked.html)![1]!;
    const body = new URLSearchParams({ form, site: 'khac', ids });
    assert.equal((await dung.open('moderation/unblock', { method: 'POST', body })).status, 303);
    assert.equal((await db.selectFrom('blocks').selectAll().execute()).length, 1);
    const foreign = { actor: { id: 'x', name: '' }, sites: [], administrator: false, leader: false, now: 0 };
    assert.throws(() => unblock(db, foreign, { site: 'so', ids: [ids] }), { statusCode: 404 });
  });
});

it('knows hosts in the spellings of links', () => {
  assert.deepEqual(hostsIn('Xem HTTPS://Www.Xau.Example:8080/a, m[.]zalo[.]vn và a@gmail.com; hết.Cảm ơn. v.v…'), [
    'xau.example',
    'm.zalo.vn',
  ]);
  assert.deepEqual(hostsIn('Không có gì 1.500.000 đồng, xong.Ai gọi'), []);
  assert.equal(typedHost('HTTP://a.b.example./x?y'), 'a.b.example');
  assert.equal(typedHost('tên-miền.example'), 'tên-miền.example');
  assert.equal(typedHost('xn--tn-min-6va1o.example') === null, false);
  for (const typed of ['', 'localhost', 'a b.example', 'javascript:alert(1)', '.', 'a..b']) {
    assert.equal(typedHost(typed), null, typed);
  }
  const blocked = [hostForm('Xau.Example')];
  for (const text of [
    'http://xau.example',
    'm.XAU.example/x',
    'xau\u3002example',
    'x\u200Bau.example',
    'a@xau.example',
  ]) {
    assert.deepEqual(findHosts(text, blocked), ['xau.example'], text);
  }
  for (const text of ['cuaxau.example', 'xau.example.vn', 'xau-example', 'xau.examples']) {
    assert.deepEqual(findHosts(text, blocked), [], text);
  }
});

it('shows where a text is caught, whatever its letters are made of', () => {
  const [site] = parseConfig(config({ comments: { words: ['Lừa đảo'], wordsFolded: ['cờ bạc'], links: 0 } })).sites;
  const text = `Bọn lừa  ${'đảo'.normalize('NFD')}, cơ bac. a.vn`;
  const { caught, links, parts } = testText(site!, text);
  assert.deepEqual(caught, [
    { by: 'words', value: 'lừa đảo' },
    { by: 'wordsFolded', value: 'co bac' },
  ]);
  assert.equal(links, 1);
  assert.equal(parts.map((part) => part.text).join(''), text);
  assert.deepEqual(
    parts.filter((part) => part.caught).map((part) => part.text),
    [`lừa  ${'đảo'.normalize('NFD')}`, 'cơ bac'],
  );
});
