import { expect } from '@open-wc/testing';
import { FAKE_SERVER } from '../stories/fake-api.ts';
import { openChannels, recordConsole, says, settled, showPage, stub } from './support/fixture.ts';
import {
  countdown,
  isOpen,
  listen,
  message,
  MESSAGE,
  rendered,
  startSite,
  STATUS_URL,
  type Site,
} from './support/session-prompt.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('session prompt', () => {
  let site: Site;
  beforeEach(() => {
    site = startSite();
  });

  /** The page comes out of a cache, or was loaded so many ms before the test begins. */
  const loaded = (entry: Partial<PerformanceNavigationTiming>) => {
    const page = { type: 'navigate', transferSize: 900, encodedBodySize: 600, responseStart: 60_000, ...entry };
    stub(performance, 'getEntriesByType', { value: () => [page] });
  };

  describe('before the end', () => {
    it('has nothing in its shadow root and asks nobody while the end is far', async () => {
      const { clock, api, show } = site;
      const prompt = await show();
      await clock.tick(239_999);
      expect(prompt.state).to.equal('active');
      expect(rendered(prompt)).to.be.empty;
      expect(api.asked).to.be.empty;
    });

    it('opens a minute before the end and counts down from 60', async () => {
      const { clock, open } = site;
      const prompt = await open();
      expect(isOpen(prompt)).to.be.true;
      expect(message(prompt)).to.equal(MESSAGE);
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 60 giây');
      await clock.tick(1000);
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 59 giây');
      await clock.tick(58_000);
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 1 giây');
    });

    it('asks the server once before it opens, without renewing the session', async () => {
      const { clock, api, open } = site;
      await open();
      await clock.tick(30_000);
      expect(api.asked).to.deep.equal([`GET ${STATUS_URL}`]);
    });

    it('stays closed when the server has more time than the page knew of', async () => {
      const { clock, api, lives, show } = site;
      lives(1800);
      const prompt = await show();
      const heard = listen(prompt);
      await clock.tick(240_000);
      expect(api.requests.length).to.equal(1);
      expect(rendered(prompt)).to.be.empty;
      expect(heard).to.be.empty;
      lives(60);
      await clock.tick(1_739_000);
      expect(isOpen(prompt)).to.be.false;
      await clock.tick(1000);
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 60 giây');
    });

    it('opens as early as the page says, and tells minutes from seconds', async () => {
      const { clock, lives, show } = site;
      lives(120);
      const prompt = await show({ 'lead-time': '120' });
      await clock.tick(180_000);
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 2 phút');
      await clock.tick(1000);
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 1 phút 59 giây');
    });

    it('asks the server how long the session lasts where the page does not say', async () => {
      const { lives, show } = site;
      lives(45);
      const prompt = await show({ 'expires-in': null });
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 45 giây');
    });

    it('asks the companion server at the page’s own origin where the page names no address', async () => {
      const { api, show } = site;
      const asked: string[] = [];
      api.reply = ({ method, url }) => {
        asked.push(`${method} ${url}`);
        return Response.json({ state: 'active', expiresIn: 30 });
      };
      const prompt = await show({ 'expires-in': null, 'status-url': null, server: `${location.origin}/tinh/` });
      expect(asked).to.deep.equal([`GET ${location.origin}/tinh/api/v1/session`]);
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 30 giây');
    });

    it('counts the time that the page took to arrive', async () => {
      const { clock, show } = site;
      stub(document, 'readyState', { get: () => 'loading' });
      // The clock that nobody can set shows 60,000 ms when a test begins.
      loaded({ responseStart: 50_000 });
      const prompt = await show({ 'status-url': null, 'extend-url': STATUS_URL });
      await clock.tick(229_000);
      expect(isOpen(prompt)).to.be.false;
      await clock.tick(1000);
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 60 giây');
    });

    const old = {
      'the history': { type: 'back_forward' },
      'the browser’s cache': { transferSize: 0 },
      'an answer “not modified”': { transferSize: 300 },
    } as const;
    for (const [source, entry] of Object.entries(old)) {
      it(`asks before it believes a page from ${source}`, async () => {
        const { api, lives, show } = site;
        loaded(entry);
        lives(40);
        const prompt = await show();
        expect(api.asked).to.deep.equal([`GET ${STATUS_URL}`]);
        expect(countdown(prompt)).to.equal('Thời gian còn lại: 40 giây');
      });
    }

    it('believes a fresh page without asking', async () => {
      const { api, show } = site;
      loaded({});
      await show();
      expect(api.asked).to.be.empty;
    });
  });

  describe('no end', () => {
    it('never opens where the page says 0', async () => {
      const { clock, api, show } = site;
      const prompt = await show({ 'expires-in': '0' });
      for (let day = 0; day < 3; day += 1) await clock.doze(DAY);
      expect(rendered(prompt)).to.be.empty;
      expect(api.asked).to.be.empty;
    });

    it('never opens when the server says that there is no limit', async () => {
      const { clock, api, show } = site;
      api.session = { state: 'active', user: 'hoa', expiresIn: null, absoluteExpiresIn: null };
      const prompt = await show({ 'expires-in': null });
      await clock.doze(DAY);
      expect(prompt.state).to.equal('active');
      expect(rendered(prompt)).to.be.empty;
    });
  });

  describe('nobody signed in', () => {
    it('shows nothing and asks nobody where the page prints an empty time', async () => {
      const { clock, api, over, show } = site;
      over();
      const prompt = await show({ 'expires-in': '' });
      const heard = listen(prompt);
      await clock.tick(HOUR);
      expect(prompt.state).to.equal('signed-out');
      expect(rendered(prompt)).to.be.empty;
      expect(api.asked).to.be.empty;
      expect(heard).to.be.empty;
    });

    it('shows nothing when the server says so, and asks it no more', async () => {
      const { clock, api, over, show } = site;
      over();
      const prompt = await show({ 'expires-in': null });
      await clock.tick(HOUR);
      expect(prompt.state).to.equal('signed-out');
      expect(rendered(prompt)).to.be.empty;
      expect(api.asked.length).to.equal(1);
    });

    it('wakes when the application says that somebody has signed in', async () => {
      const { clock, lives, show } = site;
      const prompt = await show({ 'expires-in': '' });
      lives(60);
      prompt.expiresIn = 90;
      await clock.tick(30_000);
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 60 giây');
    });

    it('asks nobody for a session of another site’s server', async () => {
      const lines = recordConsole();
      const { clock, api, show } = site;
      const prompt = await show({ 'expires-in': null, 'status-url': null, server: FAKE_SERVER });
      await clock.tick(HOUR);
      expect(says(prompt)).to.equal('');
      expect(api.asked).to.be.empty;
      expect(lines).to.deep.equal(['<tinh-session-prompt> needs status-url, expires-in or idle-limit']);
    });
  });

  describe('in the page', () => {
    it('stops its clock when it leaves the page and goes on when it comes back', async () => {
      const { clock, api, lives, show } = site;
      lives(60);
      const prompt = await show();
      const home = prompt.parentElement!;
      prompt.remove();
      expect(clock.count()).to.equal(0);
      expect(openChannels()).to.equal(0);
      await clock.tick(100_000);
      showPage('visible');
      await settled();
      expect(api.requests.length).to.equal(0);
      home.append(prompt);
      await clock.tick(140_000);
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 60 giây');
    });
  });
});
