import assert from 'node:assert/strict';
import { it } from 'node:test';
import { openDatabase } from '../storage/database.ts';
import type { CommentRow } from '../storage/schema.ts';
import { answer, databaseOf, setState, THREAD } from './conversation.ts';
import { onEachEngine, sqlite } from './engines.ts';
import { codeOf, formOf, linkOf, open, type Shown, submit } from './plain-pages.ts';
import { comment, config, serve, type TestServer, thread } from './support.ts';

const SEND = 'Gửi ý kiến';
const WORDS = { name: 'Trần Thị Bình', text: 'Tôi đồng tình.\nXin cảm ơn.', consent: 'yes' };
const address = (more = ''): string => `comments?thread=${encodeURIComponent(THREAD)}${more}`;

async function stored(server: TestServer): Promise<CommentRow[]> {
  const db = await openDatabase(server.place);
  const rows = await db.selectFrom('comments').selectAll().orderBy('created_at').orderBy('id').execute();
  await db.destroy();
  return rows;
}

/** What the summary of faults says, and the fields it leads to. */
function summary({ html }: Shown): string[] {
  const [, alert = ''] = /<div class="error" role="alert" tabindex="-1" autofocus>([^]*?)<\/div>/.exec(html) ?? [];
  return [...alert.matchAll(/<p>(?:<a href="(#\w+)">)?([^<]+)/g)].map(([, field = '', text]) =>
    `${field} ${text}`.trim(),
  );
}

onEachEngine('writing without a script', (engine) => {
  it('keeps a comment until a moderator lets it through, and tells its state, its code and what comes next', async (t) => {
    const server = await serve(t, { engine });
    const page = await open(server, address());
    const receipt = await submit(page, SEND, WORDS);
    assert.equal(receipt.status, 200);
    assert.match(receipt.html, /<title>Đã nhận ý kiến của bạn – Sở Ngoại vụ<\/title>/);
    assert.match(receipt.html, /Trạng thái: <strong>Chờ duyệt<\/strong>[^]*Người quản trị xem ý kiến của bạn/);
    assert.match(
      receipt.html,
      /Bạn có thể sửa ý kiến đến Thứ Sáu, 17\/07\/2020, 18:15, và rút ý kiến bất cứ lúc nào\./,
    );
    assert.equal((await thread(server)).total, 0, 'although the site moderates after');
    const [row] = await stored(server);
    assert.deepEqual(
      [row?.state, row?.thread, row?.name, row?.text, row?.author_hash],
      ['pending', THREAD, WORDS.name, WORDS.text, null],
    );
    const found = await submit(receipt, 'Xem, sửa hoặc rút ý kiến này');
    assert.match(found.html, /<h1>Ý kiến của bạn<\/h1>[^]*Trần Thị Bình[^]*Tôi đồng tình\./);
    assert.match((await open(server, linkOf(receipt, 'Xem các ý kiến của bài viết'))).html, /Chưa có ý kiến nào/);
  });

  it('makes one comment of a form however often it is sent, and gives the same receipt', async (t) => {
    const server = await serve(t, { engine });
    const page = await open(server, address());
    const receipts = await Promise.all(Array.from({ length: 5 }, () => submit(page, SEND, WORDS)));
    server.clock.ms += 3600_000;
    receipts.push(await submit(page, SEND, WORDS));
    assert.equal(new Set(receipts.map(codeOf)).size, 1);
    assert.equal((await stored(server)).length, 1);
    const db = await databaseOf(t, server);
    await setState(db, [(await stored(server))[0]!.id], 'published', server.clock.ms);
    assert.match((await submit(page, SEND, WORDS)).html, /Trạng thái: <strong>Đã đăng<\/strong>/);
  });

  it('takes other words in the same form, as after the Back button, for another comment', async (t) => {
    const server = await serve(t, { engine });
    const page = await open(server, address());
    const first = await submit(page, SEND, WORDS);
    const second = await submit(page, SEND, { ...WORDS, text: 'Xin nói thêm.' });
    const again = await submit(page, SEND, { ...WORDS, text: 'Xin nói thêm.' });
    assert.notEqual(codeOf(first), codeOf(second));
    assert.equal(codeOf(second), codeOf(again));
    assert.equal((await stored(server)).length, 2);
  });

  it('learns the address of the article from the first comment that knows it, also from one that waits', async (t) => {
    const server = await serve(t, { engine, config: config({ moderation: 'before' }) });
    const first = await submit(await open(server, address()), SEND, WORDS);
    await comment(server);
    const db = await databaseOf(t, server);
    const row = await db.selectFrom('threads').select(['url', 'title']).executeTakeFirst();
    assert.deepEqual(row, { url: 'https://so.example/tin-tuc/bai-1', title: 'Hội nghị sơ kết' });
    const [own] = (await stored(server)).filter(({ text }) => text === WORDS.text);
    await setState(db, [own!.id], 'published', server.clock.ms);
    const found = await submit(first, 'Xem, sửa hoặc rút ý kiến này');
    assert.match(found.html, /<dt>Bài viết<\/dt>\s*<dd><bdi>Hội nghị sơ kết<\/bdi>/);
  });

  it('replies to one comment, whose words stand above the form', async (t) => {
    const server = await serve(t, { engine });
    const root = await comment(server, { name: 'An <b>', text: `Dòng một\n${'dài '.repeat(200)}hết` });
    const page = await open(server, address());
    assert.match(linkOf(page, 'Trả lời'), /#form$/);
    const form = await open(server, linkOf(page, 'Trả lời'));
    assert.match(
      form.html,
      /<h1 id="form">Trả lời ý kiến của <bdi>An &#60;b&#62;<\/bdi><\/h1>\s*<blockquote>\s*<p dir="auto">Dòng một/,
    );
    assert.doesNotMatch(form.html, /hết<\/p>/, 'a long comment is cut');
    assert.match(form.html, /<meta name="robots" content="noindex">/);
    const cancelled = await open(server, linkOf(form, 'Hủy trả lời'));
    assert.match(cancelled.html, new RegExp(`id="y-kien-${root.id}" class="here"`));
    server.clock.ms += 1000;
    const receipt = await submit(form, SEND, WORDS);
    const [, reply] = await stored(server);
    assert.deepEqual([reply?.parent, reply?.root], [root.id, root.id]);
    assert.match(linkOf(receipt, 'Xem các ý kiến của bài viết'), new RegExp(`comment=${root.id}#y-kien-${root.id}`));
  });

  it('keeps what was typed when the comment that is replied to has gone, and offers to send it on its own', async (t) => {
    const server = await serve(t, { engine });
    const root = await comment(server);
    const form = await open(server, address(`&reply=${root.id}`));
    await setState(await databaseOf(t, server), [root.id], 'rejected', server.clock.ms);
    const fault = await submit(form, SEND, WORDS);
    assert.equal(fault.status, 422);
    assert.match(summary(fault)[0] ?? '', /Ý kiến mà bạn trả lời không còn hiển thị/);
    assert.equal(formOf(fault, SEND).values.text, WORDS.text);
    codeOf(await submit(fault, SEND));
    assert.equal((await stored(server)).at(-1)?.parent, null);
    const gone = await open(server, address(`&reply=${root.id}`));
    assert.deepEqual([gone.status, /Ý kiến này không còn hoặc chưa được đăng/.test(gone.html)], [404, true]);
    assert.equal((await open(server, address('&reply=none'))).status, 404);
  });

  it('keeps what was typed while the database is down, and sends it once when it is back', async (t) => {
    const server = await serve(t, { engine });
    const root = await comment(server);
    server.clock.ms += 1000;
    const page = await open(server, address(`&reply=${root.id}`));
    const db = await openDatabase(server.place);
    await db.schema.alterTable('comments').renameTo('comments_away').execute();
    const fault = await submit(page, SEND, WORDS);
    await db.schema.alterTable('comments_away').renameTo('comments').execute();
    await db.destroy();
    assert.ok(fault.status >= 500);
    assert.match(summary(fault).join(' '), /Máy chủ tạm thời chưa lưu được.*Nội dung bạn nhập vẫn còn nguyên/);
    const before = formOf(page, SEND).values;
    const { values } = formOf(fault, SEND);
    assert.deepEqual(
      [values.key, values.name, values.text, values.consent],
      [before.key, WORDS.name, WORDS.text, 'yes'],
    );
    const code = codeOf(await submit(fault, SEND));
    assert.equal(codeOf(await submit(page, SEND, WORDS)), code);
    assert.deepEqual(
      (await stored(server)).map(({ parent }) => parent),
      [null, root.id],
    );
  });
});

it('names every fault at its field and in a summary, and keeps all that was typed', async (t) => {
  const server = await serve(t);
  const page = await open(server, address());
  const fault = await submit(page, SEND, { name: ' ', text: '\n<b>"đậm" & \'x\'</b>\n\n', consent: null });
  assert.equal(fault.status, 422);
  assert.match(fault.html, /<title>Lỗi: Gửi ý kiến – /);
  assert.deepEqual(summary(fault), [
    'Nội dung bạn nhập vẫn còn nguyên bên dưới.',
    '#name Vui lòng nhập họ và tên.',
    '#consent Vui lòng đánh dấu vào ô đồng ý.',
  ]);
  assert.match(
    fault.html,
    /<p class="fault" id="name-fault">[^]*<input id="name"[^>]* aria-invalid="true" aria-describedby="name-fault">/,
  );
  assert.match(
    fault.html,
    /<input id="consent"[^>]* aria-invalid="true" aria-describedby="consent-note consent-fault">/,
  );
  assert.doesNotMatch(fault.html, /id="text-fault"|<b>/);
  assert.equal(formOf(fault, SEND).values.text, '\n<b>"đậm" & \'x\'</b>\n\n');
  assert.equal(formOf(fault, SEND).values.consent, undefined);

  const long = await submit(page, SEND, { name: 'x'.repeat(81), text: 'ế'.repeat(30_000), consent: 'yes' });
  assert.deepEqual(summary(long).slice(1), [
    '#name Họ và tên dài quá 80 ký tự.',
    '#text Nội dung dài quá 4.000 ký tự. Vui lòng rút gọn.',
  ]);
  assert.equal(formOf(long, SEND).values.text?.length, 30_000);
  assert.equal(formOf(long, SEND).values.consent, 'yes');
  const huge = await submit(page, SEND, { ...WORDS, text: 'x'.repeat(1_100_000) });
  assert.deepEqual([huge.status, /bấm nút Quay lại của trình duyệt/.test(huge.html)], [413, true]);
  assert.deepEqual(await stored(server), []);
});

it('offers what was typed to be copied where a thread was closed meanwhile, and shows no form from then on', async (t) => {
  const server = await serve(t, { engine: sqlite });
  const root = await comment(server);
  const page = await open(server, address());
  const db = await databaseOf(t, server);
  await db.updateTable('threads').set({ closed_at: server.clock.ms }).execute();
  const fault = await submit(page, SEND, WORDS);
  assert.equal(fault.status, 409);
  assert.deepEqual(summary(fault), ['Mục ý kiến của bài viết này đã đóng.']);
  assert.match(fault.html, /<textarea id="to-copy"[^>]* readonly>\nTôi đồng tình\.\nXin cảm ơn\.<\/textarea>/);
  for (const closed of [await open(server, address()), await open(server, address(`&reply=${root.id}`)), fault]) {
    assert.doesNotMatch(closed.html, /<form|>Trả lời<|href="#form"/);
    assert.match(closed.html, /Mục ý kiến của bài viết này đã đóng\./);
  }
});

it('has a signed time and a trap that nobody sees; neither a bad one nor a filled one is told to the sender', async (t) => {
  const server = await serve(t);
  const page = await open(server, address());
  assert.match(formOf(page, SEND).values['form-time'] ?? '', /^[0-9a-z]+\.[\w-]{43}$/);
  assert.match(
    page.html,
    /<p class="trap" aria-hidden="true">\s*<label for="trap">Vui lòng để trống ô này<\/label>\s*<input id="trap" name="homepage" tabindex="-1" autocomplete="off">/,
  );
  assert.match((await open(server, 'comments.css')).html, /^\.trap \{ display: none; \}$/m);
  const fault = await submit(page, SEND, { ...WORDS, name: '' });
  assert.equal(formOf(fault, SEND).values['form-time'], formOf(page, SEND).values['form-time']);
  for (const [field, value] of [
    ['homepage', 'https://spam.example/'],
    ['form-time', 'x'],
    ['key', ''],
  ]) {
    const receipt = await submit(page, SEND, { ...WORDS, text: `Ý kiến ${field!}`, [field!]: value! });
    assert.match(receipt.html, /Trạng thái: <strong>Chờ duyệt<\/strong>/, field);
  }
});

it('asks for consent in the words of the site, unticked, and again when they changed', async (t) => {
  const consent = { text: 'Tôi đồng ý & hiểu.', url: 'https://so.example/dong-y', version: '2' };
  const server = await serve(t, { config: config({ comments: { consent } }) });
  const page = await open(server, address());
  assert.match(
    page.html,
    /<label for="consent">Tôi đồng ý &#38; hiểu\.<\/label>[^]*Người dưới 16 tuổi[^]*href="https:\/\/so\.example\/dong-y"/,
  );
  assert.equal(formOf(page, SEND).values.consent, undefined);
  const fault = await submit(page, SEND, { ...WORDS, name: '', 'consent-version': '1' });
  assert.equal(formOf(fault, SEND).values.consent, undefined);
  assert.equal(formOf(fault, SEND).values['consent-version'], '2');
});

it('takes forms of its own pages however little the browser says, and none of other sites', async (t) => {
  const server = await serve(t);
  const page = await open(server, address());
  const own = server.url.slice(0, -1);
  for (const headers of [
    { origin: 'null' },
    { origin: 'null', 'sec-fetch-site': 'same-origin' },
    { origin: own, referer: page.url },
    {},
  ] as Record<string, string>[]) {
    codeOf(await submit(page, SEND, WORDS, headers));
  }
  for (const headers of [
    { origin: 'https://evil.example' },
    { origin: 'https://so.example' },
    { origin: 'null', 'sec-fetch-site': 'cross-site' },
  ] as Record<string, string>[]) {
    const refused = await submit(page, SEND, { ...WORDS, text: 'Từ trang khác.' }, headers);
    assert.equal(refused.status, 403, JSON.stringify(headers));
    assert.match(refused.html, /Biểu mẫu này đến từ một trang khác/);
  }
  assert.equal((await stored(server)).length, 1);
});

it('sends the reader back to the article from the form, its faults and its receipt, never to a page of others', async (t) => {
  const server = await serve(t);
  const referer = `${server.url}tin-tuc/bai-1`;
  const page = await open(server, address(), { referer });
  const own = { referer: page.url };
  const fault = await submit(page, SEND, { ...WORDS, name: '' }, own);
  const receipt = await submit(fault, SEND, WORDS, own);
  for (const each of [page, fault, receipt]) assert.equal(linkOf(each, 'Quay lại bài viết'), referer);
  const forged = await submit(page, SEND, { ...WORDS, back: 'https://evil.example/' });
  assert.doesNotMatch(forged.html, /evil/);
});

it('shows names and texts in their own direction, and makes their addresses clickable without lending them weight', async (t) => {
  const server = await serve(t);
  const db = await databaseOf(t, server);
  const root = await comment(server, { name: 'אבג', text: 'Xem https://so.example/a?b=1&c=2, rồi viết.' });
  await answer(db, server, root);
  const { html } = await open(server, address());
  assert.match(html, /<strong><bdi>אבג<\/bdi><\/strong>/);
  assert.match(
    html,
    /<p dir="auto">Xem <a class="inline" href="https:\/\/so\.example\/a\?b=1&#38;c=2" rel="nofollow ugc noopener">https:\/\/so\.example\/a\?b=1&#38;c=2<\/a>, rồi viết\.<\/p>/,
  );
});

it('hides likes and their order where the site has none', async (t) => {
  const server = await serve(t, { config: config({ comments: { likes: false } }) });
  await comment(server);
  const { html } = await open(server, address());
  assert.doesNotMatch(html, /lượt thích|Lượt thích/);
  assert.match(html, />Cũ nhất</);
});

it('writes in English when asked, to the end', async (t) => {
  const server = await serve(t);
  const page = await open(server, address('&lang=en'));
  assert.match(
    page.html,
    /<html lang="en">[^]*<a href="comments\?thread=[^"]+&#38;lang=en" lang="en" hreflang="en" aria-current="true">/,
  );
  const fault = await submit(page, 'Send comment', { ...WORDS, name: '' });
  assert.match(fault.html, /<title>Error: Send a comment[^]*Please enter your full name\./);
  const receipt = await submit(fault, 'Send comment', WORDS);
  assert.match(receipt.html, /<html lang="en">[^]*State: <strong>Waiting for approval<\/strong>/);
  assert.match((await submit(receipt, 'See, change or withdraw this comment')).html, /<h1>Your comment<\/h1>/);
});
