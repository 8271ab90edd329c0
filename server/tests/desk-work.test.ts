import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import type { Comment } from '../../src/api/contract.ts';
import { databaseOf, setState, token } from './conversation.ts';
import { type Answer, DeskBrowser, deskConfig, linkOf, openOffice, wordsOf } from './desk.ts';
import { type Engine, onEachEngine } from './engines.ts';
import { comment, postComment, newComment, type TestServer, thread } from './support.ts';

const UNITS = [
  { code: 'vp', name: 'Văn phòng Sở' },
  { code: 'dn', name: 'Phòng Đối ngoại' },
];
const DAY = 86_400_000;

async function office(t: TestContext, engine: Engine, comments = {}): Promise<TestServer> {
  return openOffice(t, engine, deskConfig({ comments: { units: UNITS, ...comments } }));
}

async function published(t: TestContext, server: TestServer, text = 'Khi nào đường được sửa?'): Promise<string> {
  const { id } = await comment(server, { text });
  await setState(await databaseOf(t, server), [id], 'published', server.clock.ms);
  return `moderation/comment?id=${id}`;
}

const first = async (server: TestServer): Promise<Comment | undefined> => (await thread(server)).items[0];

onEachEngine('desk: sharing the work out', (engine) => {
  it('gives a comment to a unit until a day; overdue stands out; an answer settles it, and its undoing opens it again', async (t) => {
    const server = await office(t, engine);
    const browser = await DeskBrowser.of(server, 'binh');
    const page = await browser.open(await published(t, server));
    const given = await browser.follow(await browser.press(page, 'Giao', { unit: 'dn', due: '2020-07-20' }));
    assert.match(wordsOf(given), /Đã giao ý kiến\. Hoàn tác.*Giao: Phòng Đối ngoại, hạn 20\/07\/2020/);
    assert.match(wordsOf(await browser.open('moderation?state=assigned')), /Đã giao \(1\).*Khi nào đường được sửa\?/);
    // The last moment of the day, in the site's time.
    server.clock.ms = Date.parse('2020-07-20T23:59:59.999+07:00');
    const chi = await DeskBrowser.of(server, 'chi');
    assert.match((await chi.open('moderation?state=assigned')).html, /<span class="badge">Giao: Phòng/);
    server.clock.ms += 1;
    assert.match(
      (await chi.open('moderation?state=assigned')).html,
      /<span class="badge late">Quá hạn 20\/07\/2020: Phòng Đối ngoại</,
    );

    const fresh = await chi.open(linkOf(await chi.open('moderation?state=assigned'), 'Mở ý kiến'));
    const answered = await chi.follow(await chi.press(fresh, 'Đăng trả lời', { text: 'Tháng sau.' }));
    assert.match(wordsOf(await chi.open('moderation?state=assigned')), /Không có ý kiến nào đang giao/);
    await chi.press(answered, 'Hoàn tác');
    assert.match(wordsOf(await chi.open('moderation?state=assigned')), /Đã giao \(1\)/);
  });

  it('stands those due first first, goes on page by page, and takes an assignment back', async (t) => {
    const server = await office(t, engine);
    const browser = await DeskBrowser.of(server, 'binh');
    for (let number = 0; number < 27; number += 1) {
      const page = await browser.open(await published(t, server, `Ý kiến số ${number}.`));
      const due = number === 0 ? '' : `2020-08-${String(28 - number).padStart(2, '0')}`;
      await browser.press(page, 'Giao', { unit: 'vp', due });
    }
    const numbers = (page: Answer): number[] =>
      [...wordsOf(page).matchAll(/Ý kiến số (\d+)\./g)].map(([, number]) => Number(number));
    const one = await browser.open('moderation?state=assigned');
    const two = await browser.open(linkOf(one, 'Xem tiếp'));
    assert.deepEqual([...numbers(one), ...numbers(two)], [...Array.from({ length: 26 }, (_, place) => 26 - place), 0]);

    const opened = await browser.open(linkOf(one, 'Mở ý kiến'));
    const taken = await browser.follow(await browser.press(opened, 'Giao', { unit: '' }));
    assert.match(wordsOf(taken), /Đã bỏ giao\./);
    const undone = await browser.follow(await browser.press(taken, 'Hoàn tác'));
    assert.match(wordsOf(undone), /Giao: Văn phòng Sở, hạn 02\/08\/2020/);
  });

  it('says what is wrong with a deadline or a unit, and changes nothing', async (t) => {
    const server = await office(t, engine);
    const browser = await DeskBrowser.of(server, 'binh');
    const path = await published(t, server);
    const page = await browser.open(path);
    for (const [fields, words] of [
      [{ unit: 'vp', due: '2020-07-16' }, /Hạn xử lý phải là một ngày từ hôm nay trở đi\./],
      [{ unit: 'vp', due: 'mai' }, /Hạn xử lý phải là một ngày/],
      [{ unit: 'vp', due: '2021-02-30' }, /Hạn xử lý phải là một ngày/],
      [{ unit: 'khong-co', due: '' }, /Đơn vị này không còn trong danh sách/],
    ] as const) {
      const refused = await browser.press(page, 'Giao', fields);
      assert.equal(refused.status, 400);
      assert.match(wordsOf(refused), words);
      assert.match(refused.html, /aria-invalid="true"/);
    }
    assert.match(wordsOf(await browser.open('moderation?state=assigned')), /Không có ý kiến nào đang giao/);
    const plain = await DeskBrowser.of(await openOffice(t, engine), 'binh');
    assert.ok(!(await plain.open('moderation')).html.includes('name="unit"'));
  });

  it('sends a comment on to the agency whose matter it is: readers see to whom and when', async (t) => {
    const server = await office(t, engine);
    const browser = await DeskBrowser.of(server, 'binh');
    const path = await published(t, server);
    const page = await browser.open(path);
    assert.equal((await first(server))?.transfer, null);
    const empty = await browser.press(page, 'Chuyển', { text: ' ' });
    assert.equal(empty.status, 400);
    assert.match(wordsOf(empty), /Vui lòng nhập tên cơ quan\./);
    const long = await browser.press(page, 'Chuyển', { text: 'x'.repeat(201) });
    assert.match(long.html, /Tên cơ quan dài quá 200 ký tự[^]*value="x{201}"/);
    await browser.press(page, 'Giao', { unit: 'vp', due: '' });
    const done = await browser.follow(await browser.press(page, 'Chuyển', { text: 'Sở <Giao thông>' }));
    assert.match(wordsOf(done), /Đã ghi chuyển cơ quan\..*Đã chuyển đến Sở <Giao thông>, 17\/07\/2020 18:00/);
    assert.deepEqual((await first(server))?.transfer, {
      agency: 'Sở <Giao thông>',
      at: '2020-07-17T18:00:00.000+07:00',
    });
    const plain = await (await fetch(`${server.url}sites/so/comments?thread=/tin-tuc/bai-1`)).text();
    assert.match(plain, /Đã chuyển đến Sở &#60;Giao thông&#62;, Thứ Sáu, 17\/07\/2020, 18:00/);
    assert.match(wordsOf(await browser.open('moderation?state=assigned')), /Không có ý kiến nào đang giao/);
    await browser.press(done, 'Hoàn tác');
    assert.equal((await first(server))?.transfer, null);
    assert.match(wordsOf(await browser.open('moderation?state=assigned')), /Đã giao \(1\)/);
  });

  it('has a leader approve an answer before it shows, where the site asks for it', async (t) => {
    const server = await office(t, engine, { approveAnswers: true });
    const db = await databaseOf(t, server);
    await db.updateTable('accounts').set({ leader: 1 }).where('login', '=', 'chi').execute();
    const [binh, chi] = [await DeskBrowser.of(server, 'binh'), await DeskBrowser.of(server, 'chi')];
    const path = await published(t, server);
    const refused = await binh.press(await binh.open(path), 'Đăng trả lời', { text: 'Câu trả lời.' });
    assert.equal(refused.status, 403);
    assert.match(refused.html, /phải được lãnh đạo phê duyệt[^]*<textarea id="answer"[^>]*>Câu trả lời\.<\/textarea>/);
    const drafted = await binh.follow(await binh.press(refused, 'Lưu nháp'));
    const link = linkOf(drafted, 'Sở Ngoại vụ, 17/07/2020 18:00');
    const draft = await binh.open(link);
    assert.equal((await binh.press(draft, 'Đăng')).status, 403);
    const bulk = await binh.open('moderation?state=drafts');
    assert.equal((await binh.press(bulk, 'Đăng')).status, 403, 'nor from the list');
    assert.deepEqual((await thread(server)).items[0]!.firstReplies, []);
    const asked = await binh.follow(await binh.press(draft, 'Trình lãnh đạo phê duyệt'));
    assert.match(wordsOf(asked), /Đã trình lúc 17\/07\/2020 18:00, bởi Trần Thị Bình\./);

    const list = await chi.open('moderation?state=approval');
    assert.match(wordsOf(list), /Chờ phê duyệt \(1\).*Câu trả lời\./);
    const seen = await chi.open(linkOf(list, 'Mở ý kiến'));
    // Binh gets no such button; the leader's page stays open while the leadership is taken away.
    await db.updateTable('accounts').set({ leader: 0 }).where('login', '=', 'chi').execute();
    const notTheirs = await chi.press(seen, 'Trả lại để sửa', { text: 'Thiếu căn cứ.' });
    assert.equal(notTheirs.status, 403);
    assert.match(
      wordsOf(notTheirs),
      /Chỉ lãnh đạo hoặc quản trị viên mới được trả lại câu trả lời.*Chưa có gì thay đổi.*Nội dung bạn đã ghi: Thiếu căn cứ\./,
    );
    await db.updateTable('accounts').set({ leader: 1 }).where('login', '=', 'chi').execute();
    const noNote = await chi.press(seen, 'Trả lại để sửa', { text: '' });
    assert.equal(noNote.status, 400);
    assert.match(wordsOf(noNote), /Vui lòng ghi nội dung cần sửa\./);
    await chi.press(seen, 'Trả lại để sửa', { text: 'Nêu rõ thời hạn.' });
    const returned = await binh.open(linkOf(await binh.open('moderation?state=drafts'), 'Mở ý kiến'));
    assert.match(wordsOf(returned), /Trả lại lúc 17\/07\/2020 18:00, bởi Lê Chi: Nêu rõ thời hạn\./);
    const edited = await binh.follow(await binh.press(returned, 'Lưu nội dung mới', { text: 'Trước ngày 30/9.' }));
    await binh.press(edited, 'Trình lãnh đạo phê duyệt');
    const again = await chi.open(linkOf(await chi.open('moderation?state=approval'), 'Mở ý kiến'));
    const shown = await chi.follow(await chi.press(again, 'Đăng'));
    assert.equal((await thread(server)).items[0]!.firstReplies[0]?.text, 'Trước ngày 30/9.');
    assert.match(wordsOf(await binh.open('moderation?state=approval')), /Không có trả lời nào chờ/);
    const late = await binh.press(await binh.open(link), 'Lưu nội dung mới', { text: 'Sửa lén.' });
    assert.equal(late.status, 403, 'nor by changing what stands there');
    assert.match(late.html, /<textarea id="edit"[^>]*>Sửa lén\.<\/textarea>/);
    await chi.press(shown, 'Hoàn tác');
    assert.match(
      wordsOf(await binh.open('moderation?state=approval')),
      /Chờ phê duyệt \(1\)/,
      'undone, it is asked again',
    );
  });

  it('files reports of what stays as it is, and takes that back', async (t) => {
    const server = await office(t, engine);
    const browser = await DeskBrowser.of(server, 'binh');
    const path = await published(t, server);
    const report = (reader: number): Promise<Response> =>
      server.site(`comments/${path.split('=')[1]!}/reports`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token(reader)}` },
        body: JSON.stringify({ reason: 'abuse' }),
      });
    await report(1);
    await report(2);
    const page = await browser.open(path);
    const kept = await browser.follow(await browser.press(page, 'Giữ nguyên, xếp lại báo cáo'));
    assert.match(wordsOf(kept), /Đã xếp lại báo cáo\./);
    assert.match(wordsOf(await browser.open('moderation?state=reported')), /Không có ý kiến nào bị bạn đọc báo cáo/);
    await report(3);
    assert.match(wordsOf(await browser.open('moderation?state=reported')), /Số báo cáo của bạn đọc: 1/);
    await browser.press(kept, 'Hoàn tác');
    assert.match(wordsOf(await browser.open('moderation?state=reported')), /Số báo cáo của bạn đọc: 3/);
  });

  it('shows what else the author has written on this site, and nothing of others', async (t) => {
    const server = await office(t, engine);
    const { id } = await comment(server, { text: 'Ý kiến thứ nhất.' }, { token: token(7) });
    await comment(server, { text: 'Ý kiến thứ hai.', thread: '/bai-khac' }, { token: token(7) });
    await comment(server, { text: 'Của người khác.' }, { token: token(8) });
    assert.equal((await postComment(server, newComment({ text: 'Không tên.' }), { token: null })).status, 201);
    const words = wordsOf(await (await DeskBrowser.of(server, 'binh')).open(`moderation/comment?id=${id}`));
    assert.match(words, /Ý kiến khác của tác giả trên trang này 17\/07\/2020 18:00 Chờ duyệt Ý kiến thứ hai\./);
    assert.ok(!/Của người khác|Không tên/.test(words));
  });

  it('knows nothing of the work of another site', async (t) => {
    const server = await office(t, engine);
    const path = await published(t, server);
    const binh = await DeskBrowser.of(server, 'binh');
    await binh.press(await binh.open(path), 'Giao', { unit: 'vp', due: '' });
    server.clock.ms += DAY;
    const dung = await DeskBrowser.of(server, 'dung');
    assert.match(wordsOf(await dung.open('moderation?state=assigned')), /Không có ý kiến nào đang giao/);
    assert.equal((await dung.open('moderation?state=assigned&site=so')).status, 404);
  });
});
