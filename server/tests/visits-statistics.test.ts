import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type Database, openDatabase } from '../storage/database.ts';
import { writeArrivals } from '../visits/write.ts';
import { parseCsv } from './csv.ts';
import { DeskBrowser, deskConfig, linkOf, openOffice, wordsOf } from './desk.ts';
import { onEachEngine } from './engines.ts';
import { siteWith } from './statistics-support.ts';
import { figures, type TestServer, visit } from './support.ts';

const at = (time: string): number => Date.parse(`${time}+07:00`);
const NOW = at('2026-08-20T09:00:00');

/** The rows of a file; `fetch` takes the byte order mark away. */
const rowsOf = (file: string): string[][] => parseCsv(`\uFEFF${file}`);

interface Some {
  readonly page?: string;
  readonly referrer?: string;
  readonly visits: number;
  /** Page views in each visit. */
  readonly views?: number;
}

/** Counts visits of a moment as the server does. */
async function count(db: Database, time: string, { page = '/', referrer, visits, views = 1 }: Some): Promise<void> {
  const arrivals = Array.from({ length: visits * views }, (_, index) => ({
    visit: { page, visit: index % views === 0, view: true, beat: false, referrer },
    at: at(time),
    isBot: false,
  }));
  await db.transaction().execute((trx) => writeArrivals(trx, siteWith(), arrivals));
}

async function withVisits(server: TestServer): Promise<Database> {
  server.clock.ms = NOW;
  const db = await openDatabase(server.place);
  await count(db, '2024-12-31T23:59:59', { visits: 1, views: 2, page: '/cu' });
  await count(db, '2026-06-30T23:59:59', { visits: 4 });
  await count(db, '2026-07-01T00:00:00', { visits: 2, views: 3, page: '/gioi-thieu', referrer: 'google.com.vn' });
  await count(db, '2026-07-15T14:10:00', { visits: 5, page: '/tin', referrer: 'zalo.me' });
  await count(db, '2026-08-02T14:59:59', { visits: 3, page: '/tin', referrer: 'zalo.me' });
  await count(db, '2026-08-20T08:30:00', { visits: 1, page: '<b>/x</b>' });
  return db;
}

onEachEngine('statistics of visits', (engine) => {
  it('shows the quarter beside the one before, by week and hour, pages and hosts, to those who work for the site', async (t) => {
    const server = await openOffice(t, engine);
    const db = await withVisits(server);
    await db.destroy();
    const browser = await DeskBrowser.of(server, 'binh');
    const moved = await browser.open('statistics?period=2026-Q3');
    assert.equal(moved.location, '/moderation/visits?period=2026-Q3');
    const page = await browser.follow(moved);
    const text = wordsOf(page);
    for (const told of [
      'Thống kê truy cập',
      'Quý III năm 2026 (01/07/2026 – 30/09/2026)',
      'Kỳ này chưa kết thúc: số liệu tính đến 09:00 ngày 20/08/2026',
      'So với kỳ trước: Quý II năm 2026',
      'Lượt truy cập 11 4 +7 (+175%)',
      'Lượt truy cập trung bình mỗi ngày 0 0 không đổi',
      'Lượt xem trang 15 4 +11 (+275%)',
      'Số trang xem trong mỗi lượt 1,4 1 +0,4 (+40%)',
      'Lượt truy cập theo tuần',
      '01/07 – 05/07/2026 2 6',
      'Lượt truy cập theo giờ trong ngày',
      '14 giờ 8 8',
      'Lượt truy cập các năm',
      '2024 1 2 2026 15 19 Tổng 16 21',
      'Tính trọn các tháng: 07/2026, 08/2026, 09/2026.',
      '/tin 8 /gioi-thieu 6',
      '<b>/x</b> 1',
      'zalo.me 8 google.com.vn 2',
      'Chưa có lượt bấm nào.',
      'Không có phút nào bất thường.',
    ])
      assert.ok(text.includes(told), `${told}\n${text}`);
    assert.ok(!page.html.includes('<b>/x'), 'what a reader sent is no markup');

    const months = wordsOf(await browser.open('moderation/visits?period=2026-Q3&by=month&lang=en'));
    assert.ok(months.includes('Visits by month'), months);
    assert.ok(months.includes('7/2026 7 11 8/2026 4 4 9/2026 0 0'), months);
  });

  it('has files for Excel, and a report to print', async (t) => {
    const server = await openOffice(t, engine);
    const db = await withVisits(server);
    await db.destroy();
    const browser = await DeskBrowser.of(server, 'binh');
    const page = await browser.open('moderation/visits?period=2026-07');
    const figuresFile = await browser.open(`moderation/${linkOf(page, 'Tải các chỉ tiêu (CSV cho Excel)')}`);
    const rows = rowsOf(figuresFile.html);
    assert.match(figuresFile.headers.get('content-disposition') ?? '', /"thong-ke-truy-cap-so-2026-07\.csv"/);
    assert.deepEqual(
      rows
        .filter(([, , code]) => ['visits', 'views', 'perVisit', 'perDay'].includes(code ?? ''))
        .map((row) => row.slice(2)),
      [
        ['visits', '7', '4', 'lượt'],
        ['perDay', '0,23', '0,13', 'lượt/ngày'],
        ['views', '11', '4', 'lượt'],
        ['perVisit', '1,57', '1', 'trang/lượt'],
      ],
    );
    const days = rowsOf(
      (await browser.open(`moderation/${linkOf(page, 'Tải số liệu theo ngày (CSV cho Excel)')}`)).html,
    );
    assert.deepEqual(
      [days.length, days[1], days[2], days[15]],
      [32, ['2026-07-01', '2', '6'], ['2026-07-02', '0', '0'], ['2026-07-15', '5', '5']],
    );
    const hours = rowsOf(
      (await browser.open(`moderation/${linkOf(page, 'Tải số liệu theo giờ (CSV cho Excel)')}`)).html,
    );
    assert.deepEqual([hours.length, hours[1], hours[15]], [25, ['0', '2', '6'], ['14', '5', '5']]);
    const report = wordsOf(await browser.open(`moderation/${linkOf(page, 'Mở bản báo cáo để in')}`));
    for (const told of [
      'Sở Ngoại vụ',
      'Báo cáo thống kê truy cập',
      'Tháng 7 năm 2026',
      'Thủ trưởng cơ quan',
      'zalo.me 5',
    ])
      assert.ok(report.includes(told), `${told}\n${report}`);
  });

  it('says that another counter was used before, where that touches what is compared', async (t) => {
    const startingFigures = { date: '2026-06-30', today: 9, month: 35, total: 1000 };
    const server = await openOffice(t, engine, deskConfig({ startingFigures }));
    server.clock.ms = NOW;
    const browser = await DeskBrowser.of(server, 'binh');
    const note = 'Đến hết ngày 30/06/2026 trang dùng bộ đếm cũ';
    assert.ok(wordsOf(await browser.open('moderation/visits?site=so&period=2026-Q3')).includes(note));
    assert.ok(!wordsOf(await browser.open('moderation/visits?site=so&period=2026-08')).includes(note));
  });

  it('marks minutes with far more visits than usual; an administrator takes them out and puts them back, and the log tells', async (t) => {
    const server = await openOffice(t, engine);
    server.clock.ms = at('2026-08-19T10:00:00');
    const db = await openDatabase(server.place);
    for (let hour = 0; hour < 20; hour += 1)
      await count(db, `2026-08-19T0${hour % 10}:1${Math.floor(hour / 10)}:00`, { visits: 2 });
    await count(db, '2026-08-19T08:40:00', { visits: 29 });
    for (const minute of ['30', '31', '33']) await count(db, `2026-08-19T09:${minute}:10`, { visits: 100, views: 2 });
    server.clock.ms = NOW;
    const sums = async () => {
      // Figures that are read are up to a second old.
      server.clock.ms += 1000;
      const { yesterday, month, year, total } = await figures(server);
      return [yesterday, month, year, total];
    };
    const all = 40 + 29 + 300;
    assert.deepEqual(await sums(), [all, all, all, all]);

    const moderator = await DeskBrowser.of(server, 'binh');
    const seen = await moderator.open('moderation/visits?period=2026-08');
    assert.ok(wordsOf(seen).includes('từ 30 lượt truy cập trở lên; bình thường là 2.'), wordsOf(seen));
    assert.ok(wordsOf(seen).includes('09:30 – 09:33 ngày 19/08/2026 300 đang tính'), wordsOf(seen));
    assert.ok(wordsOf(seen).includes('Chỉ quản trị viên'));
    assert.ok(!seen.html.includes('visits/minutes'));

    const browser = await DeskBrowser.of(server, 'quan');
    const page = await browser.open('moderation/visits?site=so&period=2026-08');
    const taken = await browser.follow(await browser.press(page, 'Loại khỏi số liệu'));
    assert.ok(wordsOf(taken).includes('Đã loại các phút này khỏi số liệu.'), wordsOf(taken));
    assert.ok(wordsOf(taken).includes('300 đã loại'), wordsOf(taken));
    assert.ok(wordsOf(taken).includes('Lượt truy cập 69 0 +69'), wordsOf(taken));
    assert.deepEqual(await sums(), [69, 69, 69, 69]);
    const hours = await db
      .selectFrom('visit_hours')
      .select(['hour', 'visits', 'views'])
      .where('hour', '=', 9)
      .execute();
    assert.deepEqual(hours, [{ hour: 9, visits: 4, views: 4 }]);
    // An address cannot make the page say what was not done.
    const { id } = await db.selectFrom('audit_log').select('id').executeTakeFirstOrThrow();
    const other = wordsOf(await moderator.open(`moderation/visits?done=${id}`));
    assert.ok(!other.includes('Đã loại các phút'), other);
    // Pressed twice: nothing more is taken out.
    const again = await browser.follow(await browser.press(page, 'Loại khỏi số liệu'));
    assert.ok(wordsOf(again).includes('Không có gì thay đổi'), wordsOf(again));
    assert.deepEqual(await sums(), [69, 69, 69, 69]);
    // Readers go on being counted meanwhile.
    await visit(server);
    const back = await browser.follow(await browser.press(taken, 'Tính lại'));
    assert.ok(wordsOf(back).includes('Đã tính lại các phút này.'), wordsOf(back));
    assert.deepEqual(await sums(), [all, all + 1, all + 1, all + 1]);

    const log = wordsOf(await browser.open('moderation/log'));
    assert.ok(log.includes('Loại lượt truy cập bất thường (300)'), log);
    assert.ok(log.includes('lượt truy cập từ 2026-08-19T09:30'), log);
    assert.ok(log.includes('Khôi phục lượt truy cập đã loại (300)'), log);
    await db.destroy();
  });
});
