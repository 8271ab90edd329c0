import { expect, fixture, html } from '@open-wc/testing';
import { expectAccessible, settled, stub, words } from './support/fixture.ts';
import { isOpen, listen, press, rendered, startSite, type Prompt, type Site } from './support/session-prompt.ts';

const SAVE = 'Lưu nội dung';
const TYPED = 'Kính gửi Sở Ngoại vụ,\nđề nghị cấp lại giấy tờ.';

describe('session prompt: drafts', () => {
  let site: Site;
  beforeEach(() => {
    site = startSite();
  });

  /** The absolute limit is near: nothing can be extended. */
  const final = async (attributes = {}) => {
    site.lives(60, 60);
    const prompt = await site.show(attributes);
    await site.clock.tick(240_000);
    return prompt;
  };
  const status = (prompt: Prompt) => words(prompt.shadowRoot!.querySelector('[role=status]'));
  /** Everything that this tab has stored. */
  const stored = () => JSON.stringify(Object.entries(sessionStorage));

  describe('events', () => {
    it('tells the page before the prompt opens how many seconds are left', async () => {
      const prompt = await site.show();
      const heard = listen(prompt);
      let wasOpen = true;
      prompt.addEventListener('tinh-session-expiring', () => (wasOpen = isOpen(prompt)));
      site.lives(60);
      await site.clock.tick(240_000);
      expect(heard).to.deep.equal(['expiring 60']);
      expect(wasOpen).to.be.false;
    });

    it('shows no prompt where the page shows its own, goes on keeping the time and tells the end', async () => {
      const prompt = await site.show();
      const heard = listen(prompt);
      prompt.addEventListener('tinh-session-expiring', (event) => event.preventDefault());
      site.lives(60);
      await site.clock.tick(240_000);
      expect(rendered(prompt)).not.to.include('dialog');
      expect(prompt.state).to.equal('warning');
      await prompt.extend();
      await settled();
      expect(prompt.state).to.equal('active');
      site.lives(60);
      await site.clock.tick(1_740_000);
      site.over();
      await site.clock.tick(60_000);
      expect(heard).to.deep.equal(['expiring 60', 'extended 1800', 'expiring 60', 'expired']);
    });

    it('shows no end where the page shows it itself', async () => {
      const prompt = await site.open();
      prompt.addEventListener('tinh-session-expired', (event) => event.preventDefault());
      site.over();
      await site.clock.tick(60_000);
      expect(rendered(prompt)).to.be.empty;
      expect(prompt.state).to.equal('expired');
    });
  });

  describe('saving at the absolute limit', () => {
    it('has the page save, and says so when it is done', async () => {
      const prompt = await final();
      let done!: () => void;
      const work = new Promise<void>((resolve) => (done = resolve));
      prompt.addEventListener('tinh-session-save', (event) => event.waitUntil(work));
      await press(prompt, SAVE);
      expect(status(prompt)).to.equal('Đang xử lý…');
      done();
      await settled();
      expect(status(prompt)).to.equal('Đã lưu nội dung.');
      expect(isOpen(prompt)).to.be.true;
      await expectAccessible(prompt);
      await press(prompt, 'Đóng');
      expect(isOpen(prompt)).to.be.false;
    });

    it('says that nothing was saved where the page could not', async () => {
      const prompt = await final();
      prompt.addEventListener('tinh-session-save', (event) => event.waitUntil(Promise.reject(new Error('full'))));
      await press(prompt, SAVE);
      expect(status(prompt)).to.equal('Chưa lưu được. Vui lòng sao chép nội dung ra nơi khác.');
    });

    it('promises nothing where nobody keeps anything', async () => {
      const prompt = await final();
      await press(prompt, SAVE);
      expect(status(prompt)).to.include('Chưa lưu được.');
    });

    it('promises nothing where the browser refuses to store', async () => {
      const form = await fixture<HTMLFormElement>(html`<form><textarea name="noi-dung"></textarea></form>`);
      form.querySelector('textarea')!.value = TYPED;
      stub(globalThis, 'sessionStorage', {
        get: () => {
          throw new DOMException('The operation is insecure.', 'SecurityError');
        },
      });
      const prompt = await final({ 'keep-forms': '', user: 'hoa' });
      await press(prompt, SAVE);
      expect(status(prompt)).to.include('Chưa lưu được.');
    });

    it('keeps the forms by itself where the page asks for that', async () => {
      const form = await fixture<HTMLFormElement>(html`<form><textarea name="noi-dung"></textarea></form>`);
      const prompt = await final({ 'keep-forms': '', user: 'hoa' });
      form.querySelector('textarea')!.value = TYPED;
      await press(prompt, SAVE);
      expect(status(prompt)).to.equal('Đã giữ tạm nội dung trong thẻ trình duyệt này. Đăng nhập lại để viết tiếp.');
      expect(stored()).to.include('Kính gửi');
    });
  });
});
