import { readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test as base } from './cms-site.ts';

const PICTURE =
  '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><rect width="400" height="300" fill="#a3151f"/></svg>';
const TEXT = 'Trong 6 tháng đầu năm, công tác cải cách hành chính được lãnh đạo Sở quan tâm chỉ đạo. ';

/** An article as NukeViet prints it: sizes and colours on every line, a script among the text. */
const ARTICLE = `<tinh-article-view for="news-bodyhtml" published="2020-07-17T18:00:00+07:00" author="Thanh Tâm"></tinh-article-view>
<div id="news-bodyhtml" class="bodytext">
<h2 style="font-size:14px">Kết quả đạt được</h2>
<p style="text-align:justify"><span style="font-size:14px;color:#333;font-family:Times New Roman">${TEXT.repeat(30)}</span></p>
<div style="text-align:center"><img alt="Toàn cảnh hội nghị" src="/uploads/anh.svg" width="400"></div>
<script>document.documentElement.dataset.ran = 'yes'</script>
<h2 style="font-size:14px">Tồn tại, hạn chế</h2>
<p><span style="font-size:14px">${TEXT.repeat(30)}</span></p>
<table style="width:1400px" border="1"><tr><th>Thủ tục</th><th>Tiếp nhận</th></tr><tr><td style="min-width:900px">Cử đoàn đi công tác</td><td>25</td></tr></table>
</div>`;

/** It names no site, so that nobody is asked for figures. */
const PAGE = `<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Hội nghị sơ kết</title><script type="module" src="/tep/tinh.js"></script></head><body><h1>Hội nghị sơ kết</h1>${ARTICLE}</body></html>`;

const test = base.extend<{ article: Page }>({
  cms: async ({ cms }, use) => {
    cms.bare.set('/tin', ({ reply }) => {
      reply(200, PAGE);
    });
    cms.bare.set('/uploads/anh.svg', ({ reply }) => {
      reply(200, PICTURE, { 'content-type': 'image/svg+xml' });
    });
    await use(cms);
  },
  article: async ({ page, cms }, use) => {
    await page.goto(`${cms.address()}/tin`);
    await expect(page.getByRole('button', { name: 'Phóng to chữ' })).toBeVisible();
    await use(page);
  },
});

/** Lines that the article's first paragraph takes. */
const lineOf = (page: Page) =>
  page
    .locator('#news-bodyhtml span')
    .first()
    .evaluate((span) => span.getClientRects().length);

test('a reader makes an article larger by the keyboard, finds it so on the next visit, and goes to a section', async ({
  article: page,
}) => {
  const lines = await lineOf(page);
  const larger = page.getByRole('button', { name: 'Phóng to chữ' });
  await larger.focus();
  for (let press = 0; press < 5; press += 1) await page.keyboard.press('Enter');
  await expect(page.getByRole('status')).toHaveText('Cỡ chữ 200%');
  expect(await lineOf(page)).toBeGreaterThan(lines * 1.5);
  const large = await lineOf(page);

  await page.reload();
  await expect.poll(() => lineOf(page)).toBe(large);

  const contents = page.getByRole('navigation', { name: 'Nội dung bài viết' });
  // Beside its article the list is closed, so that it moves nothing.
  await contents.getByText('Nội dung bài viết').click();
  await contents.getByRole('link', { name: 'Tồn tại, hạn chế' }).click();
  await expect(page).toHaveURL(/#ton-tai-han-che$/);
  await expect(page.getByRole('heading', { name: 'Tồn tại, hạn chế' })).toBeInViewport();
  await expect(contents.getByRole('link', { name: 'Tồn tại, hạn chế' })).toHaveAttribute('aria-current', 'location');
});

test('nothing of the article or its tools can be faulted by axe, in any colours, on a phone too', async ({
  article: page,
}) => {
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 });
    for (const mode of ['Như trang web', 'Tương phản cao', 'Dịu mắt']) {
      const display = page.locator('[part=display]');
      if ((await display.getAttribute('open')) === null) await display.locator('summary').click();
      await page.getByRole('radio', { name: mode }).check();
      const { violations } = await new AxeBuilder({ page }).disableRules(['landmark-one-main', 'region']).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  }
});

test('a saved article opens without a network, with its pictures and without a script', async ({
  article: page,
  browser,
}, info) => {
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Tải bài viết' }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toBe('hoi-nghi-so-ket.html');
  const path = info.outputPath('hoi-nghi-so-ket.html');
  await download.saveAs(path);
  expect(readFileSync(path, 'utf8')).not.toMatch(/<script|Times New Roman|tinh-/);

  const offline = await browser.newContext({ offline: true });
  const saved = await offline.newPage();
  await saved.goto(`file://${path}`);
  await expect(saved.getByRole('heading', { level: 1, name: 'Hội nghị sơ kết' })).toBeVisible();
  await expect(saved.getByText('Đăng: Thứ Sáu, 17/07/2020, 18:00')).toBeVisible();
  await expect(saved.getByRole('heading', { name: 'Kết quả đạt được' })).toBeVisible();
  const picture = saved.getByRole('img', { name: 'Toàn cảnh hội nghị' });
  expect(await picture.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth)).toBe(400);
  expect(await saved.evaluate(() => document.documentElement.dataset['ran'])).toBeUndefined();
  await offline.close();
});

test('on paper the tools are gone, links are written out, and address and time stand at the end', async ({
  article: page,
  cms,
}) => {
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('button', { name: 'Phóng to chữ' })).toBeHidden();
  await expect(page.getByRole('navigation', { name: 'Nội dung bài viết' })).toBeHidden();
  await expect(page.getByText(`In từ ${cms.address()}/tin, `)).toBeVisible();
});

test('an article whose frame does not come stays as the page wrote it, and has it when the network is back', async ({
  page,
  cms,
  misdeeds,
}) => {
  let isDown = true;
  await page.route('**/tinh-article-frame.js*', (route) => (isDown ? route.abort() : route.continue()));
  await page.clock.install();
  await page.goto(`${cms.address()}/tin`);
  await expect.poll(() => page.evaluate(() => !!customElements.get('tinh-article-view'))).toBe(true);
  await expect(page.getByText('Tồn tại, hạn chế')).toBeVisible();
  const heading = page.getByRole('heading', { name: 'Tồn tại, hạn chế' });
  expect(await heading.getAttribute('id')).toBeNull();
  // A page's script moves the tag meanwhile.
  await page.evaluate(() => {
    const tag = document.querySelector('tinh-article-view')!;
    tag.parentElement!.append(tag);
  });
  isDown = false;
  await expect
    .poll(async () => {
      await page.clock.runFor(15_000);
      return page.getByRole('button', { name: 'Phóng to chữ' }).isVisible();
    })
    .toBe(true);
  await expect(heading).toHaveAttribute('id', 'ton-tai-han-che');
  expect(misdeeds.errors.splice(0)).toEqual(['Failed to load resource: net::ERR_FAILED']);
});
