import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { PostedComment } from '../../src/api/contract.ts';
import { answer, closeThread, databaseOf, like, pinComment, reply, send, THREAD, token } from './conversation.ts';
import { comment, serve, type TestServer, TOKEN } from './support.ts';

/** A plain page by its query, or by a link of another one. */
async function page(server: TestServer, query: string, status = 200): Promise<string> {
  const response = await fetch(new URL(query.replaceAll('&#38;', '&'), `${server.url}sites/so/comments`));
  assert.equal(response.status, status, query);
  return response.text();
}

const first = (server: TestServer, more = ''): Promise<string> =>
  page(server, `?thread=${encodeURIComponent(THREAD)}${more}`);

/** Where the link with these words leads. */
function linkOf(html: string, words: string): string {
  const href = new RegExp(`<a href="([^"]+)"[^>]*>${words}</a>`).exec(html.replace(/<\/?bdi>/g, ''))?.[1];
  assert.ok(href !== undefined, `a link “${words}”`);
  return href;
}

/** Texts of the comments in their order. */
const texts = (html: string): string[] =>
  [...html.matchAll(/<p dir="auto">(Ý kiến \d+|Trả lời \d+)<\/p>/g)].map(([, text]) => text!);

async function postMany(server: TestServer, count: number, to?: PostedComment): Promise<PostedComment[]> {
  const posted: PostedComment[] = [];
  for (let number = 1; number <= count; number += 1) {
    server.clock.ms += 1000;
    posted.push(
      to ? await reply(server, to, { text: `Trả lời ${number}` }) : await comment(server, { text: `Ý kiến ${number}` }),
    );
  }
  return posted;
}

it('the plain page says in words to whom a reply replies, and links there', async (t) => {
  const server = await serve(t);
  const [root] = await postMany(server, 1);
  const child = await reply(server, root!, { name: 'Bình', text: 'Trả lời 1' });
  server.clock.ms += 1000;
  const deep = await reply(server, child, { name: 'Chi', text: 'Trả lời 2' });
  const html = await first(server);
  assert.deepEqual(texts(html), ['Ý kiến 1', 'Trả lời 1', 'Trả lời 2']);
  assert.equal(linkOf(html, 'Trả lời ý kiến của Bình'), `#y-kien-${child.id}`);
  assert.equal(linkOf(html, 'Trả lời ý kiến của Nguyễn Văn An'), `#y-kien-${root!.id}`);
  assert.equal(html.match(new RegExp(`id="y-kien-${deep.id}"`, 'g'))?.length, 1);
  await send(server, 'DELETE', `comments/${child.id}`, `Bearer ${TOKEN}`);
  assert.match(await first(server), /Trả lời một ý kiến không còn hiển thị/);
  await send(server, 'DELETE', `comments/${root!.id}`, `Bearer ${TOKEN}`);
  assert.match(await first(server), /<p class="gone">Ý kiến này đã rút\.<\/p>/);
});

it('the plain page marks the answer of the agency, pinned and changed comments, and counts likes', async (t) => {
  const server = await serve(t);
  const db = await databaseOf(t, server);
  const [old] = await postMany(server, 2);
  await answer(db, server, old!, 'Trả lời 9');
  await pinComment(db, old!.id, true, server.clock.ms);
  await like(server, old!, token(1));
  await send(server, 'PATCH', `comments/${old!.id}`, `Bearer ${TOKEN}`, { text: 'Ý kiến 7' });
  const html = await first(server);
  assert.deepEqual(texts(html), ['Ý kiến 7', 'Trả lời 9', 'Ý kiến 2']);
  assert.match(
    html,
    /Được ghim[^]*Đã sửa[^]*Lượt thích: 1[^]*<strong>Trả lời của <bdi>Sở Ngoại vụ<\/bdi><\/strong>[^]*Ý kiến 2/,
  );
  await closeThread(db, 'so', THREAD, true, server.clock.ms);
  const closed = await first(server);
  assert.match(closed, /Mục ý kiến của bài viết này đã đóng\./);
  assert.doesNotMatch(closed, /<form/);
});

it('the plain page sorts, and goes on and back in each order', async (t) => {
  const server = await serve(t);
  const posted = await postMany(server, 52);
  await like(server, posted[20]!, token(1));
  const newest = await first(server);
  assert.match(newest, /aria-current="true">Mới nhất<\/a>/);
  assert.equal(texts(newest)[0], 'Ý kiến 52');
  assert.equal(texts(await page(server, linkOf(newest, 'Nhiều lượt thích nhất')))[0], 'Ý kiến 21');
  const oldest = await page(server, linkOf(newest, 'Cũ nhất'));
  assert.deepEqual([texts(oldest)[0], texts(oldest).length], ['Ý kiến 1', 50]);
  const next = await page(server, linkOf(oldest, 'Xem thêm ý kiến'));
  assert.deepEqual(texts(next), ['Ý kiến 51', 'Ý kiến 52']);
  assert.deepEqual(texts(await page(server, linkOf(next, 'Xem các ý kiến trước'))), texts(oldest));
  assert.deepEqual(texts(await page(server, linkOf(next, 'Về đầu danh sách'))), texts(oldest));
});

it('the plain page has an address for every comment, however far down it stands', async (t) => {
  const server = await serve(t);
  const posted = await postMany(server, 60);
  const [far] = posted;
  const html = await page(server, `?comment=${far!.id}`);
  assert.match(html, new RegExp(`<li id="y-kien-${far!.id}" class="here">`));
  assert.equal(html.includes(`<a href="comments?comment=${far!.id}#y-kien-${far!.id}"><time`), true);
  assert.deepEqual(texts(html), ['Ý kiến 1']);
  assert.equal(texts(await page(server, linkOf(html, 'Xem các ý kiến trước')))[0], 'Ý kiến 51');
  assert.equal(texts(await page(server, linkOf(html, 'Xem tất cả ý kiến của bài viết')))[0], 'Ý kiến 60');
  assert.match(await page(server, '?comment=none', 404), /Ý kiến này không còn hoặc chưa được đăng\./);
});

it('the plain page leads through many replies', async (t) => {
  const server = await serve(t);
  const [root] = await postMany(server, 1);
  const below = await postMany(server, 30, root);
  const start = await first(server);
  assert.deepEqual(texts(start), ['Ý kiến 1', 'Trả lời 1', 'Trả lời 2', 'Trả lời 3']);
  const more = await page(server, linkOf(start, 'Xem thêm trả lời'));
  assert.deepEqual([texts(more)[0], texts(more)[1], texts(more).length], ['Ý kiến 1', 'Trả lời 4', 21]);
  const last = await page(server, linkOf(more, 'Xem thêm trả lời'));
  assert.equal(texts(last).at(-1), 'Trả lời 30');
  assert.match(last, /Số ý kiến đã đăng: 31/);
  const direct = await page(server, `?comment=${below[24]!.id}`);
  assert.match(direct, new RegExp(`<li id="y-kien-${below[24]!.id}" class="here">`));
  assert.equal(texts(direct)[1], 'Trả lời 25');
  assert.deepEqual(texts(await page(server, linkOf(direct, 'Xem các trả lời trước')))[1], 'Trả lời 5');
});
