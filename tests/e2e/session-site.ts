import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Locator, Page } from '@playwright/test';
import { expect, SITE, test as base, DemoSite } from './site.ts';

const DEMO = fileURLToPath(new URL('../../demo', import.meta.url));

/** The page that a test gets at `phien.html` unless it writes another one. */
export const PLAIN = `<tinh-session-prompt user="42" sign-in-url="./#dang-nhap"></tinh-session-prompt>
<p><label>Nội dung <textarea name="noi-dung"></textarea></label></p>`;

/** As the element says it. */
export type SessionState = 'signed-out' | 'active' | 'warning' | 'unreachable' | 'expired';

/** A whole page of these tests. */
export function pageWith(body: string, script = 'tinh.js'): string {
  return `<!doctype html><html lang="vi"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Hồ sơ</title>
<link rel="icon" href="data:,"><script type="module" src="${script}" data-site="${SITE}"></script></head>
<body>${body}</body></html>`;
}

/** The demo's server with pages of the test's own beside the demo's; its sessions last 120 s. */
export class SessionSite extends DemoSite {
  readonly #folder = mkdtempSync(join(tmpdir(), 'tinh-pages-'));

  override async start(options: Parameters<DemoSite['start']>[0] = {}): Promise<void> {
    cpSync(DEMO, this.#folder, { recursive: true });
    this.write('phien.html', PLAIN);
    await super.start({ demoFolder: this.#folder, ...options });
  }

  override async remove(): Promise<void> {
    await super.remove();
    rmSync(this.#folder, { recursive: true });
  }

  write(name: string, body: string): string {
    writeFileSync(join(this.#folder, name), pageWith(body));
    return this.url + name;
  }

  /** Signs the browser in, or out, as the demo's forms do. */
  async sign(what: 'in' | 'out', context: BrowserContext, url = this.url): Promise<void> {
    await context.request.post(`${url}demo/sign-${what}`, { form: { return: '' }, maxRedirects: 0 });
  }

  /** Seconds that the server gives the browser's session; null without one. */
  async expiresIn(context: BrowserContext, url = this.url): Promise<number | null> {
    const answer = await context.request.get(`${url}api/v1/session`);
    return ((await answer.json()) as { expiresIn: number | null }).expiresIn;
  }

  /** Browser and server are moved together: for both, the same time passes. */
  async pass(context: BrowserContext, seconds: number): Promise<void> {
    this.ahead += seconds * 1000;
    await context.clock.runFor(seconds * 1000);
  }
}

/** How the session stands, as the page's element says. */
export function stateOf(page: Page): Promise<SessionState> {
  return page.locator('tinh-session-prompt').evaluate((each) => (each as unknown as { state: SessionState }).state);
}

/** Waits until the page's element says so. */
export async function expectState(page: Page, state: SessionState): Promise<void> {
  await expect.poll(() => stateOf(page)).toBe(state);
}

/** Asks the element of a page to look at the server. */
export function check(page: Page): Promise<void> {
  return page
    .locator('tinh-session-prompt')
    .evaluate((each) => (each as unknown as { check(): Promise<void> }).check());
}

export function dialogOf(page: Page): Locator {
  return page.getByRole('alertdialog');
}

/**
 * Waits until no tab of the browser asks the server, or waits for its turn to. Time that a test moves on meanwhile would be
 * time that a tab waited in vain.
 */
export async function settled(tab: Page): Promise<void> {
  const turns = () =>
    tab.evaluate(async () => {
      const { held = [], pending = [] } = await navigator.locks.query();
      return held.length + pending.length;
    });
  await expect.poll(turns, { intervals: [5, 10, 20, 50] }).toBe(0);
}

/** Opens so many tabs of one browser at an address and waits until their elements know how the session stands. */
export async function openTabs(context: BrowserContext, url: string, count: number, state: SessionState = 'active') {
  const tabs: Page[] = [];
  for (let each = 0; each < count; each += 1) {
    const tab = await context.newPage();
    await tab.goto(url);
    await expectState(tab, state);
    tabs.push(tab);
  }
  return tabs;
}

/** Writes down the requests of a context whose address holds one of these words: `POST extend`. */
export function recordRequests(context: BrowserContext): { readonly all: string[]; count(what: string): number } {
  const all: string[] = [];
  context.on('request', (request) => {
    if (request.resourceType() === 'fetch') all.push(`${request.method()} ${new URL(request.url()).pathname}`);
  });
  return { all, count: (what) => all.filter((each) => each === what).length };
}

export const CHECK = 'GET /api/v1/session';
export const EXTEND = 'POST /api/v1/session/extend';

export const test = base.extend<{ site: SessionSite }>({
  site: async ({ browserName: _ }, use) => {
    const site = new SessionSite();
    await site.start();
    await use(site);
    await site.remove();
  },
});

export { expect };
