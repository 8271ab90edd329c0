import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { expectAccessible, expectFocus, part, recordConsole, settled, stub, words } from './support/fixture.ts';
import {
  choices,
  comeBack,
  countdown,
  dialog,
  EXPIRED,
  isOpen,
  message,
  press,
  rendered,
  SIGNED_OUT,
  startSite,
  STATUS_URL,
  UNREACHABLE,
  type Prompt,
  type Site,
} from './support/session-prompt.ts';

const SIGN_OUT = { 'sign-out-url': STATUS_URL, 'sign-out-method': 'DELETE' };

describe('session prompt: blank-on-expire', () => {
  let site: Site;
  let page: HTMLElement;
  beforeEach(async () => {
    site = startSite();
    page = await fixture<HTMLElement>(html`<p>Họ và tên: Nguyễn Thị Hoa</p>`);
  });

  const isHidden = () => getComputedStyle(page).visibility === 'hidden';
  /** The prompt hides the page and says what it says, and keyboard and mouse do not get behind it. */
  const expectCovered = async (prompt: Prompt) => {
    expect(isHidden(), 'page hidden').to.be.true;
    expect(isOpen(prompt)).to.be.true;
    expect(getComputedStyle(dialog(prompt)!).visibility).to.equal('visible');
    const [, alpha = '1'] =
      /rgba\(.*, ([\d.]+)\)/.exec(getComputedStyle(dialog(prompt)!, '::backdrop').backgroundColor) ?? [];
    expect(alpha).to.equal('1');
    expect(choices(prompt)).not.to.include('Đóng');
  };
  const blank = async () => {
    const prompt = await site.open({ 'blank-on-expire': '', user: 'hoa' });
    expect(isHidden()).to.be.false;
    site.over();
    await site.clock.tick(60_000);
    return prompt;
  };

  it('hides the page behind the end of the session, and offers no way back', async () => {
    const prompt = await blank();
    await expectCovered(prompt);
    expect(message(prompt)).to.equal(EXPIRED);
    expect(choices(prompt)).to.deep.equal(['Đăng nhập lại']);
    expectFocus(part(prompt, 'action'));
    await expectAccessible(prompt);
  });

  it('cannot be closed by Escape, however often it is pressed', async () => {
    const prompt = await blank();
    for (let time = 0; time < 4; time += 1) {
      await sendKeys({ press: 'Escape' });
      await settled();
    }
    await expectCovered(prompt);
  });

  it('stays hidden when the prompt is moved', async () => {
    const prompt = await blank();
    (await fixture(html`<main></main>`)).append(prompt);
    await settled();
    await expectCovered(prompt);
  });

  it('shows the page again once somebody has signed in', async () => {
    const prompt = await blank();
    site.lives(1800);
    window.dispatchEvent(new Event('focus'));
    await settled();
    expect(isHidden()).to.be.false;
    expect(rendered(prompt)).to.be.empty;
  });

  it('hides the page after a sign-out as well', async () => {
    const prompt = await site.open({ 'blank-on-expire': '', user: 'hoa', ...SIGN_OUT });
    await press(prompt, 'Đăng xuất');
    await expectCovered(prompt);
    expect(message(prompt)).to.equal(SIGNED_OUT);
  });

  it('hides nothing where the page shows the end itself', async () => {
    const prompt = await site.open({ 'blank-on-expire': '', user: 'hoa' });
    prompt.addEventListener('tinh-session-expired', (event) => event.preventDefault());
    site.over();
    await site.clock.tick(60_000);
    expect(isHidden()).to.be.false;
  });

  it('shows the page again when the application says that nobody is signed in', async () => {
    const prompt = await blank();
    prompt.expiresIn = '';
    await settled();
    expect(rendered(prompt)).to.be.empty;
    expect(isHidden()).to.be.false;
  });

  it('says why it is hidden, also where the page shows a prompt of its own', async () => {
    recordConsole();
    const prompt = await site.show({ 'blank-on-expire': '', user: 'hoa' });
    prompt.addEventListener('tinh-session-expiring', (event) => event.preventDefault());
    site.lives(60);
    await site.clock.tick(240_000);
    site.api.fault = 'offline';
    comeBack();
    await settled();
    expect(isHidden() && !isOpen(prompt), 'a blank page without a word').to.be.false;
  });

  it('gives the page back the visibility that it had, when the prompt goes', async () => {
    document.documentElement.style.visibility = 'inherit';
    const prompt = await blank();
    prompt.remove();
    expect(document.documentElement.style.visibility).to.equal('inherit');
  });

  it('hides a page that comes back from the history until the server has answered', async () => {
    const prompt = await site.show({ 'blank-on-expire': '', user: 'hoa' });
    site.over();
    comeBack();
    expect(isHidden()).to.be.true;
    await settled();
    await expectCovered(prompt);
    expect(message(prompt)).to.equal(EXPIRED);
  });

  it('hides a page out of the browser’s cache until the server has answered', async () => {
    const old = { type: 'back_forward', transferSize: 900, encodedBodySize: 600, responseStart: 0 };
    stub(performance, 'getEntriesByType', { value: () => [old] });
    site.api.fault = 'silent';
    recordConsole();
    const prompt = await site.show({ 'blank-on-expire': '', user: 'hoa' });
    expect(isHidden()).to.be.true;
    site.api.fault = null;
    site.lives(1800);
    await site.clock.tick(15_000);
    expect(isHidden()).to.be.false;
    expect(rendered(prompt)).to.be.empty;
  });

  it('shows a page that comes back from the history as soon as the server says that the session lives', async () => {
    await site.show({ 'blank-on-expire': '', user: 'hoa' });
    site.lives(1800);
    comeBack();
    await settled();
    expect(isHidden()).to.be.false;
  });

  it('shows a page that comes back from the history with its prompt, when the end is near', async () => {
    const prompt = await site.open({ 'blank-on-expire': '', user: 'hoa' });
    site.lives(30);
    comeBack();
    await settled();
    expect(countdown(prompt)).to.equal('Thời gian còn lại: 30 giây');
    expect(isHidden()).to.be.false;
  });

  it('says why, when a page comes back from the history and the server cannot be reached', async () => {
    recordConsole();
    const prompt = await site.show({ 'blank-on-expire': '', user: 'hoa' });
    site.api.fault = 'offline';
    comeBack();
    await settled();
    await expectCovered(prompt);
    expect(words(prompt.shadowRoot!.querySelector('[role=alert]'))).to.equal(UNREACHABLE);
    site.api.fault = null;
    site.lives(1800);
    await site.clock.tick(5000);
    expect(isHidden()).to.be.false;
  });

  for (const [whom, attributes] of [
    ['a visitor who is not signed in', { 'expires-in': '' }],
    ['a visitor whom the server does not know', { 'expires-in': null }],
    ['a page that only keeps the time itself', { 'expires-in': null, 'status-url': null, 'idle-limit': '300' }],
  ] as const) {
    it(`does not leave the page hidden that comes back from the history for ${whom}`, async () => {
      site.over();
      await site.show({ 'blank-on-expire': '', user: 'hoa', ...attributes });
      comeBack();
      await settled();
      expect(isHidden()).to.be.false;
    });
  }
});
