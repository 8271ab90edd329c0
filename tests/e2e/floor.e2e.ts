import { FLOOR_CONTEXT, launchFloor } from './floor-browser.ts';
import { expect, test, watch } from './site.ts';

test('in Chromium 109, the last for Windows 7, a reader reads, is counted, comments, and is asked before the session ends', async ({
  site,
}) => {
  const browser = await launchFloor();
  expect(browser.version()).toMatch(/^109\./);
  const context = await browser.newContext(FLOOR_CONTEXT);
  const misdeeds = watch(context, [site.url]);
  const page = await context.newPage();
  await page.goto(site.url);
  await expect(page.locator('tinh-article-view').getByText('76 lượt xem').filter({ visible: true })).toBeVisible();
  await expect(page.getByText('Thứ Sáu, 17/07/2020, 18:00').filter({ visible: true })).toBeVisible();
  await expect(page.locator('tinh-visit-counter').getByText('1.604.378').filter({ visible: true })).toBeVisible();
  await expect(page.locator('tinh-quick-links').getByRole('listitem')).toHaveCount(18);

  const box = page.locator('tinh-comment-box');
  await box.getByRole('button', { name: 'Gửi ý kiến' }).click();
  const fault = box.getByText('Vui lòng nhập họ và tên.');
  await expect(fault).toBeVisible();
  // Without light-dark() the fault keeps the page's text colour, bold.
  expect(await fault.evaluate((each) => getComputedStyle(each).fontWeight)).toBe('600');
  await box.getByLabel('Họ và tên').fill('Lê Văn Cường');
  await box.getByLabel('Nội dung').fill('Đọc trên máy cũ.');
  await box.getByRole('checkbox', { name: /đồng ý/ }).check();
  await box.getByRole('button', { name: 'Gửi ý kiến' }).click();
  await expect(box.getByText('Chờ duyệt', { exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await expect(page.getByText('Tài khoản dùng thử')).toBeVisible();
  site.ahead += 70_000;
  // Coming back to the page is a reason to ask the server.
  await page
    .locator('tinh-session-prompt')
    .evaluate((prompt) => (prompt as unknown as { check(): Promise<void> }).check());
  await expect(page.getByRole('alertdialog')).toContainText('Bạn đã không sử dụng Site');
  await page.getByRole('button', { name: 'Bấm vào đây để duy trì trạng thái đăng nhập' }).click();
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  expect(misdeeds).toEqual({ errors: [], strangers: [] });
  await browser.close();
});
