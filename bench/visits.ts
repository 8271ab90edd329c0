/**
 * `npm run visits` in this folder: how many visits a second the companion server counts for good, with one process and with two on the same
 * database, whether it loses one, and how many figures a second it tells; beside Waline's counter in the same run. And bytes: what counter and
 * quick links add to the bundle.
 *
 * Client and servers share the machine's cores. Runs alternate between connections; each figure is the median of several.
 */
import { cpus } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../scripts/postgres.ts';
import { bundleBytes } from './bundle-bytes.ts';
import { type Asked, type Burst, burst, middle, ms, row, syncsPerSecond } from './figures.ts';
import { type Place, type Running, startOurs, temporaryFolder } from './our-server.ts';
import { startWaline } from './peers.ts';

const RUNS = 5;
const VISITS = 20_000;
const READS = 20_000;
const PEER_VISITS = 1000;
const WRITERS = [16, 64, 256];
const SITE = '/api/v1/sites/so/visits';
const AGENT = 'Mozilla/5.0 (Windows NT 6.1; Win64; x64) AppleWebKit/537.36 Chrome/109.0.0.0 Safari/537.36';

const named = process.argv.slice(2);
const parts = named.length > 0 ? named : ['bytes', 'sqlite', 'postgres', 'peers'];
if (parts.includes('bytes')) await bytes();
if (parts.every((part) => part === 'bytes')) process.exit();

const folder = temporaryFolder();
const postgres = await startPostgres({ durable: true });
process.on('exit', () => postgres.stop());
console.log(`${String(cpus().length)} cores, client included; Node ${process.version}; median of ${String(RUNS)} runs`);
console.log(
  `This disk confirms ${Math.round(syncsPerSecond(folder)).toLocaleString('en')} writes of 4 kB a second, one after another.`,
);
try {
  if (parts.includes('sqlite')) await measureOurs('SQLite, synchronous = FULL', { dataDir: join(folder, 'sqlite') });
  if (parts.includes('postgres'))
    await measureOurs('PostgreSQL, fsync on', { dataDir: join(folder, 'postgres'), databaseUrl: postgres.url });
  if (parts.includes('peers')) await measureWaline();
} finally {
  postgres.stop();
}
process.exit();

/** What counter and links add to the bundle. */
async function bytes(): Promise<void> {
  const whole = await bundleBytes();
  for (const element of ['visit-counter', 'quick-links']) {
    row(`${element} adds to the bundle, bytes after brotli (target 2,000)`, whole - (await bundleBytes(element)));
  }
}

async function measureOurs(name: string, place: Place): Promise<void> {
  console.log(`\n${name}`);
  const [one, two] = [await startOurs(place), await startOurs(place)];
  let sent = 0;
  try {
    row('visits counted a second', 'a second', 'p50, ms', 'p99, ms');
    for (const connections of WRITERS) {
      const bursts: Burst[] = [];
      for (let run = 0; run < RUNS; run += 1) bursts.push(await count(one, VISITS, connections));
      sent += RUNS * VISITS;
      print(`  ${String(connections)} connections`, middle(bursts));
    }
    const rates: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const both = await Promise.all([one, two].map((server) => count(server, VISITS / 2, 64)));
      rates.push(both.reduce((sum, { perSecond }) => sum + perSecond, 0));
      sent += VISITS;
    }
    row('  two processes, 64 connections each', Math.round(rates.toSorted((a, b) => a - b)[RUNS >> 1]!));
    const { total } = (await (await fetch(`${one.url}${SITE.slice(1)}?page=/0`)).json()) as { total: number };
    row('  sent / counted / lost', sent, total, sent - total);

    const read = await fetch(`${one.url}${SITE.slice(1)}?page=/0`);
    await read.arrayBuffer();
    const path = `${SITE}?page=/0`;
    const known = { 'if-none-match': read.headers.get('etag')! };
    for (const [what, asked] of [
      ['figures told a second, 200', { path }],
      ['the same, not changed: 304', { path, headers: known }],
    ] as const) {
      const bursts: Burst[] = [];
      for (let run = 0; run < RUNS; run += 1)
        bursts.push(await burst(one.url, [asked as Asked], { amount: READS, connections: 64 }));
      print(what, middle(bursts));
    }
  } finally {
    await one.stop();
    await two.stop();
  }
}

function count(server: Running, amount: number, connections: number): Promise<Burst> {
  const requests = Array.from({ length: 100 }, (_, page): Asked => {
    const body = JSON.stringify({
      page: `/${String(page)}`,
      visit: true,
      view: true,
      beat: true,
      referrer: 'google.com',
    });
    return { method: 'POST', path: SITE, headers: { 'content-type': 'text/plain', 'user-agent': AGENT }, body };
  });
  return burst(server.url, requests, { amount, connections });
}

/** Its counter adds one to a row of the page; it knows neither visits nor days. */
async function measureWaline(): Promise<void> {
  const peer = await startWaline(postgres.url, join(folder, 'waline'), {});
  console.log(`\n${peer.name}, PostgreSQL`);
  try {
    const path = '/api/article';
    const asked: Asked = {
      ...{ method: 'POST', path, headers: { 'content-type': 'application/json', 'user-agent': AGENT } },
      body: JSON.stringify({ path: '/x', type: 'time', action: 'inc' }),
    };
    // Its first request makes the row; more of them at once would make several.
    await burst(peer.running.url, [asked], { amount: 1, connections: 1 });
    row('views counted a second', 'a second', 'p50, ms', 'p99, ms');
    const bursts: Burst[] = [];
    for (let run = 0; run < RUNS; run += 1)
      bursts.push(await burst(peer.running.url, [asked], { amount: PEER_VISITS, connections: 64 }));
    print('  64 connections', middle(bursts));
    const sent = RUNS * PEER_VISITS + 1;
    const answer = await fetch(new URL(`${path}?path=/x&type=time`, peer.running.url));
    const { data } = (await answer.json()) as { data: { time: number }[] | { time: number } };
    const counted = (Array.isArray(data) ? data[0] : data)?.time ?? NaN;
    row('  sent / counted / lost', sent, counted, sent - counted);
    const reads: Burst[] = [];
    for (let run = 0; run < RUNS; run += 1)
      reads.push(
        await burst(peer.running.url, [{ path: `${path}?path=/x&type=time` }], {
          amount: PEER_VISITS,
          connections: 64,
        }),
      );
    print('figures told a second, 200', middle(reads));
  } finally {
    await peer.stop();
  }
}

function print(name: string, { perSecond, p50, p99, failed }: Burst): void {
  row(name, Math.round(perSecond), ms(p50), ms(p99));
  if (failed > 0) row('  failed', failed);
}
