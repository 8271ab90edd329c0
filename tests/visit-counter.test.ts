import { expect, fixture, html } from '@open-wc/testing';
import '../src/article-view/define.ts';
import '../src/visit-counter/define.ts';
import type { Visit } from '../src/api/contract.ts';
import { FAKE_SERVER, FAKE_SITE } from '../stories/fake-api.ts';
import {
  blockStorage,
  expectAccessible,
  installClock,
  newPageLoad,
  part,
  parts,
  recordConsole,
  says,
  showPage,
  startServer,
  stub,
  words,
  type Clock,
  type TestServer,
} from './support/fixture.ts';

const MINUTE = 60_000;
const BEAT_KEY = `tinh:beat:${FAKE_SERVER} ${FAKE_SITE}`;

const figures = (element: Element) => parts(element, 'figure').map(words);
const counted = (api: TestServer) => api.calls('POST visits').map(({ body }) => JSON.parse(body) as Visit);

describe('visit counter', () => {
  let clock: Clock;
  beforeEach(() => {
    clock = installClock();
  });

  const counter = () =>
    fixture(html`<tinh-visit-counter site=${FAKE_SITE} server=${FAKE_SERVER}></tinh-visit-counter>`);
  const counterWithLastKnown = () =>
    fixture(html`
      <tinh-visit-counter site=${FAKE_SITE} server=${FAKE_SERVER}>
        <dl>
          <dt>Hôm nay</dt>
          <dd data-figure="today">898</dd>
          <dt>Tổng</dt>
          <dd data-figure="total">1.604.376</dd>
        </dl>
      </tinh-visit-counter>
    `);

  /** The reader leaves this page and opens another one of the site. */
  const nextPage = async (element: Element) => {
    element.remove();
    newPageLoad();
    const next = await counter();
    await clock.tick(0);
    return next;
  };

  it('names the four figures and writes them the Vietnamese way', async () => {
    startServer();
    const element = await counter();
    await clock.tick(0);
    expect(parts(element, 'label').map(words)).to.deep.equal([
      'Đang truy cập',
      'Hôm nay',
      'Tháng hiện tại',
      'Tổng lượt truy cập',
    ]);
    expect(figures(element)).to.deep.equal(['2', '900', '35.740', '1.604.378']);
    expect(parts(element, 'status').length).to.equal(0);
    await expectAccessible(element);
  });

  it('shows the figures that the page names, in its order, those of the page printed until the first answer', async () => {
    startServer();
    const element = await fixture(html`
      <tinh-visit-counter
        site=${FAKE_SITE}
        server=${FAKE_SERVER}
        show="page total  year,month week yesterday today online"
      >
        <dl>
          <dt>Cũ</dt>
          <dd data-figure="yesterday">1.203</dd>
          <dd data-figure="week">4.309</dd>
          <dd data-figure="year">310.225</dd>
          <dd data-figure="page">74</dd>
        </dl>
      </tinh-visit-counter>
    `);
    expect(parts(element, 'label').map(words)).to.deep.equal([
      'Lượt xem trang này',
      'Tổng lượt truy cập',
      'Năm nay',
      'Tháng hiện tại',
      'Tuần này',
      'Hôm qua',
      'Hôm nay',
      'Đang truy cập',
    ]);
    expect(figures(element)).to.deep.equal(['74', '…', '310.225', '…', '4.309', '1.203', '…', '…']);
    await clock.tick(0);
    expect(figures(element)).to.deep.equal(['76', '1.604.378', '310.227', '35.740', '4.311', '1.204', '900', '2']);
    await expectAccessible(element);
  });

  it('leaves out names of figures that mean nothing, and says so once', async () => {
    const warnings = recordConsole();
    startServer();
    const element = await fixture(html`
      <tinh-visit-counter
        site=${FAKE_SITE}
        server=${FAKE_SERVER}
        show="today hôm-nay today"
        look="to"
      ></tinh-visit-counter>
    `);
    await clock.tick(0);
    expect(figures(element)).to.deep.equal(['900']);
    expect(warnings.filter((line) => line.includes('show="today hôm-nay today"'))).to.have.lengthOf(1);
    expect(warnings.filter((line) => line.includes('look="to"'))).to.have.lengthOf(1);
    element.setAttribute('show', 'nichts');
    await clock.tick(0);
    expect(parts(element, 'figure')).to.have.lengthOf(4);
  });

  it('stands in one line, or in small frames, where the page wants it so', async () => {
    startServer();
    const element = await fixture<HTMLElement>(html`
      <tinh-visit-counter
        site=${FAKE_SITE}
        server=${FAKE_SERVER}
        look="inline"
        show="online today"
      ></tinh-visit-counter>
    `);
    await clock.tick(0);
    const tops = () => new Set(parts(element, 'row').map((row) => row.getBoundingClientRect().top)).size;
    expect(tops()).to.equal(1);
    element.setAttribute('look', 'badge');
    await clock.tick(0);
    expect(tops()).to.equal(1);
    expect(getComputedStyle(parts(element, 'row')[0]!).borderTopStyle).to.equal('solid');
    await expectAccessible(element);
    element.setAttribute('look', 'list');
    await clock.tick(0);
    expect(tops()).to.equal(2);
  });

  it('counts the views of the page that it is told, where its address says nothing', async () => {
    const api = startServer();
    await fixture(html`<tinh-visit-counter site=${FAKE_SITE} server=${FAKE_SERVER} page="bai-7"></tinh-visit-counter>`);
    await clock.tick(0);
    expect(counted(api)[0]!.page).to.equal('bai-7');
  });

  it('speaks English where the page does', async () => {
    startServer();
    const page = await fixture(html`
      <div lang="en-GB"><tinh-visit-counter site=${FAKE_SITE} server=${FAKE_SERVER}></tinh-visit-counter></div>
    `);
    await clock.tick(0);
    expect(says(page.firstElementChild!)).to.equal('Online now 2 Today 900 This month 35,740 Total visits 1,604,378');
  });

  it('counts one visit, one view and one heartbeat when the page opens', async () => {
    const api = startServer();
    const element = await counter();
    element.setAttribute('title', 'x');
    await clock.tick(0);
    const [first, ...more] = counted(api);
    expect(more).to.be.empty;
    expect({ ...first, page: '' }).to.deep.equal({ page: '', visit: true, view: true, beat: true });
  });

  it('sends no cookie, no identifier and nothing that needs a preflight', async () => {
    const api = startServer();
    await counter();
    await clock.tick(0);
    const [call] = api.calls('POST visits');
    expect(Object.keys(JSON.parse(call!.body)).sort()).to.deep.equal(['beat', 'page', 'view', 'visit']);
    expect([...call!.headers.keys()]).to.deep.equal(['content-type']);
    expect(call!.headers.get('content-type')).to.match(/^text\/plain/);
  });

  it('counts a page once that shows an article and two counters', async () => {
    const api = startServer();
    const page = await fixture(html`
      <div>
        <tinh-visit-counter site=${FAKE_SITE} server=${FAKE_SERVER}></tinh-visit-counter>
        <tinh-article-view site=${FAKE_SITE} server=${FAKE_SERVER} page="bai-1"></tinh-article-view>
        <tinh-visit-counter site=${FAKE_SITE} server=${FAKE_SERVER}></tinh-visit-counter>
      </div>
    `);
    await clock.tick(0);
    expect(counted(api)).to.deep.equal([{ page: 'bai-1', visit: true, view: true, beat: true }]);
    const [one, , other] = page.children;
    expect(figures(one!)).to.deep.equal(['2', '900', '35.740', '1.604.378']);
    expect(figures(other!)).to.deep.equal(figures(one!));
  });

  it('counts a second page within half an hour as a view of the same visit', async () => {
    const api = startServer();
    const element = await counter();
    await clock.tick(0);
    clock.set(Date.now() + 29 * MINUTE);
    await nextPage(element);
    expect(counted(api).map(({ visit, view }) => ({ visit, view }))).to.deep.equal([
      { visit: true, view: true },
      { visit: false, view: true },
    ]);
  });

  it('counts a new visit after more than half an hour away', async () => {
    const api = startServer();
    const element = await counter();
    await clock.tick(0);
    clock.set(Date.now() + 30 * MINUTE + 1000);
    await nextPage(element);
    expect(counted(api).map(({ visit }) => visit)).to.deep.equal([true, true]);
  });

  it('counts a new visit when the clock was set back since the last one', async () => {
    const api = startServer();
    const element = await counter();
    await clock.tick(0);
    clock.set(Date.now() - 24 * 60 * MINUTE);
    await nextPage(element);
    expect(counted(api).map(({ visit }) => visit)).to.deep.equal([true, true]);
  });

  it('sends no second heartbeat within a minute, whatever pages are opened', async () => {
    const api = startServer();
    const element = await counter();
    await clock.tick(0);
    await clock.tick(10_000);
    await nextPage(element);
    expect(counted(api).map(({ beat }) => beat)).to.deep.equal([true, false]);
  });

  it('refreshes once a minute: a heartbeat, neither view nor visit', async () => {
    const api = startServer();
    const element = await counter();
    await clock.tick(0);
    api.figures = { ...api.figures, online: 7 };
    await clock.tick(MINUTE - 1);
    expect(counted(api).length).to.equal(1);
    await clock.tick(1);
    expect(counted(api).length).to.equal(2);
    expect(counted(api)[1]).to.include({ visit: false, view: false, beat: true });
    expect(figures(element)[0]).to.equal('7');
    await clock.tick(3 * MINUTE);
    expect(api.requests.length).to.equal(5);
  });

  it('asks nothing while nobody sees the page, and at once when somebody does again', async () => {
    const api = startServer();
    await counter();
    await clock.tick(0);
    showPage('hidden');
    await clock.tick(10 * MINUTE);
    expect(api.requests.length).to.equal(1);
    showPage('visible');
    await clock.tick(0);
    expect(api.requests.length).to.equal(2);
  });

  it('does not ask again when the reader only looks at another tab for a moment', async () => {
    const api = startServer();
    await counter();
    await clock.tick(0);
    await clock.tick(10_000);
    showPage('hidden');
    showPage('visible');
    await clock.tick(1000);
    expect(api.requests.length).to.equal(1);
  });

  it('counts a page that was opened in the background only when it is seen', async () => {
    const api = startServer();
    showPage('hidden');
    await counter();
    await clock.tick(5 * MINUTE);
    expect(api.requests.length).to.equal(0);
    showPage('visible');
    await clock.tick(0);
    expect(counted(api).length).to.equal(1);
    expect(counted(api)[0]).to.include({ visit: true, view: true, beat: true });
  });

  it('only reads while another tab sends the heartbeats', async () => {
    const api = startServer();
    await counter();
    await clock.tick(0);
    localStorage.setItem(BEAT_KEY, String(Date.now() + 30_000));
    await clock.tick(MINUTE);
    expect(api.requests.map(({ method }) => method)).to.deep.equal(['POST', 'GET']);
  });

  it('counts the view and no visit where the browser stores nothing', async () => {
    const api = startServer();
    blockStorage();
    const element = await counter();
    await clock.tick(0);
    expect(counted(api).length).to.equal(1);
    expect(counted(api)[0]).to.include({ visit: false, view: true, beat: true });
    expect(figures(element)[3]).to.equal('1.604.377');
    await clock.tick(MINUTE);
    expect(counted(api)[1]).to.include({ visit: false, view: false, beat: true });
  });

  it('keeps nothing in the browser but when it was last here', async () => {
    startServer();
    await counter();
    await clock.tick(0);
    expect({ ...localStorage }).to.deep.equal({ [BEAT_KEY]: String(Date.now()) });
  });

  it('shows the figures of the page until the server answers', async () => {
    startServer({ fault: 'silent' });
    const element = await counterWithLastKnown();
    await clock.tick(0);
    expect(figures(element)).to.deep.equal(['…', '898', '…', '1.604.376']);
    expect(parts(element, 'status').length).to.equal(0);
    expect(element.querySelector('dl')!.checkVisibility(), 'the list of the page').to.be.false;
    await expectAccessible(element);
  });

  it('keeps the figures of the page when the server cannot be reached, and says so', async () => {
    recordConsole();
    startServer({ fault: 'offline' });
    const element = await counterWithLastKnown();
    await clock.tick(0);
    expect(figures(element)).to.deep.equal(['…', '898', '…', '1.604.376']);
    expect(words(part(element, 'status'))).to.equal('Không kết nối được máy chủ.');
    await expectAccessible(element);
  });

  it('keeps the last answer when a refresh fails, and is well again with the next', async () => {
    recordConsole();
    const api = startServer();
    const element = await counter();
    await clock.tick(0);
    api.fault = 'urn:tinh:problem:unavailable';
    await clock.tick(MINUTE);
    expect(figures(element)).to.deep.equal(['2', '900', '35.740', '1.604.378']);
    expect(words(part(element, 'status'))).to.equal('Máy chủ đang gặp sự cố.');
    api.fault = null;
    await clock.tick(2 * MINUTE);
    expect(parts(element, 'status').length).to.equal(0);
  });

  it('asks a server that does not answer ever less often, and as often as before once it does', async () => {
    recordConsole();
    const api = startServer({ fault: 'offline' });
    await counter();
    await clock.tick(0);
    const asked = async (minutes: number) => {
      const before = api.requests.length;
      await clock.tick(minutes * MINUTE);
      return api.requests.length - before;
    };
    expect(await asked(2)).to.equal(1);
    expect(await asked(4)).to.equal(1);
    expect(await asked(8)).to.equal(1);
    expect(await asked(16)).to.equal(1);
    expect(await asked(32)).to.equal(2);
    api.fault = null;
    expect(await asked(16)).to.equal(1);
    expect(await asked(3)).to.equal(3);
  });

  it('asks nothing while there is no network, and at once when it is back', async () => {
    const api = startServer();
    await counter();
    await clock.tick(0);
    let onLine = false;
    stub(navigator, 'onLine', { get: () => onLine });
    await clock.tick(10 * MINUTE);
    expect(api.requests.length).to.equal(1);
    onLine = true;
    dispatchEvent(new Event('online'));
    await clock.tick(0);
    expect(api.requests.length).to.equal(2);
    await clock.tick(MINUTE);
    expect(api.requests.length).to.equal(3);
  });

  it('that has left the page while its server was silent is not asked for again', async () => {
    recordConsole();
    const api = startServer({ fault: 'offline' });
    const element = await counter();
    const ticking = clock.tick(0);
    element.remove();
    await ticking;
    await clock.tick(60 * MINUTE);
    expect(api.requests.length).to.be.at.most(1);
  });

  it('never sends a count again whose answer was lost: it may have been counted', async () => {
    recordConsole();
    const api = startServer({ fault: 'lost-answer' });
    await counter();
    await clock.tick(0);
    api.fault = null;
    await clock.tick(MINUTE - 1);
    expect(api.requests.length).to.equal(1);
    await clock.tick(5 * MINUTE);
    expect(counted(api).filter(({ view }) => view).length).to.equal(1);
    expect(counted(api).filter(({ visit }) => visit).length).to.equal(1);
    expect(api.figures.total).to.equal(1_604_378);
  });

  it('says politely that the server does not allow this page, and names it', async () => {
    const lines = recordConsole();
    startServer({ fault: 'urn:tinh:problem:origin-refused' });
    const element = await counter();
    await clock.tick(0);
    expect(words(part(element, 'status'))).to.equal(
      `Máy chủ chưa cho phép trang ${location.origin} dùng dịch vụ này. Vui lòng báo quản trị trang.`,
    );
    expect(lines).to.have.lengthOf(1);
    expect(lines[0]).to.include('urn:tinh:problem:origin-refused').and.to.include(FAKE_SERVER);
  });

  it('says politely that the server does not know the site, and names it', async () => {
    recordConsole();
    startServer();
    const element = await fixture(html`<tinh-visit-counter site="so-la" server=${FAKE_SERVER}></tinh-visit-counter>`);
    await clock.tick(0);
    expect(words(part(element, 'status'))).to.equal('Máy chủ không có mã đơn vị “so-la”. Vui lòng báo quản trị trang.');
    await expectAccessible(element);
  });

  it('says what is missing where the page names no site, shows the page’s figures and asks nobody', async () => {
    const api = startServer();
    const element = await fixture(html`<tinh-visit-counter><span data-figure="today">898</span></tinh-visit-counter>`);
    await clock.tick(MINUTE);
    expect(words(part(element, 'status'))).to.equal('Trang này chưa khai báo mã đơn vị (data-site).');
    expect(figures(element)).to.deep.equal(['…', '898', '…', '…']);
    expect(api.asked).to.be.empty;
  });

  it('stops asking when the last counter leaves the page, and goes on when one comes back', async () => {
    const api = startServer();
    const element = await counter();
    const home = element.parentElement!;
    await clock.tick(0);
    element.remove();
    expect(clock.count()).to.equal(0);
    await clock.tick(10 * MINUTE);
    showPage('visible');
    await clock.tick(0);
    expect(api.requests.length).to.equal(1);
    home.append(element);
    await clock.tick(0);
    expect(api.requests.length).to.equal(2);
    expect(counted(api)[1]).to.include({ view: false });
  });

  it('does not count again when the page moves the counter', async () => {
    const api = startServer();
    const element = await counter();
    await clock.tick(0);
    const place = document.createElement('section');
    element.parentElement!.append(place);
    place.append(element);
    await clock.tick(MINUTE - 1);
    expect(api.requests.length).to.equal(1);
    expect(figures(element)[1]).to.equal('900');
  });
});
