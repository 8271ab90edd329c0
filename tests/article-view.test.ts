import { expect, fixture, html } from '@open-wc/testing';
import { emulateMedia } from '@web/test-runner-commands';
import '../src/article-view/define.ts';
import { FAKE_SERVER, FAKE_SITE, fakeComment } from '../stories/fake-api.ts';
import { can, itWhere } from './support/engine.ts';
import {
  expectAccessible,
  installClock,
  newPageLoad,
  part,
  parts,
  recordConsole,
  startServer,
  stub,
  words,
  type Clock,
} from './support/fixture.ts';

const PUBLISHED = '2020-07-17T18:00:00+07:00';

const counts = (element: Element) => parts(element, 'count').map(words);
const facts = (element: Element) => `${words(part(element, 'meta'))} ${words(part(element, 'author'))}`;

describe('article view', () => {
  let clock: Clock;
  beforeEach(() => {
    clock = installClock();
  });

  const article = () =>
    fixture(html`
      <tinh-article-view
        site=${FAKE_SITE}
        server=${FAKE_SERVER}
        page="bai-1"
        published=${PUBLISHED}
        author="Thanh Tâm"
        author-role="Chuyên viên Văn phòng"
        views="75"
        comments="0"
      >
        <h1 slot="headline">Hội nghị sơ kết công tác cải cách hành chính</h1>
        <p>Sáng ngày 08/7/2020, Sở Ngoại vụ đã tổ chức hội nghị.</p>
        <p slot="fallback">17/07/2020 18:00, Thanh Tâm</p>
      </tinh-article-view>
    `);

  it('says weekday, date and time in Vietnamese, and machines read the time as the page wrote it', async () => {
    const element = await article();
    const time = part(element, 'time').querySelector('time')!;
    expect(words(time)).to.equal('Thứ Sáu, 17/07/2020, 18:00');
    expect(time.dateTime).to.equal(PUBLISHED);
  });

  it('puts words beside the numbers of views and comments', async () => {
    const element = await article();
    expect(counts(element)).to.deep.equal(['75 lượt xem', '0 ý kiến']);
  });

  it('shows the numbers of the page first and those of the server when they come', async () => {
    startServer({ fault: 'silent' });
    const waiting = await article();
    await clock.tick(0);
    expect(counts(waiting)).to.deep.equal(['75 lượt xem', '0 ý kiến']);
    waiting.remove();
    newPageLoad();
    localStorage.clear();
    const api = startServer({ comments: [fakeComment(1), fakeComment(2)] });
    const element = await article();
    await clock.tick(0);
    expect(counts(element)).to.deep.equal(['76 lượt xem', '2 ý kiến']);
    expect(JSON.parse(api.calls('POST visits')[0]!.body).page).to.equal('bai-1');
    expect(api.calls('GET comment-counts')[0]!.query.get('thread')).to.equal('bai-1');
    await expectAccessible(element);
  });

  it('keeps the numbers of the page when the server cannot be reached', async () => {
    const api = startServer({ fault: 'offline' });
    const element = await article();
    await clock.tick(0);
    expect(api.calls('POST visits')).to.have.lengthOf(1);
    expect(api.calls('GET comment-counts')).to.have.lengthOf(1);
    expect(counts(element)).to.deep.equal(['75 lượt xem', '0 ý kiến']);
  });

  it('keeps the numbers of the page behind a proxy that answers with an error page', async () => {
    const api = startServer({ fault: 'html' });
    const element = await article();
    await clock.tick(0);
    expect(api.calls('POST visits')).to.have.lengthOf(1);
    expect(api.calls('GET comment-counts')).to.have.lengthOf(1);
    expect(counts(element)).to.deep.equal(['75 lượt xem', '0 ý kiến']);
  });

  it('asks for the comments of another page when the page changes', async () => {
    const api = startServer({ comments: [fakeComment(1)] });
    const element = await article();
    await clock.tick(0);
    element.setAttribute('page', 'bai-2');
    await clock.tick(0);
    expect(api.calls('GET comment-counts').map(({ query }) => query.get('thread'))).to.deep.equal(['bai-1', 'bai-2']);
  });

  it('names the author with role at the end', async () => {
    const element = await article();
    expect(words(part(element, 'author'))).to.equal('Tác giả: Thanh Tâm, Chuyên viên Văn phòng');
  });

  it('says when it was changed, to which section it belongs, and where it is from', async () => {
    const element = await fixture(html`
      <tinh-article-view
        kicker="Cải cách hành chính"
        published=${PUBLISHED}
        modified="2020-07-20T09:05:00+07:00"
        source="Báo Tây Ninh"
        source-url="https://baotayninh.vn/a"
      ></tinh-article-view>
    `);
    expect(words(part(element, 'kicker'))).to.equal('Cải cách hành chính');
    expect(words(part(element, 'modified'))).to.equal('Cập nhật: Thứ Hai, 20/07/2020, 09:05');
    expect(words(part(element, 'source'))).to.equal('Nguồn: Báo Tây Ninh');
    expect(part(element, 'source').querySelector('a')!.href).to.equal('https://baotayninh.vn/a');
    await expectAccessible(element);
  });

  it('makes no link of an address that is no web address', async () => {
    const lines = recordConsole();
    const element = await fixture(
      html`<tinh-article-view source="Báo Tây Ninh" source-url="javascript:alert(1)"></tinh-article-view>`,
    );
    expect(words(part(element, 'source'))).to.equal('Nguồn: Báo Tây Ninh');
    expect(part(element, 'source').querySelector('a')).to.equal(null);
    expect(lines).to.deep.equal([
      '<tinh-article-view> source-url="javascript:alert(1)": expected an http or https address',
    ]);
  });

  it('says how long reading takes, from a minute on', async () => {
    const element = await fixture(html`
      <tinh-article-view>
        <h1 slot="headline">${'Hội nghị '.repeat(200)}</h1>
        <p>${'Cải cách '.repeat(300)}</p>
      </tinh-article-view>
    `);
    await clock.tick(0);
    expect(words(part(element, 'reading-time'))).to.equal('3 phút đọc');
    element.querySelector('p:not([slot])')!.textContent = 'Ngắn gọn.';
    await clock.tick(0);
    expect(parts(element, 'reading-time')).to.be.empty;
  });

  it('says nothing of an author, a time or numbers that the page does not name', async () => {
    const element = await fixture(html`<tinh-article-view><p>Nội dung</p></tinh-article-view>`);
    expect(words(part(element, 'meta'))).to.equal('');
    expect(parts(element, 'author')).to.be.empty;
    expect(parts(element, 'source')).to.be.empty;
    expect(parts(element, 'kicker')).to.be.empty;
  });

  it('prints the page with its button', async () => {
    let printed = 0;
    stub(window, 'print', { value: () => (printed += 1) });
    const element = await article();
    part(element, 'print').click();
    expect(printed).to.equal(1);
  });

  itWhere(can.emulateMedia, 'leaves the print button off the paper', async () => {
    const element = await article();
    await emulateMedia({ media: 'print' });
    const onPaper = getComputedStyle(part(element, 'print')).display;
    await emulateMedia({ media: 'screen' });
    expect(onPaper).to.equal('none');
    expect(getComputedStyle(part(element, 'print')).display).not.to.equal('none');
  });

  it('has no print button where the page wants none', async () => {
    const element = await fixture(html`<tinh-article-view without-print></tinh-article-view>`);
    expect(parts(element, 'print').length).to.equal(0);
  });

  it('shows headline, facts, body and author in this order', async () => {
    const element = await article();
    const top = (node: Element) => node.getBoundingClientRect().top;
    const tops = [
      element.querySelector('h1')!,
      part(element, 'meta'),
      element.querySelector('p:not([slot])')!,
      part(element, 'author'),
    ].map(top);
    expect(tops).to.deep.equal([...tops].sort((a, b) => a - b));
    expect(new Set(tops).size).to.equal(4);
  });

  it('does not show what the page says for readers without script', async () => {
    const element = await article();
    expect(element.querySelector<HTMLElement>('[slot=fallback]')!.checkVisibility()).to.be.false;
  });

  it('leaves headline and body in the page', async () => {
    const element = await article();
    expect(element.querySelector('h1')!.parentElement === element).to.be.true;
    expect(element.querySelector('p:not([slot])')!.parentElement === element).to.be.true;
    expect(element.shadowRoot!.querySelectorAll('h1, h2, h3').length).to.equal(0);
  });

  it('warns once about a time that is none, and shows the rest', async () => {
    const lines = recordConsole();
    const element = await fixture(
      html`<tinh-article-view published="yesterday" author="Thanh Tâm" views="75"></tinh-article-view>`,
    );
    element.setAttribute('author', 'Thanh Tâm và Minh');
    await clock.tick(0);
    expect(lines).to.deep.equal(['<tinh-article-view> published="yesterday": expected an RFC 3339 time']);
    expect(parts(element, 'time').length).to.equal(0);
    expect(facts(element)).to.equal('75 lượt xem Tác giả: Thanh Tâm và Minh');
  });

  it('does not take a bare number, a time without offset or an impossible day for a time', async () => {
    const lines = recordConsole();
    for (const published of ['1', '2020-07-17T18:00:00', '2020-07-41T18:00:00Z']) {
      const element = await fixture(html`<tinh-article-view published=${published}></tinh-article-view>`);
      expect(parts(element, 'time'), published).to.be.empty;
    }
    expect(lines).to.have.lengthOf(3);
  });

  it('warns once about a number that is none, and shows the rest', async () => {
    const lines = recordConsole();
    const element = await fixture(
      html`<tinh-article-view views="many" comments="1.604.377" published=${PUBLISHED}></tinh-article-view>`,
    );
    element.setAttribute('author', 'Thanh Tâm');
    await clock.tick(0);
    expect(lines).to.deep.equal(['<tinh-article-view> views="many": expected a whole number']);
    expect(counts(element)).to.deep.equal(['1.604.377 ý kiến']);
    expect(parts(element, 'time').length).to.equal(1);
  });

  it('speaks English where the page does', async () => {
    const page = await fixture(html`
      <div lang="en">
        <tinh-article-view published=${PUBLISHED} author="Thanh Tâm" views="1604377" comments="1"></tinh-article-view>
      </div>
    `);
    const element = page.querySelector('tinh-article-view')!;
    await element.updateComplete;
    expect(facts(element)).to.equal('Friday, 17/07/2020, 18:00 1,604,377 views 1 comment Author: Thanh Tâm');
    expect(words(part(element, 'print'))).to.equal('Print this article');
    await expectAccessible(page);
  });

  it('needs no server: without a site it shows what the page says and asks nobody', async () => {
    const api = startServer();
    const element = await fixture(
      html`<tinh-article-view published=${PUBLISHED} author="Thanh Tâm" views="75"></tinh-article-view>`,
    );
    await clock.tick(0);
    expect(facts(element)).to.equal('Thứ Sáu, 17/07/2020, 18:00 75 lượt xem Tác giả: Thanh Tâm');
    expect(api.asked).to.be.empty;
    await expectAccessible(element);
  });

  it('shows an author written as HTML as the text that it is', async () => {
    const element = await fixture(html`<tinh-article-view author="<img src=x onerror=alert(1)>"></tinh-article-view>`);
    expect(words(part(element, 'author'))).to.equal('Tác giả: <img src=x onerror=alert(1)>');
    expect(element.shadowRoot!.querySelectorAll('img').length).to.equal(0);
  });
});
