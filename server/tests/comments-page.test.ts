import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import { openDatabase } from '../storage/database.ts';
import { comment, config, serve, type TestServer } from './support.ts';

const THREAD = '/tin-tuc/bai-1';

function page(server: TestServer, query: Record<string, string> = {}, headers = {}): Promise<Response> {
  const url = new URL('sites/so/comments', server.url);
  url.search = new URLSearchParams({ thread: THREAD, ...query }).toString();
  return fetch(url, { headers });
}

async function read(server: TestServer, query?: Record<string, string>, headers?: object): Promise<string> {
  const response = await page(server, query, headers);
  assert.equal(response.status, 200);
  return response.text();
}

/** A server whose thread holds this many published comments, a second apart. */
async function serveWithComments(t: TestContext, count: number): Promise<TestServer> {
  const server = await serve(t);
  for (let number = 1; number <= count; number += 1) {
    await comment(server, { text: `Ý kiến số ${number}.` });
    server.clock.ms += 1000;
  }
  return server;
}

it('shows the published comments of a thread, newest first, with a way back to the article', async (t) => {
  const server = await serveWithComments(t, 2);
  const html = await read(server);
  assert.match(html, /<html lang="vi">[^]*<h1>Ý kiến bạn đọc<\/h1>/);
  assert.match(html, /<title>Ý kiến bạn đọc: Hội nghị sơ kết – Sở Ngoại vụ<\/title>/);
  assert.match(html, /Số ý kiến đã đăng: 2[^]*Ý kiến số 2\.[^]*Ý kiến số 1\./);
  assert.match(
    html,
    /<strong><bdi>Nguyễn Văn An<\/bdi><\/strong>\s+<a href="[^"]+"><time datetime="[^"]+">Thứ Sáu, 17\/07\/2020, 18:00<\/time>/,
  );
  const back = /<a href="([^"]+)">Quay lại bài viết<\/a>/.exec(html)?.[1];
  assert.equal(back, 'https://so.example/tin-tuc/bai-1');
  assert.doesNotMatch(html, /<script|style=| on\w+=/);
});

it('stands under the strict policy, with a style and an icon of its own', async (t) => {
  const server = await serve(t);
  const response = await page(server);
  assert.equal(response.headers.get('content-type'), 'text/html; charset=utf-8');
  assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'self'.*require-trusted-types-for/);
  assert.equal(response.headers.get('cache-control'), 'no-store');
  const html = await response.text();
  for (const [rel, type] of [
    ['stylesheet', 'text/css; charset=utf-8'],
    ['icon', 'image/svg+xml'],
  ]) {
    const href = new RegExp(`<link rel="${rel}" [^>]*href="([^"]+)">`).exec(html)?.[1] ?? '';
    const file = await fetch(new URL(href, response.url));
    assert.equal(file.status, 200);
    assert.equal(file.headers.get('content-type'), type);
  }
});

it('says so where a thread has no comments, and offers to write the first', async (t) => {
  const html = await read(await serve(t));
  assert.match(html, /Chưa có ý kiến nào được đăng\./);
  assert.match(html, /<a href="#form">Gửi ý kiến<\/a>[^]*<h2 id="form" tabindex="-1">Gửi ý kiến<\/h2>/);
  assert.match(html, /nút Quay lại của trình duyệt/);
});

it('shows nothing of comments that wait for approval, not even the title and address that came with them', async (t) => {
  const server = await serve(t, { config: config({ moderation: 'before' }) });
  await comment(server, { title: 'Tiêu đề lạ', text: 'Chưa ai xem.', url: 'https://so.example/la' });
  const html = await read(server);
  assert.match(html, /Chưa có ý kiến nào được đăng\./);
  assert.doesNotMatch(html, /Tiêu đề lạ|Chưa ai xem|so\.example/);
});

it('shows what readers typed as text, each line as a paragraph', async (t) => {
  const server = await serve(t);
  await comment(server, {
    name: '<b>An</b>',
    text: '<script>alert(1)</script>\n\nDòng hai & ba',
    title: '{{name}} <i>',
  });
  const html = await read(server);
  assert.match(html, /<strong><bdi>&#60;b&#62;An&#60;\/b&#62;<\/bdi><\/strong>/);
  assert.match(
    html,
    /<p dir="auto">&#60;script&#62;alert\(1\)&#60;\/script&#62;<\/p>\s*<p dir="auto">Dòng hai &#38; ba<\/p>/,
  );
  assert.match(html, /\{\{name\}\} &#60;i&#62;/);
});

it('links back only to pages of the site, whatever address a reader sent', async (t) => {
  const server = await serve(t);
  await comment(server, { url: 'https://so.example.attacker.example/tin-tuc' });
  assert.doesNotMatch(await read(server), /attacker/);
  assert.doesNotMatch(await read(server, {}, { referer: 'https://attacker.example/' }), /attacker/);
  const referer = `${server.url}bai-viet`;
  const html = await read(server, {}, { referer });
  assert.match(html, new RegExp(`<a href="${referer}">Quay lại bài viết</a>`));
  assert.match(await read(server, {}, { referer: 'https://so.example/a' }), /so\.example\/a">Quay lại bài viết<\/a>/);
  const onlyOrigin = await read(server, {}, { referer: 'https://so.example/' });
  assert.match(onlyOrigin, /nút Quay lại của trình duyệt/, 'the home page is not the article');
  const itself = `${server.url}sites/so/comments?thread=x`;
  assert.doesNotMatch(await read(server, {}, { referer: itself }), />Quay lại bài viết<\/a>/);
});

it('leads through a long thread without showing a comment twice', async (t) => {
  const server = await serveWithComments(t, 51);
  const first = await read(server);
  assert.match(first, /Ý kiến số 51\.[^]*Ý kiến số 2\./);
  assert.doesNotMatch(first, /Ý kiến số 1\./);
  const older = /<a href="([^"]+)">Xem thêm ý kiến<\/a>/.exec(first)?.[1] ?? '';
  const next = new URL(older.replaceAll('&#38;', '&'), `${server.url}sites/so/comments`);
  const second = await (await fetch(next)).text();
  assert.match(second, /Ý kiến số 1\./);
  assert.doesNotMatch(second, /Ý kiến số 2\.|Xem thêm ý kiến/);
  assert.match(second, /Về đầu danh sách/);
});

it('speaks English when asked', async (t) => {
  const server = await serveWithComments(t, 1);
  const html = await read(server, { lang: 'en' });
  assert.match(html, /<html lang="en">[^]*<h1>Readers’ comments<\/h1>[^]*Friday, 17\/07\/2020, 18:00/);
  assert.match(html, /Back to the article/);
});

it('answers a wrong address and a fault of its own with a plain page', async (t) => {
  const server = await serve(t);
  const unknown = await fetch(`${server.url}sites/none/comments?thread=x`);
  assert.equal(unknown.status, 404);
  assert.match(await unknown.text(), /<h1>Không mở được trang này<\/h1>[^]*Máy chủ không biết trang này/);
  for (const query of ['', '?thread=', '?thread=%20', '?thread=x&cursor=yesterday', '?thread=x&sort=best']) {
    const wrong = await fetch(`${server.url}sites/so/comments${query}`);
    assert.equal(wrong.status, 400, query);
    assert.match(wrong.headers.get('content-security-policy') ?? '', /default-src 'self'/);
    assert.match(await wrong.text(), /Địa chỉ của trang chưa đúng/);
  }
  assert.match(await (await fetch(`${server.url}sites/so/comments?lang=en`)).text(), /cannot be opened/);

  const db = await openDatabase(server.place);
  await db.schema.dropTable('threads').execute();
  await db.destroy();
  const fault = await page(server);
  assert.equal(fault.status, 500);
  assert.match(await fault.text(), /<p>Máy chủ đang gặp sự cố\./);
});
