/** The companion server as an operator runs it, in a process of its own, and threads to measure it with. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../scripts/free-port.ts';
import { type Database, openDatabase } from '../server/storage/database.ts';
import { NEW_THREAD } from '../server/comments/store.ts';

const MAIN = fileURLToPath(new URL('../server/main.ts', import.meta.url));

/** With it the site vouches for its readers. */
const USER_SECRET = randomUUID();

/** Where a server keeps its data. */
export interface Place {
  readonly dataDir: string;
  readonly databaseUrl?: string | undefined;
}

/** A server process. */
export interface Running {
  readonly url: string;
  readonly child: ChildProcess;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  /** Ends it as an operator does. */
  stop(): Promise<void>;
}

// Whoever is interrupted cleans up as well.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

/** A temporary folder that goes with the process. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tinh-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts a process that answers on a port of loopback, and waits until it does; what it says goes to a file. */
export async function startProcess(
  words: readonly string[],
  { env, cwd, port, path }: { env: Record<string, string>; cwd: string; port: number; path: string },
): Promise<Running> {
  const log = openSync(join(cwd, 'log.txt'), 'a');
  const child = spawn(process.execPath, words, {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', log, log],
    // A group of its own, so that a server's own workers go with it.
    detached: true,
  });
  const ended = once(child, 'exit');
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    signalGroup(signal);
    await ended;
  };
  const signalGroup = (signal: NodeJS.Signals): void => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    process.kill(-child.pid!, signal);
  };
  process.on('exit', () => signalGroup('SIGKILL'));
  const url = `http://127.0.0.1:${String(port)}/`;
  for (let tries = 0; ; tries += 1) {
    if (child.exitCode !== null || tries > 600)
      throw new Error(`${words.join(' ')} does not answer: see ${cwd}/log.txt`);
    const answer = await fetch(url + path).catch(() => null);
    await answer?.body?.cancel();
    if (answer) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { url, child, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}

/**
 * Starts the server on this data.
 *
 * @param options.port a new one unless it is given
 * @param options.origin of the site's pages; the server's own too, always
 */
export async function startOurs(
  { dataDir, databaseUrl }: Place,
  { port: given, origin }: { port?: number; origin?: string } = {},
): Promise<Running> {
  const port = given ?? (await freePort());
  mkdirSync(dataDir, { recursive: true });
  const origins = [`http://127.0.0.1:${String(port)}`, ...(origin === undefined ? [] : [origin])];
  const comments = { userTokens: { secret: USER_SECRET } };
  const sites = [{ slug: 'so', name: 'Sở Ngoại vụ', origins, moderation: 'after', comments }];
  writeFileSync(join(dataDir, 'tinh.config.json'), JSON.stringify({ sites }));
  const env = {
    PORT: String(port),
    DATA_DIR: dataDir,
    ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
  };
  return startProcess([MAIN], { env, cwd: dataDir, port, path: 'healthz' });
}

/** Opens the data of a server beside it. */
export const openData = (place: Place): Promise<Database> => openDatabase(place);

const SENTENCES = [
  'Bài viết rất bổ ích, cảm ơn cơ quan đã cung cấp thông tin kịp thời.',
  'Đề nghị Sở trả lời rõ hơn về thời hạn giải quyết hồ sơ của người dân ở các xã biên giới.',
  'Tôi đồng ý với ý kiến trên.',
  'Kính mong lãnh đạo tỉnh quan tâm đến đường giao thông nông thôn, mùa mưa đi lại rất khó khăn.',
];
const NAMES = ['Nguyễn Văn An', 'Trần Thị Bích', 'Lê Hoàng', 'Phạm Minh Đức', 'Huỳnh Thị Ngọc Lan'];

/** The id of a thread's comment: random to the eye, as real ones are. */
export const idOf = (thread: string, number: number): string =>
  createHash('sha256')
    .update(`${thread} ${String(number)}`)
    .digest('hex')
    .slice(0, 20);

/**
 * Fills a thread: three of ten comments are replies, of which a few roots get many; most comments have no like, a few have
 * hundreds, and the last of each hundred were liked lately.
 */
export async function fillThread(db: Database, thread: string, size: number): Promise<void> {
  const begin = Date.parse('2026-01-01T00:00:00+07:00');
  const rows = [];
  const replies = new Map<number, number>();
  for (let number = 0; number < size; number += 1) {
    const isReply = number % 10 >= 7;
    // Of each ten, the first root gets two of the three replies.
    const parent = isReply ? number - (number % 10) + (number % 10 === 9 ? 3 : 0) : null;
    if (parent !== null) replies.set(parent, (replies.get(parent) ?? 0) + 1);
  }
  for (let number = 0; number < size; number += 1) {
    const id = idOf(thread, number);
    const isReply = number % 10 >= 7;
    const root = isReply ? idOf(thread, number - (number % 10) + (number % 10 === 9 ? 3 : 0)) : id;
    const likes = number % 97 === 0 ? 200 + (number % 89) : number % 3 === 0 ? number % 7 : 0;
    rows.push({
      id,
      site: 'so',
      thread,
      name: NAMES[number % NAMES.length]!,
      text: SENTENCES.slice(0, 1 + (number % SENTENCES.length)).join('\n'),
      state: 'published' as const,
      created_at: begin + number * 1000,
      consent_at: begin + number * 1000,
      author_hash: null,
      idempotency_key: `${thread}-${String(number)}`,
      request_hash: '',
      parent: isReply ? root : null,
      root,
      rank: 1,
      agency: null,
      listed: 1,
      replies: replies.get(number) ?? 0,
      likes,
      likes_version: likes > 0 ? number : 0,
      reports: 0,
      pinned_at: null,
      edited_at: null,
      reason: null,
      withdrawn_at: null,
      code_hash: null,
    });
  }
  const page = `https://so.example${thread}`;
  await db.transaction().execute(async (trx) => {
    const roots = rows.filter(({ parent }) => parent === null).length;
    await trx
      .insertInto('threads')
      .values({
        ...{ site: 'so', key: thread, url: page, title: 'Hội nghị sơ kết', created_at: begin, ...NEW_THREAD },
        ...{ published: size, roots, version: size * 2, changed_at: begin, newest: rows.at(-1)!.id },
      })
      .execute();
    for (let from = 0; from < size; from += 500) {
      await trx
        .insertInto('comments')
        .values(rows.slice(from, from + 500))
        .execute();
    }
  });
}

/** A comment as the box posts it, without a proof of work: it waits for a moderator. */
export function posting(thread: string, changes: object = {}): { headers: Record<string, string>; body: string } {
  const key = randomUUID();
  return {
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({
      ...{ thread, url: `https://so.example${thread}`, title: 'Hội nghị sơ kết', name: 'Nguyễn Văn An' },
      ...{ text: `Bài viết rất bổ ích, cảm ơn cơ quan. ${key}`, consent: true, ...changes },
    }),
  };
}

/** The same by a reader for whom the site vouches, another one each time: it is published at once, and counted in its thread. */
export function publishedPosting(thread: string): ReturnType<typeof posting> {
  const { headers, body } = posting(thread);
  const iat = Math.floor(Date.now() / 1000);
  const claims = { sub: headers['idempotency-key'], name: 'Nguyễn Văn An', aud: 'so', iat, exp: iat + 600 };
  const token = [{ alg: 'HS256' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = createHmac('sha256', USER_SECRET).update(token).digest('base64url');
  return { headers: { ...headers, 'tinh-user': `${token}.${signature}` }, body };
}
