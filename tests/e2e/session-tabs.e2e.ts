import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { BROWSER_ARGS, findBrowser } from '../../scripts/browser.ts';
import {
  CHECK,
  check,
  dialogOf,
  expect,
  expectState,
  EXTEND,
  openTabs,
  recordRequests,
  type SessionSite,
  settled,
  stateOf,
  test,
} from './session-site.ts';

const EXTEND_BUTTON = { name: 'Duy trì đăng nhập' };

/** Tabs of somebody who has just signed in, under a clock that the test moves. */
async function signedIn(context: BrowserContext, site: SessionSite, count: number) {
  await context.clock.install();
  await site.sign('in', context);
  return openTabs(context, `${site.url}phien.html`, count);
}

/**
 * Stops a tab as a debugger does: no timer, message or answer gets through, and what it holds it keeps. (A headless browser
 * does not freeze a tab: `Page.setWebLifecycleState` leaves its timers running.) Returns what lets it go on.
 */
async function standStill(tab: Page): Promise<() => Promise<void>> {
  const devtools = await tab.context().newCDPSession(tab);
  await devtools.send('Debugger.enable');
  const paused = new Promise((resolve) => devtools.once('Debugger.paused', resolve));
  await devtools.send('Debugger.pause');
  void tab.evaluate(() => 1).catch(() => undefined);
  await paused;
  return async () => {
    await devtools.send('Debugger.disable');
  };
}

test('activity in one tab postpones the prompt in all of them, and extends the session on the server', async ({
  context,
  site,
}) => {
  const requests = recordRequests(context);
  const tabs = await signedIn(context, site, 3);
  await site.pass(context, 40);
  await tabs[1]!.getByLabel('Nội dung').pressSequentially('Kính gửi');
  await site.pass(context, 10);
  expect(requests.count(EXTEND)).toBe(0);
  await site.pass(context, 11);
  await expect.poll(() => requests.count(EXTEND)).toBeGreaterThan(0);
  await expect.poll(() => site.expiresIn(context)).toBeGreaterThan(110);
  await site.pass(context, 50);
  for (const tab of tabs) {
    expect(await stateOf(tab)).toBe('active');
    await expect(dialogOf(tab)).toHaveCount(0);
  }
  expect(requests.count(EXTEND), 'one, rarely two: see below').toBeLessThanOrEqual(2);
});

test('an extension in one tab closes the prompt in the others', async ({ context, site }) => {
  const requests = recordRequests(context);
  const tabs = await signedIn(context, site, 3);
  await site.pass(context, 61);
  for (const tab of tabs) await expect(dialogOf(tab)).toBeVisible();
  await tabs[1]!.getByRole('button', EXTEND_BUTTON).click();
  for (const tab of tabs) await expect(dialogOf(tab)).toHaveCount(0);
  expect(requests.count(EXTEND)).toBe(1);
  expect(await site.expiresIn(context)).toBeGreaterThan(110);
  await site.pass(context, 50);
  for (const tab of tabs) expect(await stateOf(tab)).toBe('active');
});

test('seven tabs that reach the end together ask the server little more than one tab would', async ({
  context,
  site,
}) => {
  const requests = recordRequests(context);
  const tabs = await signedIn(context, site, 7);
  requests.all.length = 0;
  await site.pass(context, 61);
  for (const tab of tabs) await expect(dialogOf(tab)).toBeVisible();
  expect(requests.count(CHECK), requests.all.join()).toBeLessThanOrEqual(3);
});

test('seven tabs that extend at the same moment send one request, rarely a second', async ({ context, site }) => {
  await site.sign('in', context);
  const tabs = await openTabs(context, `${site.url}phien.html`, 7);
  const requests = recordRequests(context);
  for (let round = 0; round < 6; round += 1) {
    const moment = Date.now() + 300;
    const extend = (at: number) =>
      new Promise<void>((resolve) => {
        const prompt = document.querySelector('tinh-session-prompt') as unknown as { extend(): Promise<void> };
        setTimeout(() => void prompt.extend().then(resolve), at - Date.now());
      });
    await Promise.all(tabs.map((tab) => tab.evaluate(extend, moment)));
  }
  expect(requests.count(EXTEND)).toBeGreaterThanOrEqual(6);
  // What a tab writes into the storage reaches another one's process a moment later: two in a round are possible.
  expect(requests.count(EXTEND), requests.all.join()).toBeLessThanOrEqual(9);
  for (const tab of tabs) await expectState(tab, 'active');
});

test('seven tabs sign an active user out: not here, in ten minutes of work in one of them', async ({
  context,
  site,
}) => {
  const requests = recordRequests(context);
  const tabs = await signedIn(context, site, 7);
  requests.all.length = 0;
  for (let step = 0; step < 20; step += 1) {
    await tabs[step % 2]!.keyboard.press('a');
    for (let part = 0; part < 10; part += 1) {
      await site.pass(context, 3);
      await settled(tabs[0]!);
    }
    for (const tab of tabs) expect(await stateOf(tab), `after ${String((step + 1) * 30)} s`).toBe('active');
  }
  expect(await site.expiresIn(context)).toBeGreaterThan(0);
  // One a minute would be ten; as above, two in a round are possible. Tabs that did not agree would need seventy.
  expect(requests.count(EXTEND), requests.all.join()).toBeLessThanOrEqual(14);
  expect(requests.all.length, requests.all.join()).toBeLessThanOrEqual(24);
});

test('a tab that stands still in the middle of a request neither blocks nor signs out a live one', async ({
  context,
  site,
}) => {
  await site.sign('in', context);
  const [held, live] = await openTabs(context, `${site.url}phien.html`, 2);
  // The tab has the turn and waits for an answer that it will not see.
  let release = (): void => undefined;
  await held!.route('**/api/v1/session/extend', async (route) => {
    await new Promise<void>((resolve) => (release = resolve));
    // By then the tab may have given up, which is its right.
    await route.continue().catch(() => undefined);
  });
  const underWay = held!.waitForRequest('**/api/v1/session/extend');
  void held!
    .locator('tinh-session-prompt')
    .evaluate((each) => void (each as unknown as { extend(): Promise<void> }).extend());
  await underWay;
  const goOn = await standStill(held!);

  site.ahead += 70_000;
  await check(live!);
  await expect(dialogOf(live!)).toBeVisible();
  await live!.getByRole('button', EXTEND_BUTTON).click();
  await expect(dialogOf(live!)).toHaveCount(0);
  expect(await site.expiresIn(context)).toBeGreaterThan(110);
  expect(await stateOf(live!)).toBe('active');

  await goOn();
  release();
  // Back to life, it learns what the others have done.
  await check(held!);
  await expectState(held!, 'active');
  await expect(dialogOf(held!)).toHaveCount(0);
  expect(await stateOf(live!)).toBe('active');
});

test('a tab that stood still with its prompt open, past its end, comes back without signing anybody out', async ({
  context,
  site,
}) => {
  await site.sign('in', context);
  const [sleeper, live] = await openTabs(context, `${site.url}phien.html`, 2);
  site.ahead += 116_000;
  await check(sleeper!);
  const end = Date.now() + 4000;
  for (const tab of [sleeper!, live!]) await expect(dialogOf(tab)).toBeVisible();
  const goOn = await standStill(sleeper!);
  await live!.getByRole('button', EXTEND_BUTTON).click();
  await expect(dialogOf(live!)).toHaveCount(0);
  await expect.poll(() => Date.now()).toBeGreaterThan(end);
  await goOn();
  await expect(dialogOf(sleeper!)).toHaveCount(0);
  for (const tab of [sleeper!, live!]) await expectState(tab, 'active');
  expect(await site.expiresIn(context)).toBeGreaterThan(100);
});

test('a tab with a page-only limit that hears nobody does not sign an active user out', async ({ context, site }) => {
  const tag = '<tinh-session-prompt user="42" idle-limit="120" sign-out-url="api/v1/session" sign-out-method="DELETE">';
  const url = site.write('rieng.html', `${tag}</tinh-session-prompt>`);
  await context.clock.install();
  await site.sign('in', context);
  const requests = recordRequests(context);
  const [live] = await openTabs(context, url, 1);
  // As in a tab that is frozen each time that another one speaks: only what is written down reaches it.
  await context.addInitScript(() => {
    BroadcastChannel.prototype.postMessage = () => undefined;
    Object.defineProperty(BroadcastChannel.prototype, 'onmessage', { set: () => undefined });
  });
  const [deaf] = await openTabs(context, url, 1);
  for (let step = 0; step < 10; step += 1) {
    await live!.keyboard.press('a');
    await context.clock.runFor(30_000);
    expect([await stateOf(live!), await stateOf(deaf!)]).toEqual(['active', 'active']);
  }
  expect(requests.all).toEqual([]);
  expect(await site.expiresIn(context)).not.toBeNull();
  // And when really nobody does anything, one of them signs out, for all.
  await context.clock.runFor(45_000);
  for (const tab of [live!, deaf!]) await expectState(tab, 'warning');
  await context.clock.runFor(61_000);
  for (const tab of [live!, deaf!]) await expectState(tab, 'expired');
  expect(await site.expiresIn(context)).toBeNull();
});

test('closed tab never warned again: tabs that come and go leave the first one’s warning as it is', async ({
  context,
  site,
}) => {
  const [first] = await signedIn(context, site, 1);
  for (let each = 0; each < 3; each += 1) {
    const [other] = await openTabs(context, `${site.url}phien.html`, 1);
    await site.pass(context, 10);
    await expect(dialogOf(other!)).toHaveCount(0);
    await other!.close();
  }
  await expect(dialogOf(first!)).toHaveCount(0);
  await site.pass(context, 31);
  await expect(dialogOf(first!)).toContainText(/Thời gian còn lại: 5\d giây/);
  const [late] = await openTabs(context, `${site.url}phien.html`, 1, 'warning');
  await late!.close();
  await site.pass(context, 20);
  await expect(dialogOf(first!)).toContainText(/Thời gian còn lại: 3\d giây/);
  await dialogOf(first!).getByRole('button', EXTEND_BUTTON).click();
  await expect(dialogOf(first!)).toHaveCount(0);
  await site.pass(context, 61);
  await expect(dialogOf(first!)).toBeVisible();
});

test('on plain http, where there are no Web Locks, seven tabs ask once each at most, and extend for all', async ({
  site,
}) => {
  const browser = await chromium.launch({
    executablePath: findBrowser(),
    args: [...BROWSER_ARGS, '--host-resolver-rules=MAP tinh.test 127.0.0.1'],
  });
  const context = await browser.newContext({ locale: 'vi-VN' });
  const url = site.url.replace('127.0.0.1', 'tinh.test');
  await context.clock.install();
  await site.sign('in', context);
  // The cookie belongs to the other name of the same machine.
  const [cookie] = await context.cookies(site.url);
  await context.addCookies([{ ...cookie!, domain: 'tinh.test' }]);
  const tabs = await openTabs(context, `${url}phien.html`, 7);
  expect(await tabs[0]!.evaluate(() => [isSecureContext, 'locks' in navigator])).toEqual([false, false]);
  const requests = recordRequests(context);
  await site.pass(context, 61);
  for (const tab of tabs) await expect(dialogOf(tab)).toBeVisible();
  // Seven timers of one moment: the lease in the storage cannot part them all, but no tab asks twice.
  expect(requests.count(CHECK), requests.all.join()).toBeLessThanOrEqual(7);
  await tabs[6]!.getByRole('button', EXTEND_BUTTON).click();
  for (const tab of tabs) await expect(dialogOf(tab)).toHaveCount(0);
  expect(requests.count(EXTEND)).toBe(1);
  await site.pass(context, 50);
  for (const tab of tabs) await expectState(tab, 'active');
  await browser.close();
});
