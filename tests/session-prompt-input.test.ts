import { expect, fixture, html } from '@open-wc/testing';
import { SessionTouchEvent } from '../src/index.ts';
import { recordConsole, settled } from './support/fixture.ts';
import {
  choices,
  countdown,
  isOpen,
  listen,
  MESSAGE,
  message,
  rendered,
  startSite,
  STATUS_URL,
  type Site,
} from './support/session-prompt.ts';

describe('session prompt: what it is told', () => {
  let site: Site;
  beforeEach(() => {
    site = startSite();
  });

  // Each wording is said once per page: no two tests of this file provoke the same one.
  describe('limits that make no sense', () => {
    const expected = 'expected seconds, 0 to 31536000';

    for (const [value, what] of [
      ['-5', 'a negative time'],
      ['1e12', 'a point in time'],
      ['soon', 'a word'],
      ['30 phút', 'a number with a unit'],
      ['Infinity', 'infinity'],
    ] as const) {
      it(`warns once about ${what} in the page, and asks the server instead`, async () => {
        const lines = recordConsole();
        site.lives(50);
        const prompt = await site.show({ 'expires-in': value });
        const heard = listen(prompt);
        await site.clock.tick(1000);
        expect(lines).to.deep.equal([`<tinh-session-prompt> expires-in="${value}": ${expected}`]);
        expect(countdown(prompt)).to.equal('Thời gian còn lại: 49 giây');
        expect(heard).to.be.empty;
      });
    }

    it('warns once about a limit without activity that is none, and goes by the server', async () => {
      const lines = recordConsole();
      const prompt = await site.open({ 'idle-limit': '-1' });
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 60 giây');
      expect(lines).to.deep.equal([`<tinh-session-prompt> idle-limit="-1": ${expected}`]);
    });

    it('warns once about an absolute limit that is none, and does without', async () => {
      const lines = recordConsole();
      const prompt = await site.open({ 'absolute-expires-in': 'x' });
      expect(message(prompt)).to.equal(MESSAGE);
      expect(lines).to.deep.equal([`<tinh-session-prompt> absolute-expires-in="x": ${expected}`]);
    });

    it('warns once about an interval that is none, and takes two minutes', async () => {
      const lines = recordConsole();
      await site.show({ 'activity-interval': '0', 'expires-in': '1800' });
      site.lives(1800);
      for (let second = 0; second < 300; second += 10) {
        document.body.dispatchEvent(new Event('pointermove', { bubbles: true }));
        await site.clock.tick(10_000);
      }
      expect(site.api.calls('POST session/extend').length).to.equal(2);
      expect(lines).to.deep.equal(['<tinh-session-prompt> activity-interval="0": expected seconds, 1 to 31536000']);
    });

    it('warns once about less than 20 seconds to react, and gives 60', async () => {
      const lines = recordConsole();
      site.lives(60);
      const prompt = await site.show({ 'lead-time': '5' });
      await site.clock.tick(239_999);
      expect(isOpen(prompt)).to.be.false;
      await site.clock.tick(1);
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 60 giây');
      await site.clock.tick(30_000);
      expect(lines).to.deep.equal(['<tinh-session-prompt> lead-time="5": expected seconds, 20 to 31536000']);
    });

    it('takes 20 seconds to react without a word', async () => {
      const lines = recordConsole();
      site.lives(20);
      const prompt = await site.show({ 'lead-time': '20' });
      await site.clock.tick(280_000);
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 20 giây');
      expect(lines).to.be.empty;
    });
  });

  describe('answers that make no sense', () => {
    const answers: Record<string, { says: () => Response; warns: string }> = {
      'an HTML page': {
        says: () => new Response('<h1>Trang chủ</h1>', { headers: { 'content-type': 'text/html' } }),
        warns: '200, expected JSON with "expiresIn" in seconds',
      },
      'an error page': { says: () => new Response('<h1>500</h1>', { status: 500 }), warns: '500, expected' },
      'no such address': { says: () => new Response(null, { status: 404 }), warns: '404, expected' },
      'JSON without the field': { says: () => Response.json({ ok: true }), warns: '200, expected JSON' },
      'no object': { says: () => Response.json(null), warns: '200, expected JSON' },
      'a negative time': { says: () => Response.json({ expiresIn: -5 }), warns: '200, expected JSON' },
      'a point in time': { says: () => Response.json({ expiresIn: 1_784_000_000 }), warns: '200, expected JSON' },
      'a word': { says: () => Response.json({ expiresIn: 'soon' }), warns: '200, expected JSON' },
      'an empty text': { says: () => Response.json({ expiresIn: '' }), warns: '200, expected JSON' },
      yes: { says: () => Response.json({ expiresIn: true }), warns: '200, expected JSON' },
      'a blank text': { says: () => Response.json({ expiresIn: ' ' }), warns: '200, expected JSON' },
      'a list': { says: () => Response.json({ expiresIn: [] }), warns: '200, expected JSON' },
      'nothing, where no state is named': {
        says: () => Response.json({ expiresIn: null }),
        warns: '200, expected JSON',
      },
    };
    for (const [index, [what, { says, warns }]] of Object.entries(answers).entries()) {
      it(`warns once when the server answers with ${what}, and signs nobody out`, async () => {
        const lines = recordConsole();
        // An address of its own: each wording is said once per page.
        const url = `${STATUS_URL}?${index}`;
        const prompt = await site.show({ 'status-url': url });
        const heard = listen(prompt);
        site.api.reply = says;
        await site.clock.tick(900_000);
        expect(lines).to.have.lengthOf(1);
        expect(lines[0]).to.include(`tinh: GET ${url}: ${warns}`);
        expect(prompt.state).to.equal('unreachable');
        expect(choices(prompt)).to.deep.equal(['Duy trì đăng nhập', 'Đóng']);
        expect(heard).to.deep.equal(['expiring 60']);
      });
    }

    it('warns once when the server says nothing for 30 seconds, and signs nobody out', async () => {
      const lines = recordConsole();
      const prompt = await site.show({ 'status-url': `${STATUS_URL}?silent` });
      const heard = listen(prompt);
      site.api.fault = 'silent';
      await site.clock.tick(240_000);
      expect(lines).to.be.empty;
      await site.clock.tick(30_000);
      expect(lines).to.have.lengthOf(1);
      expect(lines[0]).to.include(`tinh: GET ${STATUS_URL}?silent: AbortError`);
      expect(prompt.state).to.equal('unreachable');
      expect(heard.filter((each) => each === 'expired')).to.be.empty;
      site.api.fault = null;
      site.lives(1800);
      await site.clock.tick(30_000);
      expect(prompt.state).to.equal('active');
      expect(isOpen(prompt)).to.be.false;
    });

    it('shows nothing where the page names no time and the server makes no sense; asks again later', async () => {
      recordConsole();
      site.api.fault = 'html';
      const prompt = await site.show({ 'expires-in': null });
      await site.clock.tick(120_000);
      expect(rendered(prompt)).to.be.empty;
      site.api.fault = null;
      site.lives(60);
      await site.clock.tick(60_000);
      expect(isOpen(prompt)).to.be.true;
    });
  });

  describe('by the page’s script', () => {
    it('counts from the number that a script sets, and from the same number set again', async () => {
      const prompt = await site.show();
      site.lives(60);
      await site.clock.tick(200_000);
      prompt.expiresIn = 300;
      await site.clock.tick(200_000);
      prompt.expiresIn = 300;
      await site.clock.tick(239_000);
      expect(isOpen(prompt)).to.be.false;
      await site.clock.tick(1000);
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 60 giây');
    });

    it('takes settings before and after it stands in the page for the same', async () => {
      const page = await fixture(html`<div></div>`);
      const [early, late] = [
        document.createElement('tinh-session-prompt'),
        document.createElement('tinh-session-prompt'),
      ];
      Object.assign(early, { expiresIn: 45, statusUrl: STATUS_URL });
      page.append(early, late);
      site.lives(45);
      Object.assign(late, { expiresIn: 45, statusUrl: STATUS_URL });
      await settled();
      for (const each of [early, late]) expect(countdown(each)).to.equal('Thời gian còn lại: 45 giây');
    });

    it('counts on undisturbed when another setting changes later', async () => {
      const prompt = await site.show();
      site.lives(60);
      await site.clock.tick(200_000);
      prompt.setAttribute('keep-forms', '');
      await site.clock.tick(39_000);
      expect(isOpen(prompt)).to.be.false;
      await site.clock.tick(1000);
      expect(rendered(prompt)).not.to.be.empty;
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 60 giây');
    });

    const touches: Record<string, () => Event> = {
      'an event with the seconds': () => new SessionTouchEvent(300),
      'a CustomEvent with the seconds': () => new CustomEvent('tinh-session-touch', { bubbles: true, detail: 300 }),
    };
    for (const [what, touch] of Object.entries(touches)) {
      it(`counts anew after ${what}: the application has renewed the session itself`, async () => {
        const prompt = await site.show();
        await site.clock.tick(200_000);
        document.body.dispatchEvent(touch());
        site.lives(60);
        await site.clock.tick(239_000);
        expect(isOpen(prompt)).to.be.false;
        expect(site.api.asked).to.be.empty;
        await site.clock.tick(1000);
        expect(countdown(prompt)).to.equal('Thời gian còn lại: 60 giây');
      });
    }

    it('asks the server after an event without the seconds', async () => {
      const prompt = await site.show();
      site.lives(33);
      document.dispatchEvent(new SessionTouchEvent());
      await settled();
      expect(site.api.asked).to.deep.equal([`GET ${STATUS_URL}`]);
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 33 giây');
    });

    it('closes when the application renews the session while the prompt is open', async () => {
      const prompt = await site.open();
      document.dispatchEvent(new CustomEvent('tinh-session-touch', { detail: 1800 }));
      await settled();
      expect(isOpen(prompt)).to.be.false;
    });

    it('closes, and asks nobody any more, when the application says that somebody has signed out', async () => {
      const prompt = await site.open();
      const heard = listen(prompt);
      const { length } = site.api.asked;
      prompt.expiresIn = '';
      await site.clock.tick(600_000);
      window.dispatchEvent(new Event('focus'));
      await settled();
      expect(prompt.state).to.equal('signed-out');
      expect(rendered(prompt)).to.be.empty;
      expect(site.api.asked.length).to.equal(length);
      expect(heard).to.be.empty;
    });

    it('extends when a script asks it to, and tells how the session stands', async () => {
      site.lives(1800);
      const prompt = await site.show();
      const heard = listen(prompt);
      expect(prompt.state).to.equal('active');
      await prompt.extend();
      await settled();
      expect(heard).to.deep.equal(['extended 1800']);
      site.lives(30);
      await prompt.check();
      expect(prompt.state).to.equal('warning');
      site.over();
      await prompt.check();
      expect(prompt.state).to.equal('expired');
    });
  });
});
