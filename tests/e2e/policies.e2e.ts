import { randomUUID } from 'node:crypto';
import type { Browser, Page } from '@playwright/test';
import { addTestAccount, CHEAP } from '../../server/tests/accounts.ts';
import { expectAccessible } from './accessible.ts';
import { type DemoSite, expect, SITE, test } from './site.ts';

const PASSWORD = 'mật khẩu của cán bộ';

/** A server with the demo's site and an administrator. */
async function openOffice(site: DemoSite): Promise<void> {
  const config = site.demoConfig();
  config.sites[0]!['moderation'] = 'after';
  await site.stop();
  await site.start({ demo: false, config, passwordCost: CHEAP, spam: { off: true } });
  const place = { url: site.url, place: { dataDir: site.dataDir, databaseUrl: undefined } } as never;
  const rights = { role: 'administrator', sites: [] } as const;
  await addTestAccount(place, { name: 'quan', displayName: 'Phạm Quản', password: PASSWORD, rights });
}

/** A reader writes; answers the comment's id. */
async function post(site: DemoSite, text: string): Promise<string> {
  const response = await fetch(`${site.url}api/v1/sites/${SITE}/comments`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      authorization: 'Bearer reader-token-0123456789abcdef',
    },
    body: JSON.stringify({
      thread: '/tin-tuc/bai-1',
      url: `${site.url}index.html`,
      title: 'Hội nghị sơ kết công tác 6 tháng đầu năm',
      name: 'Nguyễn Văn An',
      text,
      consent: true,
    }),
  });
  expect(response.status).toBe(201);
  return ((await response.json()) as { id: string }).id;
}

async function shown(site: DemoSite): Promise<{ closed: boolean; total: number; rules: { longest: number } }> {
  const response = await fetch(`${site.url}api/v1/sites/${SITE}/comments?thread=/tin-tuc/bai-1`);
  return (await response.json()) as Awaited<ReturnType<typeof shown>>;
}

async function signIn(page: Page, site: DemoSite): Promise<void> {
  await page.goto(`${site.url}moderation/policies`);
  await page.getByLabel('Tên đăng nhập').fill('quan');
  await page.getByLabel('Mật khẩu').fill(PASSWORD);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Quy định ý kiến' })).toBeVisible();
}

/** The browser itself says in the console that a page was answered with a fault. */
function forgive({ errors }: { errors: string[] }): void {
  errors.splice(0, errors.length, ...errors.filter((each) => !/status of 4\d\d/.test(each)));
}

/** An administrator changes settings, is corrected, blocks words and links, tries a text, and closes one article. */
async function morning(page: Page, browser: Browser, site: DemoSite): Promise<void> {
  const look = (): Promise<void> => expectAccessible(page, browser);
  const save = page.getByRole('button', { name: 'Lưu quy định' });
  const said = page.getByRole('status').first();
  const id = await post(site, 'Mua rẻ tại https://quang-cao.example/a nhé.');
  await signIn(page, site);
  await look();

  await page.getByLabel('Độ dài tối đa').fill('5000');
  await page.getByLabel('Địa chỉ của văn bản đầy đủ').fill('so-ngoai-vu');
  await page.getByLabel('Nút thích').selectOption('Tắt');
  await save.click();
  await expect(page.getByRole('alert')).toContainText('Chưa lưu được');
  await expect(page.getByRole('alert')).toBeFocused();
  await look();
  await page
    .getByRole('alert')
    .getByRole('link', { name: /^Độ dài tối đa/ })
    .click();
  await page.getByLabel('Độ dài tối đa').fill('1.000');
  await page.getByLabel('Địa chỉ của văn bản đầy đủ').fill('');
  await expect(page.getByLabel('Nút thích')).toHaveValue('false');
  await save.click();
  await expect(said).toHaveText('Đã lưu quy định.');
  expect((await shown(site)).rules).toMatchObject({ longest: 1000, likes: false });
  await page.getByRole('button', { name: 'Hoàn tác' }).click();
  await expect(said).toHaveText('Đã hoàn tác.');
  expect((await shown(site)).rules).toMatchObject({ longest: 4000, likes: true });

  await page.getByLabel('Từ ngữ hoặc cụm từ').fill('cá độ bóng đá');
  await page.getByRole('button', { name: 'Chặn từ ngữ' }).click();
  await expect(said).toHaveText('Đã chặn.');
  await page.getByLabel('Đoạn văn', { exact: true }).fill('Nhận CA DO bóng đá, xem đường vào xã.');
  await page.getByRole('button', { name: 'Thử', exact: true }).click();
  await expect(page.locator('mark')).toHaveText('CA DO bóng đá');
  await look();

  await page.goto(`${site.url}moderation/comment?id=${id}`);
  await page.getByRole('button', { name: 'Chặn liên kết đến quang-cao.example' }).click();
  await expect(said).toHaveText('Đã chặn.');
  await page.getByRole('button', { name: 'Chặn tác giả này', exact: true }).click();
  await expect(page.getByText('Tác giả này đang bị chặn.')).toBeVisible();
  await look();
  await page.getByRole('link', { name: 'Quy định riêng cho bài này' }).click();
  await look();
  await page.getByLabel('Chế độ').selectOption('Đóng');
  await save.click();
  await expect(said).toHaveText('Đã lưu quy định.');
  expect(await shown(site)).toMatchObject({ closed: true, total: 0 });

  await page.getByRole('navigation', { name: 'Các trang quản lý' }).getByRole('link', { name: 'Quy định' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: '/tin-tuc/bai-1' })).toContainText('Chế độ');
  await expect(page.getByRole('listitem').filter({ hasText: 'Tác giả' })).toBeVisible();
  await look();
  await page
    .getByRole('listitem')
    .filter({ hasText: 'cá độ bóng đá' })
    .getByRole('button', { name: 'Bỏ chặn' })
    .click();
  await expect(said).toHaveText('Đã bỏ chặn.');
}

test('an administrator’s morning', async ({ page, browser, site, misdeeds }) => {
  await openOffice(site);
  await morning(page, browser, site);
  forgive(misdeeds);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('an administrator’s morning', async ({ page, browser, site, misdeeds }) => {
    await openOffice(site);
    await morning(page, browser, site);
    forgive(misdeeds);
  });
});
