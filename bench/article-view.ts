/**
 * `npm run article-view` in this folder, after `npm run build` in the project's root: what enhancing a very long article costs a slow device.
 *
 * An article of 50,000 words with 200 pictures, 60 sections and 20 tables, in Chromium with the CPU slowed down four times. The page stands there first;
 * then the script comes, so that every task after that is the library's (`enhance` measures that alone). Beside it the same page without a tag, and how far anything moves: with a
 * script that is there at once, and with one that comes when the page is long painted. And bytes: what the tag adds to the bundle.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from '@playwright/test';
import { BROWSER_ARGS, findBrowser } from '../scripts/browser.ts';
import { bundleBytes } from './bundle-bytes.ts';
import { median, ms, row } from './figures.ts';
import { longestTask, type Task } from './tasks.ts';

const SLOWER = 4;
const LOADS = Number(process.env.LOADS ?? 5);
const WORDS = 50_000;
const PICTURES = 200;
const SECTIONS = 60;
const TABLES = 20;
const PAGE = 'bai.html';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const named = process.argv.slice(2);
if (named.length === 0 || named.includes('bytes')) await bytes();
if (named.length === 0 || named.includes('tasks') || named.includes('enhance')) await inBrowser();
process.exit();

async function bytes(): Promise<void> {
  const [whole, rest] = [await bundleBytes(), await bundleBytes('article-view')];
  row('tinh.js, bytes after brotli: whole / without the article view', whole, rest);
  row('the article view adds to the bundle (target 5,000)', whole - rest);
}

/** The page with the article in it; without a tag it is what the site costs by itself. */
function pageWith(words: string, kind: 'around' | 'for' | 'plain'): string {
  const syllables = 'Ủy ban nhân dân tỉnh ban hành quyết định về công tác cải cách thủ tục hành chính năm nay'.split(
    ' ',
  );
  const sentence = (length: number): string =>
    Array.from({ length }, (_, index) => syllables[index % syllables.length]!).join(' ');
  const parts: string[] = [];
  const paragraphs = WORDS / 50;
  for (let number = 0; number < paragraphs; number += 1) {
    if (number % Math.round(paragraphs / SECTIONS) === 0) parts.push(`<h2>Mục ${String(number)}</h2>`);
    parts.push(`<p>${sentence(50)}.</p>`);
    if (number % Math.round(paragraphs / PICTURES) === 0)
      parts.push(`<figure><img src="anh.svg" alt="Ảnh" width="640" height="360"><figcaption>Ảnh</figcaption></figure>`);
    if (number % Math.round(paragraphs / TABLES) === 0)
      parts.push(`<table border="1">${`<tr>${'<td>Thủ tục hành chính</td>'.repeat(12)}</tr>`.repeat(10)}</table>`);
  }
  const tag = 'published="2020-07-17T18:00:00+07:00" author="Thanh Tâm" page="x"';
  const [open, close] = {
    around: [`<tinh-article-view ${tag}>`, '</tinh-article-view>'],
    for: [`<tinh-article-view ${tag} for="bai"></tinh-article-view><article id="bai">`, '</article>'],
    plain: ['<article>', '</article>'],
  }[kind];
  return `<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Bài viết</title><link rel="stylesheet" href="tinh.css">${words}
    <style>body { max-width: 60em; margin: auto; font: 18px/1.6 sans-serif } img { max-width: 100%; height: auto }
    tinh-article-view { --tinh-article-view-head-size: 13.1em } @media (max-width: 30em) { tinh-article-view { --tinh-article-view-head-size: 21.25em } }</style>
    <main>${open}<h1 slot="headline">Quyết định</h1><p slot="fallback">Thứ Sáu, 17/07/2020, 18:00</p>
    ${parts.join('\n')}${close}<p>Cuối trang</p></main></html>`;
}

async function inBrowser(): Promise<void> {
  const picture =
    '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360"><rect width="640" height="360" fill="#a3151f"/></svg>';
  const site = createServer((request, answer) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://localhost');
    const send = (type: string, body: string | Buffer): void => void answer.setHeader('content-type', type).end(body);
    if (pathname === `/${PAGE}`) {
      const [kind, script] = [searchParams.get('kind'), searchParams.get('script')];
      const words = script === null ? '' : `<script type="module" src="tinh.js" ${script}></script>`;
      send('text/html; charset=utf-8', pageWith(words, kind as 'around' | 'for' | 'plain'));
    } else if (pathname === '/anh.svg') send('image/svg+xml', picture);
    else if (/^\/tinh[\w-]*\.(js|css)$/.test(pathname))
      send(pathname.endsWith('js') ? 'text/javascript' : 'text/css', readFileSync(`dist${pathname}`));
    else answer.writeHead(404).end();
  });
  await once(site.listen(0, '127.0.0.1'), 'listening');
  const address = `http://127.0.0.1:${String((site.address() as AddressInfo).port)}/${PAGE}`;
  const browser = await chromium.launch({ executablePath: findBrowser()!, args: [...BROWSER_ARGS] });
  console.log(
    `\n${WORDS.toLocaleString('en')} words, ${String(PICTURES)} pictures, ${String(SECTIONS)} sections, ${String(TABLES)} tables; CPU ${String(SLOWER)} times slower, ${String(LOADS)} loads`,
  );
  for (const [width, device] of [
    [1280, 'desktop'],
    [360, 'phone'],
  ] as const) {
    for (const kind of ['around', 'for'] as const) {
      console.log(`\n${device}, ${kind === 'around' ? 'the tag around the article' : 'the tag beside it (for)'}`);
      const show = (name: string, tasks: readonly Task[]): void => {
        const sorted = tasks.toSorted((a, b) => a.duration - b.duration);
        const middle = sorted[Math.floor(sorted.length / 2)]!;
        const onCore = tasks.map((task) => task.onCore);
        row(`${name}: longest task, ms: median / worst`, ms(middle.duration), ms(sorted.at(-1)!.duration));
        row('  of it on a core, ms: median / worst', ms(median(onCore)), ms(Math.max(...onCore)));
        console.log(`  of the median: ${middle.parts}`);
      };
      const late = await loads(browser, `${address}?kind=${kind}`, width, true);
      show('enhancing a page that stands there', late.tasks);
      row('  layout shift: median', median(late.shifts).toFixed(4));
      if (named.includes('enhance')) continue;
      const early = await loads(browser, `${address}?kind=${kind}&script=async`, width, false);
      show('opening the page, script in the head', early.tasks);
      row('  layout shift: median', median(early.shifts).toFixed(4));
      const blocking = await loads(browser, `${address}?kind=${kind}&script=blocking=render`, width, false);
      show('opening the page, script with blocking="render"', blocking.tasks);
      row('  layout shift: median', median(blocking.shifts).toFixed(4));
      const plain = await loads(browser, `${address}?kind=plain`, width, false);
      show('opening the page without tag and script', plain.tasks);
    }
  }
  await browser.close();
}

/** Opens the page some times; the first fills the browser's caches for compiled code and is left out. */
async function loads(
  browser: Browser,
  address: string,
  width: number,
  isLate: boolean,
): Promise<{ tasks: Task[]; shifts: number[] }> {
  const tasks: Task[] = [];
  const shifts: number[] = [];
  for (let load = 0; load <= LOADS; load += 1) {
    const page = await browser.newPage({
      viewport: { width, height: 800 },
      isMobile: width < 500,
      hasTouch: width < 500,
    });
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    await page.addInitScript(() => {
      const found = { shift: 0 };
      Object.assign(globalThis, { found });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) found.shift += (entry as PerformanceEntry & { value: number }).value;
      }).observe({ type: 'layout-shift', buffered: true });
    });
    const trace = () =>
      browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline', 'v8', 'blink.user_timing'] });
    if (!isLate) await trace();
    await page.goto(address);
    await quiet(page);
    if (isLate) {
      await trace();
      // From the page itself: what the driver runs would be a part of the task.
      await page.evaluate(() => {
        setTimeout(() => {
          performance.mark('enhance');
          document.head.append(Object.assign(document.createElement('script'), { type: 'module', src: 'tinh.js' }));
        }, 100);
      });
      await page.waitForFunction(() =>
        document.querySelector('tinh-article-view')?.shadowRoot?.querySelector('[part=toolbar]'),
      );
      await quiet(page);
    }
    const task = longestTask(await browser.stopTracing(), new URL(address).search, isLate ? 'enhance' : undefined);
    if (load > 0) {
      tasks.push(task);
      shifts.push(await page.evaluate(() => (globalThis as unknown as { found: { shift: number } }).found.shift));
    }
    await page.close();
  }
  return { tasks, shifts };
}

/** Until nothing was done for a second. */
async function quiet(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        let idle = 0;
        const look = (): void => {
          requestIdleCallback((deadline) => {
            idle = deadline.timeRemaining() > 10 ? idle + 1 : 0;
            if (idle > 10) resolve();
            else setTimeout(look, 100);
          });
        };
        look();
      }),
  );
}
