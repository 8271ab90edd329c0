/**
 * `npm run session-prompt` in this folder, after `npm ci` here and `npm ci && npm run build` in the project's root.
 *
 * Prints what the session prompt adds to the bundle, and loads where somebody is signed in, beside HMRC's timeout dialog, and what it does while nobody needs
 * it: timers, storage writes, and time on the main thread, in the same run and the same browser.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { chromium, type Browser } from '@playwright/test';
import { build } from 'esbuild';
import { rollup } from 'rollup';
import { BROWSER_ARGS, findBrowser } from '../scripts/browser.ts';

const RUNS = 5;
/** How long a page stands there (ms), and how often the mouse moves meanwhile. */
const STANDS = 8000;
const MOVES = 400;

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

/** Minified, gzip -9 and brotli 11. */
type Bytes = readonly [number, number, number];

function bytesOf(code: string): Bytes {
  const brotli = brotliCompressSync(code, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  return [Buffer.byteLength(code), gzipSync(code, { level: 9 }).length, brotli.length];
}

/** The bundle as every reader gets it, with or without the session prompt and its words, and what it loads where somebody is signed in. */
async function bundle(withPrompt: boolean): Promise<{ bundle: Bytes; later: Bytes }> {
  const { default: configs } = (await import('../rollup.config.mjs')) as {
    default: readonly { plugins: object[]; output: object; input: string }[];
  };
  const [config] = configs;
  const leaveOut = {
    name: 'leave-out',
    transform(code: string, id: string) {
      if (withPrompt) return null;
      if (id.endsWith('/src/bundle.ts')) return code.replace(/import '.*session-prompt.*';\n/, '');
      return /\/i18n\/(vi|en)\.ts$/.test(id) ? code.replace(/^ *'session\.[^\n]*\n/gm, '') : null;
    },
  };
  const built = await rollup({ ...config!, onwarn: () => undefined, plugins: [leaveOut, ...config!.plugins] });
  const { output } = await built.generate({ ...config!.output, sourcemap: true });
  await built.close();
  const later = output.find(({ fileName }) => fileName === 'tinh-session-watch.js');
  return { bundle: bytesOf(output[0].code), later: later?.type === 'chunk' ? bytesOf(later.code) : [0, 0, 0] };
}

/** HMRC's dialog with all it needs, as it is published. */
async function hmrc(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import D from './node_modules/hmrc-frontend/hmrc/components/timeout-dialog/timeout-dialog.js';
        import S from './node_modules/hmrc-frontend/hmrc/components/timeout-dialog/session-activity-service.js';
        const meta = document.querySelector('meta[name=hmrc-timeout-dialog]');
        const service = new S(window.BroadcastChannel); new D(meta, service).init();`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
  });
  return outputFiles[0]!.text;
}

/** What a page does while somebody only moves the mouse. */
interface Idle {
  /** Timers that were set for less than a second, and all. */
  readonly shortTimers: number;
  readonly timers: number;
  readonly storageWrites: number;
  /** Milliseconds on the main thread. */
  readonly task: number;
}

async function stand(browser: Browser, url: string): Promise<Idle> {
  const page = await browser.newPage();
  await page.addInitScript(() => {
    const counts = { shortTimers: 0, timers: 0, storageWrites: 0 };
    Object.assign(globalThis, { counts });
    for (const name of ['setTimeout', 'setInterval'] as const) {
      const real = globalThis[name].bind(globalThis) as (...words: unknown[]) => number;
      Object.assign(globalThis, {
        [name]: (run: unknown, delay = 0, ...more: unknown[]) => {
          counts.timers += 1;
          if (delay < 1000) counts.shortTimers += 1;
          return real(run, delay, ...more);
        },
      });
    }
    const { setItem } = Storage.prototype;
    Storage.prototype.setItem = function (...words) {
      counts.storageWrites += 1;
      setItem.apply(this, words);
    };
  });
  await page.goto(url);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  const taskTime = async (): Promise<number> => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')!.value * 1000;
  };
  const before = await taskTime();
  await page.evaluate(() =>
    Object.assign((globalThis as unknown as { counts: object }).counts, {
      shortTimers: 0,
      timers: 0,
      storageWrites: 0,
    }),
  );
  for (let move = 0; move < MOVES; move += 1) {
    await page.mouse.move(100 + (move % 300), 100 + (move % 200));
    await new Promise((resolve) => setTimeout(resolve, STANDS / MOVES));
  }
  const task = (await taskTime()) - before;
  const counts = await page.evaluate(() => (globalThis as unknown as { counts: Omit<Idle, 'task'> }).counts);
  await page.close();
  return { ...counts, task };
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

const row = (name: string, ...values: (string | number)[]): void => {
  const cells = values.map((value) => (typeof value === 'number' ? value.toLocaleString('en') : value).padStart(12));
  console.log(name.padEnd(34) + cells.join(''));
};

const peer = await hmrc();
const [{ bundle: without }, { bundle: whole, later }, peerBytes] = [
  await bundle(false),
  await bundle(true),
  bytesOf(peer),
];
const added = whole.map((value, index) => value - without[index]!);
const all = added.map((value, index) => value + later[index]!);
const ratios = (bytes: readonly number[]): string[] =>
  bytes.map((value, index) => (value / peerBytes[index]!).toFixed(2));
row('bytes', 'minified', 'gzip -9', 'brotli 11');
row('bundle without the prompt', ...without);
row('bundle', ...whole);
row('the prompt adds to the bundle', ...added);
row('loaded where somebody is signed in', ...later);
row('both', ...all);
row('HMRC timeout dialog 7.27.0', ...peerBytes);
row('ratio of what it adds', ...ratios(added));
row('ratio of both', ...ratios(all));

const pages: Readonly<Record<string, string>> = {
  '/none': '',
  '/tinh': `<script type="module" src="/tinh.js" data-site="so"></script>
    <tinh-session-prompt expires-in="1800" status-url="/session" sign-in-url="/in"></tinh-session-prompt>`,
  '/hmrc': `<meta name="hmrc-timeout-dialog" data-timeout="1800" data-countdown="60" data-keep-alive-url="/session"
    data-sign-out-url="/out" data-synchronise-tabs="true"><script defer src="/hmrc.js"></script>`,
};
const server = createServer(({ url = '' }, response) => {
  const send = (type: string, body: string | Buffer): void =>
    void response.writeHead(200, { 'content-type': type }).end(body);
  const file = /^\/(tinh[\w-]*\.js)/.exec(url)?.[1];
  if (file) send('text/javascript', readFileSync(`dist/${file}`));
  else if (url === '/hmrc.js') send('text/javascript', peer);
  else if (url.startsWith('/session')) send('application/json', '{"state":"active","expiresIn":1800}');
  else
    send(
      'text/html; charset=utf-8',
      `<!doctype html><html lang="vi"><title>${url}</title>${pages[url] ?? ''}<p>Nội dung`,
    );
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
const browser = await chromium.launch({ executablePath: findBrowser()!, args: [...BROWSER_ARGS] });
const results: Record<string, Idle[]> = {};
for (let run = 0; run < RUNS; run += 1) {
  for (const path of Object.keys(pages)) (results[path] ??= []).push(await stand(browser, origin + path));
}
await browser.close();
server.close();

console.log(`\nidle: ${String(STANDS / 1000)} s, ${String(MOVES)} mouse moves, median of ${String(RUNS)}`);
row('page', 'timers', 'under 1 s', 'writes', 'task ms');
for (const [path, idles] of Object.entries(results)) {
  const of = (pick: (idle: Idle) => number): number => median(idles.map(pick));
  row(
    path,
    of((each) => each.timers),
    of((each) => each.shortTimers),
    of((each) => each.storageWrites),
    Math.round(of((each) => each.task)),
  );
}
