import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { readOldDays } from '../moderation/import-visits.ts';
import { Refusal } from '../refusal.ts';
import { DeskBrowser, deskConfig, openOffice, wordsOf } from './desk.ts';
import { onEachEngine } from './engines.ts';
import { command, environment } from './process.ts';
import { figures, visit } from './support.ts';

const OLD = '\uFEFFNgày;Lượt truy cập;Lượt xem\r\n2026-06-29;100;250\r\n2026-06-30;40;90\r\n2026-07-01;5\r\n';

onEachEngine('visits of another counter', (engine) => {
  it('are taken over by day, count in month, year and total, and reports name the change-over', async (t) => {
    const server = await openOffice(t, engine);
    server.clock.ms = Date.parse('2026-07-02T10:00:00+07:00');
    const { dataDir } = server.place;
    writeFileSync(join(dataDir, 'tinh.config.json'), JSON.stringify(deskConfig()));
    const file = join(dataDir, 'cu.csv');
    writeFileSync(file, OLD);
    const run = (...words: string[]) => command(t, ['visits', 'import', ...words], environment(server.place)).ended;

    await visit(server);
    const first = await run('so', file);
    assert.equal(first.err, '');
    assert.match(first.out, /Đã nhập 3 ngày, 145 lượt truy cập\./);
    server.clock.ms += 1000;
    const { yesterday, month, year, total } = await figures(server);
    assert.deepEqual({ yesterday, month, year, total }, { yesterday: 5, month: 6, year: 146, total: 146 });

    const browser = await DeskBrowser.of(server, 'quan');
    const page = wordsOf(await browser.open('moderation/visits?site=so&period=2026-Q3'));
    assert.ok(page.includes('Đến hết ngày 01/07/2026 trang dùng bộ đếm cũ'), page);
    assert.ok(page.includes('Lượt truy cập 6 140 −134'), page);
    const log = wordsOf(await browser.open('moderation/log'));
    assert.ok(log.includes('Nhập số liệu truy cập cũ (145)'), log);

    // Again, and what overlaps: nothing counts twice.
    const again = await run('so', file);
    assert.equal(again.code, 1);
    assert.match(again.err, /Chỉ nhập được các ngày trước 2026-06-29/);
    assert.equal((await figures(server)).total, 146);
  });

  it('are refused as a whole where a line is wrong, and where they would count twice', async (t) => {
    const place = await engine.fresh();
    t.after(() => place.remove());
    const write = (raw: object): void => writeFileSync(join(place.dataDir, 'tinh.config.json'), JSON.stringify(raw));
    write(deskConfig());
    const file = join(place.dataDir, 'cu.csv');
    const run = (...words: string[]) => command(t, ['visits', 'import', ...words], environment(place)).ended;
    for (const [text, why] of [
      ['2026-02-30;1', /Dòng 1 chưa đúng/],
      ['2026-01-01;1\n2026-01-02;-5', /Dòng 2 chưa đúng/],
      ['2026-01-01;NaN', /Dòng 1 chưa đúng/],
      ['2026-01-01;9007199254740993', /Dòng 1 chưa đúng/],
      ['2026-01-01;1;2;3', /Dòng 1 chưa đúng/],
      ['2026-01-01;1\n2026-01-01;2', /ngày 2026-01-01 có hai lần/],
      ['', /Tệp cần có từ 1/],
    ] as const) {
      assert.throws(
        () => readOldDays(text),
        (error) => error instanceof Refusal && why.test(error.message),
        text,
      );
    }
    writeFileSync(file, '2099-01-01;1');
    const late = await run('so', file);
    assert.equal(late.code, 1);
    assert.match(late.err, /Chỉ nhập được các ngày trước/);
    writeFileSync(file, OLD);
    assert.match((await run('la', file)).err, /không có trang la/);
    assert.match((await run('so', `${file}x`)).err, /ENOENT/);
    assert.match((await run('so')).err, /Cách dùng/);
    write(deskConfig({ startingFigures: { date: '2026-06-30', today: 1, month: 1, total: 1 } }));
    assert.match((await run('so', file)).err, /startingFigures/);
  });
});
