import { expect, test } from './site.ts';

test('a page with a hostile style sheet and a root size of 10 px keeps the elements readable and their targets large', async ({
  page,
  site,
}) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${site.url}hostile.html`);
  await expect(page.locator('tinh-visit-counter').getByText('1.604.378').filter({ visible: true })).toBeVisible();
  const box = page.locator('tinh-comment-box');
  const send = await box.getByRole('button', { name: 'Gửi ý kiến' }).boundingBox();
  expect(send!.height).toBeGreaterThanOrEqual(44);
  for (const link of await page.locator('tinh-quick-links').getByRole('link').all()) {
    expect((await link.boundingBox())!.height).toBeGreaterThanOrEqual(24);
  }
  const size = await box.getByText('Họ và tên').evaluate((each) => parseFloat(getComputedStyle(each).fontSize));
  expect(size).toBeGreaterThanOrEqual(12);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});

test('a page that loads the bundle twice counts one visit and shows each element once', async ({ page, site }) => {
  let counted = 0;
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/visits')) counted += 1;
  });
  await page.goto(`${site.url}twice.html`);
  await expect(page.locator('tinh-visit-counter').getByText('1.604.378').filter({ visible: true })).toBeVisible();
  await expect(page.locator('tinh-visit-counter .row')).toHaveCount(4);
  expect(counted).toBe(1);
});

test('at 400 % zoom and with larger text nothing is cut off or scrolls sideways', async ({ page, site }) => {
  await page.setViewportSize({ width: 320, height: 256 });
  await page.goto(site.url);
  await expect(page.locator('tinh-visit-counter').getByText('1.604.378').filter({ visible: true })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
});

test('the elements show their borders and the focus in forced colours', async ({ page, site }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await page.goto(site.url);
  const field = page.locator('tinh-comment-box').getByLabel('Họ và tên');
  await field.focus();
  const outline = await field.evaluate((each) => getComputedStyle(each).outlineStyle);
  expect(outline).not.toBe('none');
});
