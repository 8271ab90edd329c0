import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium } from '@playwright/test';
import { BROWSER_ARGS, findBrowser } from '../../scripts/browser.ts';
import { box, write } from './comment-writing.ts';
import { expect, SITE, test } from './site.ts';

test('from a page on plain http, where the browser has no cryptography, a comment is proved and published at once', async ({
  site,
}) => {
  const host = createServer((_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><html lang="vi"><meta charset="utf-8"><title>Bài viết</title><link rel="icon" href="data:,">
      <script type="module" src="${site.url}tinh.js" data-site="${SITE}"></script><tinh-comment-box></tinh-comment-box>`);
  });
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  const origin = `http://tinh.test:${String((host.address() as AddressInfo).port)}`;
  const config = site.demoConfig();
  await site.stop();
  await site.start({
    config: { ...config, sites: config.sites.map((each) => ({ ...each, moderation: 'after', origins: [origin] })) },
  });
  const browser = await chromium.launch({
    executablePath: findBrowser(),
    args: [...BROWSER_ARGS, '--host-resolver-rules=MAP tinh.test 127.0.0.1'],
  });
  try {
    const page = await browser.newPage({ locale: 'vi-VN' });
    await page.goto(`${origin}/bai-viet`);
    expect(await page.evaluate(() => [isSecureContext, 'subtle' in crypto, 'locks' in navigator])).toEqual([
      false,
      false,
      false,
    ]);
    await write(box(page), 'Gửi từ trang http.');
    await expect(box(page).getByText('Ý kiến đã được đăng.')).toBeVisible();
  } finally {
    await browser.close();
    host.closeAllConnections();
    host.close();
  }
});
