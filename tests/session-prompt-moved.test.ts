import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { expectFocus, part, settled, words } from './support/fixture.ts';
import { countdown, isOpen, rendered, startSite, topmostAt, type Prompt, type Site } from './support/session-prompt.ts';

describe('session prompt: among other dialogs, and moved', () => {
  let site: Site;
  beforeEach(() => {
    site = startSite();
  });

  const field = () => fixture<HTMLInputElement>(html`<input aria-label="Nội dung" />`);
  const escape = async () => {
    await sendKeys({ press: 'Escape' });
    await settled();
  };
  /** A modal dialog of the page with a field that has the focus. */
  const pageDialog = async () => {
    const box = await fixture<HTMLDialogElement>(html`<dialog><input aria-label="Số hồ sơ" /></dialog>`);
    box.showModal();
    return box;
  };
  /** The prompt is modal, has the focus, and nothing lies over it. */
  const expectOnTop = (prompt: Prompt) => {
    expect(isOpen(prompt)).to.be.true;
    expectFocus(part(prompt, 'action'));
    expect(topmostAt(part(prompt, 'action')) === prompt).to.be.true;
  };

  it('opens above a modal dialog of the page, and gives the focus back to it', async () => {
    const box = await pageDialog();
    const prompt = await site.open();
    expectOnTop(prompt);
    part(prompt, 'action').click();
    await settled();
    expect(isOpen(prompt)).to.be.false;
    expect(box.matches(':modal')).to.be.true;
    expectFocus(box.querySelector('input')!);
  });

  it('leaves the page’s dialog below it open at Escape', async () => {
    const box = await pageDialog();
    // Browsers close dialogs together that were all opened before anybody touched the page.
    await sendKeys({ press: 'a' });
    const prompt = await site.open({ 'without-activity': '' });
    await escape();
    expect(isOpen(prompt)).to.be.false;
    expect(box.matches(':modal')).to.be.true;
    expectFocus(box.querySelector('input')!);
  });

  it('opens inside a modal dialog of the page', async () => {
    const box = await pageDialog();
    const prompt = await site.open({}, box);
    expectOnTop(prompt);
    part(prompt, 'action').click();
    await settled();
    expect(box.matches(':modal')).to.be.true;
    expectFocus(box.querySelector('input')!);
  });

  it('comes back above a modal dialog that the page opens later', async () => {
    const prompt = await site.open();
    const box = await pageDialog();
    box.close();
    expectOnTop(prompt);
  });

  it('is still modal, has the focus and counts on when it is moved while open', async () => {
    const opener = await field();
    opener.focus();
    const prompt = await site.open();
    const [here, there] = [prompt.parentElement!, await fixture(html`<main></main>`)];
    for (const home of [there, here]) {
      home.append(prompt);
      await settled();
      expectOnTop(prompt);
    }
    site.lives(50);
    await site.clock.tick(10_000);
    expect(countdown(prompt)).to.equal('Thời gian còn lại: 50 giây');
    await escape();
    expect(isOpen(prompt)).to.be.false;
    expectFocus(opener);
  });

  it('opens once, and in time, when it was moved while it was quiet', async () => {
    const prompt = await site.show();
    await site.clock.tick(100_000);
    (await fixture(html`<main></main>`)).append(prompt);
    site.lives(60);
    await site.clock.tick(139_999);
    expect(rendered(prompt)).to.be.empty;
    await site.clock.tick(1);
    expectOnTop(prompt);
    expect(site.api.asked.length).to.equal(1);
  });

  it('takes its words away in time when it is moved after it has closed', async () => {
    const prompt = await site.open();
    await escape();
    expect(words(part(prompt, 'status'))).to.equal('Đã gia hạn phiên đăng nhập.');
    (await fixture(html`<main></main>`)).append(prompt);
    await site.clock.tick(8000);
    expect(rendered(prompt)).to.be.empty;
  });

  it('gives the page back when it is taken away while open', async () => {
    const opener = await field();
    const prompt = await site.open();
    prompt.remove();
    opener.focus();
    expectFocus(opener);
  });
});
