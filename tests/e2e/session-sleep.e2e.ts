import {
  check,
  dialogOf,
  expect,
  expectState,
  openTabs,
  recordRequests,
  settled,
  stateOf,
  test,
} from './session-site.ts';
import type { BrowserContext, Page } from '@playwright/test';
import type { SessionSite } from './session-site.ts';

const HOUR = 3_600_000;
/** As the server prints it into a page, which is what the demo's own pages do. */
const PRINTED = (seconds: number) =>
  `<tinh-session-prompt user="42" expires-in="${String(seconds)}" sign-in-url="./#dang-nhap"></tinh-session-prompt>
<p><label>Nội dung <textarea name="noi-dung"></textarea></label></p>`;

const button = (page: Page) => dialogOf(page).getByRole('button', { name: 'Duy trì đăng nhập' });

/** One tab of somebody who has just signed in, at a server whose sessions last `limit` seconds. */
async function signIn(context: BrowserContext, site: SessionSite, limit = 120): Promise<Page> {
  if (limit !== 120) {
    await site.stop();
    await site.start({ config: { ...site.demoConfig(), session: { idleLimit: limit, absoluteLimit: 28_800 } } });
  }
  site.write('phien.html', PRINTED(limit));
  await context.clock.install();
  await site.sign('in', context);
  const [page] = await openTabs(context, `${site.url}phien.html`, 1);
  return page!;
}

/** Time passes for browser and server, so slowly that each answer comes before the time goes on. */
async function walk(context: BrowserContext, site: SessionSite, page: Page, seconds: number): Promise<void> {
  for (let each = 0; each < seconds; each += 1) {
    await site.pass(context, 1);
    await settled(page);
  }
}

/**
 * The computer sleeps: no timer runs. On Windows the monotonic clock goes on meanwhile, on others it stands still, and the
 * wall clock jumps.
 */
async function sleep(context: BrowserContext, page: Page, system: 'Windows' | 'Linux'): Promise<void> {
  if (system === 'Windows') {
    await context.clock.fastForward(HOUR);
  } else {
    await context.clock.setSystemTime(HOUR + (await page.evaluate(() => Date.now())));
  }
}

for (const system of ['Windows', 'Linux'] as const) {
  test(`after an hour’s sleep on ${system} the session is over when the server says so, and the page says it too`, async ({
    context,
    site,
    misdeeds,
  }) => {
    const page = await signIn(context, site);
    await page.getByLabel('Nội dung').fill('Đơn đề nghị');
    site.ahead += HOUR;
    await sleep(context, page, system);
    await context.clock.runFor(15_000);
    await expectState(page, 'expired');
    await expect(dialogOf(page)).toContainText('Phiên đăng nhập đã hết hạn.');
    await expect(page.getByLabel('Nội dung')).toHaveValue('Đơn đề nghị');
    // The typing counts as activity: the page may try to extend first, and the browser tells of the refusal.
    misdeeds.errors.splice(0, misdeeds.errors.length, ...misdeeds.errors.filter((each) => !each.includes('401')));
  });

  test(`after an hour’s sleep on ${system} nobody is signed out or disturbed while the server keeps the session`, async ({
    context,
    site,
  }) => {
    const page = await signIn(context, site);
    await sleep(context, page, system);
    await context.clock.runFor(15_000);
    await settled(page);
    await expectState(page, 'active');
    await expect(dialogOf(page)).toHaveCount(0);
    // The page counts from what the server said: after another minute it warns.
    site.ahead += 61_000;
    await context.clock.runFor(61_000);
    await expect(dialogOf(page)).toBeVisible();
  });

  test(`after an hour’s sleep on ${system} a page-only limit is past: a fresh warning comes first`, async ({
    context,
    site,
  }) => {
    site.write('rieng.html', '<tinh-session-prompt user="42" idle-limit="1800"></tinh-session-prompt>');
    await context.clock.install();
    const [page] = await openTabs(context, `${site.url}rieng.html`, 1);
    const requests = recordRequests(context);
    await sleep(context, page!, system);
    await context.clock.runFor(15_000);
    await expectState(page!, 'warning');
    await expect(dialogOf(page!)).toContainText(/Thời gian còn lại: (60|5\d|4\d) giây/);
    await button(page!).click();
    await expect(dialogOf(page!)).toHaveCount(0);
    await context.clock.runFor(1_700_000);
    expect(await stateOf(page!)).toBe('active');
    await context.clock.runFor(45_000);
    await expectState(page!, 'warning');
    await context.clock.runFor(61_000);
    await expectState(page!, 'expired');
    expect(requests.all, 'nobody is asked').toEqual([]);
  });
}

test('a clock set back an hour neither hides the end nor brings it', async ({ context, site }) => {
  const page = await signIn(context, site);
  await context.clock.setSystemTime((await page.evaluate(() => Date.now())) - HOUR);
  await walk(context, site, page, 57);
  expect(await stateOf(page)).toBe('active');
  await walk(context, site, page, 4);
  await expect(dialogOf(page)).toContainText(/Thời gian còn lại: (60|5\d) giây/);
  await context.clock.setSystemTime((await page.evaluate(() => Date.now())) - HOUR);
  await walk(context, site, page, 10);
  await expect(dialogOf(page)).toContainText(/Thời gian còn lại: (50|4\d) giây/);
  await walk(context, site, page, 52);
  await expectState(page, 'expired');
});

test('a clock set forward an hour signs nobody out', async ({ context, site }) => {
  const page = await signIn(context, site);
  await walk(context, site, page, 61);
  await expect(dialogOf(page)).toBeVisible();
  await context.clock.setSystemTime((await page.evaluate(() => Date.now())) + HOUR);
  await walk(context, site, page, 10);
  expect(await stateOf(page)).toBe('warning');
  await expect(dialogOf(page)).toContainText(/Thời gian còn lại: (50|4\d) giây/);
  await walk(context, site, page, 52);
  await expectState(page, 'expired');
});

test('a clock set back an hour does not lengthen a page-only limit by an hour', async ({ context, site }) => {
  site.write('rieng.html', '<tinh-session-prompt user="42" idle-limit="300"></tinh-session-prompt>');
  await context.clock.install();
  const [page] = await openTabs(context, `${site.url}rieng.html`, 1);
  await context.clock.runFor(100_000);
  await context.clock.setSystemTime((await page!.evaluate(() => Date.now())) - HOUR);
  // From the jump on there are at most 300 s, whatever is done about the time before it.
  await context.clock.runFor(301_000);
  await expect.poll(() => stateOf(page!)).toMatch(/^(warning|expired)$/);
});

test('half-speed countdown in the background: with timers that run once a minute the time shown is still right', async ({
  context,
  site,
}) => {
  const page = await signIn(context, site, 600);
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  // Eight and a half minutes, and each timer that is due runs once, at the end of a minute.
  for (let minute = 0; minute < 9; minute += 1) {
    site.ahead += 60_000;
    await context.clock.fastForward(60_000);
    await settled(page);
  }
  await expectState(page, 'warning');
  site.ahead += 30_000;
  await context.clock.fastForward(30_000);
  await settled(page);
  await expect.poll(() => page.title()).toMatch(/^\((60|[1-5]\d) giây\) Phiên sắp hết hạn – Hồ sơ$/);
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'visible' });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await expect(page).toHaveTitle('Hồ sơ');
  await expect(dialogOf(page)).toContainText(/Thời gian còn lại: [12]\d giây/);
  site.ahead += 60_000;
  await context.clock.fastForward(60_000);
  await expectState(page, 'expired');
});

test('time that grows after expiry: long after the end nothing counts any more', async ({ context, site }) => {
  const page = await signIn(context, site);
  site.ahead += 61_000;
  await context.clock.runFor(61_000);
  await expect(dialogOf(page)).toBeVisible();
  site.ahead += 61_000;
  await context.clock.runFor(61_000);
  await expectState(page, 'expired');
  const requests = recordRequests(context);
  await context.clock.runFor(600_000);
  await expect(dialogOf(page)).not.toContainText(/giây|phút/);
  expect(await stateOf(page)).toBe('expired');
  expect(requests.all, 'a session that is over is left in peace').toEqual([]);
});

test('offline at zero: the prompt says so, keeps the text, signs nobody out, and goes on when the network is back', async ({
  context,
  site,
  misdeeds,
}) => {
  const page = await signIn(context, site);
  await page.getByLabel('Nội dung').evaluate((each: HTMLTextAreaElement) => (each.value = 'Đơn đề nghị'));
  site.ahead += 61_000;
  await context.clock.runFor(61_000);
  await expect(dialogOf(page)).toBeVisible();
  // Somebody works in another window; then the network goes.
  await context.request.post(`${site.url}api/v1/session/extend`, { headers: { 'tinh-request': '1' } });
  await context.setOffline(true);
  await context.clock.runFor(61_000);
  await expectState(page, 'unreachable');
  await expect(dialogOf(page)).toContainText('Không kết nối được máy chủ. Đang tự thử lại.');
  await expect(page.getByLabel('Nội dung')).toHaveValue('Đơn đề nghị');
  const requests = recordRequests(context);
  for (let part = 0; part < 60; part += 1) {
    await context.clock.runFor(10_000);
    await settled(page);
  }
  expect(requests.all.length, 'retries of ten minutes').toBeLessThanOrEqual(16);
  expect(requests.all.length).toBeGreaterThanOrEqual(8);
  expect(await stateOf(page)).toBe('unreachable');
  await context.setOffline(false);
  await expectState(page, 'active');
  await expect(dialogOf(page)).toHaveCount(0);
  await expect(page.getByLabel('Nội dung')).toHaveValue('Đơn đề nghị');
  misdeeds.errors.splice(0, misdeeds.errors.length, ...misdeeds.errors.filter((each) => !each.includes('ERR_')));
});

test('a server that is away is asked ever less often, and the first answer counts', async ({
  context,
  site,
  misdeeds,
}) => {
  const page = await signIn(context, site);
  site.ahead += 61_000;
  await context.clock.runFor(61_000);
  await expect(dialogOf(page)).toBeVisible();
  await site.stop();
  await button(page).click();
  await expectState(page, 'unreachable');
  const requests = recordRequests(context);
  for (let part = 0; part < 16; part += 1) {
    await context.clock.runFor(5000);
    await settled(page);
  }
  expect(requests.all.length).toBeLessThanOrEqual(5);
  await site.start();
  await context.clock.runFor(60_000);
  await settled(page);
  await expect.poll(() => stateOf(page)).not.toBe('unreachable');
  await check(page);
  expect(['active', 'warning', 'expired']).toContain(await stateOf(page));
  misdeeds.errors.splice(0, misdeeds.errors.length, ...misdeeds.errors.filter((each) => !each.includes('ERR_')));
});
