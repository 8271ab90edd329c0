import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import { connect, createServer, type AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { it, type TestContext } from 'node:test';
import { nodeTooOld } from '../node-version.ts';
import { openDatabase } from '../storage/database.ts';
import { onEachEngine, type Engine, type Place, sqlite } from './engines.ts';
import { command, environment } from './process.ts';
import { proofFrom } from './spam-support.ts';
import { config, newComment } from './support.ts';

async function place(
  t: TestContext,
  engine: Engine,
  file: string = JSON.stringify(config({ comments: { minimumSeconds: 0 } })),
): Promise<Place> {
  const fresh = await engine.fresh();
  t.after(() => fresh.remove());
  writeFileSync(join(fresh.dataDir, 'tinh.config.json'), file);
  return fresh;
}

/** As a browser does, with a proof of work. */
async function post(url: string): Promise<Response> {
  const key = randomUUID();
  const headers = { 'content-type': 'application/json', 'idempotency-key': key };
  const text = `Bài viết rất bổ ích. ${key}`;
  const body = JSON.stringify(newComment({ text, altcha: await proofFrom(`${url}api/v1/sites/so/`) }));
  return fetch(`${url}api/v1/sites/so/comments`, { method: 'POST', headers, body });
}

async function total(url: string): Promise<number> {
  const page = await (await fetch(`${url}api/v1/sites/so/comments?thread=/tin-tuc/bai-1`)).json();
  return (page as { total: number }).total;
}

onEachEngine('start and stop', (engine) => {
  it('prints its address, ends cleanly at SIGTERM and at Ctrl+C, and has the data at the next start', async (t) => {
    const here = await place(t, engine);
    for (const [round, signal] of (['SIGTERM', 'SIGINT'] as const).entries()) {
      const server = command(t, [], environment(here));
      const url = await server.listening;
      assert.equal(await total(url), round);
      assert.equal((await post(url)).status, 201);
      server.child.kill(signal);
      const { code, err } = await server.ended;
      assert.deepEqual([code, err], [0, '']);
    }
  });

  it('lets two processes serve the same data, started at the same moment on an empty database', async (t) => {
    const here = await place(t, engine);
    const servers = [command(t, [], environment(here)), command(t, [], environment(here))];
    const [one = '', two = ''] = await Promise.all(servers.map((server) => server.listening));
    const posted = await Promise.all([one, two, one, two].map(post));
    assert.deepEqual(
      posted.map(({ status }) => status),
      [201, 201, 201, 201],
    );
    assert.deepEqual([await total(one), await total(two)], [4, 4]);
    servers.forEach((server) => server.child.kill('SIGTERM'));
    assert.deepEqual(
      (await Promise.all(servers.map((server) => server.ended))).map(({ code }) => code),
      [0, 0],
    );
  });

  // Connections of one process wait for each other's locks on PostgreSQL only; on SQLite the test above stands for it.
  if (engine.name === 'SQLite') return;
  it('brings an empty database up to date from eight sides at once', async (t) => {
    const here = await place(t, engine);
    const databases = await Promise.all(Array.from({ length: 8 }, () => openDatabase(here)));
    for (const db of databases) assert.deepEqual(await db.selectFrom('threads').selectAll().execute(), []);
    await Promise.all(databases.map((db) => db.destroy()));
  });
});

it('stops although a browser holds a connection that it opened ahead of need', { timeout: 20_000 }, async (t) => {
  const server = command(t, [], environment(await place(t, sqlite)));
  const { port } = new URL(await server.listening);
  const socket = connect(Number(port), '127.0.0.1');
  await once(socket, 'connect');
  // A second request makes sure that the server has seen the connection.
  await fetch(`http://127.0.0.1:${port}/healthz`);
  server.child.kill('SIGTERM');
  assert.equal((await server.ended).code, 0);
  socket.destroy();
});

it(
  'finishes the request it is reading when it is told to stop, and takes two signals at the same moment for one',
  { timeout: 30_000 },
  async (t) => {
    const server = command(t, [], environment(await place(t, sqlite)));
    const url = await server.listening;
    const body = JSON.stringify(newComment());
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      'content-length': Buffer.byteLength(body),
      expect: '100-continue',
    };
    const status = await new Promise<number | undefined>((resolve, reject) => {
      // As a browser does, the client would use its connection again.
      const agent = new Agent({ keepAlive: true });
      t.after(() => agent.destroy());
      const posting = request(`${url}api/v1/sites/so/comments`, { method: 'POST', headers, agent }, (response) =>
        resolve(response.resume().statusCode),
      );
      posting.on('error', reject);
      // The server is waiting for the body now.
      posting.on('continue', () => {
        server.child.kill('SIGINT');
        server.child.kill('SIGTERM');
        posting.end(body);
      });
      posting.flushHeaders();
    });
    assert.equal(status, 201);
    assert.equal((await server.ended).code, 0);
  },
);

it('ends at once when it is told a second time', { timeout: 30_000 }, async (t) => {
  const server = command(t, [], environment(await place(t, sqlite)));
  const url = await server.listening;
  const headers = {
    'content-type': 'application/json',
    'idempotency-key': randomUUID(),
    'content-length': 10,
    expect: '100-continue',
  };
  const posting = request(`${url}api/v1/sites/so/comments`, { method: 'POST', headers });
  posting.on('error', () => undefined);
  await new Promise((resolve) => {
    posting.on('continue', resolve);
    posting.flushHeaders();
  });
  // The body never comes; an impatient person presses the keys until it ends.
  const pressing = setInterval(() => server.child.kill('SIGINT'), 50);
  t.after(() => clearInterval(pressing));
  assert.equal((await server.ended).code, 1);
});

it('logs each request as JSON with method, path, status and time, and neither address nor query', async (t) => {
  const server = command(t, [], environment(await place(t, sqlite)));
  const url = await server.listening;
  await fetch(`${url}api/v1/sites/so/comments?thread=secret-thread`);
  server.child.kill('SIGTERM');
  const { out } = await server.ended;
  const lines = out
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('tinh:'));
  const entries = lines.map((line) => JSON.parse(line) as { req?: object; status?: number; milliseconds?: number });
  const entry = entries.find(({ req }) => req);
  assert.deepEqual(
    [entry?.req, entry?.status, typeof entry?.milliseconds],
    [{ method: 'GET', path: '/api/v1/sites/so/comments' }, 200, 'number'],
  );
  assert.doesNotMatch(out, /secret-thread|remoteAddress|remotePort/);
});

it('prints the public address when there is one', async (t) => {
  const env = { ...environment(await place(t, sqlite)), PUBLIC_URL: 'https://so.example/tinh' };
  assert.equal(await command(t, [], env).listening, 'https://so.example/tinh/');
});

it('prints the link for the first administrator until there is one', async (t) => {
  const here = await place(t, sqlite);
  const line =
    /^tinh: mở liên kết này trong 24 giờ .* \/ open this link within 24 hours .*: (http:\/\/\S+first-account\?key=[\w-]{43})$/m;
  const server = command(t, [], environment(here));
  const url = await server.listening;
  while (!line.test(server.out())) await once(server.child.stdout, 'data');
  const [, link = ''] = line.exec(server.out()) ?? [];
  assert.ok(link.startsWith(url));
  assert.equal((await fetch(link)).status, 200);
  server.child.kill('SIGTERM');
  const { out } = await server.ended;
  assert.equal(out.split(new URL(link).search.slice(5)).length, 2, 'the key stands nowhere else, as in a log');

  const add = command(t, ['user', 'add', 'an', '--role', 'administrator'], environment(here));
  add.child.stdin.end('một câu đủ dài');
  assert.equal((await add.ended).code, 0);
  const next = command(t, [], environment(here));
  await next.listening;
  next.child.kill('SIGTERM');
  assert.doesNotMatch((await next.ended).out, /first-account/);
});

it('refuses to start and says what is wrong, in Vietnamese and English', async (t) => {
  const good = await place(t, sqlite);
  const busy = createServer().listen(0, '127.0.0.1');
  await once(busy, 'listening');
  t.after(() => busy.close());
  const port = String((busy.address() as AddressInfo).port);
  const notADatabase = await place(t, sqlite);
  writeFileSync(join(notADatabase.dataDir, 'tinh.sqlite'), 'x'.repeat(4096));

  const cases: [string, Place, Record<string, string>, RegExp][] = [
    [
      'broken JSON',
      await place(t, sqlite, '{"sites": }'),
      {},
      /tinh\.config\.json .*dòng 1, cột 11\.\n.*line 1, column 11\./,
    ],
    [
      'wrong value',
      await place(t, sqlite, JSON.stringify(config({ slug: 'A B' }))),
      {},
      /tại sites\[0\]\.slug: .*\n.*at sites\[0\]\.slug/,
    ],
    ['no file', good, { TINH_CONFIG: join(good.dataDir, 'none.json') }, /Không đọc được .*none\.json/],
    ['port in use', good, { PORT: port }, new RegExp(`Cổng ${port} .*\n.*Port ${port} .* in use`)],
    ['wrong public address', good, { PUBLIC_URL: 'tinh' }, /PUBLIC_URL="tinh"/],
    ['not a database', notADatabase, {}, /Không mở được cơ sở dữ liệu .*tinh\.sqlite/],
    [
      'no PostgreSQL',
      good,
      { DATABASE_URL: 'postgres://u:secret@127.0.0.1:1/d' },
      /Cannot open the database postgres:\/\/u@127\.0\.0\.1:1\/d/,
    ],
  ];
  for (const [name, here, changes, message] of cases) {
    const { code, out, err } = await command(t, [], { ...environment(here), ...changes }).ended;
    assert.equal(code, 1, name);
    assert.match(err, message, name);
    assert.doesNotMatch(err, / {4}at |secret/, name);
    assert.doesNotMatch(out, /^tinh:/m, name);
  }
});

it('explains itself when the words are wrong', async (t) => {
  const { code, err } = await command(t, ['--dmeo'], environment(await place(t, sqlite))).ended;
  assert.equal(code, 1);
  assert.match(err, /^Cách dùng/);
});

const version = (node: string): string =>
  spawnSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout.trim();
const oldNode = (process.env.PATH ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'node'))
  .find((node) => existsSync(node) && nodeTooOld(version(node)) !== null);

it(
  'refuses an old Node with a clear sentence',
  { skip: oldNode === undefined && 'no old Node on this machine' },
  async (t) => {
    const here = await place(t, sqlite);
    // As the build makes it, with an import after it that an old Node could not load.
    const source = readFileSync(new URL('../node-version.ts', import.meta.url), 'utf8');
    writeFileSync(join(here.dataDir, 'node-version.mjs'), stripTypeScriptTypes(source));
    writeFileSync(join(here.dataDir, 'main.mjs'), "import './node-version.mjs';\nawait import('none');\n");
    const { status, stderr } = spawnSync(oldNode ?? '', [join(here.dataDir, 'main.mjs')], { encoding: 'utf8' });
    assert.equal(status, 1);
    assert.match(
      stderr,
      /^tinh: máy chủ cần Node 22\.14\.0 trở lên.*\ntinh: the server needs Node 22\.14\.0 or newer.*\n$/,
    );
  },
);
