import assert from 'node:assert/strict';
import { it } from 'node:test';
import { databaseOf, setState } from './conversation.ts';
import { DeskBrowser, linkOf, openOffice, wordsOf } from './desk.ts';
import { onEachEngine } from './engines.ts';
import { comment, type TestServer, thread } from './support.ts';

async function published(t: Parameters<typeof databaseOf>[0], server: TestServer): Promise<string> {
  const { id } = await comment(server, { text: 'Khi nào đường được sửa?' });
  await setState(await databaseOf(t, server), [id], 'published', server.clock.ms);
  return `moderation/comment?id=${id}`;
}

onEachEngine('desk: words', (engine) => {
  it('answers as the agency: a draft first, which no reader sees, then for all', async (t) => {
    const server = await openOffice(t, engine);
    const browser = await DeskBrowser.of(server, 'binh');
    const page = await browser.open(await published(t, server));
    assert.match(wordsOf(page), /Hiển thị với tên: Sở Ngoại vụ\./);
    const drafted = await browser.follow(await browser.press(page, 'Lưu nháp', { text: 'Sở đang khảo sát.' }));
    assert.match(wordsOf(drafted), /Đã lưu bản nháp trả lời\..*Bản nháp, chưa đăng Sở đang khảo sát\./);
    assert.equal((await thread(server)).items[0]?.firstReplies.length, 0);
    assert.match(wordsOf(await browser.open('moderation?state=drafts')), /Trả lời chưa đăng \(1\).*Sở đang khảo sát\./);
    assert.match(
      wordsOf(await browser.open('moderation')),
      /Không có ý kiến nào chờ duyệt/,
      'nobody waits for a draft',
    );

    const draft = await browser.open(linkOf(drafted, 'Sở Ngoại vụ, 17/07/2020 18:00'));
    assert.match(wordsOf(draft), /Bản nháp chưa ai thấy: sửa không để lại dấu vết\./);
    const edited = await browser.follow(
      await browser.press(draft, 'Lưu nội dung mới', { text: 'Đường sửa xong trong quý IV.' }),
    );
    await browser.press(edited, 'Đăng');
    const [answer] = (await thread(server)).items[0]!.firstReplies;
    assert.deepEqual(
      [answer?.agency, answer?.text, answer?.editedAt],
      ['Sở Ngoại vụ', 'Đường sửa xong trong quý IV.', null],
    );
  });

  it('keeps an answer that is empty, too long, or comes after another one', async (t) => {
    const server = await openOffice(t, engine);
    const path = await published(t, server);
    const [binh, chi] = [await DeskBrowser.of(server, 'binh'), await DeskBrowser.of(server, 'chi')];
    const page = await binh.open(path);
    const empty = await binh.press(page, 'Đăng trả lời', { text: '  ' });
    assert.equal(empty.status, 400);
    assert.match(empty.html, /<p class="fault" id="answer-fault">Vui lòng nhập nội dung\.<\/p>[^]*aria-invalid="true"/);
    const long = await binh.press(page, 'Đăng trả lời', { text: 'chữ '.repeat(1001) });
    assert.equal(long.status, 400);
    assert.match(long.html, /Nội dung dài quá 4000 ký tự[^]*<textarea id="answer"[^>]*>chữ chữ/);

    await chi.press(await chi.open(path), 'Đăng trả lời', { text: 'Chi trả lời trước.' });
    const late = await binh.press(page, 'Đăng trả lời', { text: 'Bình trả lời sau.' });
    assert.equal(late.status, 409);
    assert.match(wordsOf(late), /Lê Chi đã thao tác “Đăng”.*Nội dung bạn gõ vẫn còn nguyên.*Chi trả lời trước\./);
    assert.match(late.html, /<textarea id="answer"[^>]*>Bình trả lời sau\.<\/textarea>/);
    assert.equal((await thread(server)).items[0]!.firstReplies.length, 1);
    assert.equal((await binh.press(late, 'Đăng trả lời')).status, 303);
    assert.equal((await thread(server)).items[0]!.firstReplies.length, 2);
  });

  it('changes a text with a trace that readers see, keeps the former one for the desk, and takes it back', async (t) => {
    const server = await openOffice(t, engine);
    const browser = await DeskBrowser.of(server, 'binh');
    const page = await browser.open(await published(t, server));
    server.clock.ms += 60_000;
    const done = await browser.follow(
      await browser.press(page, 'Lưu nội dung mới', { text: 'Khi nào đường ĐT 786 được sửa?' }),
    );
    assert.match(
      wordsOf(done),
      /Đã sửa nội dung\. Hoàn tác.*Các nội dung trước đây Thay lúc 17\/07\/2020 18:01, bởi Trần Thị Bình Khi nào đường được sửa\?/,
    );
    const [shown] = (await thread(server)).items;
    assert.equal(shown?.text, 'Khi nào đường ĐT 786 được sửa?');
    assert.notEqual(shown.editedAt, null);
    const same = await browser.follow(await browser.press(done, 'Lưu nội dung mới'));
    assert.match(wordsOf(same), /Nội dung không thay đổi\./);
    await browser.press(done, 'Hoàn tác');
    assert.equal((await thread(server)).items[0]?.text, 'Khi nào đường được sửa?');
  });

  it('writes every act into the log, without a word of it', async (t) => {
    const server = await openOffice(t, engine);
    const browser = await DeskBrowser.of(server, 'binh');
    const page = await browser.open(await published(t, server));
    await browser.press(page, 'Đăng trả lời', { text: 'Một câu trả lời bí mật.' });
    const log = await browser.open('moderation/log');
    assert.match(wordsOf(log), /Trần Thị Bình Đăng ý kiến \w{8}.*Trần Thị Bình Viết trả lời ý kiến \w{8}/);
    assert.ok(!log.html.includes('bí mật'));
    assert.match(
      wordsOf(await (await DeskBrowser.of(server, 'dung')).open('moderation/log')),
      /Chưa có thao tác nào\./,
    );
  });
});
