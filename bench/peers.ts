/** Peers' servers on loopback, with data of their own. None of them asks anybody outside for anything. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from '../scripts/free-port.ts';
import { type Asked } from './figures.ts';
import { type Running, startProcess } from './our-server.ts';

/** A peer, and how its own client asks. */
export interface Peer {
  readonly name: string;
  readonly running: Running;
  /** The first page of a thread. */
  read(thread: string): Asked;
  post(thread: string, text: string): Asked;
  /** How many comments with this text it shows. */
  count(thread: string, text: string): Promise<number>;
  stop(): Promise<void>;
}

/** The threads that each peer gets, and their comments. */
export type Threads = Readonly<Record<string, number>>;

const USER_AGENT = 'Mozilla/5.0 (Windows NT 6.1; Win64; x64) Chrome/109.0.0.0 Safari/537.36';

/**
 * Waline with PostgreSQL: its SQLite needs a native build of `sqlite3` 5, which is deprecated. It asks `oauth.lithub.cc` on every
 * request; its own setting OAUTH_URL names a stand-in here, which answers at once. Akismet and limits are off, as its settings allow.
 */
export async function startWaline(postgresUrl: string, folder: string, threads: Threads): Promise<Peer> {
  const admin = new pg.Client(postgresUrl);
  await admin.connect();
  await admin.query('create database waline');
  await admin.end();
  const address = new URL(postgresUrl);
  address.pathname = '/waline';
  const data = new pg.Client(address.href);
  await data.connect();
  // The columns that its code names; the key and no other index, as in the schema that it is documented with.
  await data.query(`
    create table wl_comment (id serial primary key, user_id int, comment text, insertedat timestamp default now(), ip text, link text,
      mail text, nick text, pid int, rid int, sticky numeric, status text not null default '', "like" int, ua text, url text,
      createdat timestamp default now(), updatedat timestamp default now());
    create table wl_counter (id serial primary key, time int, url text, createdat timestamp default now(), updatedat timestamp default now());
    create table wl_users (id serial primary key, display_name text, email text, password text, type text, label text, url text,
      avatar text, github text, twitter text, facebook text, google text, weibo text, qq text, oidc text, huawei text, "2fa" text,
      createdat timestamp default now(), updatedat timestamp default now())`);
  for (const [thread, size] of Object.entries(threads)) {
    await data.query(
      `insert into wl_comment (comment, insertedat, ip, nick, mail, status, "like", ua, url)
        select 'Bài viết rất bổ ích, cảm ơn cơ quan đã cung cấp thông tin. ' || n, now() - make_interval(secs => n), '127.0.0.1',
          'Nguyễn Văn An', '', 'approved', n % 7, $1, $2 from generate_series(1, $3) as n`,
      [USER_AGENT, thread, size],
    );
  }
  await data.query('analyze');
  const standIn = createServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"services":[]}'),
  );
  await new Promise<void>((resolve) => standIn.listen(0, '127.0.0.1', resolve));
  const port = await freePort();
  mkdirSync(folder, { recursive: true });
  const vanilla = createRequire(import.meta.url).resolve('@waline/vercel/vanilla.js');
  const env = {
    ...{ PG_DB: 'waline', PG_HOST: '127.0.0.1', PG_PORT: address.port, PG_USER: address.username, PG_PASSWORD: 'none' },
    ...{ OAUTH_URL: `http://127.0.0.1:${String((standIn.address() as AddressInfo).port)}/` },
    ...{ AKISMET_KEY: 'false', IPQPS: '0', DISABLE_REGION: 'true', JWT_TOKEN: 'bench', SITE_NAME: 'so' },
    ...{ SITE_URL: 'http://127.0.0.1', NODE_ENV: 'production', HOST: '127.0.0.1', PORT: String(port) },
  };
  // Started by a line of ours, since it would listen on every interface and has no setting for that.
  const starter = join(folder, 'start.cjs');
  writeFileSync(
    starter,
    `const { Server } = require('node:net'); const { listen } = Server.prototype;
    Server.prototype.listen = function (port, ...more) {
      if (!/^\\d+$/.test(port)) return listen.call(this, port, ...more);
      return listen.call(this, Number(port), '127.0.0.1', ...more.filter((each) => typeof each === 'function'));
    };
    require(${JSON.stringify(vanilla)});`,
  );
  const running = await startProcess([starter, String(port)], {
    env,
    cwd: folder,
    port,
    path: 'api/comment?type=count&url=/x',
  });
  const path = (thread: string): string =>
    `/api/comment?path=${encodeURIComponent(thread)}&pageSize=20&page=1&lang=en-US&sortBy=insertedAt_desc`;
  return {
    name: 'Waline 1.39.3',
    running,
    read: (thread) => ({ method: 'GET', path: path(thread) }),
    post: (url, comment) => ({
      method: 'POST',
      path: '/api/comment',
      headers: { 'content-type': 'application/json', 'user-agent': USER_AGENT },
      body: JSON.stringify({ comment, nick: 'Nguyễn Văn An', mail: '', link: '', ua: USER_AGENT, url }),
    }),
    async count(_thread, text) {
      const { rows } = await data.query<{ n: string }>('select count(*) as n from wl_comment where comment = $1', [
        text,
      ]);
      return Number(rows[0]!.n);
    },
    async stop() {
      await running.kill();
      await data.end();
      standIn.close();
    },
  };
}

/**
 * Twikoo's `tkserver` with its default store (LokiJS, in memory, written every 4 s), its limits off. `folder` of an installed one:
 * not every registry has the package, so it is no dependency; `bench/README.md` tells how to get it from its repository.
 */
export async function startTwikoo(installed: string, folder: string, threads: Threads): Promise<Peer> {
  const require = createRequire(join(installed, 'server.js'));
  interface Collection {
    insert(row: object): void;
  }
  const Loki = require('lokijs') as new (
    path: string,
    options: object,
  ) => {
    addCollection(name: string): Collection;
    saveDatabase(done: (error?: Error) => void): void;
    close(): void;
  };
  const Adapter = require('lokijs/src/loki-fs-structured-adapter') as new () => object;
  mkdirSync(folder, { recursive: true });
  const db = new Loki(join(folder, 'db.json'), { adapter: new Adapter() });
  db.addCollection('config').insert({ LIMIT_PER_MINUTE: '0', LIMIT_PER_MINUTE_ALL: '0' });
  const comments = db.addCollection('comment');
  for (const [thread, size] of Object.entries(threads)) {
    for (let number = 0; number < size; number += 1) {
      comments.insert({
        ...{ _id: `${thread}${String(number)}`, uid: 'bench', nick: 'Nguyễn Văn An', mail: '', mailMd5: '', link: '' },
        ...{ ua: USER_AGENT, ip: '127.0.0.1', master: false, url: thread, href: thread, isSpam: false },
        ...{ comment: `<p>Bài viết rất bổ ích, cảm ơn cơ quan đã cung cấp thông tin. ${String(number)}</p>` },
        ...{ created: Date.now() - number * 1000, updated: Date.now(), ups: [] },
      });
    }
  }
  await new Promise<void>((resolve, reject) => db.saveDatabase((error) => (error ? reject(error) : resolve())));
  const port = await freePort();
  const running = await startProcess([join(installed, 'server.js')], {
    env: {
      TWIKOO_DATA: folder,
      TWIKOO_PORT: String(port),
      TWIKOO_LOCALHOST_ONLY: 'true',
      TWIKOO_THROTTLE: '1000000000',
    },
    cwd: folder,
    port,
    path: '',
  });
  const ask = (body: object): Asked => ({
    method: 'POST',
    path: '/',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const read = (url: string): Asked => ask({ event: 'COMMENT_GET', url });
  return {
    name: 'Twikoo (tkserver)',
    running,
    read,
    post: (url, comment) =>
      ask({
        event: 'COMMENT_SUBMIT',
        url,
        href: url,
        ua: USER_AGENT,
        nick: 'Nguyễn Văn An',
        mail: '',
        link: '',
        comment,
      }),
    async count(thread, text) {
      const body = read(thread).body as string;
      const response = await fetch(running.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      const { data } = (await response.json()) as { data: { comment: string }[] };
      return data.filter(({ comment }) => comment.includes(text)).length;
    },
    stop: () => running.kill(),
  };
}

/** All peers that can run here; says which cannot. */
export async function startPeers(postgresUrl: string, folder: string, threads: Threads): Promise<Peer[]> {
  const peers: Peer[] = [];
  const tkserver = process.env['TKSERVER'] ?? join(import.meta.dirname, 'node_modules/tkserver');
  const starts: Record<string, () => Promise<Peer>> = {
    Waline: () => startWaline(postgresUrl, join(folder, 'waline'), threads),
    Twikoo: () => {
      if (existsSync(join(tkserver, 'server.js'))) return startTwikoo(tkserver, join(folder, 'twikoo'), threads);
      throw new Error('tkserver is not installed; TKSERVER may name the folder of one');
    },
  };
  for (const [name, start] of Object.entries(starts)) {
    try {
      peers.push(await start());
    } catch (error) {
      console.log(`${name} left out: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return peers;
}
