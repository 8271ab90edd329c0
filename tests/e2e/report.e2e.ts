import { randomUUID } from 'node:crypto';
import { addTestAccount, CHEAP } from '../../server/tests/accounts.ts';
import { expect, SITE, test } from './site.ts';

const PASSWORD = 'mật khẩu của cán bộ';

test('the report breaks between pages where a reader of paper expects it', async ({ page, site }) => {
  const config = site.demoConfig();
  await site.stop();
  await site.start({ demo: false, config, passwordCost: CHEAP, spam: { off: true } });
  const place = { url: site.url, place: { dataDir: site.dataDir, databaseUrl: undefined } } as never;
  await addTestAccount(place, { name: 'binh', password: PASSWORD, rights: { role: 'moderator', sites: [SITE] } });
  for (const number of [1, 2, 3]) {
    const response = await fetch(`${site.url}api/v1/sites/${SITE}/comments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: JSON.stringify({
        thread: `/tin-tuc/bai-${number}`,
        url: `${site.url}bai-${number}`,
        title: `Bài ${number}: hội nghị sơ kết công tác cải cách hành chính và chuyển đổi số`,
        name: 'Nguyễn Văn An',
        text: `Ý kiến ${number}`,
        consent: true,
      }),
    });
    expect(response.status).toBe(201);
  }
  await page.goto(`${site.url}moderation/report`);
  await page.getByLabel('Tên đăng nhập').fill('binh');
  await page.getByLabel('Mật khẩu').fill(PASSWORD);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await page.emulateMedia({ media: 'print' });
  const expectStyle = async (selector: string, name: string, value: string): Promise<void> => {
    for (const each of await page.locator(selector).all()) await expect(each).toHaveCSS(name, value);
    expect(await page.locator(selector).count(), selector).toBeGreaterThan(0);
  };
  // The head of a table stands on each of its pages; its total only at its end.
  await expectStyle('thead', 'display', 'table-header-group');
  await expectStyle('tfoot', 'display', 'table-row-group');
  for (const whole of ['tr', 'figure', '.signatures']) await expectStyle(whole, 'break-inside', 'avoid');
  for (const led of ['h2', 'tbody tr:first-child']) await expectStyle(led, 'break-after', 'avoid');
  for (const last of ['tbody tr:last-child', 'tfoot tr']) await expectStyle(last, 'break-before', 'avoid');
  await expect(page.locator('.signed')).toHaveText(/^Báo cáo thống kê ý kiến bạn đọc, /);
  await expect(page.locator('.on-screen')).toBeHidden();
});
