import { expect } from '@open-wc/testing';
import {
  act,
  comeBack,
  EXPIRED,
  isOpen,
  listen,
  message,
  rendered,
  startSite,
  STATUS_URL,
  type Site,
} from './support/session-prompt.ts';
import { afterwards, settled } from './support/fixture.ts';

const MINUTE = 60_000;
const OWN_LIMIT = { 'expires-in': null, 'status-url': null, 'sign-out-url': STATUS_URL, 'sign-out-method': 'DELETE' };

describe('session prompt: what changes long after the page was loaded', () => {
  let site: Site;
  beforeEach(() => {
    site = startSite();
  });

  it('a limit that the page makes shorter counts from then, and nobody is signed out who was active', async () => {
    const prompt = await site.show({ ...OWN_LIMIT, user: '42', 'idle-limit': '1800' });
    for (let minute = 0; minute < 20; minute += 1) {
      act();
      await site.clock.tick(MINUTE);
    }
    prompt.setAttribute('idle-limit', '1200');
    prompt.setAttribute('extend-url', STATUS_URL);
    await site.clock.tick(5000);
    expect(prompt.state).to.equal('active');
    expect(site.api.asked).to.be.empty;
  });

  for (const [what, attributes] of [
    ['a limit of the page', { ...OWN_LIMIT, 'idle-limit': '1800' }],
    ['seconds that count from then', { 'expires-in': '1800', 'status-url': null, 'extend-url': STATUS_URL }],
  ] as const) {
    it(`somebody who signs in forty minutes later gets all of ${what}`, async () => {
      const prompt = await site.show({ ...attributes, user: '' });
      await site.clock.tick(40 * MINUTE);
      prompt.setAttribute('user', '42');
      await settled();
      expect(prompt.state).to.equal('active');
      await site.clock.tick(28 * MINUTE);
      expect(prompt.state).to.equal('active');
      expect(site.api.asked).to.be.empty;
    });
  }

  it('an absolute limit that comes later asks nobody and hides nothing', async () => {
    const prompt = await site.show({ 'expires-in': '1800', user: '42', 'blank-on-expire': '' });
    await site.clock.tick(MINUTE);
    prompt.setAttribute('absolute-expires-in', '7200');
    await settled();
    expect(prompt.state).to.equal('active');
    expect(document.documentElement.style.visibility).to.equal('');
    expect(site.api.asked).to.be.empty;
  });
});

describe('session prompt: a page that comes back before its file has come', () => {
  let site: Site;
  beforeEach(() => {
    site = startSite();
  });

  /** On a computer that many people use. */
  const comeBackEarly = async () => {
    const home = document.createElement('div');
    document.body.append(home);
    afterwards(() => {
      home.remove();
    });
    home.innerHTML = `<tinh-session-prompt expires-in="1800" user="hoa" blank-on-expire status-url="${STATUS_URL}"
      sign-in-url="#dang-nhap"></tinh-session-prompt>`;
    const prompt = home.querySelector('tinh-session-prompt')!;
    await Promise.resolve();
    expect(prompt.state, 'not loaded yet').to.equal('signed-out');
    comeBack();
    expect(document.documentElement.style.visibility).to.equal('hidden');
    await settled();
    return prompt;
  };

  it('is hidden at once, and shown again to the person whose it is', async () => {
    site.lives(600);
    const prompt = await comeBackEarly();
    expect(prompt.state).to.equal('active');
    expect(document.documentElement.style.visibility).to.equal('');
    expect(site.api.asked).to.have.lengthOf(1);
  });

  it('stays hidden when nobody is signed in any more, and says so', async () => {
    site.over();
    const prompt = await comeBackEarly();
    expect(message(prompt)).to.equal(EXPIRED);
    expect(document.documentElement.style.visibility).to.equal('hidden');
  });
});

describe('session prompt: a tag that is not in the page', () => {
  let site: Site;
  beforeEach(() => {
    site = startSite();
  });

  it('does nothing when it was taken out before its file came', async () => {
    const prompt = document.createElement('tinh-session-prompt');
    Object.assign(prompt, { idleLimit: 60, signOutUrl: STATUS_URL, user: '42' });
    document.body.append(prompt);
    const heard = listen(prompt);
    await Promise.resolve();
    prompt.remove();
    await prompt.updateComplete;
    await settled();
    await site.clock.tick(10 * MINUTE);
    expect(site.api.asked).to.be.empty;
    expect(heard).to.be.empty;
    expect(site.clock.count()).to.equal(0);
  });

  it('begins to count what it was told outside when it comes back', async () => {
    const prompt = await site.show({ user: '42' });
    const home = prompt.parentElement!;
    prompt.remove();
    prompt.expiresIn = 100;
    await prompt.updateComplete;
    await site.clock.tick(5 * MINUTE);
    expect(site.api.asked).to.be.empty;
    expect(rendered(prompt)).to.be.empty;
    home.append(prompt);
    await prompt.updateComplete;
    site.lives(60);
    await site.clock.tick(39_000);
    expect(isOpen(prompt)).to.be.false;
    await site.clock.tick(1000);
    expect(isOpen(prompt)).to.be.true;
  });
});
