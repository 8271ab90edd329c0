import { expect } from '@open-wc/testing';
import { expectAccessible, part, recordConsole, says, settled } from './support/fixture.ts';
import {
  choices,
  countdown,
  EXPIRED,
  isOpen,
  listen,
  press,
  rendered,
  startSite,
  STATUS_URL,
  type Site,
} from './support/session-prompt.ts';

describe('session prompt: end', () => {
  let site: Site;
  beforeEach(() => {
    site = startSite();
  });

  /** A prompt that has opened, and the session has ended. */
  const ended = async (attributes = {}) => {
    const prompt = await site.open(attributes);
    site.over();
    await site.clock.tick(60_000);
    return prompt;
  };

  describe('at zero', () => {
    it('asks the server before it says that the session is over', async () => {
      const prompt = await site.open();
      const heard = listen(prompt);
      site.over();
      await site.clock.tick(59_999);
      expect(site.api.requests.length).to.equal(1);
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 1 giây');
      await site.clock.tick(1);
      expect(site.api.asked).to.deep.equal([`GET ${STATUS_URL}`, `GET ${STATUS_URL}`]);
      expect(says(prompt)).to.equal(`${EXPIRED} Đăng nhập lại Đóng`);
      expect(prompt.state).to.equal('expired');
      expect(heard).to.deep.equal(['expired']);
      await expectAccessible(prompt);
    });

    it('goes on silently when the server says that the session still lives', async () => {
      const prompt = await site.open();
      const heard = listen(prompt);
      site.lives(1800);
      await site.clock.tick(60_000);
      expect(isOpen(prompt)).to.be.false;
      expect(says(prompt)).to.equal('');
      expect(heard).to.be.empty;
    });

    it('counts on when the server has some seconds more', async () => {
      const prompt = await site.open();
      site.lives(25);
      await site.clock.tick(60_000);
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 25 giây');
    });

    it('takes no answer for no end: the server decides', async () => {
      recordConsole();
      const prompt = await site.open();
      const heard = listen(prompt);
      site.api.fault = 'silent';
      await site.clock.tick(120_000);
      expect(prompt.state).to.equal('unreachable');
      expect(says(prompt)).not.to.include('đã hết hạn');
      expect(heard).to.be.empty;
    });

    it('asks no more than once a second a server that says that hardly a second is left', async () => {
      await site.open();
      site.lives(0.01);
      await site.clock.tick(60_000);
      const before = site.api.requests.length;
      await site.clock.tick(5000);
      expect(site.api.requests.length - before).to.be.at.most(5);
    });

    it('notices that somebody has signed in again, when the reader comes back', async () => {
      const prompt = await ended();
      site.lives(1800);
      window.dispatchEvent(new Event('focus'));
      await settled();
      expect(rendered(prompt)).to.be.empty;
      expect(prompt.state).to.equal('active');
    });
  });

  describe('sign-in page', () => {
    it('leads to it, and can be closed', async () => {
      const prompt = await ended();
      expect(part(prompt, 'action').getAttribute('href')).to.equal('#dang-nhap');
      expect(choices(prompt)).to.deep.equal(['Đăng nhập lại', 'Đóng']);
      await press(prompt, 'Đóng');
      expect(rendered(prompt)).to.be.empty;
      await site.clock.tick(600_000);
      expect(rendered(prompt)).to.be.empty;
    });

    /** Where the sign-in page is told to lead back to. */
    const comesBackTo = async (returnUrl: string | null, signInUrl = '/dang-nhap?c=1') => {
      const prompt = await ended({ 'sign-in-url': signInUrl, 'return-param': 'tiep', 'return-url': returnUrl });
      const { pathname, searchParams } = new URL((part(prompt, 'action') as HTMLAnchorElement).href);
      expect(pathname).to.equal('/dang-nhap');
      expect(searchParams.get('c')).to.equal('1');
      return searchParams.get('tiep');
    };
    const here = () => location.href.slice(location.origin.length);

    it('tells it where to come back to: to this page', async () => {
      expect(await comesBackTo(null)).to.equal(here());
    });

    it('tells a sign-in page of another site the whole address', async () => {
      expect(await comesBackTo(null, 'https://sso.tinh.invalid/dang-nhap?c=1')).to.equal(location.href);
    });

    it('tells it to come back to the address that the page names', async () => {
      expect(await comesBackTo('/ho-so/12?b=2#c')).to.equal('/ho-so/12?b=2#c');
    });

    for (const address of ['javascript:alert(1)', 'https://xau.tinh.invalid/', 'data:text/html,x', 'http://[']) {
      it(`does not come back to ${address}, warns once and comes back to this page`, async () => {
        const lines = recordConsole();
        expect(await comesBackTo(address)).to.equal(here());
        expect(lines).to.deep.equal([
          `<tinh-session-prompt> return-url="${address}": expected an address of this site`,
        ]);
      });
    }

    it('offers no sign-in page with a script for an address, and warns once', async () => {
      const lines = recordConsole();
      const prompt = await ended({ 'sign-in-url': 'javascript:alert(1)', 'redirect-on-expire': '' });
      await site.clock.tick(60_000);
      expect(prompt.shadowRoot!.querySelectorAll('a').length).to.equal(0);
      expect(choices(prompt)).to.deep.equal(['Đóng']);
      expect(lines).to.deep.equal([
        '<tinh-session-prompt> sign-in-url="javascript:alert(1)": expected an http(s) address',
      ]);
    });
  });

  describe('redirect-on-expire', () => {
    it('goes to the sign-in page once the session is over', async () => {
      await site.open({ 'redirect-on-expire': '' });
      expect(location.hash).to.equal('');
      site.over();
      await site.clock.tick(60_000);
      expect(location.hash).to.equal('#dang-nhap');
    });

    for (const [which, order] of [
      ['when the prompt opened', [1, 0]],
      ['when the session ended', [0, 1]],
    ] as const) {
      it(`waits until drafts are saved, last the one from ${which}`, async () => {
        const saved: (() => void)[] = [];
        const work = () => new Promise<void>((resolve) => saved.push(resolve));
        const prompt = await site.show({ 'redirect-on-expire': '' });
        prompt.addEventListener('tinh-session-expiring', (event) => event.waitUntil(work()));
        prompt.addEventListener('tinh-session-expired', (event) => event.waitUntil(work()));
        site.lives(60);
        await site.clock.tick(240_000);
        site.over();
        await site.clock.tick(60_000);
        for (const each of order) {
          expect(location.hash).to.equal('');
          saved[each]!();
          await settled();
        }
        expect(location.hash).to.equal('#dang-nhap');
      });
    }

    it('goes on when a draft could not be saved', async () => {
      const prompt = await site.open({ 'redirect-on-expire': '' });
      prompt.addEventListener('tinh-session-expired', (event) => event.waitUntil(Promise.reject(new Error('full'))));
      site.over();
      await site.clock.tick(60_000);
      expect(location.hash).to.equal('#dang-nhap');
    });

    it('waits ten seconds at most', async () => {
      const prompt = await site.open({ 'redirect-on-expire': '' });
      prompt.addEventListener('tinh-session-expired', (event) => event.waitUntil(new Promise(() => undefined)));
      site.over();
      await site.clock.tick(69_999);
      expect(location.hash).to.equal('');
      await site.clock.tick(1);
      expect(location.hash).to.equal('#dang-nhap');
    });

    it('stays where somebody has signed in again while a draft was being saved', async () => {
      const prompt = await site.open({ 'redirect-on-expire': '' });
      let saved!: () => void;
      const work = new Promise<void>((resolve) => (saved = resolve));
      prompt.addEventListener('tinh-session-expired', (event) => event.waitUntil(work));
      site.over();
      await site.clock.tick(60_000);
      site.lives(1800);
      await prompt.check();
      saved();
      await site.clock.tick(20_000);
      expect(location.hash).to.equal('');
      expect(prompt.state).to.equal('active');
    });

    it('stays where the page takes the end into its own hands', async () => {
      const prompt = await site.open({ 'redirect-on-expire': '' });
      prompt.addEventListener('tinh-session-expired', (event) => event.preventDefault());
      site.over();
      await site.clock.tick(120_000);
      expect(location.hash).to.equal('');
      expect(rendered(prompt)).to.be.empty;
    });

    it('leads nobody away whom the server has not declared signed out', async () => {
      recordConsole();
      await site.open({ 'redirect-on-expire': '' });
      site.api.fault = 'offline';
      await site.clock.tick(600_000);
      expect(location.hash).to.equal('');
    });
  });
});
