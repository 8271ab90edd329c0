import type { Page } from '@playwright/test';
import { dialogOf, expect, expectState, pageWith, PLAIN, test } from './session-site.ts';

const LATER = '**/tinh-session-watch.js*';

/** Files of the library that a page loads, oldest first, without what stands before them. */
function recordLibrary(page: Page): string[] {
  const files: string[] = [];
  page.on('request', (request) => {
    const file = /\/(tinh[\w-]*\.js.*)$/.exec(request.url())?.[1];
    if (file) files.push(file);
  });
  return files;
}

test('who is signed out loads nothing of what a session needs, and who signs in later loads it then', async ({
  site,
  page,
}) => {
  const files = recordLibrary(page);
  await page.goto(site.write('khach.html', PLAIN.replace('user="42"', 'expires-in=""')));
  await expectState(page, 'signed-out');
  expect(files).toEqual(['tinh.js']);
  await page.locator('tinh-session-prompt').evaluate((each) => {
    each.setAttribute('expires-in', '1800');
  });
  await expectState(page, 'active');
  expect(files).toEqual(['tinh.js', expect.stringMatching(/^tinh-session-watch\.js\?v=[0-9a-f]{10}$/)]);
});

test('the bundle under the address that a CMS gives it is loaded once, and its later file with it', async ({
  site,
  page,
}) => {
  const files = recordLibrary(page);
  await page.route('**/cms.html', (route) =>
    route.fulfill({
      contentType: 'text/html; charset=utf-8',
      body: pageWith(PLAIN.replace('user="42"', 'expires-in="1800"'), 'tinh.js?ver=6.1.9'),
    }),
  );
  await page.goto(`${site.url}cms.html`);
  await expectState(page, 'active');
  expect(files).toEqual(['tinh.js?ver=6.1.9', expect.stringContaining('tinh-session-watch.js?v=')]);
});

test('a later file that does not come is asked for again, and the prompt counts from when the page was printed', async ({
  site,
  context,
  page,
  misdeeds,
}) => {
  await context.clock.install();
  await site.sign('in', context);
  await page.route(LATER, (route) => route.abort(), { times: 1 });
  const failed = page.waitForEvent('requestfailed');
  await page.goto(site.write('cham.html', PLAIN.replace('user="42"', 'user="42" expires-in="120"')));
  await failed;
  await expectState(page, 'signed-out');
  const loaded = page.waitForResponse(LATER);
  await site.pass(context, 15);
  await loaded;
  await expectState(page, 'active');
  await site.pass(context, 46);
  await expect(dialogOf(page)).toBeVisible();
  await page.getByRole('button', { name: 'Duy trì đăng nhập' }).click();
  await expect(dialogOf(page)).toBeHidden();
  // The browser’s own line about the request that failed.
  expect(misdeeds.errors.splice(0)).toEqual([expect.stringContaining('ERR_FAILED')]);
});

test('a later file that a cache has kept from another release is refused, and the page goes on without it', async ({
  site,
  page,
  misdeeds,
}) => {
  await page.route(LATER, async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace(/"[0-9a-f]{10}"/, '"0123456789"');
    await route.fulfill({ response, body });
  });
  const warned = page.waitForEvent('console', (message) => message.type() === 'warning');
  await page.goto(site.write('cu.html', PLAIN.replace('user="42"', 'expires-in="1800"')));
  expect((await warned).text()).toBe(
    '<tinh-session-prompt> lacks a file of its release: all of dist/ belongs beside tinh.js',
  );
  await expectState(page, 'signed-out');
  expect(misdeeds.errors).toEqual([]);
});

test('a later file that hangs is asked for anew, and what was asked for meanwhile is done', async ({
  site,
  context,
  page,
}) => {
  await context.clock.install();
  await site.sign('in', context);
  let hangs = true;
  await page.route(LATER, (route) => (hangs ? undefined : route.continue()));
  const asked = page.waitForRequest(LATER);
  await page.goto(site.write('treo.html', PLAIN.replace('user="42"', 'user="42" expires-in="120"')));
  await asked;
  const extended = page.waitForResponse('**/api/v1/session/extend');
  await page.locator('tinh-session-prompt').evaluate((each) => {
    void (each as unknown as { extend(): Promise<void> }).extend();
  });
  hangs = false;
  await context.clock.runFor(30_000);
  await context.clock.runFor(15_000);
  await extended;
  await expectState(page, 'active');
});
