import type { BrowserContext, Page } from '@playwright/test';
import type { CmsServer } from './cms-server.ts';
import { expect, test as base } from './cms-site.ts';
import { dialogOf, expectState, openTabs, stateOf } from './session-site.ts';

const PASSWORD = 'mat-khau-Rat-Bi-Mat';
const CARD = '9704 3611 1111 2222';
const CODE = '918273';
const HIDDEN = 'ma-an-8c1f';
const LONG = `Kính gửi Sở Ngoại vụ,\n${'Tôi xin trình bày sự việc như sau. '.repeat(200)}\nTrân trọng.`;

const FORM = `<form id="ho-so" method="post" action="/gui"><input type="hidden" name="ma" value="goc">
<label>Họ và tên <input name="ten" value="Lê Văn Cường"></label><label>Nội dung <textarea name="noi-dung"></textarea></label>
<label>Mật khẩu <input type="password" name="mk"></label><label>Số thẻ <input name="the" autocomplete="section-a cc-number">
</label><label>Mã xác nhận <input name="otp" autocomplete="one-time-code"></label><label>Tệp <input type="file"></label>
<label><input type="checkbox" name="dong-y"> Đồng ý</label>
<label>Lĩnh vực <select name="linh-vuc"><option>Hộ tịch</option><option>Đất đai</option></select></label></form>
<form id="tim"><label>Tìm kiếm <input name="q"></label></form><a href="/thoat">Thoát</a>`;

const test = base.extend({
  cms: async ({ cms }, use) => {
    cms.serveStatus();
    await use(cms);
  },
});

/** Signs in, with a page that keeps forms, and writes down everything that any script puts into the browser's storage. */
async function open(context: BrowserContext, cms: CmsServer, written: string[], keep = ''): Promise<Page> {
  let user = 0;
  cms.pages.set('/trang', ({ url, reply }) => {
    user = Number(url.searchParams.get('nguoi') ?? (user || 42));
    const tag = `<tinh-session-prompt expires-in="120" status-url="/phien.php" extend-url="/giu" sign-in-url="/dang-nhap"
      sign-out-url="/thoat" sign-out-method="GET" return-param="redirect" return-url="/trang" user="${String(user)}"
      keep-forms="${keep}"></tinh-session-prompt>`;
    reply(200, cms.page(tag + FORM));
  });
  await context.exposeFunction('writeDown', (text: string) => written.push(text));
  await context.addInitScript(() => {
    // eslint-disable-next-line @typescript-eslint/unbound-method -- It is called with the storage that it was called on.
    const { setItem } = Storage.prototype;
    Storage.prototype.setItem = function (key, value) {
      void (window as unknown as { writeDown(text: string): Promise<void> }).writeDown(`${key} ${value}`);
      setItem.call(this, key, value);
    };
  });
  const page = await context.newPage();
  await page.goto(`${cms.address()}/trang`);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await expectState(page, 'active');
  return page;
}

async function fillIn(page: Page): Promise<void> {
  await page.getByLabel('Nội dung').fill(LONG);
  await page.getByLabel('Họ và tên').fill('Lê Văn Cường Em');
  await page.getByLabel('Mật khẩu').fill(PASSWORD);
  await page.getByLabel('Số thẻ').fill(CARD);
  await page.getByLabel('Mã xác nhận').fill(CODE);
  await page.getByLabel('Tệp').setInputFiles({ name: 'can-cuoc.png', mimeType: 'image/png', buffer: Buffer.from('x') });
  await page.getByLabel('Đồng ý').check();
  await page.getByLabel('Lĩnh vực').selectOption('Đất đai');
  await page.getByLabel('Tìm kiếm').fill('mẫu đơn');
  await page.locator('[name=ma]').evaluate((each: HTMLInputElement, value) => (each.value = value), HIDDEN);
}

/** Time passes with nobody at the keyboard, but for what was typed before, until the server has ended the session. */
async function expire(page: Page, cms: CmsServer): Promise<void> {
  cms.ahead += 61_000;
  cms.endAll();
  await page.clock.runFor(61_000);
  await expectState(page, 'expired');
}

async function signInAgain(page: Page): Promise<void> {
  await dialogOf(page).getByRole('link', { name: 'Đăng nhập lại' }).click();
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await expectState(page, 'active');
}

const stored = (page: Page) => page.evaluate(() => JSON.stringify(Object.entries(sessionStorage)));

test('a long text survives the end of the session and signing in again; password, card, code and file are never kept', async ({
  context,
  cms,
}) => {
  const written: string[] = [];
  await context.clock.install();
  const page = await open(context, cms, written);
  await fillIn(page);
  await expire(page, cms);
  expect(await stored(page)).toContain('Tôi xin trình bày');
  await signInAgain(page);
  await expect(page.getByText('Đã khôi phục nội dung bạn đang nhập dở.')).toBeVisible();
  await expect(page.getByLabel('Nội dung')).toHaveValue(LONG);
  await expect(page.getByLabel('Họ và tên')).toHaveValue('Lê Văn Cường Em');
  await expect(page.getByLabel('Đồng ý')).toBeChecked();
  await expect(page.getByLabel('Lĩnh vực')).toHaveValue('Đất đai');
  await expect(page.getByLabel('Tìm kiếm')).toHaveValue('mẫu đơn');
  for (const name of ['Mật khẩu', 'Số thẻ', 'Mã xác nhận', 'Tệp'])
    await expect(page.getByLabel(name), name).toHaveValue('');
  await expect(page.locator('[name=ma]')).toHaveValue('goc');
  expect(await stored(page), 'what was given back is kept no longer').toBe('[]');
  expect(written.length).toBeGreaterThan(0);
  for (const secret of [PASSWORD, CARD, CODE, HIDDEN, 'can-cuoc'])
    expect(
      written.filter((each) => each.includes(secret)),
      secret,
    ).toEqual([]);
});

test('only the chosen forms are kept', async ({ context, cms }) => {
  await context.clock.install();
  const page = await open(context, cms, [], '#tim');
  await fillIn(page);
  await expire(page, cms);
  await signInAgain(page);
  await expect(page.getByLabel('Tìm kiếm')).toHaveValue('mẫu đơn');
  await expect(page.getByLabel('Nội dung')).toHaveValue('');
});

test('who signs in as somebody else does not find the first one’s words', async ({ context, cms }) => {
  await context.clock.install();
  const page = await open(context, cms, []);
  await fillIn(page);
  await expire(page, cms);
  await page.goto(`${cms.address()}/trang?nguoi=43`);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await expect(page.locator('tinh-session-prompt')).toHaveAttribute('user', '43');
  await page.goto(`${cms.address()}/trang`);
  await expectState(page, 'active');
  await expect(page.getByLabel('Nội dung')).toHaveValue('');
  await expect(page.getByText('Đã khôi phục')).toHaveCount(0);
});

test('signing out on purpose forgets what was typed, with the prompt’s button and with the page’s link', async ({
  context,
  cms,
}) => {
  await context.clock.install();
  const page = await open(context, cms, []);
  for (const way of ['the button', 'the link'] as const) {
    await page.getByLabel('Nội dung').evaluate((each: HTMLTextAreaElement) => (each.value = 'Đơn riêng tư'));
    cms.ahead += 61_000;
    await page.clock.runFor(61_000);
    await expect(dialogOf(page)).toBeVisible();
    expect(await stored(page)).toContain('Đơn riêng tư');
    if (way === 'the button') await dialogOf(page).getByRole('button', { name: 'Đăng xuất' }).click();
    // A dialog covers the link for people, and not for a script of the page.
    else
      await page
        .getByRole('link', { name: 'Thoát', includeHidden: true })
        .evaluate((each: HTMLElement) => each.click());
    await expect(page.getByRole('heading', { name: 'Đăng nhập' })).toBeVisible();
    expect(await stored(page), way).toBe('[]');
    await page.getByRole('button', { name: 'Đăng nhập' }).click();
    await expectState(page, 'active');
    await expect(page.getByLabel('Nội dung')).toHaveValue('');
  }
});

test('signing out in one tab forgets what is kept in the others', async ({ context, cms }) => {
  await context.clock.install();
  const page = await open(context, cms, []);
  await page.getByLabel('Nội dung').evaluate((each: HTMLTextAreaElement) => (each.value = 'Đơn riêng tư'));
  const [other] = await openTabs(context, `${cms.address()}/trang`, 1);
  cms.ahead += 61_000;
  await context.clock.runFor(61_000);
  for (const tab of [page, other!]) await expect(dialogOf(tab)).toBeVisible();
  expect(await stored(page)).toContain('Đơn riêng tư');
  await dialogOf(other!).getByRole('button', { name: 'Đăng xuất' }).click();
  await expect.poll(() => stored(page)).toBe('[]');
  await context.clock.runFor(3000);
  await expect(dialogOf(page)).toContainText('Bạn đã đăng xuất.');
  expect(await stored(page)).toBe('[]');
});

test('after signing out, Back to a page that the browser kept shows that nobody is signed in, and asks the server', async ({
  context,
  cms,
}) => {
  // Under Playwright's clock a page does not know how it came; and no time has to pass here.
  cms.pageHeaders = { 'cache-control': 'max-age=600' };
  const page = await open(context, cms, []);
  await page.goto(`${cms.address()}/trang?lan=2`);
  await expectState(page, 'active');
  await page.getByRole('link', { name: 'Thoát' }).click();
  await expect(page.getByRole('heading', { name: 'Đăng nhập' })).toBeVisible();
  cms.log.length = 0;
  await page.goBack();
  await expect.poll(() => cms.log).toEqual(['GET /phien.php']);
  await expect(dialogOf(page)).toContainText('Bạn đã đăng xuất.');
  expect(await stateOf(page)).toBe('signed-out');
});

test('an extension keeps the text in its fields and forgets the copy', async ({ context, cms }) => {
  cms.pages.set('/giu', ({ reply }) => {
    reply(204);
  });
  await context.clock.install();
  const page = await open(context, cms, []);
  await page.getByLabel('Nội dung').evaluate((each: HTMLTextAreaElement) => (each.value = 'Đơn riêng tư'));
  cms.ahead += 61_000;
  await page.clock.runFor(61_000);
  await expect(dialogOf(page)).toBeVisible();
  expect(await stored(page)).toContain('Đơn riêng tư');
  await dialogOf(page).getByRole('button', { name: 'Duy trì đăng nhập' }).click();
  await expect(dialogOf(page)).toHaveCount(0);
  await expect(page.getByLabel('Nội dung')).toHaveValue('Đơn riêng tư');
  expect(await stored(page)).toBe('[]');
});
