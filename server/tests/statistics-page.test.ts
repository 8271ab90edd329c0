import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lyingBar, PLOT_STYLE, stackedBars } from '../statistics/plot.ts';
import { onEachEngine, sqlite } from './engines.ts';
import {
  DAY,
  freshDatabase,
  HOUR,
  indexRow,
  insertRows,
  insertThread,
  siteWith,
  statisticsApp,
} from './statistics-support.ts';

const NOW = Date.parse('2026-11-26T14:05:00+07:00');
const CREATED = Date.parse('2026-08-01T08:00:00+07:00');
const MARKUP = '<img src=x onerror=alert(1)> & "hai"';

/** The words of a page without its markup, as somebody reads them. */
function wordsOf(html: string): string {
  return html
    .replace(/<(title|desc)[^>]*>[^<]*<\/\1>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replace(/[\s\u00A0]+/g, ' ');
}

onEachEngine('the page of statistics', (engine) => {
  it('opens with the current quarter, its figures beside those before, and says that it is not over', async (t) => {
    const db = await freshDatabase(t, engine);
    const october = Date.parse('2026-10-05T08:00:00+07:00');
    await insertRows(db, [
      indexRow(october, { decided_at: october + 2.25 * HOUR, answered_at: october + 3 * DAY + 4 * HOUR }),
      indexRow(october, { state: 'rejected', decided_at: october + 4 * HOUR, reject_code: 'impolite' }),
      indexRow(october, { state: 'pending', thread: '/bai-2' }),
      indexRow(CREATED, { decided_at: CREATED + HOUR }),
    ]);
    const app = await statisticsApp(t, db, { sites: [siteWith()], now: NOW });
    const response = await app.inject('/moderation/statistics');
    assert.equal(response.statusCode, 200);
    const text = wordsOf(response.body);
    for (const told of [
      'Quý IV năm 2026 (01/10/2026 – 31/12/2026)',
      'Kỳ này chưa kết thúc: số liệu tính đến 14:05 ngày 26/11/2026',
      'So với kỳ trước: Quý III năm 2026',
      'Ý kiến nhận được 3 1 +2 (+200%)',
      'Không đăng 1 0 +1',
      'chờ không quá (trung vị) 2 giờ 15 phút 1 giờ lâu hơn 1 giờ 15 phút',
      'Ý kiến đã được cơ quan trả lời 1 0 +1',
      '3 ngày 4 giờ – –',
      'đang chờ duyệt lúc này: 1',
      'Ý kiến theo tuần',
      'Ý kiến có lời lẽ thiếu lịch sự hoặc xúc phạm người khác. 1',
      '/tin-tuc/bai-1 2',
    ])
      assert.ok(text.includes(told), `${told}\n${text}`);
    assert.match(response.body, /<option value="2026-Q4" selected>Quý IV năm 2026<\/option>/);
    assert.match(response.body, /<svg class="plot" role="img" aria-labelledby="by-time-title"/);
    assert.match(response.body, /href="report\?period=2026-Q4"/);
    assert.match(response.body, /href="statistics.csv\?period=2026-Q4&#38;table=days"/);
    const english = wordsOf((await app.inject('/moderation/statistics?lang=en&period=2026-08')).body);
    assert.ok(english.includes('August 2026'), english);
  });

  it('says that there is nothing in a period without comments', async (t) => {
    const db = await freshDatabase(t, engine);
    const app = await statisticsApp(t, db, { sites: [siteWith()], now: NOW });
    const { body } = await app.inject('/moderation/statistics?period=2026-Q3');
    assert.ok(wordsOf(body).includes('Kỳ này chưa có ý kiến nào.'));
    assert.doesNotMatch(body, /role="img"|NaN|Infinity|undefined/);
  });

  it('shows nothing of a site that is not the official’s, and does not tell it from one that there is not', async (t) => {
    const db = await freshDatabase(t, engine);
    await insertRows(db, [indexRow(CREATED, { site: 'khac', thread: '/bi-mat' })]);
    const app = await statisticsApp(t, db, { sites: [siteWith()], now: NOW });
    for (const page of ['statistics', 'statistics.csv', 'report']) {
      const [other, none, twice] = await Promise.all(
        ['site=khac', 'site=khong-co', 'site=so&site=khac'].map((query) => app.inject(`/moderation/${page}?${query}`)),
      );
      assert.equal(other!.statusCode, 404, page);
      assert.equal(other!.json<{ type: string }>().type, 'urn:tinh:problem:unknown-site');
      assert.equal(other!.body, none!.body);
      assert.equal(twice!.statusCode, 404);
      assert.equal((await app.inject(`/moderation/${page}?site=so`)).statusCode, 200);
    }
    const nobody = await statisticsApp(t, db, { sites: null, now: NOW });
    assert.equal((await nobody.inject('/moderation/statistics')).statusCode, 401);
    const noSites = await statisticsApp(t, db, { sites: [], now: NOW });
    assert.equal((await noSites.inject('/moderation/statistics')).statusCode, 404);
  });
});

describe('the page of statistics', () => {
  it('lets an official of several sites choose, and keeps the choice in its links', async (t) => {
    const db = await freshDatabase(t, sqlite);
    const app = await statisticsApp(t, db, {
      sites: [siteWith(), siteWith({ slug: 'khac', name: 'Sở Tài chính' })],
      now: NOW,
    });
    const { body } = await app.inject('/moderation/statistics?site=khac&period=2026-Q3&by=day&lang=en');
    assert.match(body, /<option value="khac" selected>Sở Tài chính<\/option>/);
    assert.match(body, /href="report\?site=khac&#38;period=2026-Q3&#38;by=day&#38;lang=en"/);
    assert.match(body, /href="statistics.csv\?site=khac&#38;period=2026-Q3&#38;table=figures&#38;lang=en"/);
  });

  it('shows the current quarter and a sentence for a period that cannot be', async (t) => {
    const db = await freshDatabase(t, sqlite);
    const app = await statisticsApp(t, db, { sites: [siteWith()], now: NOW });
    const cases = {
      'period=2026-Q9': 'Kỳ thống kê chưa đúng.',
      'from=2026-09-01&to=2026-08-01': 'Ngày kết thúc ở trước ngày bắt đầu.',
      'from=2026-02-31&to=2026-08-01': 'Ngày bắt đầu hoặc ngày kết thúc chưa đúng.',
      'from=2001-01-01&to=2026-08-01': 'nhiều nhất 1098 ngày (ba năm)',
    };
    for (const [query, sentence] of Object.entries(cases)) {
      const response = await app.inject(`/moderation/statistics?${query}`);
      assert.equal(response.statusCode, 200);
      assert.match(response.body, /role="alert"/);
      if (query.startsWith('from=2026-09')) {
        const kept = /<details open>[^]*name="from" type="date" value="2026-09-01"[^]*value="2026-08-01"/;
        assert.match(response.body, kept, 'what was typed can be put right');
      }
      const text = wordsOf(response.body);
      assert.ok(text.includes(sentence) && text.includes('Quý IV năm 2026'), text);
    }
  });

  it('writes what readers sent as words only, links pages of the site alone, and has no inline style or script', async (t) => {
    const db = await freshDatabase(t, sqlite);
    const addresses: Record<string, string> = {
      '/a': 'https://so.example/a?b="c"',
      '/b': 'javascript:alert(1)',
      '/c': 'https://khac.example/c',
      '/d': 'http://may-chu.example/d',
    };
    for (const [key, url] of Object.entries(addresses)) {
      await insertRows(db, [indexRow(CREATED, { thread: key, state: 'rejected', reject_code: MARKUP })]);
      await insertThread(db, key, { title: `${MARKUP} ${key}`, url });
    }
    // A script's address has the origin `null`, which a site may allow for its pages in files.
    const site = siteWith({ name: `Sở ${MARKUP}`, origins: ['https://so.example', 'null'] });
    const app = await statisticsApp(t, db, { sites: [site], now: NOW });
    for (const page of ['statistics', 'report']) {
      const { body, headers } = await app.inject({
        url: `/moderation/${page}?period=2026-Q3`,
        headers: { host: 'may-chu.example' },
      });
      assert.doesNotMatch(body, /<img|<script|\sstyle=|\son\w+=(?!alert)/, page);
      assert.ok(wordsOf(body).includes(`${MARKUP} /a`), page);
      assert.match(body, /href="https:\/\/so\.example\/a\?b=&#34;c&#34;"/);
      assert.match(body, /href="http:\/\/may-chu\.example\/d"/, 'a page of the server itself');
      assert.doesNotMatch(body, /javascript:|khac\.example/);
      assert.match(String(headers['content-security-policy']), /style-src 'self'/);
    }
  });

  it('has a report that can be printed: the site, the period, the day in words, room for signatures', async (t) => {
    const db = await freshDatabase(t, sqlite);
    await insertRows(db, [indexRow(CREATED)]);
    const app = await statisticsApp(t, db, { sites: [siteWith()], now: NOW });
    const response = await app.inject('/moderation/report?period=2026-Q3');
    const text = wordsOf(response.body);
    for (const told of [
      'Sở Ngoại vụ Ngày 26 tháng 11 năm 2026',
      'Báo cáo thống kê ý kiến bạn đọc Quý III năm 2026 (01/07/2026 – 30/09/2026)',
      '27/07 – 02/08/2026 1 0 0 0 1',
      'Người lập báo cáo',
      'Thủ trưởng cơ quan',
    ])
      assert.ok(text.includes(told), `${told}\n${text}`);
    // On paper nothing can be opened.
    assert.doesNotMatch(response.body, /<details|<form/);
    const style = await app.inject('/moderation/statistics.css');
    assert.match(String(style.headers['content-type']), /^text\/css/);
    assert.match(style.body, /@page[^}]*A4[^]*@media print/);
  });
});

describe('a plot', () => {
  const plot = (values: number[][], title = 'Tên'): string =>
    stackedBars({
      id: 'p',
      title,
      description: title,
      series: [
        { kind: 'published', name: title },
        { kind: 'rejected', name: 'Không đăng' },
      ],
      bars: values.map((each, index) => ({ name: `${title} ${index}`, label: title, values: each })),
      format: String,
    });
  const numbers = (svg: string, name: string): number[] =>
    [...svg.matchAll(new RegExp(`<rect [^>]*x="[\\d.]+%"[^>]* ${name}="([\\d.]+)"`, 'g'))].map(([, value]) =>
      Number(value),
    );

  it('has bars as high as their numbers, one upon the other, with a pattern of its own for each series', () => {
    const svg = plot([
      [30, 10],
      [60, 0],
      [0, 0],
    ]);
    const [first, second, third] = numbers(svg, 'height');
    assert.equal(numbers(svg, 'height').length, 3, 'nothing for zero');
    assert.ok(Math.abs(third! / first! - 2) < 0.01);
    assert.ok(Math.abs(first! / (second! + 1) - 3) < 0.05);
    const [y1, y2] = numbers(svg, 'y');
    assert.ok(Math.abs(y2! + second! + 1 - y1!) < 0.01, 'the second stands on the first');
    assert.match(svg, /fill="url\(#p-rejected\)"/);
    assert.match(svg, /<pattern id="p-rejected"/);
  });

  it('has a scale of whole numbers that reaches the highest bar', () => {
    for (const most of [1, 2, 3, 4, 7, 9, 10, 11, 99, 101, 12_345, 1_000_000]) {
      const svg = plot([[most, 0]]);
      const scale = [...svg.matchAll(/class="plot-scale"[^>]*>(\d+)</g)].map(([, value]) => Number(value));
      assert.ok(scale.length >= 2 && scale.length <= 6, `${most}: ${scale.join()}`);
      assert.ok(scale.at(-1)! >= most && scale.at(-1)! < most * 2 + 1, `${most}: ${scale.join()}`);
    }
    assert.doesNotMatch(plot([]), /NaN|Infinity/);
    assert.doesNotMatch(plot([[0, 0]]), /NaN|Infinity/);
  });

  it('has a name and a description, and markup in words is only words', () => {
    const svg = plot([[1, 2]], MARKUP);
    assert.match(svg, /role="img" aria-labelledby="p-title" aria-describedby="p-description"/);
    assert.match(
      svg,
      /<title id="p-title">&#60;img src=x onerror=alert\(1\)&#62; &#38; &#34;hai&#34;<\/title><desc id="p-description">/,
    );
    assert.doesNotMatch(svg, /<img|style=/);
  });

  it('has colours that stand out three to one from the page, light and dark', () => {
    const brightness = (color: string): number => {
      const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((place) => {
        const part = Number.parseInt(color.slice(place, place + 2), 16) / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const [light, dark] = [...PLOT_STYLE.matchAll(/:root \{([^}]*)\}/g)].map(([, inside = '']) =>
      inside.match(/#\w{6}/g)!,
    );
    assert.deepEqual([light!.length, dark!.length], [4, 4]);
    // What browsers show as the page: white, and Chromium's and Firefox's greys.
    for (const color of light!) assert.ok(1.05 / (brightness(color) + 0.05) >= 3, color);
    for (const page of ['#121212', '#1c1b22', '#000000']) {
      for (const color of dark!)
        assert.ok((brightness(color) + 0.05) / (brightness(page) + 0.05) >= 3, `${color} on ${page}`);
    }
  });

  it('has a lying bar as long as its part of the longest', () => {
    assert.match(lyingBar(25, 100), /aria-hidden="true"><rect [^>]*width="25%"/);
    assert.match(lyingBar(0, 0), /width="0%"/);
  });
});
