/**
 * Finds the Chromium that tests run in, and installs one where there is none.
 *
 * On the command line, `node scripts/browser.ts` prints its path on stdout; what it does goes to stderr.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { chromium } from '@playwright/test';
import { aptInstall, canUseApt, run } from './apt.ts';

/** What every launch of the browser gets: works as root, and asks nobody on the internet for anything. */
export const BROWSER_ARGS: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/**
 * The path of a Chromium or Chrome on this machine, or `undefined` where there is none.
 *
 * `CHROME_PATH` goes first.
 *
 * @throws {Error} `CHROME_PATH` is set and names no file.
 */
export function findBrowser(): string | undefined {
  const chosen = process.env['CHROME_PATH'];
  if (chosen) {
    if (existsSync(chosen)) return chosen;
    throw new Error(
      `CHROME_PATH is ${chosen}, but there is no such file. Correct it, or unset it to search for a browser.`,
    );
  }
  return [...usualPlaces(), chromium.executablePath()].find((path) => path && existsSync(path));
}

/**
 * The path of a browser; where none is found it is installed first, and each step is told in one line on stderr.
 *
 * As root on Debian it comes from apt; elsewhere from Playwright (Ubuntu's package `chromium` is a stub for snap).
 *
 * @throws {Error} No browser could be installed; the message says how to get one by hand.
 */
export function ensureBrowser(): string {
  const found = findBrowser();
  if (found) {
    say(`using ${found}`);
    ensureFonts();
    return found;
  }
  if (canUseApt() && distribution() !== 'ubuntu') {
    say('no Chromium found: installing Debian’s package with apt-get');
    aptInstall('chromium', 'fontconfig', 'fonts-dejavu-core', 'fonts-noto-core');
  }
  if (!findBrowser()) installFromPlaywright();
  const installed = findBrowser();
  if (!installed) {
    throw new Error(
      'No Chromium could be installed. Install Chromium or Chrome, or set CHROME_PATH to its program file.',
    );
  }
  say(`installed ${installed}`);
  ensureFonts();
  return installed;
}

function usualPlaces(): string[] {
  const { env } = process;
  if (process.platform === 'darwin') {
    return ['', env['HOME'] ?? ''].flatMap((base) => [
      `${base}/Applications/Google Chrome.app/Contents/MacOS/Google Chrome`,
      `${base}/Applications/Chromium.app/Contents/MacOS/Chromium`,
    ]);
  }
  if (process.platform === 'win32') {
    return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => {
      const base = env[name];
      return base
        ? [join(base, 'Google/Chrome/Application/chrome.exe'), join(base, 'Chromium/Application/chrome.exe')]
        : [];
    });
  }
  const folders = [
    ...(env['PATH'] ?? '').split(delimiter),
    '/usr/bin',
    '/usr/local/bin',
    '/snap/bin',
    '/opt/google/chrome',
  ];
  return COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command))).filter((path) => !isStub(path));
}

/** Ubuntu’s `chromium-browser` is a shell script that only asks for snap; it is no browser where snap’s is missing. */
function isStub(path: string): boolean {
  if (existsSync('/snap/bin/chromium') || !path.endsWith('/chromium-browser') || !existsSync(path)) return false;
  return readFileSync(path).subarray(0, 4096).includes('snap install chromium');
}

function installFromPlaywright(): void {
  say('no Chromium found: installing Playwright’s with “playwright install chromium”');
  const cli = join(dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')), 'cli.js');
  // Only root can add the system libraries that Playwright's build needs.
  const dependencies = canUseApt() ? ['--with-deps'] : [];
  run(process.execPath, [cli, 'install', ...dependencies, '--no-shell', 'chromium']);
}

/** Where root may, adds a font that has all Vietnamese letters; without one, pages under test show boxes. */
function ensureFonts(): void {
  if (!canUseApt()) return;
  const fonts = spawnSync('fc-list', [':lang=vi', 'family'], { encoding: 'utf8' });
  if (fonts.status === 0 && fonts.stdout.trim()) return;
  say('no font with Vietnamese letters found: installing fonts-dejavu-core with apt-get');
  if (!aptInstall('fontconfig', 'fonts-dejavu-core')) say('no font was installed: pages under test may show boxes');
}

function distribution(): string {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  return /^ID="?([a-z]+)/m.exec(release)?.[1] ?? '';
}

function say(line: string): void {
  process.stderr.write(`browser: ${line}\n`);
}

if (import.meta.main) {
  try {
    console.log(ensureBrowser());
  } catch (error) {
    console.error(`browser: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
