import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aptInstall, canUseApt } from '../../scripts/apt.ts';
import { expect, test as base } from './cms-site.ts';

const PDFTOPPM = '/usr/bin/pdftoppm';

/** Articles of the demo, and how many pages each has on A4. */
const PRINTED = [
  ['legal-text', 'Quyết định ban hành Quy chế', 2],
  ['wordpress-gutenberg', 'Lịch tiêm chủng mở rộng tháng 5', 2],
  ['sharepoint-wiki', 'Điều chỉnh phân luồng giao thông', 2],
] as const;

const article = (
  name: string,
  title: string,
): string => `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>${title}</title>
<link rel="stylesheet" href="/trang.css"><script type="module" src="/tep/tinh.js"></script></head><body><header class="menu">Trang chủ</header>
<tinh-article-view published="2020-07-17T18:00:00+07:00" author="Thanh Tâm" source="Báo Tây Ninh" source-url="https://baotayninh.vn/">
<h1 slot="headline">${title}</h1>${readFileSync(new URL(`../../demo/articles/${name}.html`, import.meta.url), 'utf8')}
<ul slot="attachments"><li><a href="/tep/van-ban.pdf" data-size="1234567" data-pages="12">Văn bản gốc</a></li></ul></tinh-article-view></body></html>`;

const test = base.extend({
  cms: async ({ cms }, use) => {
    cms.library = 'own';
    cms.bare.set('/trang.css', ({ reply }) => {
      reply(200, 'body { font: 12pt/1.5 "DejaVu Sans", sans-serif } @media print { .menu { display: none } }', {
        'content-type': 'text/css',
      });
    });
    for (const picture of ['phong-hop', 'ban-do'])
      cms.bare.set(`/demo/articles/${picture}.svg`, ({ reply }) => {
        const file = new URL(`../../demo/articles/${picture}.svg`, import.meta.url);
        reply(200, readFileSync(file, 'utf8'), { 'content-type': 'image/svg+xml' });
      });
    for (const [name, title] of PRINTED)
      cms.bare.set(`/${name}`, ({ reply }) => {
        reply(200, article(name, title));
      });
    await use(cms);
  },
});

test.beforeAll(() => {
  if (!existsSync(PDFTOPPM) && canUseApt()) aptInstall('poppler-utils', 'fonts-dejavu-core');
});

for (const [name, , pages] of PRINTED) {
  test(`the article ${name} on paper is as its baseline, page by page`, async ({ page, cms }, info) => {
    // Away from Debian's machines the program may be missing; goes where it is installed (poppler-utils).
    test.skip(!existsSync(PDFTOPPM) && process.env['CI'] !== 'true', 'pdftoppm is not installed');
    await page.clock.setFixedTime(new Date('2026-07-17T11:00:00Z'));
    await page.goto(`${cms.address()}/${name}`);
    await expect(page.getByRole('button', { name: 'In bài viết' })).toBeVisible();
    // What stands below comes when it is near the screen.
    await page.getByText('Nguồn: Báo Tây Ninh').scrollIntoViewIfNeeded();
    await expect(page.getByRole('heading', { name: 'Tệp đính kèm' })).toBeVisible();
    // The same on every run, whatever the port.
    await page.evaluate(() => {
      history.replaceState(null, '', '/tin-tuc/bai-viet');
    });
    await page.locator('tinh-article-view').evaluate((tag, address) => {
      addEventListener('beforeprint', () => {
        const printed = tag.shadowRoot!.querySelector('[part=printed]')!;
        printed.textContent = printed.textContent.replace(address, 'https://so.example');
        const file = tag.shadowRoot!.querySelector<HTMLAnchorElement>('[part=attachment] a')!;
        file.href = file.href.replace(address, 'https://so.example');
      });
    }, cms.address());
    const file = info.outputPath('bai.pdf');
    writeFileSync(
      file,
      await page.pdf({ format: 'A4', margin: { top: '15mm', bottom: '15mm', left: '15mm', right: '15mm' } }),
    );
    execFileSync(PDFTOPPM, ['-r', '60', '-png', file, info.outputPath('trang')]);
    const pictures = globSync(join(info.outputDir, 'trang-*.png')).sort();
    expect(pictures).toHaveLength(pages);
    for (const [index, picture] of pictures.entries())
      expect(readFileSync(picture)).toMatchSnapshot(`${name}-${String(index + 1)}.png`, { maxDiffPixelRatio: 0.01 });
  });
}
