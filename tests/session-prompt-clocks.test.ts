import { expect } from '@open-wc/testing';
import { openChannels, settled, showPage } from './support/fixture.ts';
import {
  comeBack,
  countdown,
  EXPIRED,
  isOpen,
  listen,
  message,
  startSite,
  STATUS_URL,
  type Site,
} from './support/session-prompt.ts';

const HOUR = 3_600_000;

describe('session prompt: sleep, clocks and returning', () => {
  let site: Site;
  beforeEach(() => {
    site = startSite();
  });

  it('looks again when the reader comes back to the page', async () => {
    const { api, lives, show } = site;
    const prompt = await show();
    lives(20);
    showPage('hidden');
    await settled();
    expect(api.requests.length).to.equal(0);
    showPage('visible');
    await settled();
    expect(countdown(prompt)).to.equal('Thời gian còn lại: 20 giây');
  });

  const events = {
    'the window gets the focus': () => window.dispatchEvent(new Event('focus')),
    'the network is back': () => window.dispatchEvent(new Event('online')),
    'the browser shows a page that it had kept': comeBack,
    'a frozen page goes on': () => document.dispatchEvent(new Event('resume')),
  };
  for (const [what, happen] of Object.entries(events)) {
    it(`asks the server when ${what}`, async () => {
      const { api, lives, show } = site;
      const prompt = await show();
      lives(25);
      happen();
      await settled();
      expect(api.asked).to.deep.equal([`GET ${STATUS_URL}`]);
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 25 giây');
    });
  }

  it('keeps no page from being kept by the browser, and goes on when it is shown again', async () => {
    const { clock, api, lives, show } = site;
    const prompt = await show();
    window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    expect(openChannels()).to.equal(0);
    expect(clock.count()).to.equal(0);
    await clock.tick(HOUR);
    expect(api.asked).to.be.empty;
    lives(80);
    comeBack();
    await settled();
    expect(openChannels()).to.equal(1);
    expect(isOpen(prompt)).to.be.false;
    lives(60);
    await clock.tick(20_000);
    expect(countdown(prompt)).to.equal('Thời gian còn lại: 60 giây');
  });

  it('does not ask again within ten seconds when somebody switches tabs to and fro', async () => {
    const { clock, api, lives, show } = site;
    lives(1800);
    await show({ 'expires-in': null });
    for (let each = 0; each < 9; each += 1) {
      await clock.tick(1000);
      window.dispatchEvent(new Event('focus'));
    }
    await settled();
    expect(api.asked.length).to.equal(1);
    await clock.tick(2000);
    window.dispatchEvent(new Event('focus'));
    await settled();
    expect(api.asked.length).to.equal(2);
  });

  it('notices within 15 seconds, by itself, that the computer slept for an hour past the end', async () => {
    const { clock, over, show } = site;
    const prompt = await show();
    over();
    clock.set(Date.now() + HOUR);
    await clock.tick(15_000);
    expect(message(prompt)).to.equal(EXPIRED);
  });

  it('shows the right time after an hour’s sleep that the session has survived', async () => {
    const { clock, lives, show } = site;
    const prompt = await show({ 'expires-in': '7200' });
    lives(3590);
    clock.set(Date.now() + HOUR);
    await clock.tick(15_000);
    expect(isOpen(prompt)).to.be.false;
    lives(60);
    await clock.tick(3_529_000);
    expect(isOpen(prompt)).to.be.false;
    await clock.tick(1000);
    expect(countdown(prompt)).to.equal('Thời gian còn lại: 60 giây');
  });

  for (const [way, by] of [
    ['back', -HOUR],
    ['forward', HOUR],
  ] as const) {
    it(`shows the right time when somebody sets the clock ${way} by an hour`, async () => {
      const { clock, keeps, show } = site;
      keeps(300);
      const prompt = await show();
      const heard = listen(prompt);
      await clock.tick(100_000);
      clock.set(Date.now() + by);
      await clock.tick(139_000);
      expect(isOpen(prompt)).to.be.false;
      await clock.tick(1000);
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 60 giây');
      expect(heard).to.deep.equal(['expiring 60']);
    });
  }

  it('opens no later than a whole limit after the clock was set back, where nobody can be asked', async () => {
    const { clock, show } = site;
    const prompt = await show({ 'status-url': null, 'extend-url': STATUS_URL });
    await clock.tick(100_000);
    clock.set(Date.now() - HOUR);
    await clock.tick(255_000);
    expect(isOpen(prompt)).to.be.true;
  });

  it('counts right when the clock is set back while the prompt is open', async () => {
    const { clock, lives, open } = site;
    const prompt = await open();
    await clock.tick(20_000);
    lives(40);
    clock.set(Date.now() - HOUR);
    await clock.tick(10_000);
    expect(countdown(prompt)).to.match(/^Thời gian còn lại: (30|31) giây$/);
  });
});
