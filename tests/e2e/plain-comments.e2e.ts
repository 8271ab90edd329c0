import type { Page } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { expect, test } from './site.ts';

test.use({ javaScriptEnabled: false });

const MINUTE = 60_000;

/** What has the focus, in words. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    const label =
      element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement ? element.labels![0] : null;
    return (label ?? element)?.textContent.trim().replace(/\s+/g, ' ') ?? '';
  });

test('a reader without JavaScript writes, learns the outcome by the code, changes and withdraws, and all pages are accessible', async ({
  page,
  browser,
  site,
  misdeeds,
}) => {
  test.slow();
  const addresses: string[] = [];
  page.on('request', (request) => addresses.push(`${request.url()} ${request.headers()['referer'] ?? ''}`));

  await page.goto(site.url);
  await page.locator('tinh-comment-box').getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ý kiến bạn đọc');
  await expectAccessible(page, browser);

  await test.step('a fault is told at its field, and nothing typed is lost', async () => {
    await page.getByLabel('Họ và tên').fill(' ');
    await page.getByLabel('Nội dung').fill('Bài viết rất bổ ích.\nXin cảm ơn.');
    await page.getByRole('checkbox', { name: /Tôi đồng ý/ }).check();
    await page.getByRole('button', { name: 'Gửi ý kiến' }).click();
    await expect(page.getByRole('alert')).toBeFocused();
    await expect(page.getByLabel('Nội dung')).toHaveValue('Bài viết rất bổ ích.\nXin cảm ơn.');
    await expectAccessible(page, browser);
    await page.getByRole('alert').getByRole('link', { name: 'Vui lòng nhập họ và tên.' }).click();
    await expect(page.getByLabel('Họ và tên')).toBeFocused();
    await expect(page.getByLabel('Họ và tên')).toHaveAccessibleDescription('Vui lòng nhập họ và tên.');
  });

  const code = await test.step('the receipt has a code, the same after loading it again', async () => {
    await page.keyboard.type('Nguyễn Văn An');
    await page.getByRole('button', { name: 'Gửi ý kiến' }).click();
    await expect(page.getByRole('heading', { name: 'Đã nhận ý kiến của bạn' })).toBeFocused();
    await expectAccessible(page, browser);
    const told = await page.locator('.code').innerText();
    await page.reload();
    await expect(page.locator('.code')).toHaveText(told);
    expect(site.moderate('list').trim().split('\n')).toHaveLength(1);
    return told;
  });

  const [id = ''] = site.moderate('list').split('\t');
  site.moderate('publish', id);
  site.moderate('answer', id, 'Sở cảm ơn ý kiến của bạn.');

  await test.step('on another device the code shows state and answer', async () => {
    await page.context().clearCookies();
    await page.goto(site.url);
    await page.locator('tinh-comment-box').getByRole('link').click();
    await expect(page.getByText('Sở cảm ơn ý kiến của bạn.')).toBeVisible();
    await expectAccessible(page, browser);
    await page.getByRole('link', { name: 'Tra cứu ý kiến đã gửi' }).click();
    await expectAccessible(page, browser);
    await page.getByLabel('Mã tra cứu').fill('0000-0000-0000-0000');
    await page.getByRole('button', { name: 'Tra cứu' }).click();
    await expect(page.getByRole('alert')).toContainText('Không có ý kiến nào mang mã này.');
    await expectAccessible(page, browser);
    await page.getByLabel('Mã tra cứu').fill(code.toLowerCase().replaceAll('-', ' '));
    await page.getByRole('button', { name: 'Tra cứu' }).click();
    await expect(page.getByText('Đã đăng', { exact: true })).toBeVisible();
    await expect(page.getByText('Sở cảm ơn ý kiến của bạn.')).toBeVisible();
    await expectAccessible(page, browser);
  });

  await test.step('the words are changed, in time only', async () => {
    await page.getByLabel('Nội dung').fill('Bài viết rất bổ ích và rõ ràng.');
    await page.getByRole('button', { name: 'Lưu thay đổi' }).click();
    await expect(page.getByRole('status')).toHaveText('Đã lưu thay đổi. Ý kiến đang chờ duyệt lại.');
    await expect(page.getByText('Chờ duyệt', { exact: true })).toBeVisible();
    await expectAccessible(page, browser);
    site.ahead += 15 * MINUTE;
    await page.getByLabel('Nội dung').fill('Sửa muộn.');
    await page.getByRole('button', { name: 'Lưu thay đổi' }).click();
    await expect(page.getByRole('alert')).toContainText('Đã hết thời gian được sửa.');
    await expect(page.getByLabel('Nội dung bạn đã nhập, để sao chép')).toHaveValue('Sửa muộn.');
    await expectAccessible(page, browser);
  });

  await test.step('the comment is withdrawn after a second question', async () => {
    site.moderate('publish', id);
    await page.getByRole('button', { name: 'Rút ý kiến' }).click();
    await expect(page.getByRole('heading', { name: 'Rút ý kiến này?' })).toBeFocused();
    await expectAccessible(page, browser);
    await page.getByRole('button', { name: 'Rút và xóa nội dung' }).click();
    await expect(page.getByRole('status')).toHaveText('Đã rút ý kiến.');
    await expect(page.getByText('Đã rút', { exact: true })).toBeVisible();
    await expectAccessible(page, browser);
    await page.getByRole('link', { name: 'Xem các ý kiến của bài viết' }).click();
    await expect(page.getByText('Ý kiến này đã rút.')).toBeVisible();
    await expect(page.getByText('bổ ích')).toHaveCount(0);
  });

  const spelled = new RegExp(code.split('-').join('[^A-Za-z0-9]*'), 'i');
  expect(
    addresses.filter((each) => spelled.test(each)),
    'the code stands in no address',
  ).toEqual([]);
  // The browser itself says in the console that a form was answered with a fault.
  misdeeds.errors.splice(0, misdeeds.errors.length, ...misdeeds.errors.filter((each) => !/status of 4\d\d/.test(each)));
});

test('a reader without JavaScript and without a mouse replies to a comment, field by field in their order', async ({
  page,
  browser,
  site,
}) => {
  const thread = `${site.url}sites/so-ngoai-vu-tay-ninh/comments?thread=bai-1`;
  await page.goto(thread);
  await page.getByLabel('Họ và tên').fill('Nguyễn Văn An');
  await page.getByLabel('Nội dung').fill('Ý kiến đầu tiên.');
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Gửi ý kiến' }).click();
  await expect(page.locator('.code')).toBeVisible();
  const [id = ''] = site.moderate('list').split('\t');
  site.moderate('publish', id);

  await page.goto(thread);
  await page.getByRole('link', { name: 'Trả lời ý kiến của Nguyễn Văn An' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Trả lời ý kiến của Nguyễn Văn An');
  await expectAccessible(page, browser);
  await page.reload();
  const order: string[] = [];
  for (let presses = 0; presses < 10 && order.at(-1) !== 'Xem các ý kiến của bài viết'; presses += 1) {
    await page.keyboard.press('Tab');
    order.push(await focused(page));
    if (order.at(-1) === 'Họ và tên') await page.keyboard.type('Trần Thị Bình');
    if (order.at(-1) === 'Nội dung') await page.keyboard.type('Tôi đồng ý.');
    if (order.at(-1)?.startsWith('Tôi đồng ý')) await page.keyboard.press('Space');
  }
  const fields = order.slice(order.indexOf('Họ và tên'));
  expect(fields.map((each) => each.slice(0, 11))).toEqual([
    'Họ và tên',
    'Nội dung',
    'Tôi đồng ý ',
    'Gửi ý kiến',
    'Hủy trả lời',
    'Xem các ý k',
  ]);
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.locator('.code')).toBeVisible();
  const [reply = ''] = site.moderate('list').split('\t');
  site.moderate('publish', reply);
  await page.getByRole('link', { name: 'Xem các ý kiến của bài viết' }).click();
  await expect(page.getByText('Tôi đồng ý.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Trả lời ý kiến của Nguyễn Văn An' })).toHaveCount(2);
});

test('a reader without JavaScript goes back and sends other words: both comments are kept', async ({ page, site }) => {
  await page.goto(`${site.url}sites/so-ngoai-vu-tay-ninh/comments?thread=bai-1`);
  for (const text of ['Ý kiến một.', 'Ý kiến hai.']) {
    await page.getByLabel('Họ và tên').fill('Nguyễn Văn An');
    await page.getByLabel('Nội dung').fill(text);
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Gửi ý kiến' }).dblclick();
    await expect(page.locator('.code')).toBeVisible();
    await page.goBack();
    await expect(page.getByRole('button', { name: 'Gửi ý kiến' })).toBeVisible();
  }
  expect(site.moderate('list').trim().split('\n')).toHaveLength(2);
});
