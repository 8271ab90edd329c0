import { expect, fixture, html } from '@open-wc/testing';
import '../src/comment-box/define.ts';
import type { NewComment } from '../src/api/contract.ts';
import { FAKE_SERVER, FAKE_SITE, fakeComment } from '../stories/fake-api.ts';
import { TEXT, HOSTILE, field, texts, posts, fault, type, fill, send, showBox } from './support/comment-box.ts';
import {
  expectAccessible,
  expectFocus,
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
    it('shows the comments of its thread, newest first, with author and time', async () => {
      const api = startServer({ comments: [fakeComment(2), fakeComment(1)] });
      const box = await showBox();
      expect(api.calls('GET comments').map(({ query }) => query.get('thread'))).to.deep.equal(['bai-1']);
      expect(words(part(box, 'heading'))).to.equal('Ý kiến bạn đọc');
      expect(texts(box)[0]).to.include('Ý kiến thứ 2');
      expect(texts(box)).to.have.lengthOf(2);
      expect(parts(box, 'author').map(words)).to.deep.equal(['Nguyễn Văn C', 'Nguyễn Văn B']);
      expect(words(parts(box, 'time')[0])).to.equal('Thứ Bảy, 18/07/2020, 08:02');
      expect(parts(box, 'badge').length).to.equal(0);
      expect(link(box).checkVisibility(), 'the link of the page').to.be.false;
      await expectAccessible(box);
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
      await expectAccessible(box);
    });

    it('shows the form while the thread is still on its way', async () => {
      startServer({ fault: 'silent' });
      const box = await showBox();
      expect(words(part(box, 'status'))).to.equal('…');
      expect(parts(box, 'form').length).to.equal(1);
      await expectAccessible(box);
    });

    it('shows script and markup in name and text as the text that they are', async () => {
      startServer({ comments: [fakeComment(1, { name: HOSTILE, text: HOSTILE })] });
      const box = await showBox();
      expect(texts(box)).to.deep.equal([HOSTILE]);
      expect(parts(box, 'author').map(words)).to.deep.equal([HOSTILE]);
      expect(box.shadowRoot!.querySelectorAll('img, script').length).to.equal(0);
    });

    it('keeps the line breaks of a comment and lets no word leave the box', async () => {
      startServer({ comments: [fakeComment(1, { text: `một\nhai\n${'dài'.repeat(500)}` })] });
      const box = await showBox();
      const text = part(box, 'text');
      // Not `innerText`: in WebKit it does not tell of the line breaks that it shows.
      const letters = [...text.childNodes].find((node): node is Text => node instanceof Text && node.data !== '')!;
      const lines = ['một', 'hai', 'dài'].map((word) => {
        const range = document.createRange();
        range.setStart(letters, letters.data.indexOf(word));
        range.setEnd(letters, letters.data.indexOf(word) + 1);
        return range.getBoundingClientRect().bottom;
      });
      expect(new Set(lines).size).to.equal(3);
      expect(text.scrollWidth).to.be.at.most(text.clientWidth);
    });

    it('fetches more comments at the press of a button and goes on where they begin', async () => {
      const api = startServer({ pageSize: 2, comments: [5, 4, 3, 2, 1].map((id) => fakeComment(id)) });
      const box = await showBox();
      expect(texts(box)).to.have.lengthOf(2);
      expect(words(part(box, 'more'))).to.equal('Xem thêm');
      await expectAccessible(box);
      part(box, 'more').click();
      await settled();
      expect(texts(box)).to.have.lengthOf(4);
      expectFocus(parts(box, 'comment')[2]!);
      part(box, 'more').click();
      await settled();
      expect(texts(box).map((text) => /thứ (\d)/.exec(text)?.[1])).to.deep.equal(['5', '4', '3', '2', '1']);
      expectFocus(parts(box, 'comment')[4]!);
      expect(parts(box, 'more').length).to.equal(0);
      expect(api.requests.length).to.equal(3);
    });

    it('asks for the next page once, however often the button is pressed', async () => {
      const api = startServer({ pageSize: 1, comments: [3, 2, 1].map((id) => fakeComment(id)) });
      const box = await showBox();
      part(box, 'more').click();
      part(box, 'more').click();
      await settled();
      expect(api.requests.length).to.equal(2);
      expect(texts(box)).to.have.lengthOf(2);
    });

    it('keeps the comments that are there when more cannot be fetched, and fetches them at the next try', async () => {
      recordConsole();
      const api = startServer({ pageSize: 2, comments: [4, 3, 2, 1].map((id) => fakeComment(id)) });
      const box = await showBox();
      api.fault = 'offline';
      part(box, 'more').click();
      await settled();
      expect(texts(box)).to.have.lengthOf(2);
      expect(words(part(box, 'status'))).to.equal('Không kết nối được máy chủ.');
      api.fault = null;
      [...box.shadowRoot!.querySelectorAll('button')].find((each) => words(each) === 'Thử lại')!.click();
      await settled();
      expect(texts(box)[0]).to.include('thứ 4');
      expect(texts(box)).to.have.lengthOf(4);
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
      await fixture(html`<tinh-comment-box site=${FAKE_SITE} server=${FAKE_SERVER}></tinh-comment-box>`);
      await settled();
      canonical.remove();
      expect(api.requests[0]!.query.get('thread')).to.equal('/tin/bai-1?a=1&b=2');
    });

    it('speaks English where the page does', async () => {
      startServer({ comments: [fakeComment(1)] });
      const page = await fixture(html`
        <div lang="en">
          <tinh-comment-box site=${FAKE_SITE} server=${FAKE_SERVER} thread="bai-1"></tinh-comment-box>
        </div>
      `);
      await settled();
      const box = page.firstElementChild!;
      expect(words(part(box, 'heading'))).to.equal('Readers’ comments');
      expect(words(part(box, 'send'))).to.equal('Send comment');
      expect(words(part(box, 'time'))).to.equal('Saturday, 18/07/2020, 08:01');
      await send(box);
      expect(fault(box, 'name')).to.equal('Please enter your full name.');
      await expectAccessible(page);
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
      expect(box.shadowRoot!.querySelectorAll('button').length).to.equal(0);
      expect(link(box).checkVisibility(), 'the link of the page').to.be.true;
      expect(lines).to.have.lengthOf(1);
      await expectAccessible(box);
    });

    it('says politely that the site is not known, without a form', async () => {
      recordConsole();
      startServer();
      const box = await fixture(
        html`<tinh-comment-box site="so-la" server=${FAKE_SERVER} thread="bai-1"></tinh-comment-box>`,
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
      [...box.shadowRoot!.querySelectorAll('button')].find((each) => words(each) === 'Thử lại')!.click();
      await settled();
      expect(texts(box)).to.have.lengthOf(1);
      expect(words(part(box, 'status'))).to.equal('');
      expect(field(box, 'text').value).to.equal(TEXT);
    });

    it('says that the server has a problem when a proxy answers with an error page', async () => {
      recordConsole();
      startServer({ fault: 'html' });
      const box = await showBox();
      expect(words(part(box, 'status'))).to.equal('Máy chủ đang gặp sự cố.');
    });
  });
});
