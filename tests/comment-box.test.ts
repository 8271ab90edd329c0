import { expect, fixture, html } from '@open-wc/testing';
import '../src/comment-box/define.ts';
import type { NewComment } from '../src/api/contract.ts';
import { FAKE_SERVER, FAKE_SITE, fakeComment } from '../stories/fake-api.ts';
import { TEXT, buttons, field, texts, posts, press, fault, type, fill, send, showBox } from './support/comment-box.ts';
import {
  afterwards,
  expectAccessible,
  installClock,
  part,
  parts,
  recordConsole,
  settled,
  startServer,
  words,
} from './support/fixture.ts';

describe('comment box', () => {
  beforeEach(() => {
    installClock();
  });

  const link = (box: Element) => box.querySelector('a')!;

  describe('reading', () => {
    it('shows the comments of its thread, newest first, with their number, author and time', async () => {
      const api = startServer({ comments: [fakeComment(2), fakeComment(1)] });
      const box = await showBox();
      expect(api.calls('GET comments').map(({ query }) => query.get('thread'))).to.deep.equal(['bai-1']);
      expect(words(part(box, 'heading'))).to.equal('Ý kiến bạn đọc (2)');
      expect(texts(box)[0]).to.include('Ý kiến thứ 2');
      expect(texts(box)).to.have.lengthOf(2);
      expect(parts(box, 'author').map(words)).to.deep.equal(['Nguyễn Văn C', 'Nguyễn Văn B']);
      expect(words(parts(box, 'time')[0])).to.equal('Thứ Bảy, 18/07/2020, 08:02');
      expect(parts(box, 'badge').length).to.equal(0);
      expect(link(box).checkVisibility(), 'the link of the page').to.be.false;
      await expectAccessible(box);
    });

    it('writes a large number the way the language does', async () => {
      startServer({ comments: Array.from({ length: 1204 }, (_, id) => fakeComment(id)) });
      expect(words(part(await showBox(), 'heading'))).to.equal('Ý kiến bạn đọc (1.204)');
    });

    it('asks for no identity: a reader who never wrote sends no token', async () => {
      const api = startServer();
      await showBox();
      expect(api.requests[0]!.headers.has('authorization')).to.be.false;
      expect(localStorage).to.have.lengthOf(0);
    });

    it('invites to write the first comment', async () => {
      startServer();
      const box = await showBox();
      expect(words(part(box, 'heading'))).to.equal('Ý kiến bạn đọc');
      expect(words(part(box, 'status'))).to.equal('Chưa có ý kiến nào. Mời bạn gửi ý kiến.');
      expect(parts(box, 'sort').length).to.equal(0);
      await expectAccessible(box);
    });

    it('keeps room for the comments and shows the form while the thread is still on its way', async () => {
      const api = startServer({ fault: 'silent', comments: [fakeComment(1)] });
      const box = await showBox();
      expect(words(part(box, 'status'))).to.equal('Đang tải ý kiến…');
      expect(part(box, 'skeleton').clientHeight).to.be.above(200);
      expect(part(box, 'skeleton').getAttribute('aria-hidden')).to.equal('true');
      expect(parts(box, 'form').length).to.equal(1);
      await expectAccessible(box);
      api.fault = null;
      const again = await showBox();
      expect(parts(again, 'skeleton').length).to.equal(0);
    });

    it('shows the other thread when the page changes it', async () => {
      const api = startServer({ comments: [fakeComment(1)] });
      const box = await showBox();
      api.comments = [];
      box.setAttribute('thread', 'bai-2');
      await settled();
      expect(api.requests.map(({ query }) => query.get('thread'))).to.deep.equal(['bai-1', 'bai-2']);
      expect(texts(box)).to.be.empty;
      expect(words(part(box, 'heading'))).to.equal('Ý kiến bạn đọc');
    });

    it('shows the other thread also when the first one never came', async () => {
      const api = startServer({ fault: 'silent', comments: [fakeComment(1)] });
      const box = await showBox();
      api.fault = null;
      box.setAttribute('thread', 'bai-2');
      await settled();
      expect(texts(box)).to.have.lengthOf(1);
      expect(words(part(box, 'status'))).to.equal('');
    });

    it('is itself again when the page takes it out, changes its thread and puts it back', async () => {
      const api = startServer({ moderation: 'after' });
      const box = await showBox();
      const home = box.parentElement!;
      box.remove();
      box.setAttribute('thread', 'bai-2');
      await settled();
      home.append(box);
      await settled();
      let heard = 0;
      const listen = () => (heard += 1);
      addEventListener('tinh-comment-posted', listen);
      afterwards(() => {
        removeEventListener('tinh-comment-posted', listen);
      });
      fill(box);
      await send(box);
      expect(heard).to.equal(1);
      expect(posts(api).length).to.equal(1);
      expect(texts(box)).to.deep.equal([TEXT]);
    });

    it('asks for nothing when the page takes it out again at once', async () => {
      const api = startServer();
      const box = document.createElement('tinh-comment-box');
      Object.assign(box, { site: FAKE_SITE, server: FAKE_SERVER, eager: true });
      document.body.append(box);
      await Promise.resolve();
      box.remove();
      await settled();
      expect(api.asked).to.deep.equal([]);
    });

    it('keeps two boxes on a page apart', async () => {
      const api = startServer();
      const [one, other] = [await showBox('bai-1'), await showBox('bai-2')];
      fill(other);
      await send(other);
      expect(texts(one)).to.be.empty;
      expect(field(one, 'name').value).to.equal('');
      expect(texts(other)).to.deep.equal([TEXT]);
      expect((JSON.parse(posts(api)[0]!.body) as NewComment).thread).to.equal('bai-2');
    });

    it('takes the address of the page, without fragment and campaign, where the CMS prints no thread', async () => {
      const api = startServer();
      const canonical = Object.assign(document.createElement('link'), {
        rel: 'canonical',
        href: 'https://so.example/tin/bai-1/?utm_source=zalo&b=2&a=1#y-kien',
      });
      document.head.append(canonical);
      await fixture(html`<tinh-comment-box eager site=${FAKE_SITE} server=${FAKE_SERVER}></tinh-comment-box>`);
      await settled();
      canonical.remove();
      expect(api.requests[0]!.query.get('thread')).to.equal('/tin/bai-1?a=1&b=2');
    });

    it('speaks English where the page does', async () => {
      startServer({ comments: [fakeComment(2, { likes: 1 }), fakeComment(1)] });
      const page = await fixture(html`
        <div lang="en">
          <tinh-comment-box eager site=${FAKE_SITE} server=${FAKE_SERVER} thread="bai-1"></tinh-comment-box>
        </div>
      `);
      await settled();
      const box = page.firstElementChild!;
      expect(words(part(box, 'heading'))).to.equal('Readers’ comments (2)');
      expect(words(part(box, 'sort'))).to.equal('Order Newest Oldest Most liked');
      expect(words(part(box, 'send'))).to.equal('Send comment');
      expect(words(parts(box, 'time')[0])).to.equal('Saturday, 18/07/2020, 08:02');
      expect(buttons(parts(box, 'comment')[0]!)).to.deep.equal(['Like (1)', 'Reply', 'Report']);
      await send(box);
      expect(fault(box, 'name')).to.equal('Please enter your full name.');
      await expectAccessible(page);
    });
  });

  describe('a thread that takes no more comments', () => {
    it('says so and shows what there is, without a form and without replies', async () => {
      startServer({ closed: true, comments: [fakeComment(1)] });
      const box = await showBox();
      expect(words(box.shadowRoot)).to.include('Bài này đã ngừng nhận ý kiến.');
      expect(parts(box, 'form').length).to.equal(0);
      expect(buttons(part(box, 'comment'))).to.deep.equal(['Thích', 'Báo vi phạm']);
      await expectAccessible(box);
    });

    it('leaves the form to somebody who was writing when it was closed', async () => {
      const api = startServer({ pageSize: 1, comments: [fakeComment(2), fakeComment(1)] });
      const box = await showBox();
      fill(box);
      api.closed = true;
      await press(box, 'Xem thêm 1 ý kiến');
      expect(words(box.shadowRoot)).to.include('Bài này đã ngừng nhận ý kiến.');
      expect(field(box, 'text').value).to.equal(TEXT);
    });

    it('keeps the words of somebody who sends them just then, and says so', async () => {
      recordConsole();
      const api = startServer({ comments: [fakeComment(1)] });
      const box = await showBox();
      fill(box);
      api.closed = true;
      await send(box);
      expect(words(part(box, 'notice'))).to.equal('Bài này đã ngừng nhận ý kiến.');
      expect(field(box, 'text').value).to.equal(TEXT);
      await expectAccessible(box);
    });
  });

  describe('a server that refuses or is away', () => {
    it('says politely that this page is not allowed, without a form that could not be sent', async () => {
      const lines = recordConsole();
      startServer({ fault: 'urn:tinh:problem:origin-refused' });
      const box = await showBox();
      expect(words(part(box, 'status'))).to.equal(
        `Máy chủ chưa cho phép trang ${location.origin} dùng dịch vụ này. Vui lòng báo quản trị trang.`,
      );
      expect(parts(box, 'form').length).to.equal(0);
      expect(parts(box, 'skeleton').length).to.equal(0);
      expect(buttons(box)).to.be.empty;
      expect(link(box).checkVisibility(), 'the link of the page').to.be.true;
      expect(lines).to.have.lengthOf(1);
      await expectAccessible(box);
    });

    it('leaves the form to somebody who was writing when the page was no longer allowed', async () => {
      recordConsole();
      const api = startServer({ comments: [1, 2, 3].map((id) => fakeComment(id)), pageSize: 2 });
      const box = await showBox();
      type(box, 'text', TEXT);
      api.fault = 'urn:tinh:problem:origin-refused';
      await press(box, 'Xem thêm 1 ý kiến');
      expect(words(part(box, 'status'))).to.include('Máy chủ chưa cho phép trang');
      expect(field(box, 'text').value).to.equal(TEXT);
    });

    it('says politely that the site is not known, without a form', async () => {
      recordConsole();
      startServer();
      const box = await fixture(
        html`<tinh-comment-box eager site="so-la" server=${FAKE_SERVER} thread="bai-1"></tinh-comment-box>`,
      );
      await settled();
      expect(words(part(box, 'status'))).to.equal('Máy chủ không có mã đơn vị “so-la”. Vui lòng báo quản trị trang.');
      expect(parts(box, 'form').length).to.equal(0);
    });

    it('says what is missing where the page names no site, and asks nobody', async () => {
      const api = startServer();
      const box = await fixture(html`<tinh-comment-box><a href="#">Xem ý kiến</a></tinh-comment-box>`);
      await settled();
      expect(words(part(box, 'status'))).to.equal('Trang này chưa khai báo mã đơn vị (data-site).');
      expect(parts(box, 'form').length).to.equal(0);
      expect(link(box).checkVisibility()).to.be.true;
      expect(api.asked).to.be.empty;
      await expectAccessible(box);
    });

    it('says that the server cannot be reached, shows the page’s link, and loads at the next try', async () => {
      recordConsole();
      const api = startServer({ fault: 'offline', comments: [fakeComment(1)] });
      const box = await showBox();
      expect(words(part(box, 'status'))).to.equal('Không kết nối được máy chủ.');
      expect(part(box, 'status').getAttribute('role')).to.equal('alert');
      expect(link(box).checkVisibility()).to.be.true;
      await expectAccessible(box);
      type(box, 'text', TEXT);
      api.fault = null;
      await press(box, 'Thử lại');
      expect(texts(box)).to.have.lengthOf(1);
      expect(words(part(box, 'status'))).to.equal('');
      expect(field(box, 'text').value).to.equal(TEXT);
    });

    it('says that the server has a problem when a proxy answers with an error page', async () => {
      recordConsole();
      startServer({ fault: 'html' });
      expect(words(part(await showBox(), 'status'))).to.equal('Máy chủ đang gặp sự cố.');
    });
  });
});
