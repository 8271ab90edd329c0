import { existsSync, readFileSync } from 'node:fs';
import { ATTACKS, leaksOf, provoke } from '../support/attacks.ts';
import { expect, test as base } from './cms-site.ts';
import { FLOOR_CONTEXT, launchFloor } from './floor-browser.ts';

const POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types lit-html dompurify 'allow-duplicates'";

const ARTICLE = {
  headline: 'Hội nghị sơ kết công tác cải cách hành chính',
  published: '2020-07-17T18:00:00+07:00',
  author: { name: 'Thanh Tâm' },
  body: `<h2>Kết quả</h2>${'<p>Sáng ngày 08/7/2020, Sở Ngoại vụ tổ chức hội nghị.</p>'.repeat(40)}<h2>Tồn tại</h2><p>Còn chậm.</p><script>alert(1)</script>`,
  image: { url: '/anh.svg', alt: 'Toàn cảnh', width: 640, height: 360 },
};

/** A page that says where its article is, and nothing of it. */
const pageWith = (src: string): string => `<!doctype html><html lang="vi"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Bài viết</title><link rel="stylesheet" href="/tep/tinh.css"><link rel="stylesheet" href="/trang.css">
<script type="module" src="/tep/tinh.js"></script></head><body><main><tinh-article-view src="${src}">
<p slot="fallback"><a href="/doc">Đọc bài</a></p></tinh-article-view></main><footer>Cuối trang</footer></body></html>`;

const test = base.extend({
  cms: async ({ cms }, use) => {
    cms.library = 'own';
    cms.pageHeaders = { 'content-security-policy': POLICY };
    for (const [path, src] of [
      ['/tin', '/bai.json'],
      ['/hong', '/vong'],
    ] as const)
      cms.bare.set(path, ({ reply }) => {
        reply(200, pageWith(src), cms.pageHeaders);
      });
    cms.bare.set('/trang.css', ({ reply }) => {
      reply(200, 'main { padding: 1em }', { 'content-type': 'text/css' });
    });
    cms.bare.set('/anh.svg', ({ reply }) => {
      reply(200, '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360"/>', {
        'content-type': 'image/svg+xml',
      });
    });
    await use(cms);
  },
});

for (const [how, hasSetHtml] of [
  ['by the browser itself', true],
  ['by DOMPurify', false],
] as const) {
  test(`an article comes from an address under a strict policy with trusted types, made safe ${how}, and nothing moves`, async ({
    page,
    cms,
  }) => {
    const asked: (string | undefined)[] = [];
    cms.bare.set('/bai.json', ({ reply, headers }) => {
      asked.push(headers['if-none-match']);
      if (headers['if-none-match'] === '"1"') reply(304, undefined, { etag: '"1"' });
      else
        reply(200, JSON.stringify(ARTICLE), {
          'content-type': 'application/json',
          etag: '"1"',
          'cache-control': 'no-cache',
        });
    });
    if (!hasSetHtml)
      await page.addInitScript(() => {
        Reflect.deleteProperty(Element.prototype, 'setHTML');
      });
    await page.addInitScript(() => {
      const found = { shift: 0 };
      Object.assign(globalThis, { found });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) found.shift += (entry as PerformanceEntry & { value: number }).value;
      }).observe({ type: 'layout-shift', buffered: true });
    });
    const files: string[] = [];
    page.on('request', (request) => files.push(new URL(request.url()).pathname));
    for (const visit of [1, 2]) {
      await page.goto(`${cms.address()}/tin`);
      await expect(page.getByRole('heading', { level: 1, name: ARTICLE.headline })).toBeVisible();
      await expect(page.getByText('Thứ Sáu, 17/07/2020, 18:00')).toBeVisible();
      await expect(page.getByRole('link', { name: 'Tồn tại' })).toBeVisible();
      expect(await page.locator('tinh-article-view [style], tinh-article-view script').count()).toBe(0);
      expect(
        await page.evaluate(() => (globalThis as unknown as { found: { shift: number } }).found.shift),
        `visit ${String(visit)}`,
      ).toBeLessThan(0.001);
    }
    expect(asked).toEqual([undefined, '"1"']);
    expect(files.some((path) => path.includes('article-purify'))).toBe(!hasSetHtml);
  });
}

test('an article is shown as plain text, every word there, where the file that makes it safe does not come', async ({
  page,
  cms,
  misdeeds,
}) => {
  const said: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'warning') said.push(message.text());
  });
  cms.bare.set('/bai.json', ({ reply }) => {
    const body =
      '<h2>Một &amp; hai</h2><p>B&#7879;nh viện&nbsp;tỉnh <b>đậm</b></p><script>alert("ba")</script><!-- bốn --><ul><li>b&lt;ốn&gt;</li><li>năm</li></ul>';
    reply(200, JSON.stringify({ headline: 'Bài', body }), { 'content-type': 'application/json' });
  });
  await page.addInitScript(() => {
    Reflect.deleteProperty(Element.prototype, 'setHTML');
  });
  await page.route('**/tinh-article-purify.js*', (route) => route.abort());
  await page.goto(`${cms.address()}/tin`);
  await expect(page.locator('tinh-article-view > p:not([slot])')).toHaveText([
    'Một & hai',
    'Bệnh viện tỉnh đậm',
    'b<ốn>',
    'năm',
  ]);
  expect(said.join()).toContain('shown without its markup');
  // The browser says that a file was lost.
  expect(misdeeds.errors.splice(0).every((line) => line.includes('ERR_FAILED'))).toBe(true);
});

test('whoever waits for an article from an address is told that its frame did not come, and tries again', async ({
  page,
  cms,
  misdeeds,
}) => {
  cms.bare.set('/bai.json', ({ reply }) => {
    reply(200, JSON.stringify(ARTICLE), { 'content-type': 'application/json' });
  });
  let isDown = true;
  await page.route('**/tinh-article-frame.js*', (route) => (isDown ? route.abort() : route.continue()));
  await page.goto(`${cms.address()}/tin`);
  await expect(page.getByRole('alert')).toHaveText('Không kết nối được máy chủ.');
  await expect(page.getByRole('link', { name: 'Đọc bài' })).toBeVisible();
  isDown = false;
  await page.getByRole('button', { name: 'Thử lại' }).press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: ARTICLE.headline })).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  expect(misdeeds.errors.splice(0)).toEqual(['Failed to load resource: net::ERR_FAILED']);
});

test('an article at the end of a circle of redirects is told of, and what the page has written stays readable', async ({
  page,
  cms,
  misdeeds,
}) => {
  cms.bare.set('/vong', ({ reply }) => {
    reply(302, '', { location: '/vong' });
  });
  await page.goto(`${cms.address()}/hong`);
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('Chưa tải được bài viết.');
  await expect(page.getByRole('link', { name: 'Đọc bài' })).toBeVisible();
  // The browser says so itself.
  expect(misdeeds.errors.splice(0)).toEqual(['Failed to load resource: net::ERR_TOO_MANY_REDIRECTS']);
  cms.bare.set('/vong', ({ reply }) => {
    reply(200, JSON.stringify(ARTICLE), { 'content-type': 'application/json' });
  });
  await page.getByRole('button', { name: 'Thử lại' }).press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(ARTICLE.headline);
  await expect(alert).toHaveCount(0);
});

test('in Chromium 109 no attack through an article executes or leaves anything', async ({ cms }) => {
  const collections = ['dompurify-fixtures', 'h5sc']
    .map((name) => new URL(`../../../shared/corpora/${name}.json`, import.meta.url))
    .filter((file) => existsSync(file))
    .flatMap((file) => (JSON.parse(readFileSync(file, 'utf8')) as { payload: string }[]).map(({ payload }) => payload));
  const payloads = [...ATTACKS, ...collections];
  for (const [index, payload] of payloads.entries())
    cms.bare.set(`/tan-cong/${String(index)}`, ({ reply }) => {
      reply(200, `<p>Trước</p>${payload}`, { 'content-type': 'text/html; charset=utf-8' });
    });
  cms.bare.set('/trang', ({ reply }) => {
    reply(
      200,
      '<!doctype html><meta charset="utf-8"><title>x</title><script type="module" src="/tep/tinh.js"></script><main></main>',
    );
  });
  const browser = await launchFloor();
  const page = await (await browser.newContext(FLOOR_CONTEXT)).newPage();
  const opened: string[] = [];
  page.on('pageerror', (error) => opened.push(String(error.stack)));
  page.on('dialog', (dialog) => {
    opened.push(dialog.message());
    void dialog.dismiss();
  });
  await page.addInitScript(`window.leaksOf = ${leaksOf.toString()}; window.provoke = ${provoke.toString()};
    for (const name of ['alert', 'confirm', 'prompt', 'print']) window[name] = () => { window.executed = name; };`);
  await page.goto(`${cms.address()}/trang`);
  const found = await page.evaluate(async (count) => {
    interface Test {
      leaksOf(root: Element): string[];
      provoke(root: Element): Promise<void>;
      executed?: string;
    }
    const tools = globalThis as unknown as Test;
    const lines: string[] = [];
    for (let index = 0; index < count; index += 1) {
      const article = document.createElement('tinh-article-view');
      article.setAttribute('without-metadata', '');
      article.setAttribute('src', `/tan-cong/${String(index)}`);
      const here = new Promise((resolve) => {
        for (const type of ['tinh-article-loaded', 'tinh-article-failed']) article.addEventListener(type, resolve);
      });
      document.querySelector('main')!.append(article);
      await here;
      await tools.provoke(article);
      const leaks = tools.leaksOf(article);
      if (tools.executed) leaks.push(`executed ${tools.executed}`);
      if (!article.textContent.includes('Tr')) leaks.push(`the text is gone: ${article.shadowRoot!.textContent}`);
      if (leaks.length > 0) lines.push(`${String(index)}: ${leaks.join(', ')}`);
      article.remove();
      delete tools.executed;
    }
    return lines;
  }, payloads.length);
  expect(found.map((line) => `${line}\n${payloads[Number(line.split(':')[0])]!}`)).toEqual([]);
  expect(opened).toEqual([]);
  expect(page.url()).toBe(`${cms.address()}/trang`);
  await browser.close();
});
