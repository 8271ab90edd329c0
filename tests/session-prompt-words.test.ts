import { expect, fixture, html } from '@open-wc/testing';
import '../src/site-config/define.ts';
import { afterwards, expectAccessible, part, parts, says, settled, showPage, stub, words } from './support/fixture.ts';
import {
  countdown,
  dialog,
  message,
  press,
  rendered,
  spoken,
  startSite,
  STATUS_URL,
  type Prompt,
  type Site,
} from './support/session-prompt.ts';

describe('session prompt: words', () => {
  let site: Site;
  beforeEach(() => {
    site = startSite();
  });

  /** Whether the reader has asked for less motion. */
  const reduceMotion = (matches: boolean) => {
    stub(globalThis, 'matchMedia', {
      value: (query: string) => ({ matches: matches && query.includes('reduced-motion: reduce') }),
    });
  };

  describe('speech', () => {
    /** What the live region says from now on, with the seconds at which it says it. */
    const hear = (prompt: Prompt, start: number) => {
      const from = Date.now();
      const heard: string[] = [];
      const region = prompt.shadowRoot!.querySelector('[aria-live]')!;
      new MutationObserver(() => {
        heard.push(`${start - (Date.now() - from) / 1000}: ${words(region)}`);
      }).observe(region, { childList: true, characterData: true, subtree: true });
      return heard;
    };

    it('tells the time at opening, then at 30, 20 and 10 seconds only', async () => {
      const prompt = await site.open();
      expect(spoken(prompt)).to.equal('Còn 60 giây');
      const heard = hear(prompt, 60);
      await site.clock.tick(59_000);
      expect(heard).to.deep.equal(['30: Còn 30 giây', '20: Còn 20 giây', '10: Còn 10 giây']);
    });

    it('tells the time at opening, then at 60, 30, 20 and 10 seconds, when it opens early', async () => {
      site.lives(120);
      const prompt = await site.show({ 'lead-time': '120' });
      await site.clock.tick(180_000);
      expect(spoken(prompt)).to.equal('Còn 2 phút');
      const heard = hear(prompt, 120);
      await site.clock.tick(119_000);
      expect(heard).to.deep.equal(['60: Còn 60 giây', '30: Còn 30 giây', '20: Còn 20 giây', '10: Còn 10 giây']);
    });

    it('tells the time that is, where a throttled tab wakes up between two of them', async () => {
      const prompt = await site.open();
      const heard = hear(prompt, 60);
      await site.clock.doze(35_000);
      await site.clock.tick(4000);
      expect(heard).to.deep.equal(['25: Còn 25 giây']);
    });

    it('interrupts only when little time is left', async () => {
      const prompt = await site.open();
      const politeness = () => prompt.shadowRoot!.querySelector('[aria-live]')!.getAttribute('aria-live');
      await site.clock.tick(39_000);
      expect(politeness()).to.equal('polite');
      await site.clock.tick(1000);
      expect(politeness()).to.equal('assertive');
    });

    it('keeps the visible countdown from screen readers, and the spoken one from the eye', async () => {
      const prompt = await site.open();
      expect(part(prompt, 'countdown').getAttribute('aria-hidden')).to.equal('true');
      const { width, height } = prompt.shadowRoot!.querySelector('[aria-live]')!.getBoundingClientRect();
      expect(Math.max(width, height)).to.be.at.most(1);
    });

    it('tells the time again when the prompt opens again', async () => {
      const prompt = await site.open();
      await site.clock.tick(45_000);
      part(prompt, 'action').click();
      await settled();
      site.lives(60);
      await site.clock.tick(1_740_000);
      expect(spoken(prompt)).to.equal('Còn 60 giây');
    });

    it('says the end, and that no answer came, as an alert', async () => {
      const prompt = await site.open();
      site.over();
      await site.clock.tick(60_000);
      expect(part(prompt, 'message').getAttribute('role')).to.equal('alert');
    });
  });

  describe('title of the tab', () => {
    beforeEach(() => {
      reduceMotion(false);
      const before = document.title;
      document.title = 'Nộp hồ sơ';
      afterwards(() => (document.title = before));
    });

    it('counts down while the tab is hidden, every 15 seconds at most, and is the page’s own again afterwards', async () => {
      await site.open();
      await site.clock.tick(5000);
      expect(document.title).to.equal('Nộp hồ sơ');
      showPage('hidden');
      const titles = new Set<string>();
      for (let second = 0; second < 46; second += 1) {
        await site.clock.tick(1000);
        titles.add(document.title);
      }
      expect([...titles]).to.deep.equal([
        '(54 giây) Phiên sắp hết hạn – Nộp hồ sơ',
        '(39 giây) Phiên sắp hết hạn – Nộp hồ sơ',
        '(24 giây) Phiên sắp hết hạn – Nộp hồ sơ',
        '(9 giây) Phiên sắp hết hạn – Nộp hồ sơ',
      ]);
      site.lives(9);
      showPage('visible');
      expect(document.title).to.equal('Nộp hồ sơ');
      await site.clock.tick(3000);
      expect(document.title).to.equal('Nộp hồ sơ');
    });

    it('is set when the prompt opens in a hidden tab, and taken back when it closes', async () => {
      showPage('hidden');
      const prompt = await site.open();
      expect(document.title).to.equal('(60 giây) Phiên sắp hết hạn – Nộp hồ sơ');
      await prompt.extend();
      expect(document.title).to.equal('Nộp hồ sơ');
    });

    it('says the end in a hidden tab', async () => {
      showPage('hidden');
      await site.open();
      site.over();
      await site.clock.tick(60_000);
      expect(document.title).to.equal('Phiên đăng nhập đã hết hạn. Vui lòng đăng nhập lại. – Nộp hồ sơ');
      showPage('visible');
      expect(document.title).to.equal('Nộp hồ sơ');
    });

    it('is left alone when the page has changed it meanwhile', async () => {
      showPage('hidden');
      await site.open();
      document.title = '(1) Tin nhắn mới';
      showPage('visible');
      await settled();
      expect(document.title).to.equal('(1) Tin nhắn mới');
    });

    it('is given back when the prompt leaves the page', async () => {
      showPage('hidden');
      (await site.open()).remove();
      expect(document.title).to.equal('Nộp hồ sơ');
    });

    it('is given back when the application says that nobody is signed in any more', async () => {
      showPage('hidden');
      const prompt = await site.open();
      prompt.expiresIn = '';
      await settled();
      expect(rendered(prompt)).to.be.empty;
      expect(document.title).to.equal('Nộp hồ sơ');
    });

    it('does not count down for somebody who wants less motion', async () => {
      reduceMotion(true);
      showPage('hidden');
      await site.open();
      await site.clock.tick(30_000);
      expect(document.title).to.equal('Nộp hồ sơ');
    });
  });

  describe('notice', () => {
    const NOTICE = 'Phiên đăng nhập hết hạn sau 30 phút không có thao tác. Bạn sẽ được nhắc trước 60 giây.';

    it('tells the limit in words where the tag stands, before any prompt', async () => {
      const prompt = await site.show({ notice: '', 'expires-in': '1800' });
      expect(says(prompt)).to.equal(NOTICE);
      expect(rendered(prompt)).to.deep.equal(['p']);
      expect(part(prompt, 'notice').getBoundingClientRect().height).to.be.above(0);
      await expectAccessible(prompt);
      await site.clock.tick(600_000);
      expect(says(prompt)).to.equal(NOTICE);
    });

    it('goes on telling the whole limit while little of it is left', async () => {
      site.lives(60);
      const prompt = await site.show({ notice: '', 'expires-in': '1800' });
      await site.clock.tick(1_740_000);
      expect(dialog(prompt)).not.to.equal(null);
      expect(words(part(prompt, 'notice'))).to.equal(NOTICE);
    });

    it('says that what is typed is kept, where it is', async () => {
      const prompt = await site.show({
        notice: '',
        'keep-forms': '',
        user: '7',
        'status-url': null,
        'idle-limit': '900',
        'lead-time': '120',
      });
      expect(says(prompt)).to.equal(
        'Phiên đăng nhập hết hạn sau 15 phút không có thao tác. Bạn sẽ được nhắc trước 2 phút. Nội dung đang nhập được giữ tạm trong thẻ trình duyệt này và được điền lại sau khi đăng nhập.',
      );
    });

    it('tells the limit that the page names, also on a page that has been open for long', async () => {
      const prompt = await site.show({ notice: '', limit: '1800', 'expires-in': '400' });
      expect(says(prompt)).to.equal(NOTICE);
    });

    it('says nothing where there is no limit, or nobody is signed in', async () => {
      for (const expiresIn of ['0', '']) {
        const prompt = await site.show({ notice: '', 'expires-in': expiresIn });
        expect(rendered(prompt), `expires-in="${expiresIn}"`).to.be.empty;
        prompt.remove();
      }
    });

    it('learns the limit from the server where the page does not say it', async () => {
      site.lives(1800);
      const prompt = await site.show({ notice: '', 'expires-in': null });
      expect(says(prompt)).to.equal(NOTICE);
    });
  });

  describe('languages', () => {
    it('says it in the words of the site', async () => {
      const strings = {
        vi: { 'session.message': 'Phiên của bạn sắp hết hạn', 'session.action': 'Tiếp tục', 'session.seconds': '{n}s' },
      };
      const page = await fixture(html`<tinh-site-config .strings=${strings}></tinh-site-config>`);
      const prompt = await site.open({}, page);
      expect(says(prompt)).to.equal('Phiên của bạn sắp hết hạn Còn 60s Thời gian còn lại: 60s Tiếp tục');
    });

    it('speaks English where the page does, with one second and one minute in the singular', async () => {
      site.lives(90);
      const page = await fixture(html`<div lang="en"></div>`);
      const prompt = await site.show({ 'lead-time': '90', notice: '', 'sign-out-url': STATUS_URL }, page);
      await site.clock.tick(210_000);
      expect(words(dialog(prompt))).to.equal(
        'Your session is about to end 1 minute 30 seconds left Time left: 1 minute 30 seconds Stay signed in Sign out',
      );
      expect(words(part(prompt, 'notice'))).to.equal(
        'Your session ends after 5 minutes without activity. You will be warned 1 minute 30 seconds before.',
      );
      await site.clock.tick(89_000);
      expect(countdown(prompt)).to.equal('Time left: 1 second');
      await press(prompt, 'Stay signed in');
      expect(words(part(prompt, 'status'))).to.equal('Your session has been extended.');
    });

    it('says the end in English', async () => {
      const page = await fixture(html`<div lang="en"></div>`);
      const prompt = await site.open({}, page);
      site.over();
      await site.clock.tick(60_000);
      expect(message(prompt)).to.equal('Your session has ended. Please sign in again.');
      expect(words(parts(prompt, 'action')[0])).to.equal('Sign in again');
    });
  });
});
