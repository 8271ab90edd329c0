import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { csvCell, csvFile, fileName } from '../statistics/csv.ts';
import { readPeriod } from '../statistics/period.ts';
import { parseCsv } from './csv.ts';
import { onEachEngine } from './engines.ts';
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

describe('a file for Excel', () => {
  it('begins with a byte order mark and no line before the table, with semicolons and CRLF', () => {
    assert.equal(
      csvFile([
        ['Mã', 'Số'],
        ['đ', 5],
      ]),
      '\uFEFFMã;Số\r\nđ;5\r\n',
    );
  });

  it('has decimal commas and whole numbers as they are, negative ones too', () => {
    assert.deepEqual([12.25, -3, 1_234_567, 0, -0.5].map(csvCell), ['12,25', '-3', '1234567', '0', '-0,5']);
    assert.equal(csvCell(null), '');
  });

  it('comes back whole: separators, quotes, line ends, accents, blanks', () => {
    const cells = ['a;b', 'nói "được"', 'Điện Biên – Lào', ' trước và sau ', 'a,b', 'y\u0323', '', '"', ';', '😀'];
    assert.deepEqual(parseCsv(csvFile([cells, cells])), [cells, cells]);
    assert.deepEqual(parseCsv(csvFile([['một\nhai\r\nba']])), [['một hai ba']]);
  });

  it('holds no formula, whatever stands before the sign, and leaves harmless words alone', () => {
    const formulas = [
      ...[
        '=1+1',
        '+1',
        '-1',
        '@SUM(A1)',
        '\t=1',
        '\r=1',
        '\n=1',
        ' =1',
        '\u00A0=1',
        '\u200B=1',
        '\uFEFF=1',
        '\0=1',
        '\tx',
      ],
      ...['＝1+1', '＋1', '－1', '＠SUM(A1)', "=cmd|' /C calc'!A0", '=HYPERLINK("https://x";"y")'],
    ];
    for (const formula of formulas) {
      const [[cell = ''] = []] = parseCsv(csvFile([[formula]]));
      assert.match(cell, /^'/, JSON.stringify(formula));
      // A quote that closes early would let the rest begin a cell of its own.
      assert.equal(parseCsv(csvFile([[formula, 'x']]))[0]!.length, 2);
    }
    for (const words of ['a=b', 'Quý I - Quý II', 'mail@so.example', '/tin-tuc/bai-1', '2026-07-01', '#tag']) {
      assert.equal(csvCell(words), words);
    }
  });

  it('has a name with the site and the period in plain letters', () => {
    const named = (query: Record<string, string>): string =>
      fileName('figures', { slug: 'so' }, { period: readPeriod(query, 'Asia/Ho_Chi_Minh', NOW).period });
    assert.equal(named({ period: '2026-Q3' }), 'thong-ke-y-kien-so-2026-Q3.csv');
    assert.equal(named({ from: '2026-07-01', to: '2026-07-09' }), 'thong-ke-y-kien-so-2026-07-01-2026-07-09.csv');
  });
});

onEachEngine('the files of the statistics', (engine) => {
  it('hold the figures of both periods, one a row, and what readers could have put there is no formula', async (t) => {
    const db = await freshDatabase(t, engine);
    const created = Date.parse('2026-08-01T08:00:00+07:00');
    const rejected = { state: 'rejected', thread: '=bai' } as const;
    await insertRows(db, [
      indexRow(created, { decided_at: created + 1.5 * HOUR, answered_at: created + DAY }),
      indexRow(created, { ...rejected, decided_at: created + 3 * HOUR, reject_code: 'impolite' }),
      indexRow(created, { ...rejected, decided_at: created + 4 * HOUR }),
      indexRow(created, { ...rejected, decided_at: created + 5 * HOUR, reject_code: 'da-bo' }),
      indexRow(created - 90 * DAY),
      indexRow(created - 90 * DAY, { state: 'rejected', reject_code: 'advertising' }),
    ]);
    await insertThread(db, '/tin-tuc/bai-1', { title: '=HYPERLINK("https://x.example";"Tải về")' });
    const app = await statisticsApp(t, db, { sites: [siteWith()], now: NOW });
    const response = await app.inject('/moderation/statistics.csv?period=2026-Q3');
    assert.equal(response.statusCode, 200);
    assert.equal(response.headers['content-type'], 'text/csv; charset=utf-8');
    assert.equal(response.headers['cache-control'], 'no-store');
    assert.equal(response.headers['content-disposition'], 'attachment; filename="thong-ke-y-kien-so-2026-Q3.csv"');
    const [head, ...rows] = parseCsv(response.body);
    assert.deepEqual(head, ['Nhóm', 'Chỉ tiêu', 'Mã', 'Kỳ này', 'Kỳ trước', 'Đơn vị']);
    assert.ok(rows.every((row) => row.length === 6));
    const byCode = new Map(rows.map((row) => [row[2]!, row]));
    const values = (code: string): string[] => byCode.get(code)!.slice(3);
    assert.deepEqual(values('so'), ['Sở Ngoại vụ', 'Sở Ngoại vụ', '']);
    assert.deepEqual(values('period'), ['Quý III năm 2026', 'Quý II năm 2026', '']);
    assert.deepEqual(values('first'), ['2026-07-01', '2026-04-01', '']);
    assert.deepEqual(values('made'), ['14:05 ngày 26/11/2026', '', '']);
    assert.deepEqual(values('received'), ['4', '2', 'ý kiến']);
    assert.deepEqual(values('rejected'), ['3', '1', 'ý kiến']);
    assert.deepEqual(values('decided-median'), ['3', '', 'giờ']);
    assert.deepEqual(values('decided-90'), ['5', '', 'giờ']);
    assert.deepEqual(values('answered-count'), ['1', '0', 'ý kiến']);
    assert.deepEqual(byCode.get('impolite')!.slice(1), [
      ...['Ý kiến có lời lẽ thiếu lịch sự hoặc xúc phạm người khác.', 'impolite', '1', '0', 'ý kiến'],
    ]);
    assert.deepEqual(values('advertising'), ['0', '1', 'ý kiến']);
    assert.equal(byCode.get('da-bo')![1], 'Lý do không còn trong danh sách: da-bo');
    assert.deepEqual(rows.find((row) => row[1] === 'Lý do khác')!.slice(2, 5), ['', '1', '0']);
    assert.deepEqual(byCode.get("'=bai")!.slice(1, 4), ["'=bai", "'=bai", '3']);
    assert.equal(byCode.get('/tin-tuc/bai-1')![1], '\'=HYPERLINK("https://x.example";"Tải về")');
  });

  it('hold every day of the period, those without comments too', async (t) => {
    const db = await freshDatabase(t, engine);
    const border = Date.parse('2026-07-02T00:00:00+07:00');
    await insertRows(db, [
      indexRow(border - 1),
      indexRow(border, { state: 'pending' }),
      indexRow(border + 1, { state: 'erased' }),
      indexRow(border, { agency: 1 }),
    ]);
    const app = await statisticsApp(t, db, { sites: [siteWith()], now: NOW });
    const response = await app.inject('/moderation/statistics.csv?table=days&period=2026-Q3&lang=en');
    const [head, ...rows] = parseCsv(response.body);
    assert.deepEqual(head, [
      'Day',
      'Published',
      'Waiting for approval',
      'Not published',
      'Withdrawn by their authors',
      'Erased',
      'Total',
    ]);
    assert.equal(rows.length, 92);
    assert.deepEqual(rows.slice(0, 3), [
      ['2026-07-01', '1', '0', '0', '0', '0', '1'],
      ['2026-07-02', '0', '1', '0', '0', '1', '2'],
      ['2026-07-03', '0', '0', '0', '0', '0', '0'],
    ]);
    const years = await app.inject('/moderation/statistics.csv?table=days&from=2024-01-01&to=2026-12-31');
    assert.equal(parseCsv(years.body).length, 1 + 366 + 365 + 365, 'as long as a period may be');
  });
});
