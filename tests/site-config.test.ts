import { expect, fixture, html } from '@open-wc/testing';
import '../src/session-prompt/define.ts';
import '../src/site-config/define.ts';
import '../src/visit-counter/define.ts';
import { FAKE_SERVER, FAKE_SITE } from '../stories/fake-api.ts';
import {
  installClock,
  part,
  parts,
  recordConsole,
  startServer,
  words,
  type Clock,
  type TestServer,
} from './support/fixture.ts';

describe('site config', () => {
  let clock: Clock;
  let api: TestServer;
  beforeEach(() => {
    clock = installClock();
    api = startServer();
    recordConsole();
  });

  /** Sites that were asked for, each once. */
  const sites = () => [...new Set(api.asked.map((line) => /sites\/([^/]+)/.exec(line)?.[1]))];
  const label = (counter: Element) => words(parts(counter, 'label')[1]);
  const counterIn = (page: Element) => page.querySelector('tinh-visit-counter')!;

  describe('around a part of the page', () => {
    it('sets site and server for the tags inside it', async () => {
      const page = await fixture(html`
        <tinh-site-config site=${FAKE_SITE} server=${FAKE_SERVER}>
          <tinh-visit-counter></tinh-visit-counter>
        </tinh-site-config>
      `);
      await clock.tick(0);
      expect(sites()).to.deep.equal([FAKE_SITE]);
      expect(parts(counterIn(page), 'status').length).to.equal(0);
    });

    it('lets a tag whose own server is no address use that of the part, with one warning', async () => {
      const lines = recordConsole();
      const page = await fixture(html`
        <tinh-site-config site=${FAKE_SITE} server=${FAKE_SERVER}>
          <tinh-visit-counter server="http://[xấu"></tinh-visit-counter>
        </tinh-site-config>
      `);
      await clock.tick(0);
      expect(sites()).to.deep.equal([FAKE_SITE]);
      expect(parts(counterIn(page), 'figure').map(words)[3]).to.equal('1.604.378');
      expect(lines).to.deep.equal(['<tinh-visit-counter> server="http://[xấu": expected an address']);
    });

    it('says nothing to the tags beside it', async () => {
      const page = await fixture(html`
        <div>
          <tinh-site-config site=${FAKE_SITE} server=${FAKE_SERVER}><p></p></tinh-site-config>
          <tinh-visit-counter></tinh-visit-counter>
        </div>
      `);
      await clock.tick(0);
      expect(api.asked).to.be.empty;
      expect(words(part(counterIn(page), 'status'))).to.equal('Trang này chưa khai báo mã đơn vị (data-site).');
    });

    it('leaves what is inside in the page and takes no room of its own', async () => {
      const page = await fixture(html`<tinh-site-config><p>Nội dung</p></tinh-site-config>`);
      expect(page.querySelector('p')!.checkVisibility()).to.be.true;
      expect(getComputedStyle(page).display).to.equal('contents');
    });

    it('is taken over field by field by one nearer to the tag', async () => {
      await fixture(html`
        <tinh-site-config site="ngoai" server=${FAKE_SERVER}>
          <tinh-site-config site="trong"><tinh-visit-counter></tinh-visit-counter></tinh-site-config>
        </tinh-site-config>
      `);
      await clock.tick(0);
      expect(sites()).to.deep.equal(['trong']);
      expect(api.asked[0]).to.include(FAKE_SERVER);
    });

    it('passes on what changes further out', async () => {
      const page = await fixture(html`
        <tinh-site-config site="cu" server=${FAKE_SERVER}>
          <tinh-site-config><tinh-visit-counter></tinh-visit-counter></tinh-site-config>
        </tinh-site-config>
      `);
      await clock.tick(0);
      page.setAttribute('site', 'moi');
      await clock.tick(0);
      expect(sites()).to.deep.equal(['cu', 'moi']);
    });

    it('gives way to an attribute on the tag itself', async () => {
      await fixture(html`
        <tinh-site-config site="ngoai" server=${FAKE_SERVER}>
          <tinh-visit-counter site="rieng"></tinh-visit-counter>
        </tinh-site-config>
      `);
      await clock.tick(0);
      expect(sites()).to.deep.equal(['rieng']);
    });

    it('reaches tags that come later, and those inside shadow roots', async () => {
      const page = await fixture(html`
        <tinh-site-config site=${FAKE_SITE} server=${FAKE_SERVER}><p></p></tinh-site-config>
      `);
      const counter = document.createElement('tinh-visit-counter');
      page.querySelector('p')!.attachShadow({ mode: 'open' }).append(counter);
      await clock.tick(0);
      expect(sites()).to.deep.equal([FAKE_SITE]);
    });

    it('gives a tag that moves the settings of its new place', async () => {
      const page = await fixture(html`
        <div>
          <tinh-site-config site="mot" server=${FAKE_SERVER}
            ><tinh-visit-counter></tinh-visit-counter
          ></tinh-site-config>
          <tinh-site-config site="hai" server=${FAKE_SERVER}><p></p></tinh-site-config>
        </div>
      `);
      await clock.tick(0);
      page.lastElementChild!.append(counterIn(page));
      await clock.tick(0);
      expect(sites()).to.deep.equal(['mot', 'hai']);
    });
  });

  describe('without content', () => {
    it('sets the whole page, wherever it stands', async () => {
      await fixture(html`
        <div>
          <p><tinh-visit-counter></tinh-visit-counter></p>
          <p><tinh-site-config site=${FAKE_SITE} server=${FAKE_SERVER}></tinh-site-config></p>
        </div>
      `);
      await clock.tick(0);
      expect(sites()).to.deep.equal([FAKE_SITE]);
    });

    it('gives way to one around the tag', async () => {
      await fixture(html`
        <div>
          <tinh-site-config site="trang" server=${FAKE_SERVER}></tinh-site-config>
          <tinh-site-config site="phan"><tinh-visit-counter></tinh-visit-counter></tinh-site-config>
        </div>
      `);
      await clock.tick(0);
      expect(sites()).to.deep.equal(['phan']);
      expect(api.asked[0]).to.include(FAKE_SERVER);
    });

    it('takes its settings back when it leaves the page', async () => {
      const page = await fixture(html`
        <div>
          <tinh-site-config site=${FAKE_SITE} server=${FAKE_SERVER}></tinh-site-config>
          <tinh-visit-counter></tinh-visit-counter>
        </div>
      `);
      await clock.tick(0);
      page.querySelector('tinh-site-config')!.remove();
      await clock.tick(0);
      expect(words(part(counterIn(page), 'status'))).to.equal('Trang này chưa khai báo mã đơn vị (data-site).');
    });

    it('speaks for its content only once it has some', async () => {
      const page = await fixture(html`
        <div>
          <tinh-site-config site=${FAKE_SITE} server=${FAKE_SERVER}></tinh-site-config>
          <tinh-visit-counter></tinh-visit-counter>
        </div>
      `);
      await clock.tick(0);
      page.querySelector('tinh-site-config')!.append(document.createElement('p'));
      await clock.tick(0);
      expect(words(part(counterIn(page), 'status'))).to.equal('Trang này chưa khai báo mã đơn vị (data-site).');
    });
  });

  describe('server', () => {
    it('may be written relative to the page and with or without a slash at its end', async () => {
      startServer({ server: `${location.origin}/tinh/` });
      await fixture(html`<tinh-visit-counter site="a" server="/tinh"></tinh-visit-counter>`);
      await fixture(html`<tinh-visit-counter site="b" server=${FAKE_SERVER.replace(/\/$/, '')}></tinh-visit-counter>`);
      await clock.tick(0);
      expect(api.asked.map((line) => line.replace(location.origin, ''))).to.deep.equal([
        'POST /tinh/api/v1/sites/a/visits',
        `POST ${FAKE_SERVER}api/v1/sites/b/visits`,
      ]);
    });
  });

  describe('words', () => {
    it('are replaced by language', async () => {
      const strings = JSON.stringify({ vi: { 'visits.today': 'Trong ngày' }, en: { 'visits.today': 'This day' } });
      const page = await fixture(html`
        <tinh-site-config strings=${strings}>
          <tinh-visit-counter></tinh-visit-counter>
          <p lang="en"><tinh-visit-counter></tinh-visit-counter></p>
        </tinh-site-config>
      `);
      const [vi, en] = page.querySelectorAll('tinh-visit-counter');
      expect(label(vi!)).to.equal('Trong ngày');
      expect(label(en!)).to.equal('This day');
      expect(words(parts(vi!, 'label')[0])).to.equal('Đang truy cập');
    });

    it('of the page and of a part are joined key by key', async () => {
      const page = await fixture(html`
        <div>
          <tinh-site-config strings='{"vi": {"visits.today": "Ngày", "visits.month": "Tháng"}}'></tinh-site-config>
          <tinh-site-config strings='{"vi": {"visits.today": "Trong ngày"}}'>
            <tinh-visit-counter></tinh-visit-counter>
          </tinh-site-config>
        </div>
      `);
      await clock.tick(0);
      expect(parts(counterIn(page), 'label').map(words)).to.deep.equal([
        'Đang truy cập',
        'Trong ngày',
        'Tháng',
        'Tổng lượt truy cập',
      ]);
    });

    it('that are no texts, or at no key of ours, get a warning each and leave the others alone', async () => {
      const lines = recordConsole();
      const page = await fixture(html`
        <tinh-site-config
          site=${FAKE_SITE}
          server=${FAKE_SERVER}
          strings='{"vi": {"visits.today": 5, "no.such": "x", "visits.online": "Đang xem"}}'
        >
          <tinh-visit-counter></tinh-visit-counter>
        </tinh-site-config>
      `);
      await clock.tick(0);
      const labels = parts(counterIn(page), 'label').map(words);
      expect(labels.slice(0, 2)).to.deep.equal(['Đang xem', 'Hôm nay']);
      expect(lines).to.deep.equal([
        '<tinh-site-config> strings="visits.today": expected JSON by language and key',
        '<tinh-site-config> strings="no.such": expected JSON by language and key',
      ]);
    });

    it('that are no JSON get one warning, and ours stay', async () => {
      const lines = recordConsole();
      const page = await fixture(html`
        <tinh-site-config site=${FAKE_SITE} server=${FAKE_SERVER} strings="{vi: Xin chào}">
          <tinh-visit-counter></tinh-visit-counter>
        </tinh-site-config>
      `);
      page.setAttribute('site', 'khac');
      await clock.tick(0);
      expect(lines.filter((line) => line.includes('strings'))).to.deep.equal([
        '<tinh-site-config> strings="{vi: Xin chào}": expected JSON by language and key',
      ]);
      expect(label(counterIn(page))).to.equal('Hôm nay');
    });

    it('that are JSON and no object get a warning, and ours stay', async () => {
      const lines = recordConsole();
      const page = await fixture(html`
        <tinh-site-config strings="12"><tinh-visit-counter></tinh-visit-counter></tinh-site-config>
      `);
      expect(lines).to.have.lengthOf(1);
      expect(label(counterIn(page))).to.equal('Hôm nay');
    });
  });
});
