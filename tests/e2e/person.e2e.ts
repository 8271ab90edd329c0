import { randomUUID } from 'node:crypto';
import type { Browser, Page } from '@playwright/test';
import { addTestAccount, CHEAP } from '../../server/tests/accounts.ts';
import { expectAccessible } from './accessible.ts';
import { type DemoSite, expect, SITE, test } from './site.ts';

const PASSWORD = 'mật khẩu của cán bộ';

/** A server with an administrator, and a comment; answers its lookup code. */
async function openOffice(site: DemoSite): Promise<string> {
  const config = site.demoConfig();
  await site.stop();
  await site.start({ demo: false, config, passwordCost: CHEAP, spam: { off: true } });
  const place = { url: site.url, place: { dataDir: site.dataDir, databaseUrl: undefined } } as never;
  await addTestAccount(place, {
    name: 'quan',
    displayName: 'Quản Trị',
    password: PASSWORD,
    rights: { role: 'administrator', sites: [] },
  });
  const response = await fetch(`${site.url}api/v1/sites/${SITE}/comments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    body: JSON.stringify({
      thread: '/tin-tuc/bai-1',
      url: `${site.url}index.html`,
      title: 'Hội nghị sơ kết công tác 6 tháng đầu năm',
      name: 'Nguyễn Văn An',
      text: 'Khi nào sửa đường?',
      consent: true,
    }),
  });
  expect(response.status).toBe(201);
  return ((await response.json()) as { code: string }).code;
}

async function erase(page: Page, browser: Browser, site: DemoSite): Promise<void> {
  const look = (): Promise<void> => expectAccessible(page, browser);
  const code = await openOffice(site);
  await page.goto(`${site.url}moderation`);
  await page.getByLabel('Tên đăng nhập').fill('quan');
  await page.getByLabel('Mật khẩu').fill(PASSWORD);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await page.getByRole('link', { name: 'Dữ liệu cá nhân' }).click();
  await look();
  const field = page.getByLabel('Địa chỉ e-mail hoặc mã tra cứu của người gửi');
  await field.fill(code);
  await page.getByRole('button', { name: 'Tìm' }).click();
  await expect(page.getByRole('heading', { level: 2 })).toHaveText('Tìm thấy 1 ý kiến');
  await look();
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Tải dữ liệu (JSON)' }).click();
  expect((await downloading).suggestedFilename()).toBe('du-lieu-ca-nhan.json');
  await page.getByRole('button', { name: 'Xóa tất cả…' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Xóa vĩnh viễn 1 ý kiến?');
  await look();
  await page.getByRole('button', { name: 'Xóa vĩnh viễn 1 ý kiến' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Biên nhận xóa dữ liệu');
  await look();
  await page.getByRole('link', { name: 'Tìm người khác' }).click();
  await field.fill(code);
  await page.getByRole('button', { name: 'Tìm' }).click();
  await expect(page.getByRole('main').getByRole('status')).toHaveText(
    'Không có ý kiến nào như vậy trên các trang của bạn.',
  );
  await look();
  await page.getByRole('link', { name: 'Nhật ký' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Xóa dữ liệu của một người' })).toBeVisible();
  await look();
}

test('an administrator exports and erases what one person wrote', async ({ page, browser, site }) => {
  await erase(page, browser, site);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('an administrator exports and erases what one person wrote', async ({ page, browser, site }) => {
    await erase(page, browser, site);
  });
});
