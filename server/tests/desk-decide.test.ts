import assert from 'node:assert/strict';
import { it } from 'node:test';
import { databaseOf, setState } from './conversation.ts';
import { type Answer, DeskBrowser, linkOf, openOffice, wordsOf } from './desk.ts';
import { onEachEngine } from './engines.ts';
import { comment, type TestServer, TOKEN, thread } from './support.ts';

const total = async (server: TestServer): Promise<number> => (await thread(server)).total;

/** The fields that pick every comment of a page. */
function allOf({ html }: Answer): Record<string, string> {
  return Object.fromEntries(
    [...html.matchAll(/name="(pick-\w+)" value="([^"]+)"/g)].map(([, name, value]) => [name!, value!]),
  );
}

onEachEngine('desk: deciding', (engine) => {
  it('publishes with one press, says so, and takes it back with another', async (t) => {
    const server = await openOffice(t, engine);
    await comment(server);
    const browser = await DeskBrowser.of(server, 'binh');
    const done = await browser.follow(await browser.press(await browser.open('moderation'), 'Đăng'));
    assert.match(wordsOf(done), /Đã đăng 1 ý kiến\. Hoàn tác.*Không có ý kiến nào chờ duyệt/);
    assert.equal(await total(server), 1);
    const undone = await browser.follow(await browser.press(done, 'Hoàn tác'));
    assert.match(wordsOf(undone), /Đã hoàn tác\..*Chờ duyệt \(1\)/);
    assert.equal(await total(server), 0);
    const again = await browser.press(done, 'Hoàn tác');
    assert.equal(again.status, 409);
    assert.match(wordsOf(again), /Việc này đã được hoàn tác rồi\./);
  });

  it('rejects with a reason of the list and words, which the author reads', async (t) => {
    const server = await openOffice(t, engine);
    await comment(server);
    const browser = await DeskBrowser.of(server, 'binh');
    const asked = await browser.press(await browser.open('moderation'), 'Không đăng…');
    assert.equal(asked.status, 200);
    assert.match(wordsOf(asked), /Không đăng 1 ý kiến\? Nguyễn Văn An Bài viết rất bổ ích\./);
    const long = await browser.press(asked, 'Không đăng', { 'reason-code': 'impolite', reason: 'dài '.repeat(400) });
    assert.equal(long.status, 400);
    assert.match(wordsOf(long), /Lý do dài quá 1000 ký tự/);
    assert.match(long.html, /value="impolite" checked[^]*<textarea id="reason"[^>]*>dài dài/);
    const reason = 'Mời <b>sửa</b> & gửi lại.';
    const done = await browser.follow(await browser.press(long, buttonOf(long), { reason }));
    assert.match(wordsOf(done), /Đã từ chối 1 ý kiến\./);
    const [own] = (await thread(server, '', TOKEN)).items;
    assert.deepEqual(
      [own?.state, own?.reason],
      ['rejected', `Ý kiến có lời lẽ thiếu lịch sự hoặc xúc phạm người khác. ${reason}`],
    );
    const rejected = await browser.open('moderation?state=rejected');
    assert.match(
      wordsOf(rejected),
      /Lý do tác giả đọc được: Ý kiến có lời lẽ thiếu lịch sự .* Mời <b>sửa<\/b> & gửi lại\./,
    );
  });

  it('asks before it decides on several, with their number, and does all or nothing', async (t) => {
    const server = await openOffice(t, engine);
    for (const text of ['Một.', 'Hai.', 'Ba.']) {
      await comment(server, { text });
      server.clock.ms += 1;
    }
    const [binh, chi] = [await DeskBrowser.of(server, 'binh'), await DeskBrowser.of(server, 'chi')];
    const page = await binh.open('moderation');
    const nothing = await binh.press(page, 'Đăng', { one: '', all: 'publish' }, 3);
    assert.equal(nothing.status, 400);
    assert.match(wordsOf(nothing), /Bạn chưa chọn ý kiến nào\./);
    const asked = await binh.press(page, 'Đăng', allOf(page), 3);
    assert.match(wordsOf(asked), /Đăng 3 ý kiến\?.*Một\..*Hai\..*Ba\./);
    assert.equal(await total(server), 0, 'not yet');

    // Somebody else was quicker with one of them.
    const theirs = await chi.open('moderation');
    await chi.press(await chi.press(theirs, 'Không đăng…', {}, 1), 'Không đăng', { reason: 'Trùng.' });
    const refused = await binh.press(asked, 'Đăng');
    assert.equal(refused.status, 409);
    assert.match(
      wordsOf(refused),
      /Chưa làm gì, vì có thay đổi trong lúc bạn xem Ý kiến của Nguyễn Văn An: Lê Chi đã thao tác “Không đăng” lúc 17\/07\/2020 18:00\./,
    );
    assert.equal(await total(server), 0, 'nothing half done');
    const done = await binh.follow(await binh.press(refused, 'Làm tiếp với 2 ý kiến còn lại'));
    assert.match(wordsOf(done), /Đã đăng 2 ý kiến\./);
    assert.equal(await total(server), 2);
  });

  it('tells the second of two officials what the first has done, and keeps the reason that was typed', async (t) => {
    const server = await openOffice(t, engine);
    const { id } = await comment(server);
    const [binh, chi] = [await DeskBrowser.of(server, 'binh'), await DeskBrowser.of(server, 'chi')];
    const page = await binh.open(`moderation/comment?id=${id}`);
    await chi.press(await chi.open('moderation'), 'Đăng');
    const refused = await binh.press(page, 'Không đăng', { reason: 'Lý do đã gõ.' });
    assert.equal(refused.status, 409);
    assert.match(wordsOf(refused), /Lê Chi đã thao tác “Đăng”/);
    assert.match(refused.html, /<details open>[^]*<textarea id="reason"[^>]*>Lý do đã gõ\.<\/textarea>/);
    assert.equal(await total(server), 1);
    const again = await binh.press(refused, 'Không đăng', { reason: 'Lý do đã gõ.' });
    assert.equal(again.status, 303, 'who has seen it may decide otherwise');
    assert.equal(await total(server), 0);
  });

  it('pins, unpins, and closes and opens a thread', async (t) => {
    const server = await openOffice(t, engine);
    const { id } = await comment(server);
    await setState(await databaseOf(t, server), [id], 'published', server.clock.ms);
    const browser = await DeskBrowser.of(server, 'binh');
    const path = `moderation/comment?id=${id}`;
    const pinned = await browser.follow(await browser.press(await browser.open(path), 'Ghim lên đầu'));
    assert.match(wordsOf(pinned), /Đã ghim ý kiến\..*Đang ghim/);
    assert.match(wordsOf(await browser.follow(await browser.press(pinned, 'Bỏ ghim'))), /Đã bỏ ghim\./);
    const closed = await browser.follow(await browser.press(pinned, 'Đóng mục ý kiến của bài'));
    assert.match(wordsOf(closed), /Đã đóng mục ý kiến\..*Mục ý kiến đang đóng/);
    assert.equal((await thread(server)).closed, true);
    const stale = await browser.press(pinned, 'Đóng mục ý kiến của bài');
    assert.equal(stale.status, 409);
    assert.match(wordsOf(stale), /Trần Thị Bình đã thao tác “Đóng mục ý kiến”/);
    await browser.press(closed, 'Mở lại mục ý kiến của bài');
    assert.equal((await thread(server)).closed, false);
  });

  it('says at the comment when it cannot be pinned', async (t) => {
    const server = await openOffice(t, engine);
    const made = [];
    for (const text of ['Một.', 'Hai.', 'Ba.', 'Bốn.']) made.push((await comment(server, { text })).id);
    await setState(await databaseOf(t, server), made, 'published', server.clock.ms);
    const browser = await DeskBrowser.of(server, 'binh');
    const pin = async (id: string): Promise<Answer> =>
      browser.press(await browser.open(`moderation/comment?id=${id}`), 'Ghim lên đầu');
    for (const id of made.slice(0, 3)) assert.equal((await pin(id)).status, 303);
    const refused = await pin(made[3]!);
    assert.equal(refused.status, 409);
    assert.match(wordsOf(refused), /Mỗi bài chỉ ghim được 3 ý kiến\./);
  });

  it('goes on to the next that waits, and back to where one came from', async (t) => {
    const server = await openOffice(t, engine);
    for (const text of ['Một.', 'Hai.']) {
      await comment(server, { text });
      server.clock.ms += 1000;
    }
    const browser = await DeskBrowser.of(server, 'binh');
    const queue = await browser.open('moderation?state=pending&site=so');
    const opened = await browser.open(linkOf(queue, 'Mở ý kiến'));
    assert.match(wordsOf(await browser.open(linkOf(opened, 'Ý kiến chờ duyệt tiếp theo'))), /Hai\./);
    assert.equal(linkOf(opened, 'Quay lại danh sách'), '/moderation?site=so&state=pending');
    const hostile = await browser.open(
      `moderation/comment?id=${/data-id="(\w+)"/.exec(queue.html)![1]}&back=//evil.example`,
    );
    assert.equal(linkOf(hostile, 'Quay lại danh sách'), '/moderation?site=so');
  });
});

/** The only button of a page that asks once more. */
function buttonOf({ html }: Answer): string {
  return /<button name="all" value="\w+">([^<]+)</.exec(html)![1]!;
}
