/**
 * `npm run comments-server` in this folder: what the companion server does with a long thread, how many first pages it
 * reads and how many comments it stores a second, on SQLite and PostgreSQL, beside peers' servers in the same run.
 *
 * Client and servers share the machine's cores. Runs alternate; each figure is the median of several.
 */
import { cpus } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../scripts/postgres.ts';
import { type Asked, type Burst, burst, middle, median, ms, row, syncsPerSecond } from './figures.ts';
import {
  fillThread,
  idOf,
  openData,
  type Place,
  posting,
  publishedPosting,
  type Running,
  startOurs,
  temporaryFolder,
} from './our-server.ts';
import { type Peer, startPeers } from './peers.ts';

const RUNS = 5;
const SIZES = { '/ngan': 100, '/dai': 100_000 } as const;
type Thread = keyof typeof SIZES;
const THREADS = Object.keys(SIZES) as Thread[];
/** Requests of one burst that reads the database. */
const READS = 400;
const CACHED_READS = 8000;
const POSTS = 1500;
const SITE = '/api/v1/sites/so';

/** What to measure: `npm run comments-server -- sqlite`. */
const named = process.argv.slice(2);
const parts = named.length > 0 ? named : ['sqlite', 'postgres', 'peers'];

const folder = temporaryFolder();
const postgres = await startPostgres({ durable: true });
process.on('exit', () => postgres.stop());

console.log(`${String(cpus().length)} cores, client included; Node ${process.version}; median of ${String(RUNS)} runs`);
console.log(
  `This disk confirms ${Math.round(syncsPerSecond(folder)).toLocaleString('en')} writes of 4 kB a second, one after another.`,
);
try {
  if (parts.includes('sqlite')) await measureOurs('SQLite, synchronous = FULL', { dataDir: join(folder, 'sqlite') });
  if (parts.includes('postgres')) {
    await measureOurs('PostgreSQL, fsync on', { dataDir: join(folder, 'postgres'), databaseUrl: postgres.url });
  }
  const peers = parts.includes('peers') ? await startPeers(postgres.url, folder, SIZES) : [];
  for (const peer of peers) {
    try {
      await measurePeer(peer);
    } finally {
      await peer.stop();
    }
  }
} finally {
  postgres.stop();
}
process.exit();

/** All figures of our server on one database. */
async function measureOurs(name: string, place: Place): Promise<void> {
  const db = await openData(place);
  for (const [thread, size] of Object.entries(SIZES)) await fillThread(db, thread, size);
  await db.destroy();
  const server = await startOurs(place);
  try {
    await costs(name, server);
    await firstPages(name, server);
    await posts(name, server);
  } finally {
    await server.stop();
  }
}

/** What a page costs in a long thread and in a short one, for a reader whose own comments are looked for: such an answer is never kept. */
async function costs(name: string, server: Running): Promise<void> {
  const headers = { authorization: 'Bearer token-of-a-reader-0123456789' };
  const get = (path: string): Asked => ({ method: 'GET', path: SITE + path, headers });
  const kinds: Record<string, (thread: Thread) => Promise<Asked[]> | Asked[]> = {
    'first page': (thread) => [get(`/comments?thread=${thread}`)],
    'first page by likes': (thread) => [get(`/comments?thread=${thread}&sort=likes`)],
    'next page': (thread) => deepPages(server, thread, 'newest'),
    'next page by likes': (thread) => deepPages(server, thread, 'likes'),
    permalink: (thread) => places(thread).map((id) => get(`/comments/${id}`)),
  };
  console.log(`\n${name}: one page of 20, by the time the server needs for it (asked: ratio at most 1.2)`);
  row('', 'of 100, ms', 'of 100,000, ms', 'ratio', 'p50 / p99, ms');
  for (const [kind, make] of Object.entries(kinds)) {
    const requests = { '/ngan': await make('/ngan'), '/dai': await make('/dai') };
    const bursts: Record<Thread, Burst[]> = { '/ngan': [], '/dai': [] };
    for (const thread of THREADS) await burst(server.url, requests[thread], { amount: READS / 4, connections: 4 });
    for (let run = 0; run < RUNS; run += 1) {
      for (const thread of run % 2 ? THREADS : THREADS.toReversed()) {
        bursts[thread].push(await burst(server.url, requests[thread], { amount: READS, connections: 4 }));
      }
    }
    const cost = (thread: Thread): number[] => bursts[thread].map(({ perSecond }) => 1000 / perSecond);
    const ratio = median(cost('/dai').map((each, run) => each / cost('/ngan')[run]!));
    const { p50, p99, failed } = middle(bursts['/dai']);
    row(
      kind,
      ms(median(cost('/ngan'))),
      ms(median(cost('/dai'))),
      ratio.toFixed(2),
      `${ms(p50)} / ${ms(p99)}${failures(failed)}`,
    );
  }

  function places(thread: Thread): string[] {
    const size = SIZES[thread];
    // Roots at the top level all over the thread.
    return Array.from({ length: 20 }, (_, place) => idOf(thread, Math.floor((size * place) / 200) * 10));
  }

  async function deepPages(of: Running, thread: Thread, sort: string): Promise<Asked[]> {
    const found: Asked[] = [];
    for (const id of places(thread)) {
      const response = await fetch(`${of.url.slice(0, -1)}${SITE}/comments/${id}?sort=${sort}`, { headers });
      const { nextCursor } = (await response.json()) as { nextCursor: string | null };
      if (nextCursor) found.push(get(`/comments?thread=${thread}&sort=${sort}&cursor=${nextCursor}`));
    }
    // Only pages that are full: the end of a list costs less.
    const full = [];
    for (const each of found) {
      const response = await fetch(of.url.slice(0, -1) + each.path!, { headers });
      if (((await response.json()) as { items: unknown[] }).items.length === 20) full.push(each);
    }
    return full;
  }
}

/** How often a second the first page of the long thread is read by anybody. */
async function firstPages(name: string, server: Running): Promise<void> {
  const path = `${SITE}/comments?thread=/dai`;
  const etag = (await fetch(server.url.slice(0, -1) + path)).headers.get('etag')!;
  const kinds: Record<string, Asked> = {
    'whole, 200': { method: 'GET', path },
    'known, 304': { method: 'GET', path, headers: { 'if-none-match': etag } },
  };
  const bursts: Record<string, Burst[]> = {};
  for (let run = 0; run <= RUNS; run += 1) {
    for (const [kind, request] of Object.entries(kinds)) {
      const one = await burst(server.url, [request], { amount: CACHED_READS, connections: 16 });
      // The first warms up.
      if (run > 0) (bursts[kind] ??= []).push(one);
    }
  }
  console.log(`\n${name}: first page of 100,000 by anybody, 16 connections (asked: above 3,500 a second)`);
  for (const [kind, all] of Object.entries(bursts)) printRate(kind, middle(all));
}

/** How many comments a second are stored for good: those that wait for a moderator, and those that the whole thread shows and counts at once. */
async function posts(name: string, server: Running): Promise<void> {
  const kinds = { waiting: posting, published: publishedPosting };
  for (const [kind, make] of Object.entries(kinds)) {
    console.log(`\n${name}: comments stored, ${kind} (asked: above 1,000 a second)`);
    for (const connections of [1, 16, 64]) {
      const bursts: Burst[] = [];
      const amount = connections === 1 ? POSTS / 5 : POSTS;
      for (let run = 0; run < RUNS; run += 1) {
        const thread = `/moi-${kind}-${String(connections)}-${String(run)}`;
        const request: Asked = {
          method: 'POST',
          path: `${SITE}/comments`,
          setupRequest: (asked) => ({ ...asked, ...make(thread) }),
        };
        bursts.push(await burst(server.url, [request], { amount, connections }));
      }
      printRate(`one thread, ${String(connections)} at once`, middle(bursts));
    }
  }
}

/** The same of a peer, with the requests of its own client. */
async function measurePeer(peer: Peer): Promise<void> {
  const { url } = peer.running;
  const bursts: Record<string, Burst[]> = {};
  // As many requests as take about a second.
  const amounts: Record<string, number> = {};
  for (const thread of THREADS) {
    const begin = performance.now();
    await burst(url, [peer.read(thread)], { amount: 3, connections: 1 });
    const one = (performance.now() - begin) / 3;
    amounts[thread] = Math.max(2, Math.min(3000, Math.round(1000 / one)));
  }
  for (let run = 0; run < RUNS; run += 1) {
    for (const thread of THREADS) {
      const amount = amounts[thread]!;
      (bursts[thread] ??= []).push(await burst(url, [peer.read(thread)], { amount, connections: 4 }));
    }
  }
  const [short, long] = THREADS.map((thread) => middle(bursts[thread]!));
  console.log(`\n${peer.name}: its first page`);
  row('', 'of 100, ms', 'of 100,000, ms', 'ratio');
  const [cheap, dear] = [1000 / short!.perSecond, 1000 / long!.perSecond];
  row('first page', ms(cheap), ms(dear), (dear / cheap).toFixed(1));
  printRate('of 100', short!);
  printRate('of 100,000', long!);
  const stored: Burst[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const thread = `/moi-${String(run)}`;
    const request: Asked = {
      method: 'POST',
      path: '/',
      setupRequest: (asked) => ({ ...asked, ...peer.post(thread, `Bài viết rất bổ ích. ${String(Math.random())}`) }),
    };
    stored.push(await burst(url, [request], { amount: 200, connections: 16 }));
  }
  printRate('comments taken, 16 at once', middle(stored));
}

function printRate(name: string, { perSecond, p50, p99, failed }: Burst): void {
  row(
    name,
    `${Math.round(perSecond).toLocaleString('en')} /s`,
    `p50 ${ms(p50)} ms`,
    `p99 ${ms(p99)} ms${failures(failed)}`,
  );
}

function failures(failed: number): string {
  return failed > 0 ? `, ${String(failed)} FAILED` : '';
}
