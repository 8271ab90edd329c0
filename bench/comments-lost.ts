/**
 * `npm run comments-lost` in this folder (`-- postgres` for PostgreSQL, `-- sqlite peers` for some parts only): fifty writers post at
 * once, each comment under a key of its own. Most connections break, wherever they are; the server is killed again and again and
 * started on the same data. Every comment is sent until it is answered. Then the database is read: what is lost, what is there twice?
 *
 * And ten identical posts in the same moment, beside peers' servers in the same run.
 */
import { type ClientRequest, request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { startPostgres } from '../scripts/postgres.ts';
import { median, row } from './figures.ts';
import {
  openData,
  type Place,
  posting,
  publishedPosting,
  type Running,
  startOurs,
  temporaryFolder,
} from './our-server.ts';
import { type Peer, startPeers } from './peers.ts';

const WRITERS = 50;
const COMMENTS = 6000;
const KILLS = 8;
/** Rounds of ten posts. */
const ROUNDS = 20;
const SITE = 'api/v1/sites/so/comments';
const THREADS = ['/hoi-nghi', '/thong-bao', '/ke-hoach'];
/** A connection that breaks later does so within this time (ms), while fifty of them are being answered. */
const LATER = 60;
/** Between two tries, ms: twice as long each time, in part by chance. */
const PAUSES = { first: 10, longest: 500 };

/** Where a connection breaks. */
const BREAKS = ['none', 'within the request', 'after the request', 'within the answer', 'some time later'] as const;
type Break = (typeof BREAKS)[number];

/** A comment that somebody wants to send. */
interface Wanted {
  readonly key: string;
  readonly thread: string;
  readonly text: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  /** Ids that came in answers. */
  readonly ids: Set<string>;
  tries: number;
}

// Each start of a server leaves one.
process.setMaxListeners(0);

const named = process.argv.slice(2);
const parts = named.length > 0 ? named : ['sqlite', 'postgres', 'peers'];
const folder = temporaryFolder();
const postgres = parts.some((part) => part !== 'sqlite') ? await startPostgres({ durable: true }) : null;
process.on('exit', () => postgres?.stop());

if (parts.includes('sqlite')) await measureOurs('SQLite, synchronous = FULL', { dataDir: join(folder, 'sqlite') });
if (parts.includes('postgres')) {
  await measureOurs('PostgreSQL, fsync on', { dataDir: join(folder, 'postgres'), databaseUrl: postgres!.url });
}
if (parts.includes('peers')) {
  const peers = await startPeers(postgres!.url, folder, {});
  for (const peer of peers) {
    try {
      await tenToPeer(peer);
    } finally {
      await peer.stop();
    }
  }
}
process.exit();

async function measureOurs(name: string, place: Place): Promise<void> {
  console.log(`\n${name}: ${String(WRITERS)} writers, ${String(KILLS)} times SIGKILL (asked: 0 lost, 0 doubled)`);
  let server = await startOurs(place);
  const port = Number(new URL(server.url).port);
  const wanted = Array.from({ length: COMMENTS }, (_, index) => want(THREADS[index % THREADS.length]!, index));
  const happened: Record<string, number> = {};
  const count = (what: string): void => void (happened[what] = (happened[what] ?? 0) + 1);
  let [answered, kills] = [0, 0];
  let restarting: Promise<void> | undefined;
  const restart = async (): Promise<void> => {
    await server.kill();
    server = await startOurs(place, { port });
  };

  const waiting = [...wanted];
  const begin = performance.now();
  await Promise.all(
    Array.from({ length: WRITERS }, async () => {
      for (let comment = waiting.pop(); comment; comment = waiting.pop()) {
        for (let longest = PAUSES.first; ; longest = Math.min(longest * 2, PAUSES.longest)) {
          comment.tries += 1;
          const outcome = await send(server.url, comment, pick(BREAKS));
          count(outcome);
          if (outcome === 'answered') break;
          await pause(Math.random() * longest);
        }
        answered += 1;
        // Whoever reaches the mark kills it under the others.
        if (kills < KILLS && answered >= ((kills + 1) * COMMENTS) / (KILLS + 1)) {
          kills += 1;
          restarting = (restarting ?? Promise.resolve()).then(restart);
        }
      }
    }),
  );
  await restarting;
  const seconds = (performance.now() - begin) / 1000;

  await report(place, wanted, kills);
  console.log(`Within ${seconds.toFixed(1)} s, by what became of each try:`);
  for (const [what, times] of Object.entries(happened)) row(`  ${what}`, times);
  await tenAtOnce(server, place);
  await server.stop();
}

/** Every second one is published at once, and so waits for the others of its thread. */
function want(thread: string, place: number): Wanted {
  const { headers, body } = place % 2 ? publishedPosting(thread) : posting(thread);
  const { text } = JSON.parse(body) as { text: string };
  return { key: headers['idempotency-key']!, thread, text, headers, body, ids: new Set(), tries: 0 };
}

/** One try. `answered` where the whole answer came and said that the comment is stored; otherwise what went wrong. */
function send(url: string, comment: Wanted, how: Break): Promise<string> {
  return new Promise((resolve) => {
    const length = Buffer.byteLength(comment.body);
    const asked: ClientRequest = httpRequest(url + SITE, {
      method: 'POST',
      // A connection for each, so that breaking it breaks nobody else's.
      agent: false,
      headers: { ...comment.headers, 'content-length': length },
    });
    let hungUp = false;
    const hangUp = (): void => {
      hungUp = true;
      asked.destroy();
    };
    const fail = (): void => resolve(hungUp ? `broken off ${how}` : 'server gone');
    asked.on('error', fail);
    asked.on('close', fail);
    asked.on('response', (answer) => {
      if (how === 'within the answer') {
        hangUp();
        return;
      }
      let body = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => (body += part));
      answer.on('error', () => undefined);
      answer.on('end', () => {
        if (!answer.complete) return;
        if (answer.statusCode !== 201) {
          resolve(`refused with ${String(answer.statusCode)}`);
          return;
        }
        comment.ids.add((JSON.parse(body) as { id: string }).id);
        resolve('answered');
      });
    });
    if (how === 'within the request') {
      asked.write(comment.body.slice(0, comment.body.length / 2), hangUp);
      return;
    }
    asked.end(comment.body, () => {
      if (how === 'after the request') hangUp();
    });
    if (how === 'some time later') setTimeout(hangUp, Math.random() * LATER);
  });
}

/** Compares what was sent and what the database holds. */
async function report(place: Place, wanted: readonly Wanted[], kills: number): Promise<void> {
  const db = await openData(place);
  const rows = await db.selectFrom('comments').select(['id', 'idempotency_key', 'text', 'thread']).execute();
  await db.destroy();
  const byText = new Map<string, string[]>();
  for (const { text, id } of rows) byText.set(text, [...(byText.get(text) ?? []), id]);
  const stored = new Set(rows.map(({ id }) => id));
  // An answer with an id that is not there is a loss as well, even if a retry was stored.
  const isKept = ({ text, ids }: Wanted): boolean => byText.has(text) && [...ids].every((id) => stored.has(id));
  row('sent', wanted.length);
  row('tries, all and most of one', total(wanted), Math.max(...wanted.map(({ tries }) => tries)));
  row('stored', rows.length);
  row('lost', wanted.filter((each) => !isKept(each)).length);
  row('doubled', rows.length - byText.size);
  row('answered with two ids', wanted.filter(({ ids }) => ids.size > 1).length);
  row('server killed', kills);
}

/** Ten identical posts in one moment, under one key. */
async function tenAtOnce(server: Running, place: Place): Promise<void> {
  const rounds = Array.from({ length: ROUNDS }, () => want('/muoi-lan'));
  for (const { headers, body } of rounds) await ten(() => fetch(server.url + SITE, { method: 'POST', headers, body }));
  const db = await openData(place);
  const rows = await db.selectFrom('comments').select('text').where('thread', '=', '/muoi-lan').execute();
  await db.destroy();
  printTen(
    'ten at once, under one key',
    rounds.map(({ text }) => rows.filter((each) => each.text === text).length),
  );
}

/** The same to a peer, which knows no keys. */
async function tenToPeer(peer: Peer): Promise<void> {
  const counts: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const text = `Bài viết rất bổ ích, cảm ơn cơ quan. ${String(Math.random()).slice(2)}`;
    const thread = `/muoi-lan-${String(round)}`;
    const { method, path, headers, body } = peer.post(thread, text);
    const init = { method: method!, headers: headers as Record<string, string>, body: body as string };
    await ten(() => fetch(new URL(path!, peer.running.url), init));
    counts.push(await peer.count(thread, text));
  }
  console.log(`\n${peer.name}`);
  printTen('ten at once', counts);
}

async function ten(post: () => Promise<Response>): Promise<void> {
  await Promise.all(
    Array.from({ length: 10 }, async () => {
      const response = await post();
      await response.arrayBuffer();
    }),
  );
}

function printTen(name: string, counts: readonly number[]): void {
  const range = `${String(Math.min(...counts))} to ${String(Math.max(...counts))}`;
  row(`${name}: stored`, median(counts));
  console.log(`  ${range} in ${String(counts.length)} rounds`);
}

function total(wanted: readonly Wanted[]): number {
  return wanted.reduce((all, { tries }) => all + tries, 0);
}

function pick<T>(values: readonly T[]): T {
  return values[Math.floor(Math.random() * values.length)]!;
}

function pause(time: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, time));
}
