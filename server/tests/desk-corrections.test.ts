import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import { sql } from 'kysely';
import { forgetCorrections } from '../corrections/forget.ts';
import { CORRECTION_STATES, countOpen, readCorrections } from '../moderation/correction-list.ts';
import type { Database } from '../storage/database.ts';
import { isPostgres } from '../storage/engine.ts';
import type { CorrectionRow } from '../storage/schema.ts';
import { databaseOf } from './conversation.ts';
import { correction } from './corrections-support.ts';
import { DeskBrowser, linkOf, openOffice, wordsOf } from './desk.ts';
import { type Engine, onEachEngine } from './engines.ts';
import { plansOf, record } from './plans.ts';
import type { TestServer } from './support.ts';

const PAGE = 'moderation/corrections';

async function office(t: TestContext, engine: Engine): Promise<{ server: TestServer; db: Database }> {
  const server = await openOffice(t, engine);
  return { server, db: await databaseOf(t, server) };
}

async function states(db: Database): Promise<Record<string, string>> {
  const rows = await db.selectFrom('corrections').select(['passage', 'state']).execute();
  return Object.fromEntries(rows.map(({ passage, state }) => [passage, state]));
}

onEachEngine('desk: corrections of readers', (engine) => {
  it('shows what readers proposed in its place, with a link to it, and how many wait in the menu of every page', async (t) => {
    const { server } = await office(t, engine);
    const browser = await DeskBrowser.of(server, 'binh');
    const none = await browser.open(PAGE);
    assert.match(wordsOf(none), /Sửa lỗi bài Tìm ý kiến.*Không có đề nghị nào chưa xử lý\. Cảm ơn bạn!/);
    await correction(server, { note: 'Thiếu <b>chữ</b> “i”.' });
    const page = await browser.open(PAGE);
    assert.match(
      wordsOf(page),
      /Chưa xử lý \(1\).*Hội nghị sơ kết.*17\/07\/2020 18:00.*…Sáng 17\/7, tại thành phố Hà Nộ đã diễn ra hội nghị….*tại thành phố Hà Nội.*Thiếu <b>chữ<\/b> “i”\./,
    );
    assert.match(page.html, /<mark>tại thành phố Hà Nộ<\/mark>[^]*<ins>tại thành phố Hà Nội<\/ins>/);
    assert.ok(!page.html.includes('<b>chữ'));
    assert.equal(
      linkOf(page, 'Mở đoạn này trong bài'),
      `https://so.example/tin-tuc/bai-1#:~:text=${encodeURIComponent('tại thành phố Hà Nộ')}`,
    );
    assert.match(wordsOf(await browser.open('moderation/log')), /Duyệt ý kiến Sửa lỗi bài \(1\) Tìm ý kiến/);
    const waiting = JSON.parse((await browser.open('moderation/waiting')).html) as object;
    assert.deepEqual(waiting, { waiting: 1, title: 'Số ý kiến chờ duyệt: 0 · Số đề nghị sửa lỗi: 1' });
    assert.match(wordsOf(await browser.open(`${PAGE}?lang=en`)), /Corrections \(1\).*In the article.*Should be/);
  });

  it('is accepted, declined and opened again; each can be undone, and stands in the log without its words', async (t) => {
    const { server, db } = await office(t, engine);
    const browser = await DeskBrowser.of(server, 'binh');
    await correction(server, { passage: 'một' });
    await correction(server, { passage: 'hai', proposal: '', note: 'Câu này tối nghĩa.' });
    const accepted = await browser.follow(await browser.press(await browser.open(PAGE), 'Đã sửa'));
    assert.match(wordsOf(accepted), /Đã ghi 1 đề nghị là đã sửa\. Hoàn tác/);
    const [first = ''] = Object.entries(await states(db)).find(([, state]) => state === 'accepted') ?? [];
    const undone = await browser.follow(await browser.press(accepted, 'Hoàn tác'));
    assert.match(wordsOf(undone), /Đã hoàn tác\..*Chưa xử lý \(2\)/);
    assert.deepEqual(await states(db), { một: 'open', hai: 'open' });
    await browser.press(undone, 'Không sửa');
    assert.equal((await states(db))[first], 'declined');
    server.clock.ms += 3 * 86_400_000;
    const later = await DeskBrowser.of(server, 'binh');
    const declined = await later.open(`${PAGE}?state=declined`);
    assert.match(wordsOf(declined), /Không sửa \(1\).*xử lý lúc 17\/07\/2020 18:00/);
    const opened = await later.follow(await later.press(declined, 'Đưa về chưa xử lý'));
    assert.match(wordsOf(opened), /Đã đưa 1 đề nghị về chưa xử lý\./);
    assert.deepEqual(await states(db), { một: 'open', hai: 'open' });
    assert.match((await later.open(PAGE)).html, /class="badge late">Chưa xử lý/);

    const log = wordsOf(await later.open('moderation/log'));
    for (const what of [
      'Ghi là đã sửa lỗi bài',
      'Hoàn tác: Ghi là đã sửa lỗi bài',
      'Không sửa lỗi bài',
      'Đưa đề nghị sửa lỗi về chưa xử lý',
    ]) {
      assert.ok(log.includes(what), `${what} in: ${log}`);
    }
    assert.match(log, /đề nghị sửa lỗi [0-9a-f]{8}/);
    assert.ok(!JSON.stringify(await db.selectFrom('audit_log').selectAll().execute()).includes('tối nghĩa'));
  });

  it('of two officials at the same correction the second is told, and nothing is done twice; nor is what has changed undone', async (t) => {
    const { server, db } = await office(t, engine);
    const [binh, chi] = [await DeskBrowser.of(server, 'binh'), await DeskBrowser.of(server, 'chi')];
    await correction(server);
    const seen = await chi.open(PAGE);
    const done = await binh.follow(await binh.press(await binh.open(PAGE), 'Đã sửa'));
    const refused = await chi.press(seen, 'Không sửa');
    assert.equal(refused.status, 409);
    assert.match(
      wordsOf(refused),
      /Chưa làm gì, vì có thay đổi trong lúc bạn xem.*Đề nghị sửa “tại thành phố Hà Nộ”: Trần Thị Bình đã thao tác “Ghi là đã sửa lỗi bài” lúc 17\/07\/2020 18:00\./,
    );
    assert.deepEqual(Object.values(await states(db)), ['accepted']);
    await chi.press(await chi.open(`${PAGE}?state=accepted`), 'Đưa về chưa xử lý');
    const late = await binh.press(done, 'Hoàn tác');
    assert.equal(late.status, 409);
    assert.match(wordsOf(late), /Không hoàn tác được, vì sau đó đã có thay đổi khác\..*Lê Chi đã thao tác/);
    assert.deepEqual(Object.values(await states(db)), ['open']);
    // At the very same moment.
    const [one, two] = [await binh.open(PAGE), await chi.open(PAGE)];
    const answers = await Promise.all([binh.press(one, 'Đã sửa'), chi.press(two, 'Không sửa')]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 409]);
  });

  it('cannot be undone once the correction is not kept any longer', async (t) => {
    const { server, db } = await office(t, engine);
    const browser = await DeskBrowser.of(server, 'binh');
    await correction(server);
    const done = await browser.follow(await browser.press(await browser.open(PAGE), 'Đã sửa'));
    await forgetCorrections(db, 'so', server.clock.ms);
    const late = await browser.press(done, 'Hoàn tác');
    assert.equal(late.status, 409);
    assert.match(wordsOf(late), /không hoàn tác được nữa/);
  });

  it('decides on several after asking once more, all or none, and undoes them together', async (t) => {
    const { server, db } = await office(t, engine);
    const browser = await DeskBrowser.of(server, 'binh');
    for (const passage of ['một', 'hai', 'ba']) await correction(server, { passage });
    const page = await browser.open(PAGE);
    const stamps = Object.fromEntries(
      [...page.html.matchAll(/name="(pick-[^"]+)" value="([^"]+)"/g)].map(([, name = '', stamp = '']) => [name, stamp]),
    );
    assert.equal(Object.keys(stamps).length, 3);
    const many = { one: '', all: 'decline', ...stamps };
    const asked = await browser.press(page, 'Không sửa', many);
    assert.match(wordsOf(asked), /Không sửa theo 3 đề nghị\?/);
    assert.deepEqual(new Set(Object.values(await states(db))), new Set(['open']));

    // One is decided meanwhile.
    const [, other = ''] = Object.keys(stamps);
    const chi = await DeskBrowser.of(server, 'chi');
    await chi.press(await chi.open(PAGE), 'Đã sửa', { one: `accept ${other.slice(5)} open` });
    const changed = await browser.press(asked, 'Không sửa');
    assert.equal(changed.status, 409);
    assert.equal(Object.values(await states(db)).filter((state) => state === 'open').length, 2);
    const done = await browser.follow(await browser.press(changed, 'Làm tiếp với 2 đề nghị còn lại'));
    assert.match(wordsOf(done), /Đã xếp 2 đề nghị vào mục không sửa\./);
    assert.deepEqual(Object.values(await states(db)).sort(), ['accepted', 'declined', 'declined']);
    await browser.press(done, 'Hoàn tác');
    assert.deepEqual(Object.values(await states(db)).sort(), ['accepted', 'open', 'open']);

    const nothing = await browser.press(page, 'Không sửa', { one: '', all: 'decline' });
    assert.equal(nothing.status, 400);
    assert.match(wordsOf(nothing), /Bạn chưa chọn đề nghị nào\./);
    const picks = Object.fromEntries(
      Array.from({ length: 101 }, (_, number) => [`pick-${String(number).padStart(20, '0')}`, 'open']),
    );
    const tooMany = await browser.press(page, 'Không sửa', { one: '', all: 'decline', ...picks });
    assert.match(wordsOf(tooMany), /mỗi lần tối đa 100 đề nghị/);
  });

  it('goes on page by page, the oldest first, nothing twice', async (t) => {
    const { server } = await office(t, engine);
    const browser = await DeskBrowser.of(server, 'binh');
    for (let number = 0; number < 27; number += 1) {
      // Three come in one moment.
      server.clock.ms += number % 3 === 0 ? 1000 : 0;
      await correction(server, { passage: `đoạn số ${number}.` });
    }
    const numbers = (html: string): number[] => [...html.matchAll(/<mark>đoạn số (\d+)\./g)].map(([, n]) => Number(n));
    const one = await browser.open(PAGE);
    const two = await browser.open(linkOf(one, 'Xem tiếp'));
    const all = [...numbers(one.html), ...numbers(two.html)];
    assert.deepEqual([numbers(one.html).length, numbers(two.html).length], [25, 2]);
    assert.deepEqual(
      all.map((number) => Math.floor(number / 3)),
      Array.from({ length: 27 }, (_, place) => Math.floor(place / 3)),
    );
    assert.equal(new Set(all).size, 27);
    await browser.open(linkOf(two, 'Về đầu danh sách'));
    const strange = await browser.open(`${PAGE}?state=nope&after=${encodeURIComponent("' or 1=1")}`);
    assert.equal(numbers(strange.html).length, 25);
  });

  it('reads lists and numbers from indexes, however many there are', async (t) => {
    const { db } = await office(t, engine);
    const rows = Array.from({ length: 5000 }, (_, number) => {
      const state: CorrectionRow['state'] = number % 50 === 0 ? 'open' : number % 2 === 0 ? 'accepted' : 'declined';
      const id = number.toString(16).padStart(20, '0');
      const words = { url: '', title: '', before_passage: '', passage: 'x', after_passage: '', proposal: '', note: '' };
      const times = { created_at: number, decided_at: state === 'open' ? null : number };
      return { id, site: 'so', thread: '/a', ...words, held: null, state, ...times, idempotency_key: id };
    });
    for (let start = 0; start < rows.length; start += 500) {
      await db
        .insertInto('corrections')
        .values(rows.slice(start, start + 500))
        .execute();
    }
    await sql.raw(isPostgres(db) ? 'vacuum analyze' : 'analyze').execute(db);
    for (const state of CORRECTION_STATES) {
      const { next } = await readCorrections(db, { site: 'so', state, after: null, limit: 25 });
      for (const after of [null, next]) {
        const sent = await record(db, (on) => readCorrections(on, { site: 'so', state, after, limit: 25 }));
        for (const plan of await plansOf(db, engine, sent[0]!)) {
          assert.match(plan, state === 'open' ? /corrections_by_age/ : /corrections_by_decision/, plan);
          assert.doesNotMatch(plan, /Seq Scan|SCAN|Sort|TEMP B-TREE/, plan);
        }
      }
    }
    const [count] = await record(db, (on) => countOpen(on, ['so']));
    // Counting stops early, whatever the plan for unknown values is.
    const [plan = ''] = await plansOf(db, engine, count!);
    assert.doesNotMatch(plan, /Seq Scan|SCAN corrections/, plan);
  });
});
