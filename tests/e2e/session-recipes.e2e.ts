import type { Page } from '@playwright/test';
import type { CmsServer } from './cms-server.ts';
import { expect, test as base } from './cms-site.ts';
import { dialogOf, expectState, settled, stateOf } from './session-site.ts';

/** The tag as the manual has it for a CMS without an address that tells how long the session lasts. */
const RECIPE =
  '<tinh-session-prompt expires-in="120" extend-url="/giu-phien" extend-method="GET" sign-in-url="/dang-nhap"' +
  ' return-param="redirect" user="42" keep-forms></tinh-session-prompt>';
/** With such an address: a short PHP file that reads the session without renewing it. */
const WITH_STATUS = RECIPE.replace('extend-url', 'status-url="/phien.php" extend-url');
const FORM = `<form><label>Nội dung <textarea name="noi-dung"></textarea></label></form>`;

const test = base.extend<{ open: (tag: string) => Promise<void> }>({
  cms: async ({ cms }, use) => {
    cms.pages.set('/giu-phien', ({ reply }) => {
      reply(200, cms.page('Phiên được giữ.'));
    });
    await use(cms);
  },
  /** Signs in, under a clock that the test moves, and comes to a page with this tag. */
  open: async ({ page, cms }, use) => {
    await use(async (tag) => {
      cms.pages.set('/trang', ({ reply }) => {
        reply(200, cms.page(tag + FORM));
      });
      await page.clock.install();
      await page.goto(`${cms.address()}/trang`);
      await page.getByRole('button', { name: 'Đăng nhập' }).click();
      await expectState(page, 'active');
    });
  },
});

async function pass(page: Page, cms: CmsServer, seconds: number): Promise<void> {
  cms.ahead += seconds * 1000;
  await page.clock.runFor(seconds * 1000);
}

const button = (page: Page) => dialogOf(page).getByRole('button', { name: 'Duy trì đăng nhập' });

test('a CMS without a status address: the prompt opens in time, and its button really renews the session', async ({
  page,
  cms,
  open,
}) => {
  await open(RECIPE);
  await pass(page, cms, 58);
  await expect(dialogOf(page)).toHaveCount(0);
  await pass(page, cms, 3);
  await expect(dialogOf(page)).toContainText(/Thời gian còn lại: (60|5\d) giây/);
  expect(cms.left).toBeLessThan(62);
  await button(page).click();
  await expect(dialogOf(page)).toHaveCount(0);
  await expect(page.getByText('Đã gia hạn phiên đăng nhập.')).toBeVisible();
  expect(cms.left).toBeGreaterThan(110);
  expect(cms.count('GET /giu-phien')).toBe(1);
  // Again and again: the limit that the page printed counts from each extension.
  for (let round = 0; round < 10; round += 1) {
    await pass(page, cms, 61);
    await button(page).click();
    await expect(dialogOf(page)).toHaveCount(0);
  }
  expect(cms.left).toBeGreaterThan(110);
  expect(
    cms.log.filter((each) => each.includes('session')),
    'nobody asks for addresses that the CMS lacks',
  ).toEqual([]);
});

test('a CMS without a status address: at zero the prompt says that the session may be over, and signs nobody out', async ({
  page,
  cms,
  open,
}) => {
  await open(RECIPE);
  await page.getByLabel('Nội dung').fill('Đơn đề nghị');
  await pass(page, cms, 5);
  // What was typed is activity: it renews at the lead time; after that nobody does anything.
  await pass(page, cms, 56);
  await expect.poll(() => cms.count('GET /giu-phien')).toBe(1);
  await pass(page, cms, 61);
  await expect(dialogOf(page)).toBeVisible();
  // Another page of the site, in a browser window that this page knows nothing of, has renewed the session.
  await page.request.get(`${cms.address()}/giu-phien`);
  await pass(page, cms, 61);
  await expectState(page, 'unreachable');
  await expect(dialogOf(page)).toContainText('Phiên đăng nhập có thể đã hết hạn.');
  await expect(dialogOf(page).getByRole('link', { name: 'Đăng nhập lại' })).toBeVisible();
  expect(cms.left).toBeGreaterThan(0);
  await button(page).click();
  await expect(dialogOf(page)).toHaveCount(0);
  await expect(page.getByLabel('Nội dung')).toHaveValue('Đơn đề nghị');
  expect(cms.left).toBeGreaterThan(110);
});

test('clicked on an already dead session: the redirect to the sign-in page is the end, not a success, and the text comes back', async ({
  page,
  cms,
  open,
}) => {
  await open(RECIPE);
  await pass(page, cms, 61);
  await expect(dialogOf(page)).toBeVisible();
  await page.getByLabel('Nội dung').evaluate((each: HTMLTextAreaElement) => (each.value = 'Đơn đề nghị'));
  cms.endAll();
  await button(page).click();
  await expectState(page, 'expired');
  await expect(dialogOf(page)).toContainText('Phiên đăng nhập đã hết hạn.');
  await dialogOf(page).getByRole('link', { name: 'Đăng nhập lại' }).click();
  await expect(page).toHaveURL(/\/dang-nhap\?redirect=/);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await expect(page).toHaveURL(`${cms.address()}/trang`);
  await expect(page.getByLabel('Nội dung')).toHaveValue('Đơn đề nghị');
  await expect(page.getByText('Đã khôi phục nội dung bạn đang nhập dở.')).toBeVisible();
});

for (const kind of ['a number', 'a number in quotes, as older PHP prints it'] as const) {
  test(`a CMS with a status file that prints ${kind}: warned, asked again at the end, and told the truth`, async ({
    page,
    cms,
    open,
  }) => {
    cms.serveStatus((seconds) => ({ expiresIn: kind === 'a number' ? seconds : String(seconds) }));
    await open(WITH_STATUS);
    await pass(page, cms, 61);
    await expect(dialogOf(page)).toContainText(/Thời gian còn lại: (60|5\d) giây/);
    expect(cms.left, 'looking renews nothing').toBeLessThan(62);
    await button(page).click();
    await expect(dialogOf(page)).toHaveCount(0);
    expect(cms.left).toBeGreaterThan(110);

    await pass(page, cms, 61);
    await expect(dialogOf(page)).toBeVisible();
    // Somebody works in another window: the server knows.
    await page.request.get(`${cms.address()}/giu-phien`);
    await pass(page, cms, 61);
    await expectState(page, 'warning');
    expect(cms.left).toBeGreaterThan(50);
    await pass(page, cms, 61);
    await expectState(page, 'expired');
    expect(cms.left).toBe(0);
  });
}

test('single sign-on: being sent to a sign-in page of another origin is the end of the session', async ({
  page,
  cms,
  open,
}) => {
  const sso = `${cms.address('localhost')}/sso`;
  cms.bare.set('/sso', ({ reply }) => {
    reply(200, cms.page('Mật khẩu một lần', 'Đăng nhập một lần'));
  });
  await open(RECIPE.replace('sign-in-url="/dang-nhap"', `sign-in-url="${sso}"`));
  await pass(page, cms, 61);
  await button(page).click();
  await expect(dialogOf(page)).toHaveCount(0);
  expect(cms.left).toBeGreaterThan(110);
  await pass(page, cms, 61);
  cms.signInUrl = sso;
  cms.endAll();
  await button(page).click();
  await expectState(page, 'expired');
  const link = dialogOf(page).getByRole('link', { name: 'Đăng nhập lại' });
  await expect(link).toHaveAttribute('href', `${sso}?redirect=${encodeURIComponent(`${cms.address()}/trang`)}`);
  await link.click();
  await expect(page.getByRole('heading', { name: 'Đăng nhập một lần' })).toBeVisible();
});

test('a CMS that refuses more than forty requests a minute never refuses the prompt: half an hour of work in seven tabs', async ({
  page,
  context,
  cms,
  open,
}) => {
  cms.flood = 40;
  cms.serveStatus();
  await open(WITH_STATUS);
  const tabs = [page];
  for (let each = 1; each < 7; each += 1) {
    const tab = await context.newPage();
    await tab.goto(`${cms.address()}/trang`);
    await expectState(tab, 'active');
    tabs.push(tab);
  }
  cms.log.length = 0;
  const asked: number[] = [];
  for (let step = 0; step < 30 * 20; step += 1) {
    if (step % 7 === 0) await tabs[step % 6]!.keyboard.press('a');
    await pass(page, cms, 3);
    await settled(page);
    asked.push(cms.log.length);
  }
  for (const tab of tabs) expect(await stateOf(tab)).toBe('active');
  const busiest = Math.max(...asked.map((each, step) => each - (asked[step - 20] ?? 0)));
  expect(busiest, 'requests of the busiest minute').toBeLessThanOrEqual(6);
  expect(cms.log.length, cms.log.join()).toBeLessThanOrEqual(90);
  expect(cms.left).toBeGreaterThan(0);
});

test('refused as one who asks too often, the prompt signs nobody out and asks again later', async ({
  page,
  cms,
  open,
  misdeeds,
}) => {
  cms.serveStatus();
  await open(WITH_STATUS);
  await pass(page, cms, 61);
  await expect(dialogOf(page)).toBeVisible();
  cms.flood = 0;
  await button(page).click();
  await expectState(page, 'unreachable');
  await expect(dialogOf(page)).toContainText('Không kết nối được máy chủ. Đang tự thử lại.');
  cms.flood = 40;
  await pass(page, cms, 6);
  // What somebody asked for is asked again, until it is granted.
  await expect(dialogOf(page)).toHaveCount(0);
  expect(cms.left).toBeGreaterThan(110);
  // The browser itself tells of each answer 503.
  misdeeds.errors.splice(0, misdeeds.errors.length, ...misdeeds.errors.filter((each) => !each.includes('503')));
});

test('a companion server below a path of the CMS says nothing about the CMS’s own sessions', async ({
  page,
  cms,
  open,
}) => {
  cms.library = 'own';
  // Beside the script there is a companion server, where this visitor has no session.
  cms.bare.set('/tep/api/v1/session', ({ reply }) => {
    reply(200, '{"state":"signed-out","expiresIn":null}', { 'content-type': 'application/json' });
  });
  await open(RECIPE);
  await pass(page, cms, 61);
  await expectState(page, 'warning');
  expect(cms.left).toBeGreaterThan(50);
});

test('a CMS that serves the library itself is not asked for addresses that it does not have', async ({
  page,
  cms,
  open,
}) => {
  cms.library = 'own';
  await open(RECIPE);
  await pass(page, cms, 61);
  await expectState(page, 'warning');
  await button(page).click();
  await expect(dialogOf(page)).toHaveCount(0);
  expect(cms.log.filter((each) => each.includes('session'))).toEqual([]);
});
