import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { part, recordConsole, says, settled, words } from './support/fixture.ts';
import {
  act,
  comeBack,
  countdown,
  EXPIRED,
  isOpen,
  listen,
  message,
  press,
  rendered,
  startSite,
  type Prompt,
  type Site,
} from './support/session-prompt.ts';

const HOUR = 3_600_000;

// Faults that were filed against other session prompts; each test is named after what somebody saw.
describe('session prompt: faults of other prompts', () => {
  let site: Site;
  beforeEach(() => {
    site = startSite();
  });

  /** The seconds that are shown; undefined without a countdown. */
  const shown = (prompt: Prompt) => {
    const [, minutes = '0', seconds] = /còn lại: (?:(\d+) phút ?)?(?:(\d+) giây)?/.exec(says(prompt)) ?? [];
    return seconds === undefined ? undefined : Number(minutes) * 60 + Number(seconds);
  };

  describe('time', () => {
    it('time that grows after expiry', async () => {
      recordConsole();
      const prompt = await site.open();
      site.api.fault = 'silent';
      let last = 61;
      for (let second = 0; second < 300; second += 1) {
        const now = shown(prompt);
        if (now !== undefined) {
          expect(now).to.be.at.most(last);
          last = now;
        }
        await site.clock.tick(1000);
      }
      expect(last).to.equal(0);
      expect(shown(prompt)).to.equal(undefined);
    });

    it('time that grows after expiry, in a tab that was asleep at the end', async () => {
      recordConsole();
      const prompt = await site.open();
      site.api.fault = 'silent';
      for (const minutes of [5, 60]) {
        await site.clock.doze(minutes * 60_000);
        expect(shown(prompt) ?? 0).to.equal(0);
      }
    });

    it('negative countdown', async () => {
      recordConsole();
      const prompt = await site.open();
      site.api.fault = 'silent';
      for (const wait of [59_500, 400, 100, 1, 999, 5000, 30_000]) {
        await site.clock.tick(wait);
        expect(says(prompt)).not.to.match(/[-−]\s*\d/);
        expect(shown(prompt) ?? 0).to.be.at.least(0);
      }
    });

    it('half-speed countdown in the background', async () => {
      const prompt = await site.open();
      // A throttled tab: timers run once in two seconds, later once a minute.
      for (const left of [58, 56, 54, 52]) {
        await site.clock.doze(2000);
        expect(shown(prompt)).to.equal(left);
      }
      await site.clock.doze(31_000);
      expect(shown(prompt)).to.equal(21);
      await site.clock.doze(1000);
      expect(shown(prompt)).to.equal(20);
    });

    it('half-speed countdown in the background: the prompt opens no later than the timers allow', async () => {
      site.keeps(300);
      const prompt = await site.show();
      for (let minute = 0; minute < 4; minute += 1) await site.clock.doze(60_000);
      expect(shown(prompt)).to.equal(60);
      await site.clock.doze(60_000);
      expect(message(prompt)).to.equal(EXPIRED);
    });

    it('sleep time not counted', async () => {
      const prompt = await site.show({ 'expires-in': '1800' });
      site.lives(45);
      // The monotonic clock and the timers stand still while the computer sleeps.
      site.clock.set(Date.now() + 1_755_000);
      await site.clock.tick(15_000);
      expect(shown(prompt)).to.equal(45);
    });

    it('early timeout after a dismissed warning', async () => {
      site.keeps(300);
      const prompt = await site.show();
      const heard = listen(prompt);
      await site.clock.tick(240_000);
      for (let time = 0; time < 3; time += 1) {
        expect(shown(prompt)).to.equal(60);
        await site.clock.tick(55_000);
        part(prompt, 'action').click();
        await settled();
        // The timers of the warning that was answered fall due now.
        await site.clock.tick(20_000);
        expect(rendered(prompt)).to.be.empty;
        await site.clock.tick(1_720_000);
      }
      expect(heard.filter((each) => each === 'expired')).to.be.empty;
    });
  });

  describe('keys and clicks', () => {
    it('Escape that reopens', async () => {
      const prompt = await site.open();
      await sendKeys({ press: 'Escape' });
      await settled();
      for (let second = 0; second < 60; second += 1) {
        expect(isOpen(prompt)).to.be.false;
        await site.clock.tick(1000);
      }
    });

    it('clicked on an already dead session', async () => {
      const prompt = await site.open();
      const heard = listen(prompt);
      site.over();
      // The computer slept while the prompt was open: it still shows the old time.
      site.clock.set(Date.now() + HOUR);
      expect(shown(prompt)).to.equal(60);
      part(prompt, 'action').click();
      await settled();
      expect(message(prompt)).to.equal(EXPIRED);
      expect(words(prompt.shadowRoot)).not.to.include('Đã gia hạn');
      expect(heard).to.deep.equal(['expired']);
    });

    it('host handlers overwritten', async () => {
      const names = [
        'onclick',
        'onmousemove',
        'onscroll',
        'onload',
        'onkeydown',
        'onfocus',
        'onbeforeunload',
        'onstorage',
      ];
      const page = window as unknown as Record<string, (() => void) | null>;
      const called: string[] = [];
      const own = Object.fromEntries(names.map((name) => [name, () => void called.push(name)]));
      Object.assign(window, own);
      try {
        const prompt = await site.open();
        await press(prompt, 'Duy trì đăng nhập');
        called.length = 0;
        for (const type of ['click', 'mousemove', 'scroll', 'load', 'keydown', 'focus'])
          window.dispatchEvent(new Event(type));
        await settled();
        prompt.remove();
        for (const name of names) expect(page[name] === own[name], name).to.be.true;
        expect(called).to.deep.equal(['onclick', 'onmousemove', 'onscroll', 'onload', 'onkeydown', 'onfocus']);
      } finally {
        for (const name of names) page[name] = null;
      }
    });

    it('clicks and keys that the page no longer gets', async () => {
      const page = await fixture<HTMLElement>(html`<button>Gửi</button>`);
      const got: string[] = [];
      for (const type of ['click', 'keydown', 'pointerdown']) page.addEventListener(type, () => got.push(type));
      await site.show();
      for (const type of ['click', 'keydown', 'pointerdown']) {
        const event = new Event(type, { bubbles: true, cancelable: true });
        page.dispatchEvent(event);
        expect(event.defaultPrevented).to.be.false;
      }
      expect(got).to.deep.equal(['click', 'keydown', 'pointerdown']);
    });
  });

  describe('tabs', () => {
    it('closed tab never warned again', async () => {
      site.keeps(300);
      const first = await site.show();
      await site.clock.tick(200_000);
      // A tab that is opened and closed again; the page that it loads has renewed the session.
      site.keeps(300);
      const second = await site.show();
      expect(rendered(second)).to.be.empty;
      await site.clock.tick(60_000);
      second.remove();
      expect(isOpen(first)).to.be.false;
      await site.clock.tick(180_000);
      expect(shown(first)).to.equal(60);
      part(first, 'action').click();
      await settled();
      const third = await site.show({ 'expires-in': '1800' });
      expect(rendered(third)).to.be.empty;
      await site.clock.tick(1_740_000);
      for (const each of [first, third]) expect(shown(each)).to.equal(60);
    });

    it('seven tabs sign an active user out', async () => {
      site.keeps(300);
      const prompts: Prompt[] = [];
      // Somebody works in the first tab only.
      for (let tab = 0; tab < 7; tab += 1) prompts.push(await site.show(tab ? { 'without-activity': '' } : {}));
      const heard = prompts.map(listen);
      for (let second = 0; second < 3600; second += 15) {
        act();
        await site.clock.tick(15_000);
      }
      for (const each of prompts) {
        expect(each.state).to.equal('active');
        expect(rendered(each)).to.be.empty;
      }
      expect(heard.flat().filter((each) => !each.startsWith('extended'))).to.be.empty;
      // One extension in two minutes, for all tabs together; nobody asks anything else.
      expect(site.api.asked.length).to.be.within(25, 30);
    });

    it('seven tabs, and one answer for all', async () => {
      site.keeps(300);
      const prompts: Prompt[] = [];
      for (let tab = 0; tab < 7; tab += 1) prompts.push(await site.show());
      await site.clock.tick(240_000);
      expect(site.api.asked.length).to.equal(1);
      for (const each of prompts) expect(shown(each)).to.equal(60);
      part(prompts[3]!, 'action').click();
      await settled();
      for (const each of prompts) expect(isOpen(each)).to.be.false;
      expect(site.api.asked.length).to.equal(2);
    });
  });

  describe('people', () => {
    it('dialog shown to logged-out users', async () => {
      site.over();
      const prompts = [
        await site.show({ 'expires-in': '' }),
        await site.show({ 'expires-in': null }),
        await site.show({ user: '' }),
      ];
      const heard = prompts.map(listen);
      const wakeUps = [comeBack, () => window.dispatchEvent(new Event('focus')), () => act('keydown')];
      for (const wakeUp of wakeUps) {
        wakeUp();
        await site.clock.tick(HOUR);
        site.clock.set(Date.now() + HOUR);
        await site.clock.tick(60_000);
        for (const each of prompts) expect(rendered(each)).to.be.empty;
      }
      expect(heard.flat()).to.be.empty;
    });

    it('spoken every second', async () => {
      const prompt = await site.open();
      let changes = 0;
      for (const region of prompt.shadowRoot!.querySelectorAll('[aria-live], [role=status], [role=alert]')) {
        new MutationObserver(() => (changes += 1)).observe(region, {
          childList: true,
          characterData: true,
          subtree: true,
        });
      }
      await site.clock.tick(59_000);
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 1 giây');
      // At 30, 20 and 10 seconds.
      expect(changes).to.equal(3);
    });
  });
});
