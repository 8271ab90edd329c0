/** WebKitGTK: its small browser, driven by WebKitWebDriver, on a screen that nobody sees. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { BrowserLauncher } from '@web/test-runner';
import { freePort } from './free-port.ts';

interface Programs {
  readonly browser: string;
  readonly driver: string;
  readonly display: string;
}

/** How long a program may take to get ready, in milliseconds. */
const PATIENCE = 20_000;

/** The programs of WebKitGTK on this machine; `undefined` where one is missing. */
export function findWebKit(): Programs | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin'];
  const onPath = (name: string) => folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
  const driver = onPath('WebKitWebDriver');
  const display = onPath('Xvfb');
  // Distributions keep it off the path, below the version of its interface: the newest wins.
  const browser = globSync('/usr/{lib,lib64,lib/*,libexec}/{webkit2gtk,webkitgtk}-*/MiniBrowser').sort().at(-1);
  return browser && driver && display ? { browser, driver, display } : undefined;
}

/**
 * Starts display and driver and returns a launcher whose `stop()` ends both; they end with this process, too.
 *
 * @throws {Error} A program is missing, or does not get ready.
 */
export async function launchWebKit(): Promise<BrowserLauncher> {
  const programs = findWebKit();
  if (!programs) throw new Error('WebKitGTK was not found.');
  const home = mkdtempSync(join(tmpdir(), 'tinh-webkit-'));
  const ends: (() => void)[] = [() => rmSync(home, { recursive: true, force: true, maxRetries: 5 })];
  const end = () => {
    for (const each of ends.splice(0).reverse()) each();
  };
  process.once('exit', end);
  // Without this a signal would end the process with no “exit”; wtr listens to one of them, and only while tests run.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
  const display = await startDisplay(programs.display, ends);
  const port = await startDriver(programs.driver, ends, { ...process.env, ...environment(home, display) });

  // Loaded here, since it is slow to load and other engines do without.
  const { webdriverLauncher } = await import('@web/test-runner-webdriver');
  const launcher = webdriverLauncher({
    automationProtocol: 'webdriver',
    hostname: '127.0.0.1',
    port,
    path: '/',
    logLevel: 'error',
    capabilities: {
      browserName: 'MiniBrowser',
      'wdio:enforceWebDriverClassic': true,
      'webkitgtk:browserOptions': { binary: programs.browser, args: ['--automation'] },
    },
  } as Parameters<typeof webdriverLauncher>[0]);
  const stopBrowser = launcher.stop.bind(launcher);
  launcher.stop = async () => {
    await stopBrowser();
    end();
  };
  return launcher;
}

/** What the browser gets: nothing of the user's own profile and desktop, and drawing without a graphics card. */
function environment(home: string, display: string): NodeJS.ProcessEnv {
  return {
    HOME: home,
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_CACHE_HOME: join(home, 'cache'),
    XDG_DATA_HOME: join(home, 'data'),
    DISPLAY: display,
    WAYLAND_DISPLAY: '',
    GDK_BACKEND: 'x11',
    GSETTINGS_BACKEND: 'memory',
    NO_AT_BRIDGE: '1',
    LIBGL_ALWAYS_SOFTWARE: '1',
    WEBKIT_DISABLE_DMABUF_RENDERER: '1',
  };
}

/** Starts a display that takes the first free number, and returns its name. */
async function startDisplay(program: string, ends: (() => void)[]): Promise<string> {
  const words = ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'];
  // A group of its own, so that Ctrl+C does not take the display from under the browser.
  const child = spawn(program, words, { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  ends.push(() => child.kill());
  const told = child.stdio[3] as NodeJS.ReadableStream;
  let number = '';
  told.on('data', (chunk: Buffer) => {
    number += chunk.toString();
  });
  await Promise.race([
    // It closes the line after the number is written.
    once(told, 'end'),
    once(child, 'exit'),
    delay(PATIENCE, undefined, { ref: false }),
  ]);
  if (!number.trim()) throw new Error(`${program} did not get ready.`);
  child.unref();
  return `:${number.trim()}`;
}

/** Starts the driver on a free port, and returns the port when it listens. */
async function startDriver(program: string, ends: (() => void)[], env: NodeJS.ProcessEnv): Promise<number> {
  const port = await freePort();
  const child = spawn(program, ['--host=127.0.0.1', `--port=${port}`], { env, detached: true, stdio: 'ignore' });
  ends.push(() => {
    try {
      // The whole group: a browser that is in the middle of a test does not end with its driver.
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  });
  const deadline = Date.now() + PATIENCE;
  while (!(await listens(port))) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`${program} did not get ready.`);
    await delay(25);
  }
  child.unref();
  return port;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(port, '127.0.0.1');
    probe.once('error', () => resolve(false));
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
  });
}
