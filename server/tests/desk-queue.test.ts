import assert from 'node:assert/strict';
import { it } from 'node:test';
import { databaseOf, read, setState, token } from './conversation.ts';
import { DeskBrowser, deskConfig, linkOf, openOffice, wordsOf } from './desk.ts';
import { onEachEngine } from './engines.ts';
import { comment, newComment, postComment } from './support.ts';

const HOUR = 3_600_000;

onEachEngine('desk: the queue', (engine) => {
  it('shows what waits, the oldest first, with its article, how long it has waited and why it was held', async (t) => {
    const server = await openOffice(t, engine);
    await comment(server, { text: 'Ý kiến đã lâu.', name: 'Người Cũ' });
    server.clock.ms += 80 * HOUR;
    await comment(server, { text: 'Ý kiến mới.', name: 'Người Mới' });
    server.clock.ms += 2 * HOUR + 5 * 60_000;
    const db = await databaseOf(t, server);
    await db.updateTable('comments').set({ held: 'links,word' }).where('name', '=', 'Người Mới').execute();

    const browser = await DeskBrowser.of(server, 'binh');
    const page = await browser.open('moderation');
    assert.equal(page.status, 200);
    const words = wordsOf(page);
    assert.match(words, /Chờ duyệt \(2\)/);
    assert.match(words, /Thời gian đã chờ: trên 3 ngày: 1 · dưới 1 ngày: 1\./);
    assert.match(
      words,
      /Người Cũ .*Hội nghị sơ kết.*đã chờ 3 ngày 10 giờ.*Ý kiến đã lâu\..*Người Mới .*đã chờ 2 giờ 5 phút/,
    );
    assert.match(words, /Máy chủ giữ lại vì: nhiều liên kết hơn quy định; có từ ngữ trong danh sách\./);
    assert.match(page.html, /<span class="badge late">Chờ duyệt<\/span>[^]*<span class="badge">Chờ duyệt<\/span>/);
    assert.match(page.html, /<a class="inline" href="https:\/\/so\.example\/tin-tuc\/bai-1" rel="noreferrer">/);
    assert.match(page.headers.get('content-security-policy') ?? '', /script-src 'self'/);
    assert.equal(page.headers.get('cache-control'), 'no-store');
  });

  it('shows what a comment answers, what was reported, published or rejected, and says when there is nothing', async (t) => {
    const server = await openOffice(t, engine);
    const browser = await DeskBrowser.of(server, 'binh');
    assert.match(wordsOf(await browser.open('moderation')), /Không có ý kiến nào chờ duyệt\. Cảm ơn bạn!/);
    const root = await comment(server, { text: 'Câu hỏi thứ nhất.', name: 'Chị Hỏi' });
    const db = await databaseOf(t, server);
    await setState(db, [root.id], 'published', server.clock.ms);
    await comment(server, { text: 'Tôi cũng hỏi.', parent: root.id, name: 'Anh Theo' });
    await server.site(`comments/${root.id}/reports`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token(9)}` },
      body: JSON.stringify({ reason: 'spam', text: 'Giống quảng cáo' }),
    });
    assert.match(
      wordsOf(await browser.open('moderation')),
      /Trả lời ý kiến của Chị Hỏi Câu hỏi thứ nhất\. Tôi cũng hỏi\./,
    );
    const reported = await browser.open('moderation?state=reported');
    assert.match(wordsOf(reported), /Bị báo cáo \(1\).*Câu hỏi thứ nhất\..*Số báo cáo của bạn đọc: 1/);
    const opened = await browser.open(linkOf(reported, 'Mở ý kiến'));
    assert.match(wordsOf(opened), /Báo cáo của bạn đọc Quảng cáo, lặp lại – 17\/07\/2020 18:00: Giống quảng cáo/);
    assert.match(wordsOf(await browser.open('moderation?state=published')), /Đã đăng \(1\).*Câu hỏi thứ nhất\./);
    assert.match(wordsOf(await browser.open('moderation?state=rejected')), /Chưa có ý kiến nào bị từ chối\./);
    assert.match(wordsOf(await browser.open('moderation?state=drafts')), /Không có bản nháp trả lời nào\./);
    assert.match(wordsOf(await browser.open('moderation?state=gì&after=x&site=so')), /Tôi cũng hỏi\./);
  });

  it('goes on page by page, none left out and none twice, also of the same moment', async (t) => {
    const server = await openOffice(t, engine);
    for (let number = 0; number < 53; number += 1) await comment(server, { text: `Ý kiến số ${number}.` });
    const browser = await DeskBrowser.of(server, 'binh');
    const seen: string[] = [];
    let page = await browser.open('moderation');
    for (let pages = 1; ; pages += 1) {
      seen.push(...[...wordsOf(page).matchAll(/Ý kiến số (\d+)\./g)].map(([, number]) => number!));
      if (!page.html.includes('rel="next"')) {
        assert.equal(pages, 3);
        break;
      }
      page = await browser.open(linkOf(page, 'Xem tiếp'));
    }
    assert.deepEqual(
      seen.map(Number).sort((a, b) => a - b),
      Array.from({ length: 53 }, (_, number) => number),
    );
    const back = await browser.open(linkOf(page, 'Về đầu danh sách'));
    assert.ok(!back.html.includes('Về đầu danh sách'));
  });

  it('shows an administrator every site, and begins where something waits', async (t) => {
    const server = await openOffice(t, engine);
    const posted = await fetch(`${server.url}api/v1/sites/khac/comments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'khoa-cua-huyen-khac' },
      body: JSON.stringify(newComment({ text: 'Gửi cho huyện.' })),
    });
    assert.equal(posted.status, 201);
    const page = await (await DeskBrowser.of(server, 'quan')).open('moderation');
    assert.match(wordsOf(page), /Chờ duyệt – Huyện Khác.*Gửi cho huyện\./);
    assert.match(page.html, /<option value="so">Sở Ngoại vụ<\/option>/);
    assert.match(page.html, /<option value="khac" selected>Huyện Khác \(1\)<\/option>/);
    const other = await (await DeskBrowser.of(server, 'binh')).open('moderation');
    assert.ok(!other.html.includes('Huyện Khác'));
  });

  it('writes what readers typed as text, whatever it is', async (t) => {
    const server = await openOffice(t, engine, deskConfig());
    const text =
      '<script>alert(1)</script> {{words.desk}} {{{here}}} "><img src=x onerror=alert(1)> javascript:alert(1)';
    assert.equal(
      (await postComment(server, newComment({ text, name: '<b>Tên</b>', title: '</title><script>' }))).status,
      201,
    );
    // As if somebody had written it into the database of an older release.
    await (await databaseOf(t, server)).updateTable('threads').set({ url: 'javascript:alert(1)' }).execute();
    const browser = await DeskBrowser.of(server, 'binh');
    for (const path of ['moderation', linkOf(await browser.open('moderation'), 'Mở ý kiến')]) {
      const { html } = await browser.open(path);
      assert.ok(!/<script>alert|<img|<b>Tên|href="javascript/.test(html), path);
      assert.match(html, /\{\{words\.desk\}\}/);
    }
  });

  it('speaks English when asked to, and keeps that from page to page', async (t) => {
    const server = await openOffice(t, engine);
    await comment(server);
    const browser = await DeskBrowser.of(server, 'binh');
    const page = await browser.open('moderation?lang=en');
    assert.match(page.html, /<html lang="en">/);
    assert.match(wordsOf(page), /Waiting \(1\)/);
    const opened = await browser.open(linkOf(page, 'Open the comment'));
    assert.match(wordsOf(opened), /Comment of Nguyễn Văn An/);
    const done = await browser.follow(await browser.press(opened, 'Publish'));
    assert.match(wordsOf(done), /Published: 1\. Undo/);
    assert.equal((await read<{ total: number }>(server, 'comments?thread=/tin-tuc/bai-1')).total, 1);
  });
});
