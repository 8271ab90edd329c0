import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../src/session-prompt/define.ts';
import '../src/site-config/define.ts';
import { FAKE_SERVER } from '../stories/fake-api.ts';
import {
  expectAccessible,
  expectFocus,
  focused,
  installClock,
  part,
  parts,
  recordConsole,
  says,
  settled,
  showPage,
  startServer,
  words,
  type Clock,
  type TestServer,
} from './support/fixture.ts';

const STATUS_URL = `${FAKE_SERVER}api/v1/session`;
const MESSAGE = 'Phiên đăng nhập sắp hết hạn do không có thao tác';

describe('session prompt', () => {
  let clock: Clock;
  let api: TestServer;
  beforeEach(() => {
    clock = installClock();
    api = startServer();
  });

  const lives = (expiresIn: number) => {
    api.session = { ...api.session, state: 'active', expiresIn };
  };
  const over = () => {
    api.session = { state: 'signed-out', user: null, expiresIn: null, absoluteExpiresIn: null };
  };
  const show = async (expiresIn = '300') => {
    const prompt = await fixture(html`
      <tinh-session-prompt
        expires-in=${expiresIn}
        status-url=${STATUS_URL}
        sign-in-url="#dang-nhap"
      ></tinh-session-prompt>
    `);
    await settled();
    return prompt;
  };
  const dialog = (prompt: Element) => prompt.shadowRoot!.querySelector('dialog');
  const isOpen = (prompt: Element) => dialog(prompt)?.open ?? false;
  const countdown = (prompt: Element) => words(part(prompt, 'countdown'));
  /** A prompt that has opened: 60 seconds are left. */
  const open = async () => {
    lives(60);
    const prompt = await show();
    await clock.tick(240_000);
    return prompt;
  };
  /** What the page hears of the session from now on. */
  const listen = (prompt: Element) => {
    const heard: string[] = [];
    const home = prompt.parentElement!;
    home.addEventListener('tinh-session-extended', ({ expiresIn }) => heard.push(`extended ${expiresIn}`));
    home.addEventListener('tinh-session-expired', () => heard.push('expired'));
    return heard;
  };

  // First of all tests: it is said once per page.
  it('says in the console that it has nobody to ask', async () => {
    const lines = recordConsole();
    const prompt = await fixture(html`<tinh-session-prompt expires-in="30"></tinh-session-prompt>`);
    await clock.tick(60_000);
    expect(isOpen(prompt)).to.be.false;
    expect(lines).to.deep.equal(['<tinh-session-prompt> needs status-url']);
  });

  describe('before the end', () => {
    it('shows nothing and asks nobody while the end is far', async () => {
      const prompt = await show();
      await clock.tick(239_999);
      expect(isOpen(prompt)).to.be.false;
      expect(says(prompt)).to.equal('');
      expect(api.requests.length).to.equal(0);
    });

    it('opens a minute before the end and counts down from 60', async () => {
      const prompt = await open();
      expect(dialog(prompt)!.matches(':modal')).to.be.true;
      expect(words(part(prompt, 'message'))).to.equal(MESSAGE);
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 60 giây');
      await clock.tick(1000);
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 59 giây');
      await clock.tick(58_000);
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 1 giây');
    });

    it('asks the server once before it opens, without renewing the session', async () => {
      await open();
      await clock.tick(30_000);
      expect(api.asked).to.deep.equal([`GET ${STATUS_URL}`]);
    });

    it('stays closed when another tab has extended the session meanwhile', async () => {
      lives(1800);
      const prompt = await show();
      await clock.tick(240_000);
      expect(api.requests.length).to.equal(1);
      expect(isOpen(prompt)).to.be.false;
      lives(60);
      await clock.tick(1_740_000);
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 60 giây');
    });

    it('opens as early as the page says', async () => {
      lives(120);
      const prompt = await show();
      prompt.setAttribute('lead-time', '120');
      await settled();
      showPage('visible');
      await settled();
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 120 giây');
    });

    it('asks the server how long the session lasts where the page does not say', async () => {
      lives(45);
      const prompt = await fixture(html`<tinh-session-prompt status-url=${STATUS_URL}></tinh-session-prompt>`);
      await settled();
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 45 giây');
    });

    it('shows a visitor who is not signed in nothing at all', async () => {
      over();
      const prompt = await fixture(html`<tinh-session-prompt status-url=${STATUS_URL}></tinh-session-prompt>`);
      const heard = listen(prompt);
      await clock.tick(3_600_000);
      expect(says(prompt)).to.equal('');
      expect(heard).to.be.empty;
    });

    it('shows nothing to a visitor for whom the page prints an empty time', async () => {
      over();
      const prompt = await show('');
      await clock.tick(3_600_000);
      expect(says(prompt)).to.equal('');
    });

    it('asks nobody for a session of another site’s server', async () => {
      const prompt = await fixture(html`<tinh-session-prompt server=${FAKE_SERVER}></tinh-session-prompt>`);
      await clock.tick(3_600_000);
      expect(says(prompt)).to.equal('');
      expect(api.asked).to.be.empty;
    });

    it('looks again when the reader comes back to the page', async () => {
      const prompt = await show();
      lives(20);
      showPage('hidden');
      await settled();
      expect(api.requests.length).to.equal(0);
      showPage('visible');
      await settled();
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 20 giây');
    });

    it('closes by itself when another tab extends while it is open', async () => {
      const prompt = await open();
      lives(1800);
      showPage('visible');
      await settled();
      expect(isOpen(prompt)).to.be.false;
    });

    it('stops its clock when it leaves the page and goes on when it comes back', async () => {
      lives(60);
      const prompt = await show();
      const home = prompt.parentElement!;
      prompt.remove();
      expect(clock.count()).to.equal(0);
      await clock.tick(100_000);
      showPage('visible');
      await settled();
      expect(api.requests.length).to.equal(0);
      home.append(prompt);
      await clock.tick(140_000);
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 60 giây');
    });
  });

  describe('for those who do not see or use a mouse', () => {
    it('is an alert dialog with name and description', async () => {
      const prompt = await open();
      const box = dialog(prompt)!;
      const named = (attribute: string) => words(prompt.shadowRoot!.getElementById(box.getAttribute(attribute)!));
      expect(box.getAttribute('role')).to.equal('alertdialog');
      expect(named('aria-labelledby')).to.equal(MESSAGE);
      expect(named('aria-describedby')).to.equal('Thời gian còn lại: 60 giây');
      await expectAccessible(prompt);
    });

    it('puts the focus on its button, and back where it was after closing', async () => {
      const opener = await fixture<HTMLElement>(html`<input aria-label="Nội dung" />`);
      opener.focus();
      const prompt = await open();
      expectFocus(part(prompt, 'action'));
      await sendKeys({ press: 'Enter' });
      await settled();
      expect(isOpen(prompt)).to.be.false;
      expectFocus(opener);
    });

    it('takes Escape for “I am here”', async () => {
      const prompt = await open();
      await sendKeys({ press: 'Escape' });
      await settled();
      expect(api.calls('POST session/extend').length).to.equal(1);
      expect(isOpen(prompt)).to.be.false;
    });

    it('stays open at Escape as long as the server has not extended', async () => {
      recordConsole();
      const prompt = await open();
      api.fault = 'offline';
      await sendKeys({ press: 'Escape' });
      await settled();
      await sendKeys({ press: 'Escape' });
      await settled();
      expect(isOpen(prompt)).to.be.true;
    });

    it('goes with the focus to the sign-in link when the session has ended', async () => {
      const prompt = await open();
      over();
      await clock.tick(60_000);
      expectFocus(part(prompt, 'action'));
      expect(focused()!.localName).to.equal('a');
    });
  });

  describe('extending', () => {
    it('extends on the server, with the header that other sites cannot send, and closes', async () => {
      const prompt = await open();
      const heard = listen(prompt);
      part(prompt, 'action').click();
      await settled();
      const [call, ...more] = api.calls('POST session/extend');
      expect(more).to.be.empty;
      expect(call!.headers.get('tinh-request')).to.equal('1');
      expect(isOpen(prompt)).to.be.false;
      expect(heard).to.deep.equal(['extended 1800']);
    });

    it('opens again before the new end', async () => {
      const prompt = await open();
      part(prompt, 'action').click();
      await settled();
      lives(60);
      await clock.tick(1_739_000);
      expect(isOpen(prompt)).to.be.false;
      await clock.tick(1000);
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 60 giây');
    });

    it('asks the address that the page names', async () => {
      const prompt = await open();
      prompt.setAttribute('extend-url', `${FAKE_SERVER}gia-han`);
      part(prompt, 'action').click();
      await settled();
      expect(api.asked.at(-1)).to.equal(`POST ${FAKE_SERVER}gia-han`);
    });

    it('sends one request, however often the button is pressed', async () => {
      const prompt = await open();
      api.fault = 'silent';
      part(prompt, 'action').click();
      part(prompt, 'action').click();
      await settled();
      expect(api.calls('POST session/extend').length).to.equal(1);
    });

    it('says that the session is over when the server answers so', async () => {
      const prompt = await open();
      const heard = listen(prompt);
      over();
      part(prompt, 'action').click();
      await settled();
      expect(words(part(prompt, 'message'))).to.equal('Phiên đăng nhập đã hết hạn. Vui lòng đăng nhập lại.');
      expect(heard).to.deep.equal(['expired']);
    });

    it('stays open, says so and tries again when the server cannot be reached; nobody is signed out', async () => {
      const prompt = await open();
      const heard = listen(prompt);
      api.fault = 'offline';
      part(prompt, 'action').click();
      await settled();
      expect(isOpen(prompt)).to.be.true;
      expect(says(prompt)).to.include('Không kết nối được máy chủ. Đang tự thử lại.');
      expect(words(part(prompt, 'action'))).to.equal('Duy trì đăng nhập');
      await expectAccessible(prompt);
      await clock.tick(600_000);
      expect(isOpen(prompt)).to.be.true;
      expect(heard).to.be.empty;
      api.fault = null;
      lives(30);
      await clock.tick(10_000);
      expect(countdown(prompt)).to.match(/^Thời gian còn lại: (30|2\d) giây$/);
    });
  });

  describe('at the end', () => {
    it('asks the server before it says that the session is over', async () => {
      const prompt = await open();
      const heard = listen(prompt);
      over();
      await clock.tick(59_999);
      expect(api.requests.length).to.equal(1);
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 1 giây');
      await clock.tick(1);
      expect(api.requests.length).to.equal(2);
      expect(says(prompt)).to.equal('Phiên đăng nhập đã hết hạn. Vui lòng đăng nhập lại. Đăng nhập lại Đóng');
      expect(heard).to.deep.equal(['expired']);
      await expectAccessible(prompt);
    });

    it('takes no answer for no end: the server decides', async () => {
      const prompt = await open();
      const heard = listen(prompt);
      api.fault = 'silent';
      await clock.tick(120_000);
      expect(says(prompt)).not.to.include('đã hết hạn');
      expect(heard).to.be.empty;
    });

    it('counts on when the server says that the session still lives', async () => {
      const prompt = await open();
      lives(25);
      await clock.tick(60_000);
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 25 giây');
    });

    it('asks no more than once a second a server that says that no second is left', async () => {
      await open();
      lives(0);
      await clock.tick(60_000);
      const before = api.requests.length;
      await clock.tick(5000);
      expect(api.requests.length - before).to.be.at.most(5);
    });

    it('leads to the sign-in page, and can be closed', async () => {
      const prompt = await open();
      over();
      await clock.tick(60_000);
      expect(part(prompt, 'action').getAttribute('href')).to.equal('#dang-nhap');
      expect(words(part(prompt, 'action'))).to.equal('Đăng nhập lại');
      prompt.shadowRoot!.querySelector('button')!.click();
      await settled();
      expect(isOpen(prompt)).to.be.false;
      await clock.tick(600_000);
      expect(isOpen(prompt)).to.be.false;
    });

    it('is closed by Escape when the session has ended', async () => {
      const prompt = await open();
      over();
      await clock.tick(60_000);
      await sendKeys({ press: 'Escape' });
      await settled();
      expect(isOpen(prompt)).to.be.false;
      expect(api.calls('POST session/extend').length).to.equal(0);
    });

    it('has only a button to close where the page names no sign-in page', async () => {
      const prompt = await open();
      prompt.removeAttribute('sign-in-url');
      over();
      await clock.tick(60_000);
      expect(parts(prompt, 'action').length).to.equal(0);
      expect(words(focused())).to.equal('Đóng');
      await expectAccessible(prompt);
    });

    it('notices that the computer slept past the end', async () => {
      const prompt = await show();
      over();
      clock.set(Date.now() + 8 * 3_600_000);
      showPage('visible');
      await settled();
      expect(words(part(prompt, 'message'))).to.equal('Phiên đăng nhập đã hết hạn. Vui lòng đăng nhập lại.');
    });
  });

  describe('settings', () => {
    it('warns once about a time that is none, and asks the server instead', async () => {
      const lines = recordConsole();
      lives(50);
      const prompt = await show('soon');
      await clock.tick(1000);
      expect(lines).to.deep.equal(['<tinh-session-prompt> expires-in="soon": expected seconds, at least 0']);
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 49 giây');
    });

    it('warns once about less than 20 seconds to react, and gives 60', async () => {
      const lines = recordConsole();
      lives(60);
      const prompt = await fixture(html`
        <tinh-session-prompt expires-in="300" lead-time="5" status-url=${STATUS_URL}></tinh-session-prompt>
      `);
      await clock.tick(239_999);
      expect(isOpen(prompt)).to.be.false;
      await clock.tick(1);
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 60 giây');
      expect(lines).to.deep.equal(['<tinh-session-prompt> lead-time="5": expected seconds, at least 20']);
    });

    it('says it in the words of the site', async () => {
      lives(60);
      const strings = {
        vi: { 'session.message': 'Phiên của bạn sắp hết hạn', 'session.action': 'Tiếp tục', 'session.seconds': '{n}s' },
      };
      const page = await fixture(html`
        <tinh-site-config .strings=${strings}>
          <tinh-session-prompt expires-in="60" status-url=${STATUS_URL}></tinh-session-prompt>
        </tinh-site-config>
      `);
      await settled();
      expect(says(page.firstElementChild!)).to.equal('Phiên của bạn sắp hết hạn Thời gian còn lại: 60s Tiếp tục');
    });

    it('speaks English where the page does, with one second in the singular', async () => {
      lives(60);
      const page = await fixture(html`
        <div lang="en"><tinh-session-prompt expires-in="60" status-url=${STATUS_URL}></tinh-session-prompt></div>
      `);
      await settled();
      const prompt = page.firstElementChild!;
      expect(says(prompt)).to.equal('Your session is about to end Time left: 60 seconds Stay signed in');
      await clock.tick(59_000);
      expect(countdown(prompt)).to.equal('Time left: 1 second');
    });
  });
});
