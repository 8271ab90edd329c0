import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { addTestAccount, CHEAP } from '../../server/tests/accounts.ts';
import { expectAccessible } from './accessible.ts';
import { type DemoSite, expect, SITE, test } from './site.ts';

const PASSWORD = 'mật khẩu của cán bộ';

async function openOffice(site: DemoSite): Promise<void> {
  await site.stop();
  await site.start({ passwordCost: CHEAP });
  const place = { url: site.url, place: { dataDir: site.dataDir, databaseUrl: undefined } } as never;
  const rights = { role: 'moderator', sites: [SITE] } as const;
  await addTestAccount(place, { name: 'binh', displayName: 'Trần Thị Bình', password: PASSWORD, rights });
}

async function openDesk(browser: Browser, site: DemoSite, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await (await browser.newContext({ locale: 'vi-VN', ...options })).newPage();
  await page.goto(`${site.url}moderation/corrections`);
  await page.getByLabel('Tên đăng nhập').fill('binh');
  await page.getByLabel('Mật khẩu').fill(PASSWORD);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Đề nghị sửa lỗi trong bài');
  return page;
}

/** A reader selects some words of the article with the mouse, as three clicks select a paragraph. */
async function report(page: Page, site: DemoSite, change: (text: string) => string, note = ''): Promise<string> {
  await page.goto(site.url);
  const paragraph = page.locator('tinh-article-view p', { hasText: 'Sở Ngoại vụ' }).first();
  await paragraph.click({ clickCount: 3 });
  await page.getByRole('button', { name: 'Báo lỗi trong bài' }).click();
  const dialog = page.getByRole('dialog', { name: 'Báo lỗi trong bài' });
  const proposal = dialog.getByLabel('Sửa lại thành');
  await expect(proposal).toBeFocused();
  const text = await dialog.getByLabel('Đoạn có lỗi').inputValue();
  await proposal.fill(change(text));
  await dialog.getByLabel('Ghi chú (không bắt buộc)').fill(note);
  await dialog.getByRole('button', { name: 'Gửi đề nghị' }).click();
  await expect(page.getByText('Đã gửi đề nghị sửa lỗi. Cảm ơn bạn!')).toBeVisible();
  await expect(dialog).toBeHidden();
  return text;
}

test('a reader reports a mistake; an official without JavaScript finds it in its place and says that it was corrected', async ({
  page,
  browser,
  site,
}) => {
  await openOffice(site);
  const text = await report(page, site, (words) => words.replace('Sở Ngoại vụ', 'Sở Ngoại vụ tỉnh'), 'Thiếu tên tỉnh.');
  expect(text.length).toBeGreaterThan(20);

  const desk = await openDesk(browser, site, { javaScriptEnabled: false });
  const item = desk.getByRole('article');
  await expect(item.locator('mark')).toHaveText(text);
  await expect(item.getByRole('insertion')).toHaveText(text.replace('Sở Ngoại vụ', 'Sở Ngoại vụ tỉnh'));
  await expect(item).toContainText('Thiếu tên tỉnh.');
  await expectAccessible(desk, browser);
  await item.getByRole('button', { name: 'Đã sửa' }).click();
  await expect(desk.getByRole('status').first()).toHaveText('Đã ghi 1 đề nghị là đã sửa.');
  await expectAccessible(desk, browser);
  await desk.getByRole('button', { name: 'Hoàn tác' }).click();
  await expect(desk.getByRole('navigation', { name: 'Các trang quản lý' })).toContainText('Sửa lỗi bài (1)');
  await item.getByRole('button', { name: 'Không sửa' }).click();
  await desk.getByRole('link', { name: 'Không sửa (1)' }).click();
  await expectAccessible(desk, browser);
  await desk.context().close();
});

test('an official decides on corrections with the keyboard alone, several at once after being asked', async ({
  page,
  browser,
  site,
}) => {
  await openOffice(site);
  for (const word of ['một', 'hai', 'ba']) await report(page, site, (text) => `${text} ${word}`);
  const desk = await openDesk(browser, site);
  await desk.keyboard.press('j');
  await desk.keyboard.press('a');
  await expect(desk.getByRole('status').first()).toHaveText('Đã ghi 1 đề nghị là đã sửa.');
  await desk.keyboard.press('u');
  await expect(desk.getByRole('article')).toHaveCount(3);
  for (const key of ['j', 'x', 'j', 'x']) await desk.keyboard.press(key);
  await expect(desk.getByRole('group', { name: 'Với các đề nghị đã chọn' })).toContainText('(2)');
  await desk.getByRole('group', { name: 'Với các đề nghị đã chọn' }).getByRole('button', { name: 'Không sửa' }).focus();
  await desk.keyboard.press('Enter');
  await expect(desk.getByRole('heading', { level: 1 })).toHaveText('Không sửa theo 2 đề nghị?');
  await expectAccessible(desk, browser);
  await desk.getByRole('button', { name: 'Không sửa' }).focus();
  await desk.keyboard.press('Enter');
  await expect(desk.getByRole('status').first()).toHaveText('Đã xếp 2 đề nghị vào mục không sửa.');
  await expect(desk.getByRole('article')).toHaveCount(1);
  await desk.context().close();
});

test('what a reader has written outlives a server that is down, and a visit that ends', async ({
  page,
  site,
  misdeeds,
}) => {
  await page.goto(site.url);
  await page.locator('tinh-article-view p', { hasText: 'Sở Ngoại vụ' }).first().click({ clickCount: 3 });
  await page.getByRole('button', { name: 'Báo lỗi trong bài' }).click();
  const dialog = page.getByRole('dialog', { name: 'Báo lỗi trong bài' });
  await dialog.getByLabel('Ghi chú (không bắt buộc)').fill('Ngày này chưa đúng.');
  await site.stop();
  await dialog.getByRole('button', { name: 'Gửi đề nghị' }).click();
  await expect(dialog.getByRole('alert')).toContainText('nội dung bạn viết vẫn còn nguyên');
  await site.start();
  await page.reload();
  await page.getByRole('button', { name: 'Báo lỗi trong bài' }).click();
  await expect(dialog.getByLabel('Ghi chú (không bắt buộc)')).toHaveValue('Ngày này chưa đúng.');
  await dialog.getByRole('button', { name: 'Gửi đề nghị' }).click();
  await expect(page.getByText('Đã gửi đề nghị sửa lỗi. Cảm ơn bạn!')).toBeVisible();
  misdeeds.errors.length = 0;
});
