import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { BROWSER_ARGS, findBrowser } from '../../scripts/browser.ts';
import type { CmsServer } from './cms-server.ts';
import { expect, test as base } from './cms-site.ts';
import { dialogOf, expectState, openTabs, stateOf } from './session-site.ts';
import { watch } from './site.ts';

const SECRET = 'Số hồ sơ 123456';

/** What stands in the accessibility tree of a page, from its root: names of all nodes that are not ignored. */
async function exposed(page: Page): Promise<string> {
  const devtools = await page.context().newCDPSession(page);
  const { nodes } = await devtools.send('Accessibility.getFullAXTree');
  await devtools.detach();
  return nodes
    .filter(({ ignored }) => !ignored)
    .map(({ name }) => String(name?.value ?? ''))
    .join('\n');
}

const isHidden = (page: Page) => page.evaluate(() => getComputedStyle(document.body).visibility === 'hidden');
/** Whether the page that is shown came out of the back/forward cache. */
const isRestored = (page: Page) => page.evaluate(() => document.documentElement.dataset['restored'] === 'true');

interface Parts {
  /** A browser whose pages go into the back/forward cache, as everybody's do but Playwright's. */
  everybodys: BrowserContext;
}

const test = base.extend<Parts>({
  cms: async ({ cms }, use) => {
    cms.pageHeaders = { 'cache-control': 'no-cache' };
    cms.serveStatus();
    cms.bare.set('/khac', ({ reply }) => {
      reply(200, cms.page('<a href="/trang">Hồ sơ</a>', 'Trang khác'));
    });
    await use(cms);
  },
  everybodys: async ({ locale }, use) => {
    const browser = await chromium.launch({
      executablePath: findBrowser(),
      args: [...BROWSER_ARGS],
      ignoreDefaultArgs: ['--disable-back-forward-cache'],
    });
    const context = await browser.newContext({ ...(locale && { locale }) });
    await context.addInitScript(() => {
      window.addEventListener('pageshow', ({ persisted }) => {
        document.documentElement.dataset['restored'] = String(persisted);
      });
    });
    await use(context);
    await browser.close();
  },
  misdeeds: async ({ context, everybodys, cms }, use) => {
    const all = [context, everybodys].map((each) => watch(each, [cms.address(), cms.address('localhost')]));
    await use(all[1]!);
    for (const each of all) expect(each).toEqual({ errors: [], strangers: [] });
  },
});

/** Signs in and comes to a page that looks at the session without renewing it. */
async function open(context: BrowserContext, cms: CmsServer, attributes = ''): Promise<Page> {
  cms.bare.set('/trang', ({ left, reply }) => {
    const tag = `<tinh-session-prompt expires-in="${String(Math.round(left ?? 0) || '')}" status-url="/phien.php"
      extend-url="/giu-phien" extend-method="GET" sign-in-url="/dang-nhap" user="42" ${attributes}></tinh-session-prompt>`;
    reply(200, cms.page(`${tag}<p>${SECRET}</p><label>Nội dung <input></label><a href="/khac">Trang khác</a>`));
  });
  cms.pages.set('/giu-phien', ({ reply }) => {
    reply(204);
  });
  const page = await context.newPage();
  await page.goto(`${cms.address()}/dang-nhap?redirect=/trang`);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await expectState(page, 'active');
  return page;
}

/** Leaves the page by its link, and comes back by the browser's button when `meanwhile` has happened. */
async function leaveAndReturn(page: Page, meanwhile: () => void): Promise<void> {
  await page.getByRole('link', { name: 'Trang khác' }).click();
  await expect(page.getByRole('heading', { name: 'Trang khác' })).toBeVisible();
  meanwhile();
  await page.goBack({ waitUntil: 'commit' });
  await expect(page).toHaveURL(/\/trang$/);
}

test('Back to a page out of the back/forward cache: it asks the server first and shows that the session has ended', async ({
  everybodys,
  cms,
}) => {
  const page = await open(everybodys, cms);
  await page.getByLabel('Nội dung').fill('Đơn đề nghị');
  await leaveAndReturn(page, () => {
    cms.endAll();
    cms.log.length = 0;
  });
  expect(await isRestored(page), 'the element does not keep the page out of the cache').toBe(true);
  await expectState(page, 'expired');
  await expect(dialogOf(page)).toContainText('Phiên đăng nhập đã hết hạn.');
  expect(cms.log).toEqual(['GET /phien.php']);
  await expect(page.getByLabel('Nội dung')).toHaveValue('Đơn đề nghị');
});

test('Back to a page out of the cache with its prompt open: the time is the server’s, and the other tabs are heard again', async ({
  everybodys,
  cms,
}) => {
  const page = await open(everybodys, cms);
  await leaveAndReturn(page, () => {
    cms.ahead += 80_000;
    cms.log.length = 0;
  });
  expect(await isRestored(page)).toBe(true);
  await expect(dialogOf(page)).toContainText(/Thời gian còn lại: (40|3\d) giây/);
  expect(cms.log).toEqual(['GET /phien.php']);
  const [other] = await openTabs(everybodys, `${cms.address()}/trang`, 1, 'warning');
  await dialogOf(other!).getByRole('button', { name: 'Duy trì đăng nhập' }).click();
  await expect(dialogOf(page)).toHaveCount(0);
  expect(await stateOf(page)).toBe('active');
});

test('on a shared computer, Back shows nothing of the page until the server has answered, and nothing after the end', async ({
  everybodys,
  cms,
}) => {
  const page = await open(everybodys, cms, 'blank-on-expire');
  expect(await exposed(page)).toContain(SECRET);
  let answer = (): void => undefined;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  cms.bare.set('/phien.php', async ({ reply }) => {
    await answered;
    reply(200, '{"expiresIn":0}', { 'content-type': 'application/json' });
  });
  await leaveAndReturn(page, () => {
    cms.endAll();
    cms.log.length = 0;
  });
  expect(await isRestored(page)).toBe(true);
  await expect.poll(() => cms.log).toEqual(['GET /phien.php']);
  expect(await isHidden(page), 'while the server thinks').toBe(true);
  expect(await exposed(page)).not.toContain(SECRET);
  await expect(page.getByText(SECRET)).toBeHidden();
  answer();
  await expectState(page, 'expired');
  await expect(dialogOf(page)).toContainText('Phiên đăng nhập đã hết hạn.');
  expect(await isHidden(page)).toBe(true);
  expect(await exposed(page)).not.toContain(SECRET);
  await expect(dialogOf(page).getByRole('button', { name: 'Đóng' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(dialogOf(page)).toBeVisible();
  await dialogOf(page).getByRole('link', { name: 'Đăng nhập lại' }).click();
  await expect(page.getByRole('heading', { name: 'Đăng nhập' })).toBeVisible();
});

test('on a shared computer, the page comes back as it was when the session is still alive', async ({
  everybodys,
  cms,
}) => {
  cms.bare.set('/phien.php', ({ reply }) => {
    reply(200, '{"expiresIn":100,"user":"42"}', { 'content-type': 'application/json' });
  });
  const page = await open(everybodys, cms, 'blank-on-expire');
  await leaveAndReturn(page, () => undefined);
  expect(await isRestored(page)).toBe(true);
  await expect(page.getByText(SECRET)).toBeVisible();
  expect(await exposed(page)).toContain(SECRET);
  await expect(dialogOf(page)).toHaveCount(0);
});

test('on a shared computer, the page is loaded anew when nobody says whose the living session is', async ({
  everybodys,
  cms,
}) => {
  const page = await open(everybodys, cms, 'blank-on-expire');
  const loads = cms.log.length;
  await leaveAndReturn(page, () => undefined);
  await expect(page.getByText(SECRET)).toBeVisible();
  expect(cms.log.length).toBeGreaterThan(loads);
  await expect(dialogOf(page)).toHaveCount(0);
});

test('on a shared computer, Back shows nothing but the reason while the server does not answer', async ({
  everybodys,
  cms,
  misdeeds,
}) => {
  const page = await open(everybodys, cms, 'blank-on-expire');
  cms.bare.set('/phien.php', ({ reply }) => {
    reply(500, 'Lỗi');
  });
  await leaveAndReturn(page, () => undefined);
  await expect(dialogOf(page)).toContainText('Không kết nối được máy chủ.');
  expect(await isHidden(page)).toBe(true);
  expect(await exposed(page)).not.toContain(SECRET);
  cms.bare.set('/phien.php', ({ reply }) => {
    reply(200, '{"expiresIn":100}', { 'content-type': 'application/json' });
  });
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await expect(page.getByText(SECRET)).toBeVisible();
  await expect(dialogOf(page)).toHaveCount(0);
  misdeeds.errors.splice(0, misdeeds.errors.length, ...misdeeds.errors.filter((each) => !each.includes('500')));
});

for (const way of ['Back', 'a link'] as const) {
  test(`${way} to a page that the browser kept for ten minutes: its old expires-in is not believed`, async ({
    context,
    cms,
  }) => {
    cms.pageHeaders = { 'cache-control': 'max-age=600' };
    const page = await open(context, cms);
    const loads = cms.count('GET /trang');
    const meanwhile = (): void => {
      cms.ahead += 300_000;
    };
    if (way === 'Back') {
      await leaveAndReturn(page, meanwhile);
    } else {
      await page.goto(`${cms.address()}/khac`);
      meanwhile();
      await page.getByRole('link', { name: 'Hồ sơ' }).click();
    }
    await expect(page.locator('tinh-session-prompt')).toHaveAttribute('expires-in', '120');
    await expectState(page, 'expired');
    expect(cms.count('GET /trang'), 'the page came out of the cache').toBe(loads);
  });
}

test('on a shared computer, a page that the browser kept on disk is covered too until the server has answered', async ({
  context,
  cms,
}) => {
  cms.pageHeaders = { 'cache-control': 'max-age=600' };
  const page = await open(context, cms, 'blank-on-expire');
  let answer = (): void => undefined;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  cms.bare.set('/phien.php', async ({ reply }) => {
    await answered;
    reply(200, '{"expiresIn":0}', { 'content-type': 'application/json' });
  });
  await leaveAndReturn(page, () => {
    cms.endAll();
    cms.log.length = 0;
  });
  await expect.poll(() => cms.log).toEqual(['GET /phien.php']);
  const hiddenMeanwhile = await isHidden(page);
  answer();
  await expectState(page, 'expired');
  expect(await isHidden(page), 'after the answer').toBe(true);
  expect(hiddenMeanwhile, 'while the server thinks').toBe(true);
});

test('a tab that the browser threw away and loaded again shows the time that is left, not a new limit', async ({
  context,
  cms,
}) => {
  const page = await open(context, cms);
  cms.ahead += 75_000;
  await page.reload();
  await expect(dialogOf(page)).toContainText(/Thời gian còn lại: [34]\d giây/);
});
