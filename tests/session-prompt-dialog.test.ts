import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import { can, itWhere } from './support/engine.ts';
import {
  expectAccessible,
  expectFocus,
  focused,
  part,
  parts,
  recordConsole,
  settled,
  words,
} from './support/fixture.ts';
import {
  choices,
  dialog,
  EXPIRED,
  isOpen,
  message,
  MESSAGE,
  rendered,
  startSite,
  STATUS_URL,
  topmostAt,
  type Site,
} from './support/session-prompt.ts';

const ACTION = 'Duy trì đăng nhập';

describe('session prompt: dialog', () => {
  let site: Site;
  beforeEach(() => {
    site = startSite();
  });

  const field = () => fixture<HTMLInputElement>(html`<input aria-label="Nội dung" />`);
  const escape = async () => {
    await sendKeys({ press: 'Escape' });
    await settled();
  };
  /** A prompt that has opened, and the session has ended. */
  const ended = async (attributes = {}) => {
    const prompt = await site.open(attributes);
    site.over();
    await site.clock.tick(60_000);
    expect(message(prompt)).to.equal(EXPIRED);
    return prompt;
  };

  describe('what it is', () => {
    it('is an alert dialog with name and description', async () => {
      const prompt = await site.open();
      const box = dialog(prompt)!;
      const named = (attribute: string) => words(prompt.shadowRoot!.getElementById(box.getAttribute(attribute)!));
      expect(box.localName).to.equal('dialog');
      expect(box.getAttribute('role')).to.equal('alertdialog');
      expect(named('aria-labelledby')).to.equal(MESSAGE);
      expect(named('aria-describedby')).to.equal('Còn 60 giây');
      await expectAccessible(prompt);
    });

    it('offers to sign out only where the page says how', async () => {
      const without = await site.open();
      expect(choices(without)).to.deep.equal([ACTION]);
      without.remove();
      const prompt = await site.open({ 'sign-out-url': `${STATUS_URL}/sign-out` });
      expect(choices(prompt)).to.deep.equal([ACTION, 'Đăng xuất']);
      await expectAccessible(prompt);
    });

    it('blocks no page on which nobody could see it, and warns once', async () => {
      const lines = recordConsole();
      const page = await fixture<HTMLElement>(html`<div><button>Gửi</button></div>`);
      const home = await fixture<HTMLElement>(html`<div hidden></div>`);
      await site.open({}, home);
      const button = page.querySelector('button')!;
      button.focus();
      expectFocus(button);
      // Lit's development build has something to say, too.
      expect(lines.filter((line) => line.startsWith('<tinh'))).to.deep.equal([
        '<tinh-session-prompt> stands in something that is not displayed, and cannot warn',
      ]);
    });

    it('leaves nothing of itself when it is over', async () => {
      const prompt = await site.open();
      part(prompt, 'action').click();
      await settled();
      await site.clock.tick(8000);
      expect(rendered(prompt)).to.be.empty;
    });

    it('leaves nothing of itself when the server turns out to have more time', async () => {
      const prompt = await site.open();
      site.lives(1800);
      await prompt.check();
      await site.clock.tick(8000);
      expect(rendered(prompt)).to.be.empty;
    });

    it('keeps the page behind it out of reach of keyboard and mouse', async () => {
      const page = await fixture(html`<div><button>Gửi</button><a href="#x">Trang chủ</a></div>`);
      const prompt = await site.open();
      const behind = [...page.querySelectorAll<HTMLElement>('button, a')];
      for (const each of behind) {
        each.focus();
        expectFocus(part(prompt, 'action'));
        expect((behind as (Element | null)[]).includes(topmostAt(each))).to.be.false;
      }
      for (let press = 0; press < 4; press += 1) {
        await sendKeys({ press: 'Tab' });
        expect((behind as (Element | null)[]).includes(focused())).to.be.false;
      }
    });

    it('leaves pinch zoom and scrolling to the browser', async () => {
      const prompt = await site.open();
      for (const type of ['touchstart', 'touchmove', 'wheel', 'gesturestart']) {
        const event = new Event(type, { bubbles: true, composed: true, cancelable: true });
        part(prompt, 'action').dispatchEvent(event);
        expect(event.defaultPrevented, type).to.be.false;
      }
    });

    itWhere(can.setViewport, 'fits a screen at 400 % zoom; what is too long for it can be scrolled to', async () => {
      const { innerWidth: width, innerHeight: height } = window;
      // 1280 × 1024 at 400 %, WCAG 1.4.10.
      await setViewport({ width: 320, height: 256 });
      try {
        const prompt = await site.open({ 'sign-out-url': `${STATUS_URL}/sign-out` });
        const box = dialog(prompt)!;
        const { left, right, top, bottom } = box.getBoundingClientRect();
        expect(left).to.be.at.least(0);
        expect(right).to.be.at.most(320);
        expect(top).to.be.at.least(0);
        expect(bottom).to.be.at.most(256);
        expect(box.scrollWidth).to.be.at.most(box.clientWidth);
        for (const button of box.querySelectorAll('button')) {
          button.scrollIntoView();
          expect(topmostAt(button, prompt.shadowRoot!) === button, words(button)).to.be.true;
        }
      } finally {
        await setViewport({ width, height });
      }
    });
  });

  describe('focus and keys', () => {
    it('puts the focus on its button, and back where it was after closing', async () => {
      const opener = await field();
      opener.focus();
      const prompt = await site.open();
      expectFocus(part(prompt, 'action'));
      await sendKeys({ press: 'Enter' });
      await settled();
      expect(isOpen(prompt)).to.be.false;
      expectFocus(opener);
    });

    it('puts the focus back into another element’s shadow root', async () => {
      const outer = await fixture(html`<div></div>`);
      const inner = document.createElement('div');
      outer.attachShadow({ mode: 'open' }).append(inner);
      inner.attachShadow({ mode: 'open' }).innerHTML = '<input aria-label="Nội dung">';
      const opener = inner.shadowRoot!.querySelector('input')!;
      opener.focus();
      const prompt = await site.open();
      expectFocus(part(prompt, 'action'));
      await escape();
      expect(isOpen(prompt)).to.be.false;
      expectFocus(opener);
    });

    it('takes Escape for “I am here”', async () => {
      const prompt = await site.open();
      await escape();
      expect(site.api.calls('POST session/extend').length).to.equal(1);
      expect(isOpen(prompt)).to.be.false;
    });

    it('stays open at Escape, and asks nobody, where the page wants an explicit choice', async () => {
      const prompt = await site.open({ escape: 'ignore' });
      for (let press = 0; press < 3; press += 1) await escape();
      expect(site.api.calls('POST session/extend')).to.be.empty;
      expect(isOpen(prompt)).to.be.true;
      expectFocus(part(prompt, 'action'));
    });

    it('does not flicker at Escape: it stays open all the time', async () => {
      const prompt = await site.open({ escape: 'ignore', 'without-activity': '' });
      let closed = 0;
      dialog(prompt)!.addEventListener('close', () => (closed += 1));
      // A browser lets a page refuse Escape only after somebody has done something.
      await sendKeys({ press: 'Tab' });
      await escape();
      expect(closed).to.equal(0);
      expect(isOpen(prompt)).to.be.true;
    });

    it('stays open however often Escape is pressed, as long as the server has not extended', async () => {
      recordConsole();
      const prompt = await site.open();
      site.api.fault = 'offline';
      for (let press = 0; press < 4; press += 1) await escape();
      expect(isOpen(prompt)).to.be.true;
      expectFocus(part(prompt, 'action'));
    });

    it('is there again, with the focus, when the browser itself closes it', async () => {
      const opener = await field();
      opener.focus();
      const prompt = await site.open();
      for (let time = 0; time < 2; time += 1) {
        const closed = new Promise((resolve) => dialog(prompt)!.addEventListener('close', resolve, { once: true }));
        dialog(prompt)!.close();
        await closed;
        await settled();
        expect(isOpen(prompt)).to.be.true;
        expectFocus(part(prompt, 'action'));
      }
      part(prompt, 'action').click();
      await settled();
      expectFocus(opener);
    });

    it('goes with the focus to the sign-in link when the session has ended', async () => {
      const prompt = await ended();
      expectFocus(part(prompt, 'action'));
      expect(focused()!.localName).to.equal('a');
    });

    it('has only a button to close, with the focus, where the page names no sign-in page', async () => {
      const prompt = await ended({ 'sign-in-url': null });
      expect(parts(prompt, 'action').length).to.equal(0);
      expect(choices(prompt)).to.deep.equal(['Đóng']);
      expect(words(focused())).to.equal('Đóng');
      await expectAccessible(prompt);
    });

    it('is closed by Escape when the session has ended, and stays closed', async () => {
      const opener = await field();
      opener.focus();
      const prompt = await ended();
      await escape();
      expect(rendered(prompt)).to.be.empty;
      expect(site.api.calls('POST session/extend')).to.be.empty;
      expectFocus(opener);
      await site.clock.tick(600_000);
      expect(rendered(prompt)).to.be.empty;
    });
  });

  it('can be read wherever its tag stands: the letters of a header are not its own', async () => {
    const header = await fixture<HTMLElement>(html`<header></header>`);
    header.style.cssText = 'color: #fff; font-size: 11px; text-transform: uppercase; white-space: nowrap';
    const prompt = await site.open({}, header);
    const { color, backgroundColor, fontSize, textTransform, whiteSpace } = getComputedStyle(dialog(prompt)!);
    expect(color).not.to.equal(backgroundColor);
    expect(color).to.equal('rgb(0, 0, 0)');
    expect([fontSize, textTransform, whiteSpace]).to.deep.equal(['16px', 'none', 'normal']);
  });
});
