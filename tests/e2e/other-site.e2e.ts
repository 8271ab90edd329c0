import { readFileSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, SITE, test } from './site.ts';

/** A site of somebody else: `localhost`, where the companion server is `127.0.0.1`. */
async function serveHtml(html: string): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${String(port)}/`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The first block of HTML in the README: what a webmaster pastes. */
function snippet(server: string): string {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [, html = ''] = /```html\n([^]*?)```/.exec(readme) ?? [];
  expect(html).toContain('data-site');
  return html.replaceAll('https://tinh.example/', server);
}

const page = (body: string) => `<!doctype html><html lang="vi"><meta charset="utf-8"><title>Trang khác</title>${body}`;

test('the README’s snippet works in a page of another site', async ({ page: tab, site, misdeeds }) => {
  const other = await serveHtml(page(snippet(site.url)));
  await tab.goto(other.url);
  await expect(tab.getByText('Thứ Sáu, 17/07/2020, 18:00')).toBeVisible();
  await expect(tab.getByText('1 lượt xem').filter({ visible: true })).toBeVisible();
  await expect(tab.locator('tinh-visit-counter').getByText('1.604.378').filter({ visible: true })).toBeVisible();
  await expect(tab.locator('tinh-quick-links').getByRole('listitem')).toHaveCount(2);
  const box = tab.locator('tinh-comment-box');
  await box.getByLabel('Họ và tên').fill('Trần Văn Bình');
  await box.getByLabel('Nội dung').fill('Gửi từ trang khác.');
  await box.getByRole('checkbox', { name: 'Tôi đồng ý' }).check();
  await box.getByRole('button', { name: 'Gửi ý kiến' }).click();
  await expect(box.getByText('Chờ duyệt', { exact: true })).toBeVisible();
  expect(misdeeds.strangers.filter((each) => !each.startsWith(other.url))).toEqual([]);
  misdeeds.strangers.length = 0;
  misdeeds.errors.splice(0, misdeeds.errors.length, ...misdeeds.errors.filter((each) => !each.includes('404')));
  await other.close();
});

test('a page of a site that is not allowed says so politely in the elements and in the console', async ({
  page: tab,
  site,
  misdeeds,
}) => {
  const config = site.demoConfig();
  await site.stop();
  await site.start({
    config: { ...config, sites: config.sites.map((each) => ({ ...each, origins: [], startingFigures: undefined })) },
  });
  const warnings: string[] = [];
  tab.on('console', (message) => {
    if (message.type() === 'warning') warnings.push(message.text());
  });
  const other = await serveHtml(page(snippet(site.url)));
  await tab.goto(other.url);
  const sentence = `Máy chủ chưa cho phép trang ${new URL(other.url).origin} dùng dịch vụ này.`;
  await expect(tab.locator('tinh-comment-box')).toContainText(sentence);
  await expect(tab.locator('tinh-visit-counter')).toContainText(sentence);
  await expect(tab.getByText('Sáng ngày 08/7/2020')).toBeVisible();
  await expect(tab.locator('tinh-comment-box').getByRole('textbox')).toHaveCount(0);
  expect(warnings.join('\n')).toContain('urn:tinh:problem:origin-refused');
  expect(misdeeds.errors.every((each) => /403|404/.test(each))).toBe(true);
  misdeeds.errors.length = 0;
  misdeeds.strangers.length = 0;
  await other.close();
});

test('a page that names an unknown site says so', async ({ page: tab, site, misdeeds }) => {
  const other = await serveHtml(page(snippet(site.url).replaceAll(SITE, 'so-khong-co')));
  await tab.goto(other.url);
  await expect(tab.locator('tinh-comment-box')).toContainText('Máy chủ không có mã đơn vị “so-khong-co”.');
  expect(misdeeds.errors.every((each) => each.includes('404'))).toBe(true);
  misdeeds.errors.length = 0;
  misdeeds.strangers.length = 0;
  await other.close();
});

for (const proxy of ['cuts the path off', 'keeps the path'] as const) {
  test(`the whole demo works below a path of the site itself, where the proxy ${proxy}`, async ({
    page: tab,
    site,
    misdeeds,
  }) => {
    const front = createServer((request, response) => {
      const path = proxy === 'keeps the path' ? request.url! : request.url!.replace(/^\/tinh/, '');
      const { hostname, port } = new URL(site.url);
      const onward = httpRequest(
        { hostname, port, path, method: request.method, headers: request.headers },
        (answer) => {
          response.writeHead(answer.statusCode!, answer.headers);
          answer.pipe(response);
        },
      );
      request.pipe(onward);
    });
    await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
    const url = `http://localhost:${String((front.address() as AddressInfo).port)}/tinh/`;
    await site.stop();
    await site.start({ publicUrl: url });

    await tab.goto(url);
    await expect(tab.getByText('1.604.378').filter({ visible: true })).toBeVisible();
    await tab.getByRole('button', { name: 'Đăng nhập' }).click();
    await expect(tab.getByText('Tài khoản dùng thử')).toBeVisible();
    expect(tab.url().startsWith(url)).toBe(true);
    const [cookie] = await tab.context().cookies();
    expect(cookie).toMatchObject({ name: 'tinh_session', path: '/tinh/', httpOnly: true, sameSite: 'Strict' });
    await tab.getByRole('link', { name: 'Góp ý dự thảo' }).click();
    await expect(tab.getByRole('heading', { level: 1, name: 'Góp ý dự thảo' })).toBeVisible();

    expect(misdeeds.strangers.filter((each) => !each.startsWith(url))).toEqual([]);
    misdeeds.strangers.length = 0;
    front.closeAllConnections();
    await new Promise((resolve) => front.close(resolve));
  });
}
