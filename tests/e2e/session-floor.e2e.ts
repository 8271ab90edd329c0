import type { Browser } from '@playwright/test';
import { FLOOR_CONTEXT, launchFloor } from './floor-browser.ts';
import {
  dialogOf,
  expect,
  expectState,
  EXTEND,
  openTabs,
  recordRequests,
  stateOf,
  test as base,
} from './session-site.ts';
import { watch } from './site.ts';

const test = base.extend<{ floor: Browser }>({
  floor: async ({ browserName: _ }, use) => {
    const floor = await launchFloor();
    expect(floor.version()).toMatch(/^109\./);
    await use(floor);
    await floor.close();
  },
});

const button = { name: 'Duy trì đăng nhập' };

test('in Chromium 109 the prompt opens in time, is modal, extends, and shows the end that the server confirms', async ({
  floor,
  site,
}) => {
  const context = await floor.newContext(FLOOR_CONTEXT);
  const misdeeds = watch(context, [site.url]);
  await context.clock.install();
  await site.sign('in', context);
  const [page] = await openTabs(context, `${site.url}phien.html`, 1);
  await page!.getByLabel('Nội dung').focus();
  await site.pass(context, 57);
  await expect(dialogOf(page!)).toHaveCount(0);
  await site.pass(context, 4);
  await expect(dialogOf(page!)).toContainText(/Thời gian còn lại: (60|5\d) giây/);
  expect(await dialogOf(page!).evaluate((each) => each.matches(':modal'))).toBe(true);
  await expect(page!.getByRole('button', button)).toBeFocused();
  await page!.keyboard.press('Escape');
  await expect(dialogOf(page!)).toHaveCount(0);
  await expect(page!.getByText('Đã gia hạn phiên đăng nhập.')).toBeVisible();
  await expect(page!.getByLabel('Nội dung')).toBeFocused();
  expect(await site.expiresIn(context)).toBeGreaterThan(110);

  await site.pass(context, 61);
  await expect(dialogOf(page!)).toBeVisible();
  await site.pass(context, 61);
  await expectState(page!, 'expired');
  await expect(dialogOf(page!).getByRole('link', { name: 'Đăng nhập lại' })).toBeFocused();
  expect(misdeeds).toEqual({ errors: [], strangers: [] });
  await context.close();
});

test('in Chromium 109 three tabs warn together, and an extension in one is an extension for all', async ({
  floor,
  site,
}) => {
  const context = await floor.newContext(FLOOR_CONTEXT);
  const requests = recordRequests(context);
  await context.clock.install();
  await site.sign('in', context);
  const tabs = await openTabs(context, `${site.url}phien.html`, 3);
  await site.pass(context, 61);
  for (const tab of tabs) await expect(dialogOf(tab)).toBeVisible();
  await tabs[0]!.getByRole('button', button).click();
  for (const tab of tabs) await expect(dialogOf(tab)).toHaveCount(0);
  expect(requests.count(EXTEND)).toBe(1);
  await tabs[2]!.getByLabel('Nội dung').pressSequentially('Kính gửi');
  await site.pass(context, 61);
  await expect.poll(() => requests.count(EXTEND)).toBeGreaterThan(1);
  await expect.poll(() => site.expiresIn(context)).toBeGreaterThan(110);
  for (const tab of tabs) expect(await stateOf(tab)).toBe('active');
  await context.close();
});
