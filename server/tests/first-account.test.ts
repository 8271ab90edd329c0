import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it, type TestContext } from 'node:test';
import { sql } from 'kysely';
import { takeFirstKey } from '../accounts/first.ts';
import { rolesOf } from '../accounts/roles.ts';
import { addAccount, removeAccount } from '../accounts/store.ts';
import { type Database, openDatabase } from '../storage/database.ts';
import { addTestAccount, AN, CHEAP, cookieHeader, cookiesOf, PlainBrowser, postSession } from './accounts.ts';
import { type Engine, onEachEngine, type Place, sqlite } from './engines.ts';
import { command, environment } from './process.ts';
import { config, problem, serve, START, type TestServer } from './support.ts';

const ENTRY: Record<'name' | 'displayName' | 'password' | 'again', string> = {
  name: 'Nguyễn.An',
  displayName: AN.displayName,
  password: AN.password,
  again: AN.password,
};
const HOUR = 3_600_000;
const ADMINISTRATOR = { role: 'administrator', sites: [] } as const;

function office(t: TestContext, engine: Engine, options: Parameters<typeof serve>[1] = {}): Promise<TestServer> {
  return serve(t, { engine, passwordCost: CHEAP, ...options });
}

async function stored(t: TestContext, place: Place): Promise<Database> {
  const db = await openDatabase(place);
  t.after(() => db.destroy());
  return db;
}

/** The printed link, as a path below the server's own. */
function pathOf({ firstAccountUrl }: { firstAccountUrl: string | null }): string {
  assert.match(firstAccountUrl ?? '', /\/first-account\?key=[\w-]{43}$/);
  return `first-account?key=${keyOf(firstAccountUrl)}`;
}

function keyOf(url: string | null): string {
  return new URL(url ?? '').searchParams.get('key') ?? '';
}

async function makeFirst(server: TestServer, path = pathOf(server), entry = ENTRY): Promise<Response> {
  const browser = new PlainBrowser(server);
  return (await browser.send((await browser.open(path)).html, entry)).response;
}

async function assertUseless(server: { url: string }, path: string, status: number): Promise<void> {
  const { response, html } = await new PlainBrowser(server).open(path);
  assert.equal(response.status, status);
  assert.match(html, /<h1>Liên kết này không dùng được<\/h1>/);
  assert.doesNotMatch(html, /<form/);
}

onEachEngine('first account', (engine) => {
  it('makes the administrator by a form alone, signs them in, and is void from then on', async (t) => {
    const server = await office(t, engine);
    const browser = new PlainBrowser(server);
    const page = await browser.open(pathOf(server));
    assert.equal(page.response.status, 200);
    const made = await browser.send(page.html, ENTRY);
    assert.deepEqual([made.response.status, made.response.headers.get('location')], [303, '/moderation?lang=vi']);
    assert.match((await browser.open('account')).html, /<strong lang="vi">Nguyễn Văn An</);
    assert.equal((await postSession(server, AN)).status, 200);

    const db = await stored(t, server.place);
    const { id, login } = await db.selectFrom('accounts').selectAll().executeTakeFirstOrThrow();
    assert.equal(login, 'nguyễn.an');
    assert.deepEqual(await rolesOf(db, id), ADMINISTRATOR);
    await assertUseless(server, pathOf(server), 410);
    const late = await browser.send(page.html, { ...ENTRY, name: 'bình' });
    assert.notEqual(late.response.status, 303);
    assert.equal((await db.selectFrom('accounts').select('id').execute()).length, 1);
  });

  it('lets one win of those who use the link at the same moment', async (t) => {
    const server = await office(t, engine);
    const browsers = Array.from({ length: 4 }, () => new PlainBrowser(server));
    const pages = await Promise.all(browsers.map((browser) => browser.open(pathOf(server))));
    const ends = await Promise.all(
      browsers.map((browser, index) => browser.send(pages[index]!.html, { ...ENTRY, name: `người ${index}` })),
    );
    assert.deepEqual(ends.map(({ response }) => response.status).sort(), [303, 410, 410, 410]);
    const db = await stored(t, server.place);
    assert.equal((await db.selectFrom('accounts').select('id').execute()).length, 1);
    assert.equal((await db.selectFrom('sessions').select('account_id').execute()).length, 1);
  });

  it('is one link for several processes, the last that was printed, and lets one win there too', async (t) => {
    const place = await engine.fresh();
    t.after(() => place.remove());
    writeFileSync(join(place.dataDir, 'tinh.config.json'), JSON.stringify(config()));
    const servers: { url: string; firstAccountUrl: string }[] = [];
    for (let each = 0; each < 2; each += 1) {
      const { child, listening, out } = command(t, [], environment(place));
      const url = await listening;
      const link = /^tinh: .* (http\S+\/first-account\S+)$/m;
      while (!link.test(out())) await once(child.stdout, 'data');
      servers.push({ url, firstAccountUrl: link.exec(out())![1]! });
    }
    const [one, two] = servers as [(typeof servers)[0], (typeof servers)[0]];
    for (const server of servers) await assertUseless(server, pathOf(one), 404);
    const browsers = servers.map((server) => new PlainBrowser(server));
    const pages = await Promise.all(browsers.map((browser) => browser.open(pathOf(two))));
    const ends = await Promise.all(
      browsers.map((browser, index) => browser.send(pages[index]!.html, { ...ENTRY, name: `người ${index}` })),
    );
    assert.deepEqual(ends.map(({ response }) => response.status).sort(), [303, 410]);
  });

  it('works for a day, or until the server starts again', async (t) => {
    const place = await engine.fresh();
    t.after(() => place.remove());
    const one = await office(t, engine, { place });
    const browser = new PlainBrowser(one);
    const { html } = await browser.open(pathOf(one));
    one.clock.ms += 24 * HOUR - 1;
    assert.equal((await browser.open(pathOf(one))).response.status, 200);
    one.clock.ms += 1;
    await assertUseless(one, pathOf(one), 410);
    assert.equal((await browser.send(html, ENTRY)).response.status, 410);
    const two = await office(t, engine, { place });
    await assertUseless(two, pathOf(one), 404);
    assert.equal((await makeFirst(two)).status, 303);
    assert.equal((await office(t, engine, { place })).firstAccountUrl, null);
  });

  it('is void once an administrator was made on the command line', async (t) => {
    const server = await office(t, engine);
    await addTestAccount(server);
    const browser = new PlainBrowser(server);
    const page = await browser.open(pathOf(server));
    assert.equal(page.response.status, 200, 'a moderator is no administrator');
    await addTestAccount(server, { ...AN, name: 'bình', rights: ADMINISTRATOR });
    await assertUseless(server, pathOf(server), 410);
    assert.equal((await browser.send(page.html, { ...ENTRY, name: 'chi' })).response.status, 410);
  });

  it('works once, even when the administrator has gone again', async (t) => {
    const server = await office(t, engine);
    assert.equal((await makeFirst(server)).status, 303);
    const db = await stored(t, server.place);
    assert.ok(await removeAccount(db, 'nguyễn.an'));
    await assertUseless(server, pathOf(server), 410);
    assert.equal(
      await db.transaction().execute((trx) => takeFirstKey(trx, keyOf(server.firstAccountUrl), START)),
      false,
    );
  });

  it('is of no use to who opened it before, when an administrator came as it was made', async (t) => {
    const server = await office(t, engine);
    const id = await addTestAccount(server);
    const db = await stored(t, server.place);
    await db.updateTable('accounts').set({ role: 'administrator' }).where('id', '=', id).execute();
    assert.equal(
      await db.transaction().execute((trx) => takeFirstKey(trx, keyOf(server.firstAccountUrl), START)),
      false,
    );
  });

  // SQLite has one writer at a time, in all processes.
  if (engine.name === 'PostgreSQL')
    it('waits for who is just making an administrator on the command line, and is void then', async (t) => {
      const server = await office(t, engine);
      const [db, other] = [await stored(t, server.place), await stored(t, server.place)];
      const isWaiting = async (): Promise<boolean> => {
        const waiting = await sql`select 1 from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
        return waiting.rows.length > 0;
      };
      const account = { login: 'bình', displayName: 'Bình', passwordHash: '', rights: ADMINISTRATOR };
      const used = await db.transaction().execute(async (trx) => {
        await addAccount(trx, account, START);
        const end = { isOver: false };
        const using = other
          .transaction()
          .execute((each) => takeFirstKey(each, keyOf(server.firstAccountUrl), START))
          .finally(() => (end.isOver = true));
        while (!end.isOver && !(await isWaiting()));
        return { using };
      });
      assert.equal(await used.using, false);
    });

  it('says at each field what is wrong, keeps the names and never a password, and stays valid', async (t) => {
    const server = await office(t, engine);
    await addTestAccount(server);
    const browser = new PlainBrowser(server);
    const { html } = await browser.open(pathOf(server));
    const good = { ...ENTRY, name: 'bình' };
    const cases: [Partial<typeof ENTRY>, string, RegExp][] = [
      [{ name: ' ' }, 'name', /Vui lòng nhập tên đăng nhập/],
      [{ name: 'a"n' }, 'name', /Tên đăng nhập gồm chữ, số/],
      [{ name: 'NGUYỄN.an'.normalize('NFD') }, 'name', /Đã có tài khoản mang tên đăng nhập này/],
      [{ displayName: '' }, 'displayName', /Vui lòng nhập tên hiển thị/],
      [{ displayName: 'a'.repeat(81) }, 'displayName', /tối đa 80 ký tự/],
      [{ password: '', again: '' }, 'password', /Vui lòng nhập mật khẩu/],
      [{ password: 'ngắn quá', again: 'ngắn quá' }, 'password', /ít nhất 12 ký tự/],
      [{ password: 'ề'.repeat(86), again: 'ề'.repeat(86) }, 'password', /tối đa 256 byte/],
      [{ password: 'nguyễn văn an', again: 'nguyễn văn an' }, 'password', /không được trùng với tên/],
      [{ again: 'một câu khác hẳn' }, 'again', /không giống nhau/],
    ];
    for (const [wrong, field, words] of cases) {
      const refused = await browser.send(html, { ...good, ...wrong });
      assert.equal(refused.response.status, 400, field);
      assert.match(refused.html, /<title>Lỗi: Tài khoản quản trị đầu tiên/);
      const [, link] = new RegExp(`<a href="#${field}">([^<]*)</a>`).exec(refused.html) ?? [];
      assert.match(link ?? '', words);
      assert.match(refused.html, new RegExp(`id="${field}" [^>]*aria-describedby="[^"]*${field}-fault"`));
      assert.equal(refused.html.match(/<p class="fault"/g)?.length, 1, field);
      assert.ok(!refused.html.includes(wrong.password || good.password));
      if (wrong.displayName === undefined) assert.match(refused.html, /name="displayName" [^>]*value="Nguyễn Văn An"/);
    }
    assert.equal((await browser.send(html, good)).response.status, 303);
  });

  it('keeps neither the key nor the password in the database', async (t) => {
    const server = await office(t, engine);
    const db = await stored(t, server.place);
    const all = async (): Promise<string> =>
      JSON.stringify([
        await db.selectFrom('first_account_key').selectAll().execute(),
        await db.selectFrom('accounts').selectAll().execute(),
      ]);
    const before = await all();
    assert.ok(before.includes(String(START + 24 * HOUR)));
    await makeFirst(server);
    for (const text of [before, await all()]) {
      for (const secret of [keyOf(server.firstAccountUrl), AN.password]) assert.ok(!text.includes(secret));
    }
  });

  it('does not touch the link of a running server when a second start fails', async (t) => {
    const place = await engine.fresh();
    t.after(() => place.remove());
    const server = await office(t, engine, { place });
    await assert.rejects(office(t, engine, { place, port: Number(new URL(server.url).port) }), /EADDRINUSE|in use/);
    assert.equal((await makeFirst(server)).status, 303);
  });
});

it('tells nobody anything who has no link', async (t) => {
  const server = await office(t, sqlite);
  const key = keyOf(server.firstAccountUrl);
  const pages = new Set<string>();
  for (const path of ['', '?key=', '?key=a&key=b', `?key=${key.slice(1)}`, `?key=${key}A`, '?key=%00']) {
    const { response, html } = await new PlainBrowser(server).open(`first-account${path}`);
    assert.equal(response.status, 404, path);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    pages.add(html);
  }
  await makeFirst(server);
  pages.add((await new PlainBrowser(server).open('first-account?key=x')).html);
  pages.add((await new PlainBrowser(server).open(pathOf(server))).html);
  assert.equal(pages.size, 1, 'always the same words');
});

it('stops one address that tries many links, and no other', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: START });
  const server = await office(t, sqlite, { trustProxy: ['loopback'] });
  const from = (address: string): RequestInit => ({ headers: { 'x-forwarded-for': address } });
  const tryKey = (key: string, address: string): Promise<Response> =>
    fetch(`${server.url}first-account?key=${key}`, from(address));
  for (let round = 0; round < 100; round += 1) {
    assert.equal((await tryKey(`${round}`, '192.0.2.1')).status, 404);
    // The right link is no guess, however often it is opened.
    if (round % 10 === 0) assert.equal((await tryKey(keyOf(server.firstAccountUrl), '192.0.2.1')).status, 200);
  }
  const stopped = await tryKey('x', '192.0.2.1');
  assert.equal(stopped.status, 429);
  assert.equal(stopped.headers.get('retry-after'), '900');
  assert.match(await stopped.text(), /Đã có quá nhiều lần thử[^]*Số phút cần đợi trước khi thử lại: 15\./);
  const headers = { 'x-forwarded-for': '192.0.2.1' };
  await problem(await postSession(server, AN, headers), 429, 'too-many-attempts');
  assert.equal((await tryKey(keyOf(server.firstAccountUrl), '192.0.2.2')).status, 200);
});

it('refuses forms of other sites and forms without their token, and makes nothing of them', async (t) => {
  const server = await office(t, sqlite);
  const browser = new PlainBrowser(server);
  const { html } = await browser.open(pathOf(server));
  const body = new URLSearchParams({ ...ENTRY, key: keyOf(server.firstAccountUrl) });
  for (const headers of [
    { origin: 'https://evil.example' },
    { origin: 'null', 'sec-fetch-site': 'cross-site' },
  ] as Record<string, string>[]) {
    const init = { method: 'POST', headers: { ...cookieHeader(browser.cookies), ...headers }, body };
    await problem(await fetch(`${server.url}first-account`, init), 403, 'forged-request');
  }
  for (const form of ['', 'x']) {
    const refused = await browser.send(html, { ...ENTRY, form });
    assert.equal(refused.response.status, 403);
    assert.match(refused.html, /role="alert"[^]*Trang này đã mở quá lâu/);
  }
  const db = await stored(t, server.place);
  assert.deepEqual(await db.selectFrom('accounts').selectAll().execute(), []);
  assert.equal((await browser.send(html, ENTRY, { origin: 'null' })).response.status, 303);
});

it('gives a new token to who was signed in as somebody else', async (t) => {
  const server = await office(t, sqlite);
  await addTestAccount(server, { ...AN, name: 'bình', displayName: 'Bình' });
  const browser = new PlainBrowser(server);
  const before = cookiesOf(await postSession(server, { name: 'bình', password: AN.password }));
  Object.assign(browser.cookies, before);
  await browser.send((await browser.open(pathOf(server))).html, ENTRY);
  assert.match((await browser.open('account')).html, /Nguyễn Văn An/);
  const old = await fetch(`${server.url}account`, { headers: cookieHeader(before), redirect: 'manual' });
  assert.equal(old.status, 303);
});

it('is a calm page in two languages under the strict policy, without a script, below any path', async (t) => {
  const server = await office(t, sqlite, { publicUrl: 'https://so.example/tinh' });
  assert.match(server.firstAccountUrl ?? '', /^https:\/\/so\.example\/tinh\/first-account\?key=/);
  const browser = new PlainBrowser(server);
  const { response, html } = await browser.open(`tinh/${pathOf(server)}`);
  assert.match(response.headers.get('content-security-policy') ?? '', /^default-src 'self'; .*form-action 'self'/);
  assert.equal(response.headers.get('cache-control'), 'no-store');
  assert.doesNotMatch(html, /<script|style=| on\w+=/);
  assert.match(html, /<html lang="vi">[^]*<h1>Tài khoản quản trị đầu tiên<\/h1>/);
  assert.equal(html.match(/autocomplete="new-password"/g)?.length, 2);
  const english = await browser.open(`tinh/${pathOf(server)}&lang=en`);
  assert.match(english.html, /<html lang="en">[^]*<h1>The first administrator’s account<\/h1>/);
  assert.match(english.html, /<a href="first-account\?key=[\w-]+&#38;lang=vi" lang="vi"/);
  const made = await browser.send(english.html, ENTRY);
  assert.equal(made.response.headers.get('location'), '/tinh/moderation?lang=en');
});

it('makes no link in demo mode, which has its own account, and takes none from before', async (t) => {
  const place = await sqlite.fresh();
  t.after(() => place.remove());
  const before = await office(t, sqlite, { place });
  const server = await serve(t, { place, demo: true, config: config() });
  assert.equal(server.firstAccountUrl, null);
  assert.equal((await fetch(server.url + pathOf(before))).status, 404);
  assert.equal((await makeFirst(before)).status, 303);
});
