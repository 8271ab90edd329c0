import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { TestContext } from 'node:test';
import type { Place } from './engines.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A command of the server in a process of its own. */
export interface Command {
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Ended>;
  /** The address of the line that says where the server is. */
  readonly listening: Promise<string>;
  /** What the command has written so far. */
  readonly out: () => string;
}

/** Environment of a place; nothing of the machine's own settings gets through. */
export function environment(place: Place): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    ...(process.env.NODE_COMPILE_CACHE !== undefined && { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE }),
    PORT: '0',
    LOG_LEVEL: 'info',
    DATA_DIR: place.dataDir,
    ...(place.databaseUrl !== undefined && { DATABASE_URL: place.databaseUrl }),
  };
}

/** Starts `tinh-server` with these words; it ends with the test at the latest. */
export function command(t: TestContext, words: readonly string[], env: Record<string, string>): Command {
  const child = spawn(process.execPath, [MAIN, ...words], { env });
  t.after(() => child.kill('SIGKILL'));
  let [out, err] = ['', ''];
  child.stderr.on('data', (data: Buffer) => (err += data.toString()));
  const listening = new Promise<string>((resolve) => {
    child.stdout.on('data', (data: Buffer) => {
      out += data.toString();
      const address = /^tinh: (\S+)$/m.exec(out)?.[1];
      if (address !== undefined) resolve(address);
    });
  });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, out, err }));
  const address = Promise.race([listening, ended.then(({ err: why }) => Promise.reject<string>(new Error(why)))]);
  // Who only waits for the end need not look at it.
  address.catch(() => undefined);
  return { child, ended, listening: address, out: () => out };
}
