import type { Page, Route } from '@playwright/test';
import { box, write } from './comment-writing.ts';
import { expect, SITE, test } from './site.ts';

const COMMENTS = `**/api/v1/sites/${SITE}/comments`;
const TEXT = 'Đề nghị công khai kết quả theo quý.';

/** What a page does with the comments that it sends; everything else goes its way. */
async function onPost(page: Page, handle: (route: Route) => Promise<void>): Promise<void> {
  await page.route(COMMENTS, (route) => (route.request().method() === 'POST' ? handle(route) : route.continue()));
}

test('a comment that could not be sent goes after a reload from another page of the site, once', async ({
  page,
  context,
  site,
  misdeeds,
}) => {
  let isDown = true;
  const keys = new Set<string>();
  await context.route(COMMENTS, async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    keys.add(route.request().headers()['idempotency-key']!);
    return isDown ? route.abort('internetdisconnected') : route.continue();
  });
  await page.goto(`${site.url}comment-box.html`);
  await write(box(page), TEXT);
  await expect(box(page).getByText('Sẽ tự gửi khi có kết nối')).toBeVisible();
  await page.reload();
  await expect(box(page).getByText(TEXT)).toBeVisible();
  isDown = false;
  // The article's page has a thread of its own: what is sent from there belongs to the first one.
  await page.goto(site.url);
  await expect(box(page).getByText('Đã gửi ý kiến của bạn về')).toBeVisible({ timeout: 60_000 });
  await expect(box(page).locator('[part=code]')).toBeVisible();
  await page.goto(`${site.url}comment-box.html`);
  await expect(box(page).getByText(TEXT)).toHaveCount(1);
  expect(site.moderate('list').trim().split('\n')).toHaveLength(1);
  expect(keys.size).toBe(1);
  // The browser’s own lines about the requests that were cut off.
  expect(misdeeds.errors.splice(0).filter((each) => !each.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
});

test('a comment whose answer was lost is sent again, and stands there once', async ({ page, site, misdeeds }) => {
  let posts = 0;
  await onPost(page, async (route) => {
    posts += 1;
    if (posts > 1) return route.continue();
    // The server has it, and the reader does not know.
    await route.fetch();
    return route.abort('connectionreset');
  });
  await page.goto(`${site.url}comment-box.html`);
  await write(box(page), TEXT);
  await box(page).getByRole('button', { name: 'Gửi lại' }).click();
  await expect(box(page).locator('[part=code]')).toBeVisible();
  await expect(box(page).getByText(TEXT)).toHaveCount(1);
  expect(posts).toBe(2);
  expect(site.moderate('list').trim().split('\n')).toHaveLength(1);
  expect(misdeeds.errors.splice(0).filter((each) => !each.includes('ERR_CONNECTION_RESET'))).toEqual([]);
});
