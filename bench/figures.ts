/** What the benchmarks print, and how they measure. */
import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import autocannon from 'autocannon';

/** The value in the middle. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** The value below which this part of all is. */
export const quantile = (values: readonly number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))]!;

/** Prints a line of a table. */
export function row(name: string, ...values: (string | number)[]): void {
  const cells = values.map((value) => (typeof value === 'number' ? value.toLocaleString('en') : value).padStart(14));
  console.log(name.padEnd(40) + cells.join(''));
}

/** Milliseconds with two digits. */
export const ms = (value: number): string => value.toFixed(2);

/** What one burst of requests came to. */
export interface Burst {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly failed: number;
}

/** A request of a burst; with a function a new one each time. */
export type Asked = autocannon.Request;

/** Sends so many requests over so many connections, each when the one before is answered. */
export async function burst(
  url: string,
  requests: readonly Asked[],
  { amount, connections }: { readonly amount: number; readonly connections: number },
): Promise<Burst> {
  const times: number[] = [];
  let [begin, end, failed] = [0, 0, 0];
  const options = { url, requests: [...requests], amount, connections: Math.min(connections, amount), timeout: 60 };
  await new Promise<void>((resolve, reject) => {
    begin = performance.now();
    const running = autocannon(options, (error) => (error ? reject(error as Error) : resolve()));
    // Its own rates and latencies are rounded, to whole seconds and milliseconds.
    running.on('response', (_client, status, _bytes, time) => {
      end = performance.now();
      times.push(time);
      if (status >= 400) failed += 1;
    });
  });
  return {
    perSecond: (times.length - failed) / ((end - begin) / 1000),
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    failed: amount - times.length + failed,
  };
}

/** Medians of several bursts; failures are added up. */
export function middle(bursts: readonly Burst[]): Burst {
  const of = (pick: (each: Burst) => number): number => median(bursts.map(pick));
  return {
    perSecond: of((each) => each.perSecond),
    p50: of((each) => each.p50),
    p99: of((each) => each.p99),
    failed: bursts.reduce((all, { failed }) => all + failed, 0),
  };
}

/** How often a second this disk takes 4 kB for good: no server that confirms one comment at a time can do more. */
export function syncsPerSecond(folder: string): number {
  const path = join(folder, 'sync-probe');
  const file = openSync(path, 'w');
  const block = Buffer.alloc(4096);
  const begin = performance.now();
  for (let round = 0; round < 300; round += 1) {
    writeSync(file, block);
    fdatasyncSync(file);
  }
  const rate = 300 / ((performance.now() - begin) / 1000);
  closeSync(file);
  rmSync(path);
  return rate;
}
