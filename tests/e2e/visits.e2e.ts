import { addTestAccount, CHEAP } from '../../server/tests/accounts.ts';
import { openDatabase } from '../../server/storage/database.ts';
import { writeArrivals } from '../../server/visits/write.ts';
import { expectAccessible } from './accessible.ts';
import { expect, SITE, test } from './site.ts';

const PASSWORD = 'mật khẩu của cán bộ';
const MINUTE = 60_000;

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('an administrator reads who has come, takes out what was no reader, and puts it back', async ({
    page,
    site,
    browser,
  }) => {
    const config = site.demoConfig();
    await site.stop();
    await site.start({ demo: false, config, passwordCost: CHEAP });
    const place = { url: site.url, place: { dataDir: site.dataDir, databaseUrl: undefined } } as never;
    await addTestAccount(place, { name: 'quan', password: PASSWORD, rights: { role: 'administrator', sites: [] } });
    const db = await openDatabase({ dataDir: site.dataDir });
    const now = Date.now();
    const come = (ago: number, visits: number, path: string): Promise<void> =>
      db.transaction().execute((trx) =>
        writeArrivals(
          trx,
          { slug: SITE, timeZone: 'Asia/Ho_Chi_Minh' },
          Array.from({ length: visits }, () => ({
            visit: { page: path, visit: true, view: true, beat: true, referrer: 'zalo.me' },
            at: now - ago * MINUTE,
            isBot: false,
          })),
        ),
      );
    for (let ago = 3; ago < 60; ago += 3) await come(ago, 2, '/tin-tuc/bai-1');
    await come(10, 500, '/may-tu-dong');
    await db.destroy();

    await page.goto(`${site.url}statistics`);
    await page.getByLabel('Tên đăng nhập').fill('quan');
    await page.getByLabel('Mật khẩu').fill(PASSWORD);
    await page.getByRole('button', { name: 'Đăng nhập' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Thống kê truy cập');
    await expect(page.getByRole('link', { name: 'Lượt truy cập' })).toHaveAttribute('aria-current', 'page');
    await expect(page.getByRole('img', { name: /^Lượt truy cập theo tuần/ })).toBeVisible();
    await expect(page.getByRole('row', { name: 'zalo.me 538' })).toBeVisible();
    await expectAccessible(page, browser);

    await page.getByRole('button', { name: /^Loại khỏi số liệu khoảng / }).click();
    await expect(page.getByText(/^Đã loại các phút này/)).toHaveAttribute('role', 'status');
    await expect(page.getByRole('row', { name: /^Lượt truy cập 38 / })).toBeVisible();
    await expectAccessible(page, browser);
    await page.getByRole('button', { name: /^Tính lại/ }).click();
    await expect(page.getByRole('row', { name: /^Lượt truy cập 538 / })).toBeVisible();

    await page.getByRole('link', { name: 'Mở bản báo cáo để in' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Báo cáo thống kê truy cập');
    await expectAccessible(page, browser);
  });
});

test('a click on a link is counted while the page is being left, and the link leads where it says', async ({
  page,
  site,
}) => {
  await page.goto(site.url);
  const links = page.locator('tinh-quick-links').first();
  await links.evaluate((element) => {
    element.setAttribute('count-clicks', '');
    const link = Object.assign(document.createElement('a'), { href: '/sign-in', textContent: 'Đăng nhập' });
    element.append(link);
  });
  const link = links.getByRole('link', { name: 'Đăng nhập' });
  await expect(link).toBeVisible();
  await page.waitForLoadState('networkidle');
  await link.click();
  await expect(page).toHaveURL(`${site.url}sign-in`);
  await expect
    .poll(async () => (await fetch(`${site.url}api/v1/sites/${SITE}/clicks`)).json())
    .toEqual({ links: [{ link: `${site.url}sign-in`, clicks: 1 }] });
});
