import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it, type TestContext } from 'node:test';
import type { Session } from '../../src/api/contract.ts';
import { openDatabase } from '../storage/database.ts';
import { type Engine, onEachEngine } from './engines.ts';
import { config, problem, serve, type TestServer } from './support.ts';

const SIGNED_OUT: Session = { state: 'signed-out', user: null, expiresIn: null, absoluteExpiresIn: null };
const LIMITS = { idleLimit: 90, absoluteLimit: 200 };

function demoServer(t: TestContext, engine: Engine, publicUrl: string | null = null): Promise<TestServer> {
  const demoFolder = mkdtempSync(join(tmpdir(), 'tinh-demo-'));
  mkdirSync(join(demoFolder, 'content'));
  writeFileSync(join(demoFolder, 'index.html'), '');
  t.after(() => rmSync(demoFolder, { recursive: true }));
  return serve(t, { engine, demo: true, demoFolder, publicUrl, config: config({}, LIMITS) });
}

/** Signs in; returns the cookie to send and the whole line that set it. */
async function signIn(
  server: TestServer,
  headers: Record<string, string> = {},
): Promise<{ cookie: string; line: string }> {
  const response = await fetch(`${server.url}demo/sign-in`, { method: 'POST', redirect: 'manual', headers });
  assert.equal(response.status, 303);
  const line = response.headers.get('set-cookie') ?? '';
  return { cookie: line.split(';')[0] ?? '', line };
}

async function ask(server: TestServer, cookie: string, method = 'GET', path = 'session'): Promise<Response> {
  const headers = { cookie, ...(method !== 'GET' && { 'tinh-request': '1' }) };
  return fetch(`${server.url}api/v1/${path}`, { method, headers });
}

const session = async (response: Promise<Response>): Promise<Session> => (await (await response).json()) as Session;

onEachEngine('session', (engine) => {
  it('says signed out without a cookie, with a foreign one, and is never cached', async (t) => {
    const server = await serve(t, { engine });
    const response = await ask(server, '');
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.deepEqual(await response.json(), SIGNED_OUT);
    assert.deepEqual(await session(ask(server, 'tinh_session=made-up')), SIGNED_OUT);
  });

  it('signs the demo account in with a cookie that scripts and other sites cannot use', async (t) => {
    const server = await demoServer(t, engine);
    const { cookie, line } = await signIn(server);
    assert.match(line, /^tinh_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    const active = { state: 'active', user: 'Tài khoản dùng thử', expiresIn: 90, absoluteExpiresIn: 200 };
    assert.deepEqual(await session(ask(server, cookie)), active);
    const db = await openDatabase(server.place);
    assert.doesNotMatch(
      JSON.stringify(await db.selectFrom('sessions').selectAll().execute()),
      new RegExp(cookie.slice(13)),
    );
    await db.destroy();
  });

  it('marks the cookie Secure and limits it to its path when the public address is https', async (t) => {
    const server = await demoServer(t, engine, 'https://so.example/tinh/');
    assert.match((await signIn(server)).line, /; Path=\/tinh\/; HttpOnly; Secure; SameSite=Strict$/);
  });

  it('ends at the idle limit, which asking does not move and extending does', async (t) => {
    const server = await demoServer(t, engine);
    const { cookie } = await signIn(server);
    server.clock.ms += 60_000;
    assert.equal((await session(ask(server, cookie))).expiresIn, 30);
    server.clock.ms += 29_500;
    assert.equal((await session(ask(server, cookie))).expiresIn, 1, 'not 0 while it lasts');
    assert.deepEqual((await session(ask(server, cookie, 'POST', 'session/extend'))).expiresIn, 90);
    server.clock.ms += 89_999;
    assert.equal((await session(ask(server, cookie))).state, 'active');
    server.clock.ms += 1;
    assert.deepEqual(await session(ask(server, cookie)), SIGNED_OUT);
    await problem(await ask(server, cookie, 'POST', 'session/extend'), 401, 'session-over');
  });

  it('ends at the absolute limit however often it is extended', async (t) => {
    const server = await demoServer(t, engine);
    const { cookie } = await signIn(server);
    for (const seconds of [80, 80]) {
      server.clock.ms += seconds * 1000;
      assert.equal((await ask(server, cookie, 'POST', 'session/extend')).status, 200);
    }
    const last = await session(ask(server, cookie));
    assert.deepEqual([last.expiresIn, last.absoluteExpiresIn], [40, 40]);
    server.clock.ms += 40_000;
    await problem(await ask(server, cookie, 'POST', 'session/extend'), 401, 'session-over');
  });

  it('is over at once after signing out, and the cookie is taken away', async (t) => {
    const server = await demoServer(t, engine);
    const { cookie } = await signIn(server);
    const ended = await ask(server, cookie, 'DELETE');
    assert.match(ended.headers.get('set-cookie') ?? '', /^tinh_session=; Max-Age=0; Path=\/; Expires=Thu, 01 Jan 1970/);
    assert.deepEqual(await ended.json(), SIGNED_OUT);
    assert.deepEqual(await session(ask(server, cookie)), SIGNED_OUT);
    const again = await signIn(server);
    const form = { method: 'POST', redirect: 'manual', headers: { cookie: again.cookie } } as const;
    assert.equal((await fetch(`${server.url}demo/sign-out`, form)).status, 303);
    assert.deepEqual(await session(ask(server, again.cookie)), SIGNED_OUT);
  });

  it('refuses to write for a request that another site could have sent', async (t) => {
    const server = await demoServer(t, engine);
    const { cookie } = await signIn(server);
    for (const [method, path] of [
      ['POST', 'session/extend'],
      ['DELETE', 'session'],
    ] as const) {
      await problem(await fetch(`${server.url}api/v1/${path}`, { method, headers: { cookie } }), 403, 'forged-request');
    }
    assert.equal((await session(ask(server, cookie))).state, 'active');
    const preflight = await fetch(`${server.url}api/v1/session/extend`, { method: 'OPTIONS' });
    assert.doesNotMatch(preflight.headers.get('access-control-allow-headers') ?? '', /tinh-request/i);
  });

  it('refuses a sign-in form of another site and takes one without a referrer', async (t) => {
    const server = await demoServer(t, engine);
    const post = (headers: Record<string, string>): Promise<Response> =>
      fetch(`${server.url}demo/sign-in`, { method: 'POST', redirect: 'manual', headers });
    await problem(await post({ origin: 'https://evil.example' }), 403, 'forged-request');
    await problem(await post({ 'sec-fetch-site': 'cross-site' }), 403, 'forged-request');
    await problem(await post({ origin: 'null', 'sec-fetch-site': 'same-site' }), 403, 'forged-request');
    await problem(await post({ origin: 'null' }), 403, 'forged-request');
    await signIn(server, { origin: 'null', 'sec-fetch-site': 'same-origin' });
    await signIn(server, { origin: server.url.slice(0, -1) });
  });

  it('gives a new token at every sign-in and forgets the old one', async (t) => {
    const server = await demoServer(t, engine);
    const first = await signIn(server);
    const second = await signIn(server, { cookie: first.cookie });
    assert.notEqual(first.cookie, second.cookie);
    assert.deepEqual(await session(ask(server, first.cookie)), SIGNED_OUT);
    assert.equal((await session(ask(server, second.cookie))).state, 'active');
  });

  it('goes back to a page of this server only', async (t) => {
    const server = await demoServer(t, engine);
    const goesTo = async (target: string): Promise<string | null> => {
      const form = { method: 'POST', redirect: 'manual', body: new URLSearchParams({ return: target }) } as const;
      return (await fetch(`${server.url}demo/sign-in`, form)).headers.get('location');
    };
    assert.equal(await goesTo('/?lang=en#y-kien'), '/?lang=en#y-kien');
    assert.equal(await goesTo('/lien-ket/cổng'), '/lien-ket/c%E1%BB%95ng');
    assert.equal(await goesTo('lien-ket'), '/lien-ket');
    for (const target of [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      '/\t/evil.example',
      '/.//evil.example',
      '',
    ]) {
      assert.equal(await goesTo(target), '/', target);
    }
  });

  it('removes sessions that are over from the database', async (t) => {
    const server = await demoServer(t, engine);
    await signIn(server);
    server.clock.ms += 90_000;
    await signIn(server);
    const db = await openDatabase(server.place);
    assert.equal((await db.selectFrom('sessions').selectAll().execute()).length, 1);
    await db.destroy();
  });

  it('has no sign-in outside demo mode', async (t) => {
    const server = await serve(t, { engine });
    await problem(await fetch(`${server.url}demo/sign-in`, { method: 'POST' }), 404, 'not-found');
    await problem(await fetch(`${server.url}demo/sign-out`, { method: 'POST' }), 404, 'not-found');
  });
});
