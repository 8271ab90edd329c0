import { expect, fixture, html } from '@open-wc/testing';
import { expectAccessible, part, recordConsole, settled, words } from './support/fixture.ts';
import {
  choices,
  comeBack,
  countdown,
  message,
  press,
  rendered,
  SIGNED_OUT,
  startSite,
  STATUS_URL,
  type Prompt,
  type Site,
} from './support/session-prompt.ts';

const SAVE = 'Lưu nội dung';
const RESTORED = 'Đã khôi phục nội dung bạn đang nhập dở.';
const TYPED = 'Kính gửi Sở Ngoại vụ,\nđề nghị cấp lại giấy tờ.';

describe('session prompt: keep-forms', () => {
  let site: Site;
  beforeEach(() => {
    site = startSite();
  });

  const status = (prompt: Prompt) => words(prompt.shadowRoot!.querySelector('[role=status]'));
  /** Everything that this tab has stored. */
  const stored = () => JSON.stringify(Object.entries(sessionStorage));
  const makeForm = () =>
    fixture<HTMLFormElement>(html`
      <form id="don">
        <input name="ten" value="Chưa có tên" />
        <textarea name="noi-dung"></textarea>
        <select name="tinh">
          <option value="ha-noi">Hà Nội</option>
          <option value="hue">Huế</option>
          <option value="can-tho">Cần Thơ</option>
        </select>
        <select name="ngon-ngu" multiple>
          <option value="vi" selected>Tiếng Việt</option>
          <option value="en">Tiếng Anh</option>
        </select>
        <input type="checkbox" name="dong-y" />
        <input type="checkbox" name="nhan-thu" checked />
        <input type="radio" name="loai" value="moi" checked />
        <input type="radio" name="loai" value="lai" />
        <input type="radio" name="loai" value="doi" />
        <input type="password" name="mat-khau" />
        <input type="hidden" name="ma" value="0" />
        <input type="file" name="tep" />
        <input name="the" autocomplete="cc-number" />
        <input name="otp" autocomplete="one-time-code" />
        <input name="mat_khau_moi" />
        <input name="cvc" autocomplete="section-a billing cc-csc" />
      </form>
    `);
  type Form = Awaited<ReturnType<typeof makeForm>>;
  const control = (form: Form, name: string, index = 0) =>
    form.querySelectorAll<HTMLInputElement>(`[name=${name}]`)[index]!;
  const languages = (form: Form) => form.querySelector<HTMLSelectElement>('[name=ngon-ngu]')!;
  /** Fills the form the way somebody would. */
  const fill = (form: Form) => {
    control(form, 'ten').value = 'Hoa';
    control(form, 'noi-dung').value = TYPED;
    control(form, 'tinh').value = 'hue';
    languages(form).options[1]!.selected = true;
    control(form, 'dong-y').checked = true;
    control(form, 'nhan-thu').checked = false;
    control(form, 'loai', 1).checked = true;
    control(form, 'mat-khau').value = 'mat-khau-cua-toi';
    control(form, 'ma').value = 'bi-mat-an';
    control(form, 'the').value = '4111111111111111';
    control(form, 'otp').value = '123456';
    control(form, 'cvc').value = '987';
    control(form, 'mat_khau_moi').value = 'hien-ra';
  };
  /** Somebody has filled the form, the session has ended, and they load the page anew after signing in. */
  const returnAfterEnd = async (form: Form, attributes: Record<string, string> = {}) => {
    const prompt = await site.open({ 'keep-forms': '', user: 'hoa', ...attributes });
    fill(form);
    site.over();
    await site.clock.tick(60_000);
    prompt.remove();
    form.reset();
    control(form, 'ma').value = '0';
    site.lives(1800);
    return () => site.show({ 'keep-forms': '', user: 'hoa', ...attributes });
  };

  it('puts back what was typed, ticked and chosen, after signing in again, and says so', async () => {
    const form = await makeForm();
    const show = await returnAfterEnd(form);
    const changes: string[] = [];
    for (const type of ['input', 'change']) {
      form.addEventListener(type, ({ target }) => changes.push(`${type} ${(target as HTMLInputElement).name}`));
    }
    const prompt = await show();
    expect(control(form, 'ten').value).to.equal('Hoa');
    expect(control(form, 'noi-dung').value).to.equal(TYPED);
    expect(control(form, 'tinh').value).to.equal('hue');
    const chosen = [...languages(form).selectedOptions].map(({ value }) => value);
    expect(chosen).to.deep.equal(['vi', 'en']);
    expect(control(form, 'dong-y').checked).to.be.true;
    expect(control(form, 'nhan-thu').checked).to.be.false;
    expect(control(form, 'loai', 1).checked).to.be.true;
    expect(changes).to.include.members(['input ten', 'change ten', 'change tinh', 'change dong-y']);
    expect(status(prompt)).to.equal(RESTORED);
    await expectAccessible(prompt);
    await site.clock.tick(8000);
    expect(rendered(prompt)).to.be.empty;
  });

  it('never stores passwords, also shown ones, hidden fields, cards and one-time codes, nor who it was', async () => {
    const form = await makeForm();
    const show = await returnAfterEnd(form, { user: 'nguyen-thi-hoa' });
    for (const secret of ['mat-khau-cua-toi', 'bi-mat-an', '4111', '123456', '987', 'hien-ra', 'nguyen-thi-hoa']) {
      expect(stored()).not.to.include(secret);
    }
    expect(stored()).to.include('Hoa');
    await show();
    expect(control(form, 'mat-khau').value).to.equal('');
    expect(control(form, 'the').value).to.equal('');
  });

  it('keeps what was typed while the prompt was open, too', async () => {
    const form = await makeForm();
    await site.open({ 'keep-forms': '', user: 'hoa' });
    fill(form);
    expect(stored()).not.to.include('Kính gửi');
    site.over();
    await site.clock.tick(60_000);
    expect(stored()).to.include('Kính gửi');
  });

  it('keeps as soon as the prompt opens: nobody knows whether the page will be there at the end', async () => {
    const form = await makeForm();
    fill(form);
    await site.open({ 'keep-forms': '', user: 'hoa' });
    expect(stored()).to.include('Kính gửi');
  });

  it('gives it to nobody else at the same computer', async () => {
    const form = await makeForm();
    const show = await returnAfterEnd(form);
    (await site.show({ 'keep-forms': '', user: 'mai' })).remove();
    expect(control(form, 'ten').value).to.equal('Chưa có tên');
    await show();
    expect(control(form, 'ten').value).to.equal('Hoa');
  });

  it('does not write over what the page or somebody has filled in meanwhile', async () => {
    const form = await makeForm();
    const show = await returnAfterEnd(form);
    control(form, 'ten').value = 'Lan';
    control(form, 'tinh').value = 'can-tho';
    control(form, 'loai', 2).checked = true;
    await show();
    expect(control(form, 'ten').value).to.equal('Lan');
    expect(control(form, 'tinh').value).to.equal('can-tho');
    expect(control(form, 'loai', 2).checked).to.be.true;
    expect(control(form, 'noi-dung').value).to.equal(TYPED);
  });

  it('puts back as soon as the form is there: applications build theirs late', async () => {
    const form = await makeForm();
    const show = await returnAfterEnd(form);
    const home = form.parentElement!;
    form.remove();
    const prompt = await show();
    expect(rendered(prompt)).to.be.empty;
    home.append(form);
    await settled();
    expect(control(form, 'ten').value).to.equal('Hoa');
    expect(status(prompt)).to.equal(RESTORED);
  });

  it('keeps nothing where nobody says whose words they are, and warns once', async () => {
    const lines = recordConsole();
    fill(await makeForm());
    await site.show({ 'keep-forms': '', 'status-url': null, 'extend-url': STATUS_URL });
    await site.clock.tick(300_000);
    expect(sessionStorage.length).to.equal(0);
    expect(lines).to.deep.equal([
      '<tinh-session-prompt> keep-forms needs user, or a field “user” in the answer of status-url',
    ]);
  });

  it('puts back once only', async () => {
    const form = await makeForm();
    const show = await returnAfterEnd(form);
    (await show()).remove();
    form.reset();
    const prompt = await show();
    expect(control(form, 'ten').value).to.equal('Chưa có tên');
    expect(rendered(prompt)).to.be.empty;
  });

  it('forgets what it kept when the session was extended after all', async () => {
    const form = await makeForm();
    fill(form);
    const prompt = await site.open({ 'keep-forms': '', user: 'hoa' });
    part(prompt, 'action').click();
    await settled();
    expect(sessionStorage.length).to.equal(0);
    expect(control(form, 'ten').value).to.equal('Hoa');
  });

  it('forgets what somebody has taken back before the end', async () => {
    const form = await makeForm();
    fill(form);
    await site.open({ 'keep-forms': '', user: 'hoa' });
    expect(stored()).to.include('Kính gửi');
    form.reset();
    site.over();
    await site.clock.tick(60_000);
    expect(stored()).not.to.include('Kính gửi');
  });

  it('keeps only the forms that the page names', async () => {
    const page = await fixture(html`
      <div>
        <form class="giu"><input name="a" /></form>
        <form><input name="b" /></form>
      </div>
    `);
    for (const input of page.querySelectorAll('input')) input.value = `chữ ${input.name}`;
    await site.open({ 'keep-forms': '.giu' });
    expect(stored()).to.include('chữ a').and.not.to.include('chữ b');
  });

  it('warns once about a selector that is none, and keeps nothing', async () => {
    const lines = recordConsole();
    fill(await makeForm());
    const prompt = await site.open({ 'keep-forms': '[[' });
    expect(countdown(prompt)).to.equal('Thời gian còn lại: 60 giây');
    expect(sessionStorage.length).to.equal(0);
    expect(lines).to.deep.equal(['<tinh-session-prompt> keep-forms="[[": expected a selector of forms']);
  });

  it('keeps nothing where the page does not ask for it', async () => {
    fill(await makeForm());
    await site.open();
    site.over();
    await site.clock.tick(60_000);
    expect(sessionStorage.length).to.equal(0);
  });

  it('forgets everything of somebody who signs out', async () => {
    fill(await makeForm());
    const prompt = await site.open({ 'keep-forms': '', 'sign-out-url': STATUS_URL, 'sign-out-method': 'DELETE' });
    expect(stored()).to.include('Kính gửi');
    await press(prompt, 'Đăng xuất');
    expect(message(prompt)).to.equal(SIGNED_OUT);
    expect(sessionStorage.length).to.equal(0);
    site.lives(1800);
    comeBack();
    await settled();
    expect(choices(prompt)).not.to.include(SAVE);
  });

  it('forgets everything of somebody who signs out by a link of the page, also what other pages kept', async () => {
    fill(await makeForm());
    const link = await fixture<HTMLElement>(html`<a href="#dang-xuat">Thoát</a>`);
    await site.open({ 'keep-forms': '', 'sign-out-url': '#dang-xuat', 'without-activity': '' });
    const [key] = Object.keys(sessionStorage);
    sessionStorage.setItem(key!.replace(location.pathname, '/trang-khac'), '[]');
    sessionStorage.setItem('cua-trang', '1');
    link.click();
    await settled();
    expect(Object.keys(sessionStorage)).to.deep.equal(['cua-trang']);
  });
});
