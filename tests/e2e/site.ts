import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as base, expect, type BrowserContext, type Page } from '@playwright/test';
import { startServer, type RunningServer, type StartOptions } from '../../server/start.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Code of the demo's site. */
export const SITE = 'so-ngoai-vu-tay-ninh';

/** The demo's server with a database file of its own, which survives `stop` and `start`. */
export class DemoSite {
  /** The server's clock is the machine's plus these milliseconds: a test moves it, and the server's limits with it. */
  ahead = 0;
  readonly dataDir = mkdtempSync(join(tmpdir(), 'tinh-e2e-'));
  #running: RunningServer | null = null;
  #port = 0;

  /** Address of the demo as the browser sees it, with a slash at the end. */
  get url(): string {
    return `http://127.0.0.1:${String(this.#port)}/`;
  }

  /** See `RunningServer`. */
  get firstAccountUrl(): string {
    return this.#running?.firstAccountUrl ?? '';
  }

  /** Starts, on the same port as before; `config` replaces what the demo would write. */
  async start(options: Partial<StartOptions> & { config?: unknown } = {}): Promise<void> {
    const { config, ...rest } = options;
    if (config) writeFileSync(join(this.dataDir, 'tinh.config.json'), JSON.stringify(config));
    this.#running = await startServer({
      dataDir: this.dataDir,
      demo: true,
      port: this.#port,
      now: () => Date.now() + this.ahead,
      ...rest,
    });
    this.#port = Number(new URL(this.#running.localUrl).port);
  }

  async stop(): Promise<void> {
    await this.#running?.close();
    this.#running = null;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.dataDir, { recursive: true });
  }

  /** `npm run -s moderate -- …`, beside the running server, on its database. */
  moderate(...words: string[]): string {
    const env = { ...process.env, DATA_DIR: this.dataDir };
    const { stdout, stderr, status } = spawnSync('npm', ['run', '-s', 'moderate', '--', ...words], {
      cwd: ROOT,
      env,
      encoding: 'utf8',
    });
    expect(status, stderr).toBe(0);
    return stdout;
  }

  /** The demo's own configuration, to be changed by a test. */
  demoConfig(): { sites: Record<string, unknown>[]; session: Record<string, number> } {
    const text = readFileSync(join(ROOT, 'demo/tinh.config.json'), 'utf8');
    return JSON.parse(text) as { sites: Record<string, unknown>[]; session: Record<string, number> };
  }
}

/** What a page did that it promised not to do. */
export interface Misdeeds {
  /** Uncaught errors, violations of the policy, errors in the console. */
  readonly errors: string[];
  /** Requests to anybody but the demo's server. */
  readonly strangers: string[];
}

/** Watches every page of a context. */
export function watch(context: BrowserContext, allowed: readonly string[]): Misdeeds {
  const misdeeds: Misdeeds = { errors: [], strangers: [] };
  const follow = (page: Page): void => {
    page.on('pageerror', (error) => misdeeds.errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') misdeeds.errors.push(message.text());
    });
    page.on('request', (request) => {
      if (!allowed.some((origin) => request.url().startsWith(origin))) misdeeds.strangers.push(request.url());
    });
  };
  context.pages().forEach(follow);
  context.on('page', follow);
  return misdeeds;
}

/**
 * A demo for each test, and a page on which nothing may go wrong: no error in the console, no violation of the policy, no
 * request to a stranger. A test in which the server fails on purpose takes `misdeeds` back to empty itself.
 */
export const test = base.extend<{ site: DemoSite; misdeeds: Misdeeds }>({
  site: async ({ browserName: _ }, use) => {
    const site = new DemoSite();
    await site.start();
    await use(site);
    await site.remove();
  },
  misdeeds: [
    async ({ context, site }, use) => {
      const misdeeds = watch(context, [site.url]);
      await use(misdeeds);
      expect(misdeeds).toEqual({ errors: [], strangers: [] });
    },
    { auto: true },
  ],
});

export { expect };
