import { expect, fixture, html } from '@open-wc/testing';
import { FAKE_SERVER } from '../stories/fake-api.ts';
import { part, parts, recordConsole, settled, showPage, words } from './support/fixture.ts';
import {
  act,
  choices,
  countdown,
  EXPIRED,
  isOpen,
  listen,
  message,
  rendered,
  startSite,
  type Prompt,
  type Site,
} from './support/session-prompt.ts';

const SIGN_OUT_URL = `${FAKE_SERVER}dang-xuat`;

describe('session prompt: activity', () => {
  let site: Site;
  beforeEach(() => {
    site = startSite();
  });

  const extensions = () => site.api.calls('POST session/extend').length;
  /** Somebody moves the mouse every ten seconds. */
  const work = async (seconds: number) => {
    for (let second = 0; second < seconds; second += 10) {
      act();
      await site.clock.tick(10_000);
    }
  };

  describe('on the page', () => {
    for (const type of ['keydown', 'pointerdown', 'pointermove', 'touchstart', 'touchmove', 'wheel', 'input']) {
      it(`extends the session instead of asking somebody who was active: ${type}`, async () => {
        const page = await fixture<HTMLElement>(html`<div><input aria-label="Nội dung" /></div>`);
        // A page may keep its events to itself.
        page.addEventListener(type, (event) => event.stopPropagation());
        const prompt = await site.show();
        const heard = listen(prompt);
        act(type, page.firstElementChild!);
        await site.clock.tick(240_000);
        expect(extensions()).to.equal(1);
        expect(rendered(prompt)).to.be.empty;
        expect(heard).to.deep.equal(['extended 1800']);
      });
    }

    it('counts scrolling that somebody has begun, and none that the page does by itself', async () => {
      await site.show({ 'activity-interval': '60' });
      for (let time = 0; time < 40; time += 1) {
        act('scroll');
        await site.clock.tick(5000);
      }
      expect(extensions()).to.equal(0);
      act('wheel');
      await site.clock.tick(2000);
      act('scroll');
      await site.clock.tick(60_000);
      expect(extensions()).to.equal(1);
    });

    it('asks somebody who was not active since the last extension', async () => {
      const prompt = await site.show();
      await work(130);
      await site.clock.tick(120_000);
      const before = extensions();
      site.lives(60);
      await site.clock.tick(1_800_000);
      expect(extensions()).to.equal(before);
      expect(isOpen(prompt)).to.be.true;
    });

    it('gives an abandoned computer its limit once, and no second one for a movement at its beginning', async () => {
      site.keeps(1800);
      const prompt = await site.show({ 'expires-in': '1800' });
      await site.clock.tick(2000);
      act();
      await site.clock.tick((1800 + 120 - 60) * 1000);
      expect(extensions()).to.equal(1);
      expect(isOpen(prompt)).to.be.true;
    });

    it('extends every two minutes at most while somebody works', async () => {
      await site.show({ 'expires-in': '1800' });
      await work(600);
      expect(extensions()).to.be.within(4, 5);
      expect(site.api.asked.length).to.equal(extensions());
    });

    it('extends as often as the page says', async () => {
      await site.show({ 'expires-in': '1800', 'activity-interval': '300' });
      await work(600);
      expect(extensions()).to.be.within(1, 2);
    });

    it('extends nothing where the page does not want it', async () => {
      site.lives(60);
      const prompt = await site.show({ 'without-activity': '' });
      await work(240);
      expect(extensions()).to.equal(0);
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 60 giây');
    });

    it('takes only an explicit choice for an answer once the prompt is open', async () => {
      const prompt = await site.open();
      site.keeps(60);
      await work(50);
      act('keydown', part(prompt, 'action'));
      await site.clock.tick(9000);
      expect(extensions()).to.equal(0);
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 1 giây');
      await site.clock.tick(1000);
      expect(message(prompt)).to.equal(EXPIRED);
    });

    it('takes a prompt that the page shows itself for an open one', async () => {
      const prompt = await site.show();
      prompt.addEventListener('tinh-session-expiring', (event) => event.preventDefault());
      site.lives(60);
      await site.clock.tick(240_000);
      await work(30);
      expect(extensions()).to.equal(0);
      expect(prompt.state).to.equal('warning');
    });

    it('passes on what was done last, also when the reader leaves the page at once', async () => {
      await site.show();
      await site.clock.tick(130_000);
      act();
      showPage('hidden');
      await settled();
      expect(extensions()).to.equal(1);
    });

    it('says that the session is over when an extension by activity is refused', async () => {
      const prompt = await site.show();
      const heard = listen(prompt);
      site.over();
      await work(130);
      expect(message(prompt)).to.equal(EXPIRED);
      expect(heard).to.deep.equal(['expired']);
    });

    it('bothers nobody with a failed extension by activity while there is time, and asks again', async () => {
      recordConsole();
      const prompt = await site.show();
      site.api.fault = 'offline';
      await work(130);
      expect(rendered(prompt)).to.be.empty;
      site.api.fault = null;
      site.lives(1800);
      await site.clock.tick(60_000);
      expect(prompt.state).to.equal('active');
      expect(rendered(prompt)).to.be.empty;
    });

    it('says nothing of extensions that nobody asked for', async () => {
      const prompt = await site.show();
      await work(130);
      expect(extensions()).to.equal(1);
      expect(rendered(prompt)).to.be.empty;
    });
  });

  describe('idle-limit', () => {
    /** A page whose server tells nothing: five minutes without activity. */
    const show = (attributes = {}): Promise<Prompt> =>
      site.show({ 'expires-in': null, 'status-url': null, 'idle-limit': '300', ...attributes });

    it('opens a minute before the limit, and says at the limit that the session is over, without any request', async () => {
      const prompt = await show();
      const heard = listen(prompt);
      await site.clock.tick(239_000);
      expect(isOpen(prompt)).to.be.false;
      await site.clock.tick(1000);
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 60 giây');
      await site.clock.tick(60_000);
      expect(message(prompt)).to.equal(EXPIRED);
      expect(heard).to.deep.equal(['expiring 60', 'expired']);
      expect(site.api.asked).to.be.empty;
    });

    it('counts from the last activity', async () => {
      const prompt = await show();
      await work(600);
      await site.clock.tick(225_000);
      expect(isOpen(prompt)).to.be.false;
      await site.clock.tick(10_000);
      expect(isOpen(prompt)).to.be.true;
      expect(site.api.asked).to.be.empty;
    });

    it('counts anew when the button is pressed', async () => {
      const prompt = await show();
      const heard = listen(prompt);
      await site.clock.tick(240_000);
      part(prompt, 'action').click();
      await settled();
      expect(words(part(prompt, 'status'))).to.equal('Đã gia hạn phiên đăng nhập.');
      expect(heard).to.deep.equal(['expiring 60', 'extended 300']);
      await site.clock.tick(240_000);
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 60 giây');
    });

    it('signs out on the server at the limit where the page says how', async () => {
      const requests: string[] = [];
      site.api.reply = ({ method, url }) => {
        requests.push(`${method} ${url}`);
        return new Response(null, { status: 204 });
      };
      const prompt = await show({ 'sign-out-url': SIGN_OUT_URL });
      await site.clock.tick(299_000);
      expect(requests).to.be.empty;
      await site.clock.tick(1000);
      expect(requests).to.deep.equal([`POST ${SIGN_OUT_URL}`]);
      expect(message(prompt)).to.equal(EXPIRED);
    });

    it('tries again to sign out when the server could not be reached', async () => {
      recordConsole();
      const prompt = await show({ 'sign-out-url': SIGN_OUT_URL });
      site.api.fault = 'offline';
      await site.clock.tick(300_000);
      expect(prompt.state).to.equal('unreachable');
      site.api.fault = null;
      site.api.reply = () => new Response(null, { status: 204 });
      await site.clock.tick(5000);
      expect(message(prompt)).to.equal(EXPIRED);
    });

    it('warns after a sleep past the limit before it ends anything', async () => {
      const prompt = await show({ 'sign-out-url': SIGN_OUT_URL });
      const heard = listen(prompt);
      clockJump();
      await site.clock.tick(15_000);
      expect(isOpen(prompt)).to.be.true;
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 60 giây');
      expect(choices(prompt)).to.include('Duy trì đăng nhập');
      expect(site.api.asked).to.be.empty;
      expect(heard.filter((each) => each === 'expired')).to.be.empty;
      part(prompt, 'action').click();
      await settled();
      expect(parts(prompt, 'dialog').length).to.equal(0);
    });

    it('gives the whole lead time after a sleep', async () => {
      const prompt = await show();
      clockJump();
      showPage('visible');
      await settled();
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 60 giây');
      await site.clock.tick(60_000);
      expect(message(prompt)).to.equal(EXPIRED);
    });

    /** The computer slept for eight hours. */
    const clockJump = () => {
      site.clock.set(Date.now() + 8 * 3_600_000);
    };

    it('gets no longer when somebody sets the clock back', async () => {
      const prompt = await show();
      await site.clock.tick(100_000);
      site.clock.set(Date.now() - 3_600_000);
      await site.clock.tick(255_000);
      expect(isOpen(prompt)).to.be.true;
    });

    it('is never reached with 0', async () => {
      const prompt = await show({ 'expires-in': '0', 'idle-limit': '0' });
      await site.clock.doze(86_400_000);
      expect(rendered(prompt)).to.be.empty;
    });
  });
});
