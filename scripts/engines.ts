/**
 * The browser engines that the tests of the elements run in. `scripts/test-elements.ts` installs what is missing,
 * `web-test-runner.config.mjs` launches.
 */
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { BrowserLauncher } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { aptInstall } from './apt.ts';
import { BROWSER_ARGS, findBrowser } from './browser.ts';
import { findWebKit, launchWebKit } from './webkit.ts';

export type EngineName = 'chromium' | 'firefox' | 'webkit';

export interface Engine {
  readonly title: string;
  /** Why it cannot be launched here, as the end of a sentence; `undefined` where it can. */
  missing(): string | undefined;
  /** Tries to install it, as root on Debian; what comes of it, `missing()` tells. */
  install(): void;
  /** Its launcher for @web/test-runner. */
  launch(): BrowserLauncher | Promise<BrowserLauncher>;
}

export const ENGINES: Readonly<Record<EngineName, Engine>> = {
  chromium: {
    title: 'Chromium',
    missing: () =>
      findBrowser() ? undefined : 'none was found (“npm run browser” installs one; CHROME_PATH names one elsewhere)',
    install: () => aptInstall('chromium', 'fonts-dejavu-core'),
    launch: () =>
      chromeLauncher({ launchOptions: { executablePath: findBrowser(), headless: true, args: [...BROWSER_ARGS] } }),
  },
  firefox: {
    title: 'Firefox',
    missing: () => (findFirefox() ? undefined : 'none was found (Debian: apt-get install firefox-esr)'),
    install: () => aptInstall('firefox-esr', 'fonts-dejavu-core'),
    launch: async () => {
      // The package looks for its settings as soon as it is loaded.
      const { puppeteerLauncher } = await import('@web/test-runner-puppeteer');
      return puppeteerLauncher({
        launchOptions: { browser: 'firefox', executablePath: findFirefox(), headless: true },
      });
    },
  },
  webkit: {
    title: 'WebKit',
    missing: () => {
      if (process.platform !== 'linux') return 'WebKitGTK runs on Linux only';
      return findWebKit()
        ? undefined
        : 'WebKitGTK was not found (Debian, Ubuntu: apt-get install webkit2gtk-driver xvfb)';
    },
    install: () => aptInstall('webkit2gtk-driver', 'xvfb', 'fonts-dejavu-core'),
    launch: launchWebKit,
  },
};

/** Whether this is the name of an engine. */
export function isEngineName(name: string | undefined): name is EngineName {
  return name !== undefined && Object.hasOwn(ENGINES, name);
}

/** The path of a Firefox on this machine. */
function findFirefox(): string | undefined {
  const { env } = process;
  const places =
    process.platform === 'darwin'
      ? ['', env['HOME'] ?? ''].map((base) => `${base}/Applications/Firefox.app/Contents/MacOS/firefox`)
      : process.platform === 'win32'
        ? ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) =>
            env[name] ? [join(env[name], 'Mozilla Firefox/firefox.exe')] : [],
          )
        : [...(env['PATH'] ?? '').split(delimiter), '/usr/bin', '/usr/local/bin'].flatMap((folder) => [
            join(folder, 'firefox-esr'),
            join(folder, 'firefox'),
          ]);
  return places.find((path) => existsSync(path) && !isSnap(path));
}

/** Ubuntu’s `firefox` starts the one of snap, which may not read the profile that is made for the tests. */
function isSnap(path: string): boolean {
  return path.startsWith('/snap/') || readFileSync(path).subarray(0, 4096).includes('/snap/bin/firefox');
}
