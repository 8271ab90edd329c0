import { expect } from '@open-wc/testing';
import { expectAccessible, expectFocus, part, recordConsole, says, settled, words } from './support/fixture.ts';
import {
  act,
  choices,
  countdown,
  EXTENDED,
  isOpen,
  listen,
  press,
  startSite,
  STATUS_URL,
  UNREACHABLE,
  type Prompt,
  type Site,
} from './support/session-prompt.ts';

const EXTEND_URL = `${STATUS_URL}/extend`;

describe('session prompt: no answer', () => {
  let site: Site;
  beforeEach(() => {
    site = startSite();
  });

  /** Presses the button that extends. */
  const extend = async (prompt: Prompt) => {
    part(prompt, 'action').click();
    await settled();
  };

  it('stays open, says so and keeps the button; nobody is signed out', async () => {
    recordConsole();
    const prompt = await site.open();
    const heard = listen(prompt);
    site.api.fault = 'offline';
    await extend(prompt);
    expect(words(prompt.shadowRoot!.querySelector('dialog [role=alert]'))).to.equal(UNREACHABLE);
    expect(choices(prompt)).to.deep.equal(['Duy trì đăng nhập', 'Đóng']);
    expectFocus(part(prompt, 'action'));
    await expectAccessible(prompt);
    await site.clock.tick(600_000);
    expect(prompt.state).to.equal('unreachable');
    expect(isOpen(prompt)).to.be.true;
    expect(heard).to.be.empty;
  });

  it('tries again after 5, 10, 20, 40 seconds, then every minute', async () => {
    recordConsole();
    await site.open();
    await site.clock.tick(59_999);
    const times: number[] = [];
    site.api.reply = () => {
      times.push(Date.now());
      return undefined;
    };
    site.api.fault = 'offline';
    await site.clock.tick(400_000);
    expect(times.map((time, index) => (time - (times[index - 1] ?? time)) / 1000)).to.deep.equal([
      0, 5, 10, 20, 40, 60, 60, 60, 60, 60,
    ]);
  });

  it('counts on as soon as an answer comes', async () => {
    recordConsole();
    const prompt = await site.open();
    site.api.fault = 'offline';
    await site.clock.tick(60_000);
    site.api.fault = null;
    site.lives(30);
    await site.clock.tick(5000);
    expect(countdown(prompt)).to.equal('Thời gian còn lại: 30 giây');
  });

  it('tries again to extend until the server has done so, and says it then', async () => {
    recordConsole();
    const prompt = await site.open();
    site.api.fault = 'offline';
    await extend(prompt);
    site.api.fault = null;
    await site.clock.tick(5000);
    expect(isOpen(prompt)).to.be.false;
    expect(words(part(prompt, 'status'))).to.equal(EXTENDED);
  });

  it('can be closed, so that somebody can reach what they have typed, and opens again with the server', async () => {
    recordConsole();
    const prompt = await site.open();
    site.api.fault = 'offline';
    await extend(prompt);
    await press(prompt, 'Đóng');
    expect(isOpen(prompt)).to.be.false;
    site.api.fault = 'html';
    await site.clock.tick(30_000);
    expect(isOpen(prompt)).to.be.false;
  });

  it('tries again at once when the network is back', async () => {
    recordConsole();
    const prompt = await site.open();
    site.api.fault = 'offline';
    await site.clock.tick(200_000);
    site.api.fault = null;
    site.lives(1800);
    window.dispatchEvent(new Event('online'));
    await settled();
    expect(isOpen(prompt)).to.be.false;
    expect(prompt.state).to.equal('active');
  });

  it('alarms nobody whose time is far from its end', async () => {
    recordConsole();
    const prompt = await site.show();
    site.api.fault = 'offline';
    window.dispatchEvent(new Event('online'));
    await settled();
    await site.clock.tick(180_000);
    expect(says(prompt)).to.equal('');
    expect(prompt.state).to.equal('active');
  });

  it('counts a request as lost after ten seconds', async () => {
    recordConsole();
    const prompt = await site.open();
    site.api.fault = 'silent';
    await extend(prompt);
    await site.clock.tick(9999);
    expect(prompt.state).to.equal('warning');
    await site.clock.tick(1);
    expect(prompt.state).to.equal('unreachable');
    site.api.fault = null;
    await extend(prompt);
    expect(isOpen(prompt)).to.be.false;
  });

  it('says that the session may be over where nobody can be asked, and does not try again by itself', async () => {
    const prompt = await site.show({ 'status-url': null, 'extend-url': EXTEND_URL });
    const heard = listen(prompt);
    await site.clock.tick(300_000);
    expect(prompt.state).to.equal('unreachable');
    expect(says(prompt)).to.include('Phiên đăng nhập có thể đã hết hạn.');
    expect(choices(prompt)).to.deep.equal(['Duy trì đăng nhập', 'Đăng nhập lại', 'Đóng']);
    await expectAccessible(prompt);
    await site.clock.tick(3_600_000);
    act();
    await site.clock.tick(60_000);
    expect(site.api.asked).to.be.empty;
    expect(heard).to.deep.equal(['expiring 60']);
    await extend(prompt);
    expect(isOpen(prompt)).to.be.false;
  });

  it('asks nobody at Escape where nothing can be extended', async () => {
    const requests: Request[] = [];
    site.api.reply = (request) => {
      requests.push(request);
      return Response.json({});
    };
    const prompt = await site.show({ 'status-url': null });
    await site.clock.tick(240_000);
    expect(choices(prompt)).to.deep.equal(['Đóng']);
    prompt.shadowRoot!.querySelector('dialog')!.dispatchEvent(new Event('cancel', { cancelable: true }));
    await settled();
    expect(requests.map(({ method, url }) => `${method} ${url}`)).to.be.empty;
  });
});
