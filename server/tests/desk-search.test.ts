import assert from 'node:assert/strict';
import { it } from 'node:test';
import { catchUp } from '../desk-index/catch-up.ts';
import { databaseOf, setState } from './conversation.ts';
import { DeskBrowser, deskConfig, linkOf, openOffice, wordsOf } from './desk.ts';
import { fillYears } from './desk-index-support.ts';
import { onEachEngine } from './engines.ts';
import { comment, newComment, START } from './support.ts';

const search = (query: Record<string, string>): string =>
  `moderation/comments?${new URLSearchParams(query).toString()}`;

onEachEngine('desk: search', (engine) => {
  it('finds with and without diacritics what was posted a moment ago, and offers what can be done', async (t) => {
    const server = await openOffice(t, engine);
    await comment(server, { text: 'Đề nghị đẩy mạnh cải cách hành chính.' });
    await comment(server, { text: 'Cách này cải thiện được.', name: 'Người Khác' });
    const browser = await DeskBrowser.of(server, 'binh');
    const empty = await browser.open('moderation/comments');
    assert.equal(empty.status, 200);
    assert.ok(!wordsOf(empty).includes('Đề nghị'), 'nothing is shown before anything is asked for');
    for (const q of ['cai cach', 'cải cách', 'CẢI CÁCH', 'de nghi day manh', '"cai cach"']) {
      assert.match(wordsOf(await browser.open(search({ q }))), /Đề nghị đẩy mạnh cải cách hành chính\./, q);
    }
    assert.ok(!wordsOf(await browser.open(search({ q: '"cải cách"' }))).includes('Cách này cải thiện'));
    const found = await browser.open(search({ q: 'nguoi khac' }));
    const done = await browser.follow(await browser.press(found, 'Đăng'));
    assert.match(wordsOf(done), /Đã đăng 1 ý kiến\..*Cách này cải thiện được\./, 'back at what was found');
    assert.match(wordsOf(await browser.open(search({ q: 'khong co gi' }))), /Không tìm thấy ý kiến nào\./);
  });

  it('says how far it has looked where a page would take too long, and goes on by a link', async (t) => {
    const server = await openOffice(t, engine, deskConfig(), { searchTime: 0 });
    const db = await databaseOf(t, server);
    await fillYears(db, 7000);
    await catchUp(db, START + 1e12);
    const browser = await DeskBrowser.of(server, 'binh');
    for (const order of ['newest', 'oldest']) {
      let page = await browser.open(search({ q: '"chung hiếm"', order }));
      let pages = 0;
      for (; wordsOf(page).includes('Mới tìm đến'); pages += 1) {
        assert.match(
          wordsOf(page),
          order === 'newest'
            ? /Mới tìm đến các ý kiến gửi lúc \d\d\/\d\d\/20\d\d \d\d:\d\d; còn những ý kiến cũ hơn\. Tìm tiếp/
            : /còn những ý kiến mới hơn\. Tìm tiếp/,
        );
        assert.ok(!wordsOf(page).includes('Không tìm thấy'));
        page = await browser.open(linkOf(page, 'Tìm tiếp'));
      }
      assert.ok(pages > 1);
      assert.match(wordsOf(page), /Không tìm thấy ý kiến nào\./);
    }
  });

  it('filters by state, days, links, reports, answers, unit and overdue, alone or together', async (t) => {
    const units = [{ code: 'vp', name: 'Văn phòng' }];
    const server = await openOffice(t, engine, deskConfig({ comments: { units } }));
    const { id } = await comment(server, { text: 'Một https://vidu.vn/a' });
    server.clock.ms += 86_400_000;
    await comment(server, { text: 'Hai.' });
    await setState(await databaseOf(t, server), [id], 'published', server.clock.ms);
    const browser = await DeskBrowser.of(server, 'binh');
    const page = await browser.open(`moderation/comment?id=${id}`);
    await browser.press(page, 'Giao', { unit: 'vp', due: '2020-07-18' });
    const texts = async (query: Record<string, string>): Promise<string[]> => {
      const answer = await browser.open(search(query));
      assert.equal(answer.status, 200);
      return [...answer.html.matchAll(/<div class="text" lang="vi">\s*<p>(\p{L}+)/gu)].map(([, word]) => word!);
    };
    assert.deepEqual(await texts({ state: 'published' }), ['Một']);
    assert.deepEqual(await texts({ state: 'pending' }), ['Hai']);
    assert.deepEqual(await texts({ from: '2020-07-18' }), ['Hai']);
    assert.deepEqual(await texts({ to: '2020-07-17' }), ['Một']);
    assert.deepEqual(await texts({ from: '2020-07-17', to: '2020-07-18', order: 'oldest' }), ['Một', 'Hai']);
    assert.deepEqual(await texts({ links: 'yes' }), ['Một']);
    assert.deepEqual(await texts({ links: 'no' }), ['Hai']);
    assert.deepEqual(await texts({ answered: 'yes' }), []);
    assert.deepEqual(await texts({ unit: 'vp' }), ['Một']);
    assert.deepEqual(await texts({ unit: '*' }), ['Một']);
    assert.deepEqual(await texts({ unit: 'khac' }), []);
    assert.deepEqual(await texts({ overdue: 'yes' }), []);
    server.clock.ms += 86_400_000;
    const later = await DeskBrowser.of(server, 'binh');
    Object.assign(browser.cookies, later.cookies);
    assert.deepEqual(await texts({ overdue: 'yes' }), ['Một']);
    assert.deepEqual(await texts({ q: 'mot', overdue: 'yes', links: 'yes', state: 'published' }), ['Một']);
    assert.deepEqual(await texts({ thread: '/tin-tuc/bai-1', site: 'so' }), ['Hai', 'Một']);
    assert.deepEqual(await texts({ thread: '/khong-co' }), []);
    await browser.press(await browser.open(`moderation/comment?id=${id}`), 'Đăng trả lời', { text: 'Đã rõ.' });
    assert.deepEqual(await texts({ answered: 'yes' }), ['Một']);
    assert.deepEqual(await texts({ unit: 'vp' }), [], 'answered, nobody has to any more');
  });

  it('takes anything that can be typed, and says what it did with it', async (t) => {
    const server = await openOffice(t, engine);
    await comment(server, { text: 'Ý kiến.' });
    const browser = await DeskBrowser.of(server, 'binh');
    assert.match(wordsOf(await browser.open(search({ q: 'kien '.repeat(2000) }))), /chỉ tìm theo phần đầu/);
    assert.match(wordsOf(await browser.open(search({ q: '?!…' }))), /không có chữ hay số nào/);
    for (const q of [
      '%',
      '"',
      "' OR 1=1 --",
      'a AND (b',
      'kien*',
      'NEAR(a b)',
      '\u0000kien',
      ':*',
      '<script>alert(1)</script>',
    ]) {
      const answer = await browser.open(search({ q }));
      assert.equal(answer.status, 200, q);
      assert.ok(!answer.html.includes('<script>alert'), q);
    }
    assert.equal(
      (await browser.open('moderation/comments?q=%FF%FEkien&from=x&to=2020-13-45&state=z&after=z')).status,
      200,
    );
  });

  it('goes on page by page, and never finds what belongs to another site', async (t) => {
    const server = await openOffice(t, engine);
    for (let number = 0; number < 30; number += 1) {
      await comment(server, { text: `Cùng một từ, số ${number}.` });
      server.clock.ms += 1;
    }
    const posted = await fetch(`${server.url}api/v1/sites/khac/comments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'khoa-cua-huyen-khac' },
      body: JSON.stringify(newComment({ text: 'Cùng một từ, của huyện khác.' })),
    });
    assert.equal(posted.status, 201);
    const browser = await DeskBrowser.of(server, 'binh');
    const one = await browser.open(search({ q: 'cung mot tu' }));
    const two = await browser.open(linkOf(one, 'Xem tiếp'));
    const numbers = [one, two].flatMap((page) =>
      [...wordsOf(page).matchAll(/số (\d+)\./g)].map(([, number]) => Number(number)),
    );
    assert.deepEqual(
      numbers,
      Array.from({ length: 30 }, (_, place) => 29 - place),
    );
    assert.ok(!`${one.html}${two.html}`.includes('huyện khác'));
    assert.equal((await browser.open(search({ q: 'huyen', site: 'khac' }))).status, 404);
    const all = await (await DeskBrowser.of(server, 'quan')).open(search({ q: 'huyen khac' }));
    assert.match(wordsOf(all), /của huyện khác/);
  });
});

onEachEngine('desk: statistics', (engine) => {
  it('stand in the desk, with files and a report to print, of the official’s sites alone', async (t) => {
    const server = await openOffice(t, engine);
    const made = [];
    for (let number = 0; number < 3; number += 1) made.push((await comment(server)).id);
    server.clock.ms += 3 * 3_600_000;
    await setState(await databaseOf(t, server), made.slice(0, 2), 'published', server.clock.ms);
    const browser = await DeskBrowser.of(server, 'binh');
    const page = await browser.open('moderation/statistics');
    assert.equal(page.status, 200);
    assert.match(wordsOf(page), /Quý III năm 2020/);
    assert.match(wordsOf(page), /3 giờ/, 'the waiting time');
    assert.match(page.html, /<svg[^>]*role="img"/);
    assert.match(page.html, /aria-current="page">Thống kê</);
    assert.match(page.html, /href="\/moderation\/plots\.css"/);
    const file = await browser.open('moderation/statistics.csv');
    assert.match(file.headers.get('content-type') ?? '', /^text\/csv/);
    const report = await browser.open('moderation/report');
    assert.match(wordsOf(report), /Sở Ngoại vụ.*Quý III năm 2020/);
    for (const path of ['statistics', 'statistics.csv', 'report']) {
      assert.equal((await browser.open(`moderation/${path}?site=khac`)).status, 404, path);
      assert.equal((await new DeskBrowser(server).open(`moderation/${path}`)).status, 303, path);
      assert.equal((await (await DeskBrowser.of(server, 'khong')).open(`moderation/${path}`)).status, 403, path);
    }
    assert.equal((await browser.open('moderation/plots.css')).status, 200);
  });
});
