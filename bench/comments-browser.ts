/**
 * `npm run comments-browser` in this folder, after `npm run build` in the project's root: what the comment box costs a slow device.
 *
 * The built bundle against the real server, in Chromium with the CPU slowed down four times: the longest task until twenty comments stand
 * there; then ten thousand of them, loaded page by page: how soon a key press is painted, and what a comment needs of memory. And bytes,
 * beside peers' clients as they are published.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test';
import { rollup } from 'rollup';
import { BROWSER_ARGS, findBrowser } from '../scripts/browser.ts';
import { median, ms, row } from './figures.ts';
import { fillThread, openData, type Running, startOurs, temporaryFolder } from './our-server.ts';
import { longestTask, type Task } from './tasks.ts';

const SLOWER = 4;
const LOADS = 7;
const PRESSES = 30;
/** Seven of ten comments stand at the top, so that a page of twenty has nine replies at the most. */
const SIZE = 10_000;
const PAGE = 'trang.html';

/** What to measure: `npm run comments-browser -- bytes`. */
const named = process.argv.slice(2);
const parts = named.length > 0 ? named : ['bytes', 'first', 'long'];
process.chdir(fileURLToPath(new URL('..', import.meta.url)));

if (parts.includes('bytes')) await bytes();
if (parts.some((part) => part !== 'bytes')) {
  const place = { dataDir: join(temporaryFolder(), 'data') };
  const db = await openData(place);
  await fillThread(db, '/dai', SIZE);
  await db.destroy();
  const site = createServer();
  await once(site.listen(0, '127.0.0.1'), 'listening');
  const address = `http://127.0.0.1:${String((site.address() as AddressInfo).port)}`;
  const server = await startOurs(place, { origin: address });
  site.on('request', (_request, answer) => {
    answer.setHeader('content-type', 'text/html; charset=utf-8').end(pageWith(server));
  });
  const browser = await chromium.launch({ executablePath: findBrowser()!, args: [...BROWSER_ARGS] });
  try {
    if (parts.includes('first')) await firstPage(browser, address);
    if (parts.includes('long')) await longThread(browser, address);
  } finally {
    await browser.close();
    await server.stop();
  }
}
process.exit();

/**
 * A page with the box and nothing else. It comes from an origin of its own, as a site's page does: one that the driver makes up has all that is
 * asked for pass through the driver, which lengthens the page's own tasks by tens of milliseconds.
 */
function pageWith({ url }: Running): string {
  return `<!doctype html><html lang="vi"><meta charset="utf-8"><title>Bài viết</title>
    <link rel="stylesheet" href="${url}tinh.css"><script type="module" src="${url}tinh.js" data-site="so"></script>
    <main><h1>Hội nghị sơ kết</h1><tinh-comment-box thread="/dai" eager></tinh-comment-box></main>`;
}

async function open(browser: Browser): Promise<{ page: Page; cdp: CDPSession }> {
  const page = await browser.newPage();
  return { page, cdp: await page.context().newCDPSession(page) };
}

async function throttle(cdp: CDPSession, rate: number): Promise<void> {
  await cdp.send('Emulation.setCPUThrottlingRate', { rate });
}

/** How much of this the box shows. */
function countShown(page: Page, selector: string): Promise<number> {
  return page.evaluate(
    (what) => document.querySelector('tinh-comment-box')!.shadowRoot!.querySelectorAll(what).length,
    selector,
  );
}

/**
 * Resolves once twenty comments are painted, with the time since the page was asked for (ms). The page looks for itself, once a frame: a
 * driver that looks makes tasks as long as ours.
 */
function painted(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const look = (): void => {
          const shown = document.querySelector('tinh-comment-box')?.shadowRoot?.querySelectorAll('[part~=list] > *');
          if ((shown?.length ?? 0) < 20) requestAnimationFrame(look);
          else requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
        };
        look();
      }),
  );
}

async function firstPage(browser: Browser, address: string): Promise<void> {
  const slow = await loads(browser, address, SLOWER);
  const fast = await loads(browser, address, 1);
  // The first load of all fills the browser's caches for compiled code.
  const [cold, ...warm] = slow.tasks;
  const sorted = warm.toSorted((a, b) => a.duration - b.duration);
  const [middle, worst] = [sorted[Math.floor(sorted.length / 2)]!, sorted.at(-1)!];
  console.log(
    `\nfirst page of 20 (with replies), CPU ${String(SLOWER)} times slower, ${String(LOADS)} loads (asked: no task over 50 ms)`,
  );
  row('longest task, ms: median / worst', ms(middle.duration), ms(worst.duration));
  const slowOnCore = warm.map(({ onCore }) => onCore);
  row('of it on a core, ms: median / worst', ms(median(slowOnCore)), ms(Math.max(...slowOnCore)));
  console.log(`  of the median: ${middle.parts}`);
  console.log(`  of the worst:  ${worst.parts}`);
  const onCore = fast.tasks.slice(1).map((task) => task.onCore * SLOWER);
  row(
    `at full speed on a core, ${String(SLOWER)} times that, ms: median / worst`,
    ms(median(onCore)),
    ms(Math.max(...onCore)),
  );
  row('in a browser just started, ms', ms(cold!.duration));
  console.log(`  ${cold!.parts}`);
  row('until it stands there, ms: median', ms(median(slow.times.slice(1))));
}

/** Loads the page some times; the first one is cold. */
async function loads(browser: Browser, address: string, rate: number): Promise<{ tasks: Task[]; times: number[] }> {
  const tasks: Task[] = [];
  const times: number[] = [];
  for (let load = 0; load <= LOADS; load += 1) {
    const { page, cdp } = await open(browser);
    await throttle(cdp, rate);
    await browser.startTracing(page, {
      categories: ['toplevel', 'devtools.timeline', 'v8', 'disabled-by-default-devtools.timeline'],
    });
    await page.goto(`${address}/${PAGE}`);
    times.push(await painted(page));
    tasks.push(longestTask(await browser.stopTracing(), PAGE));
    await page.close();
  }
  return { tasks, times };
}

async function longThread(browser: Browser, address: string): Promise<void> {
  const { page, cdp } = await open(browser);
  await page.goto(`${address}/${PAGE}`);
  await painted(page);
  const begin = await memory(cdp);
  const before = await countShown(page, '[part~=comment]');
  const started = performance.now();
  const pages = await loadAll(page);
  const seconds = (performance.now() - started) / 1000;
  const end = await memory(cdp);
  const [roots, shown] = [await countShown(page, '[part~=list] > *'), await countShown(page, '[part~=comment]')];
  console.log(
    `\n${shown.toLocaleString('en')} comments (${roots.toLocaleString('en')} at the top level), loaded page by page at full speed`,
  );
  row('pages, and seconds for all', pages.length, seconds.toFixed(1));
  row('a page, ms: first ten / last ten', ms(median(pages.slice(0, 10))), ms(median(pages.slice(-10))));
  const each = (what: keyof typeof begin): number => (end[what] - begin[what]) / (shown - before);
  row('script memory, a comment', `${(each('heap') / 1024).toFixed(2)} kB`);
  row('DOM memory, a comment', `${(each('dom') / 1024).toFixed(2)} kB`);
  row('DOM nodes, a comment', each('nodes').toFixed(1));
  row('in all', `${((end.heap + end.dom) / 2 ** 20).toFixed(1)} MB`, `${end.nodes.toLocaleString('en')} nodes`);

  await throttle(cdp, SLOWER);
  for (const field of ['name', 'text']) {
    const { painted, events } = await press(page, field);
    const what = `${field}: key press to paint, ms`;
    row(`${what}: median / worst of ${String(PRESSES)}`, ms(median(painted)), ms(Math.max(...painted)));
    const slow =
      events.length > 0
        ? `${String(events.length)} of 16 ms or more, worst ${String(Math.max(...events))}`
        : 'none of 16 ms';
    console.log(`  Event Timing: ${slow}`);
  }
  await page.close();
}

/** Presses “Xem thêm” until there is no more. Returns how long each page took (ms), until it was painted. */
async function loadAll(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    const root = document.querySelector('tinh-comment-box')!.shadowRoot!;
    const count = (): number => root.querySelectorAll('[part~=list] > *').length;
    const times: number[] = [];
    for (;;) {
      // Those of replies stand within a comment.
      const more = [...root.querySelectorAll<HTMLElement>('button[part~=more]')].find(
        (each) => !each.closest('[part~=list]'),
      );
      if (!more) return times;
      const [start, known] = [performance.now(), count()];
      more.click();
      while (count() === known) await new Promise((resolve) => requestAnimationFrame(resolve));
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      times.push(performance.now() - start);
    }
  });
}

/** Bytes of script objects, bytes of the DOM's objects, and nodes, after what nobody holds is gone. */
async function memory(cdp: CDPSession): Promise<{ heap: number; dom: number; nodes: number }> {
  await cdp.send('HeapProfiler.enable');
  for (let round = 0; round < 3; round += 1) await cdp.send('HeapProfiler.collectGarbage');
  const usage = (await cdp.send('Runtime.getHeapUsage')) as { usedSize: number; embedderHeapUsedSize?: number };
  const { nodes } = await cdp.send('Memory.getDOMCounters');
  return { heap: usage.usedSize, dom: usage.embedderHeapUsedSize ?? 0, nodes };
}

/** Presses keys in a field. Returns for each how long it took from the press until the frame with it was done (ms). */
async function press(page: Page, field: string): Promise<{ painted: number[]; events: number[] }> {
  await page.evaluate(() => {
    const found = { painted: [] as number[], events: [] as number[] };
    Object.assign(globalThis, { found });
    const channel = new MessageChannel();
    let pressed = 0;
    channel.port1.onmessage = () => found.painted.push(performance.now() - pressed);
    addEventListener(
      'keydown',
      ({ timeStamp }) => {
        pressed = timeStamp;
        // After the next frame's own work comes the next task.
        requestAnimationFrame(() => channel.port2.postMessage(null));
      },
      { capture: true },
    );
    new PerformanceObserver((list) => {
      for (const { name, duration } of list.getEntries()) if (name === 'keydown') found.events.push(duration);
    }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
  });
  await page.locator(`tinh-comment-box form [name=${field}]`).first().focus();
  for (let number = 0; number < PRESSES; number += 1) {
    await page.keyboard.press('a');
    await page.waitForFunction(
      (count) => (globalThis as unknown as { found: { painted: number[] } }).found.painted.length >= count,
      number + 1,
    );
  }
  return page.evaluate(
    () =>
      new Promise<{ painted: number[]; events: number[] }>((resolve) => {
        const { found } = globalThis as unknown as { found: { painted: number[]; events: number[] } };
        setTimeout(() => resolve({ painted: found.painted.slice(0, 30), events: found.events }), 500);
      }),
  );
}

async function bytes(): Promise<void> {
  const whole = await bundle(true);
  const without = await bundle(false);
  const added = whole.main.map((value, index) => value - without.main[index]!);
  const all = added.map((value, index) => value + whole.later[index]!);
  const require = createRequire(import.meta.url);
  const folder = (name: string): string => join(import.meta.dirname, 'node_modules', name);
  const version = (name: string): string =>
    (require(join(folder(name), 'package.json')) as { version: string }).version;
  const peers: Record<string, readonly string[]> = {
    [`Artalk ${version('artalk')}, lite`]: ['artalk/dist/ArtalkLite.iife.js', 'artalk/dist/ArtalkLite.css'],
    [`Waline ${version('@waline/client')}`]: ['@waline/client/dist/waline.umd.js', '@waline/client/dist/waline.css'],
    [`Twikoo ${version('twikoo')}, own server`]: ['twikoo/dist/twikoo.min.js'],
  };
  row('bytes', 'minified', 'gzip -9', 'brotli 11');
  row('bundle without the box', ...without.main);
  row('bundle', ...whole.main);
  row('the box adds to the bundle', ...added);
  row('tinh-comment-talk.js, loaded near it', ...whole.later);
  row('both', ...all);
  for (const [name, files] of Object.entries(peers)) {
    const sums = files.map((file) => sizes(readFileSync(folder(file))));
    row(`${name}, script and style`, ...sums[0]!.map((_, index) => sums.reduce((sum, each) => sum + each[index]!, 0)));
  }
}

/** The bundle as every reader gets it, with or without the box and its words, and what it loads when the box comes near the screen. */
async function bundle(withBox: boolean): Promise<{ main: readonly number[]; later: readonly number[] }> {
  const { default: configs } = (await import('../rollup.config.mjs')) as {
    default: readonly { plugins: object[]; output: object; input: string }[];
  };
  const [config] = configs;
  const leaveOut = {
    name: 'leave-out',
    transform(code: string, id: string) {
      if (withBox) return null;
      if (id.endsWith('/src/bundle.ts')) return code.replace(/import '.*comment-box.*';\n/, '');
      // Long words stand on a line of their own.
      return /\/i18n\/(vi|en)\.ts$/.test(id) ? code.replace(/^ *'comments\.[^']*':\s*(['"`]).*?\1,\n/gm, '') : null;
    },
  };
  const built = await rollup({ ...config!, onwarn: () => undefined, plugins: [leaveOut, ...config!.plugins] });
  const { output } = await built.generate({ ...config!.output, sourcemap: true });
  await built.close();
  const later = output.find(({ fileName }) => fileName === 'tinh-comment-talk.js');
  return { main: sizes(output[0].code), later: later?.type === 'chunk' ? sizes(later.code) : [0, 0, 0] };
}

/** Minified, gzip -9 and brotli 11. */
function sizes(code: string | Buffer): [number, number, number] {
  const brotli = brotliCompressSync(code, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  return [Buffer.byteLength(code), gzipSync(code, { level: 9 }).length, brotli.length];
}
