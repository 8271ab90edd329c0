import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Session } from '../../src/api/contract.ts';
import { loginOf } from '../accounts/name.ts';
import { PasswordHasher } from '../accounts/password.ts';
import { changePassword, removeAccount } from '../accounts/store.ts';
import { openDatabase } from '../storage/database.ts';
import { addTestAccount, AN, CHEAP, cookieHeader, cookiesOf, postSession } from './accounts.ts';
import { type Engine, onEachEngine } from './engines.ts';
import { config, faults, problem, serve, type TestServer } from './support.ts';

const LIMITS = { idleLimit: 90, absoluteLimit: 200 };

async function office(t: Parameters<typeof serve>[0], engine: Engine, publicUrl?: string): Promise<TestServer> {
  const server = await serve(t, {
    engine,
    passwordCost: CHEAP,
    config: config({}, LIMITS),
    publicUrl: publicUrl ?? null,
  });
  await addTestAccount(server);
  return server;
}

/** Signs in and gives the headers that the browser sends from now on. */
async function signedIn(server: TestServer, headers: Record<string, string> = {}): Promise<Record<string, string>> {
  const response = await postSession(server, AN, headers);
  assert.equal(response.status, 200);
  const { tinh_session: token = '' } = cookiesOf(response);
  return cookieHeader({ tinh_session: token });
}

async function session(server: TestServer, headers: Record<string, string>): Promise<Session> {
  return (await (await fetch(`${server.url}api/v1/session`, { headers })).json()) as Session;
}

onEachEngine('sign-in', (engine) => {
  it('signs in with name and password, and says who it is and for how long', async (t) => {
    const server = await office(t, engine);
    const response = await postSession(server, AN);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    const active = { state: 'active', user: 'Nguyễn Văn An', expiresIn: 90, absoluteExpiresIn: 200 };
    assert.deepEqual(await response.json(), active);
    assert.deepEqual(await session(server, cookieHeader(cookiesOf(response))), active);
  });

  it('takes the name in capitals and in decomposed accents', async (t) => {
    const server = await office(t, engine);
    for (const name of ['NGUYỄN.AN', 'nguyễn.an'.normalize('NFD'), ' Nguyễn.An ', 'nguyễn.an'.normalize('NFC')]) {
      assert.equal((await postSession(server, { ...AN, name })).status, 200, name);
    }
    const decomposed = { ...AN, password: AN.password.normalize('NFD') };
    assert.equal((await postSession(server, decomposed)).status, 200);
  });

  it('answers an unknown name and a wrong password with the same words', async (t) => {
    const server = await office(t, engine);
    const [wrong, unknown, empty] = await Promise.all([
      postSession(server, { ...AN, password: 'sai mật khẩu rồi' }),
      postSession(server, { ...AN, name: 'không có ai' }),
      postSession(server, { ...AN, name: '\u200B' }),
    ]);
    const said = await problem(wrong, 401, 'wrong-credentials');
    assert.deepEqual(await problem(unknown, 401, 'wrong-credentials'), said);
    assert.deepEqual(await problem(empty, 401, 'wrong-credentials'), said);
    const names = (response: Response): string[] => [...response.headers.keys()].sort();
    assert.deepEqual(names(unknown), names(wrong));
    assert.deepEqual(wrong.headers.getSetCookie(), []);
  });

  it('says which part of a request is missing, too long or no text', async (t) => {
    const server = await office(t, engine);
    const wrongs: [unknown, string[]][] = [
      [{}, ['name required', 'password required']],
      [{ name: '', password: 5 }, ['name invalid', 'password invalid']],
      [{ name: 'a'.repeat(201), password: 'a'.repeat(257) }, ['name too-long', 'password too-long']],
    ];
    for (const [body, expected] of wrongs) {
      assert.deepEqual(faults(await problem(await postSession(server, body), 400, 'invalid-request')), expected);
    }
  });

  it('gives cookies that scripts, other sites and plain connections do not get', async (t) => {
    const server = await office(t, engine, 'https://so.example/tinh/');
    const [token = '', device = ''] = (await postSession(server, AN)).headers.getSetCookie();
    assert.match(token, /^tinh_session=[\w-]{43}; Path=\/tinh\/; HttpOnly; Secure; SameSite=Strict$/);
    assert.match(device, /^tinh_device=[\w.-]+; Max-Age=7776000; Path=\/tinh\/; HttpOnly; Secure; SameSite=Strict$/);
  });

  it('refuses a request that another site could have sent', async (t) => {
    const server = await office(t, engine);
    const body = JSON.stringify(AN);
    for (const type of ['application/json', 'text/plain']) {
      const headers = { 'content-type': type, origin: 'https://evil.example' };
      const forged = await fetch(`${server.url}api/v1/session`, { method: 'POST', headers, body });
      await problem(forged, 403, 'forged-request');
      assert.deepEqual(forged.headers.getSetCookie(), []);
    }
  });

  it('gives a new token at every sign-in, and the one before is worth nothing from then on', async (t) => {
    const server = await office(t, engine);
    const first = await signedIn(server);
    const planted = cookieHeader({ tinh_session: 'planted-by-somebody' });
    const second = await signedIn(server, planted);
    assert.notDeepEqual(second, planted);
    assert.equal((await session(server, first)).state, 'active', 'another browser stays signed in');
    const third = await signedIn(server, first);
    assert.equal((await session(server, first)).state, 'signed-out');
    assert.equal((await session(server, third)).state, 'active');
    await problem(await postSession(server, { ...AN, password: 'sai mật khẩu rồi' }, third), 401, 'wrong-credentials');
    assert.equal((await session(server, third)).state, 'active', 'a wrong password ends nothing');
  });

  it('ends at the idle limit although the client asks again and again, and does nothing else', async (t) => {
    const server = await office(t, engine);
    const headers = await signedIn(server);
    for (let left = 90; left > 0; left -= 5) {
      assert.equal((await session(server, headers)).expiresIn, left);
      assert.equal((await fetch(`${server.url}account`, { headers, redirect: 'manual' })).status, 200);
      server.clock.ms += 5000;
    }
    assert.equal((await session(server, headers)).state, 'signed-out');
    const page = await fetch(`${server.url}account`, { headers, redirect: 'manual' });
    assert.deepEqual([page.status, page.headers.get('location')], [303, '/sign-in?lang=vi']);
  });

  it('ends at the absolute limit however often it is extended', async (t) => {
    const server = await office(t, engine);
    const headers = { ...(await signedIn(server)), 'tinh-request': '1' };
    const extend = (): Promise<Response> => fetch(`${server.url}api/v1/session/extend`, { method: 'POST', headers });
    for (let passed = 0; passed < 200; passed += 50) {
      assert.equal((await extend()).status, 200);
      server.clock.ms += 50_000;
    }
    await problem(await extend(), 401, 'session-over');
  });

  it('ends every session of an account when its password is changed or it is removed, and no other', async (t) => {
    const server = await office(t, engine);
    const other = { name: 'bình', password: 'một câu khác nữa' };
    await addTestAccount(server, other);
    const others = cookieHeader(cookiesOf(await postSession(server, other)));
    const [home, desk] = [await signedIn(server), await signedIn(server)];
    const db = await openDatabase(server.place);
    t.after(() => db.destroy());

    const changed = 'một câu mới hẳn';
    assert.ok(await changePassword(db, loginOf(AN.name), await new PasswordHasher(CHEAP).hash(changed)));
    for (const headers of [home, desk]) assert.equal((await session(server, headers)).state, 'signed-out');
    await problem(await postSession(server, AN), 401, 'wrong-credentials');
    const again = await postSession(server, { ...AN, password: changed });
    assert.equal(again.status, 200);

    assert.ok(await removeAccount(db, loginOf(AN.name)));
    assert.equal((await session(server, cookieHeader(cookiesOf(again)))).state, 'signed-out');
    assert.equal((await session(server, others)).state, 'active');
  });

  it('leaves no session behind when the password is changed while somebody signs in with the old one', async (t) => {
    const cost = { ln: 14, r: 8, p: 1 };
    const server = await serve(t, { engine, passwordCost: cost });
    await addTestAccount(server, AN, cost);
    const db = await openDatabase(server.place);
    t.after(() => db.destroy());
    const hasher = new PasswordHasher(cost);
    const [old, changed] = [await hasher.hash(AN.password), await hasher.hash('một câu mới hẳn')];
    for (let round = 0; round < 4; round += 1) {
      await changePassword(db, loginOf(AN.name), old);
      const entering = postSession(server, AN);
      // Once this is answered, the server has the old hash and is computing.
      await session(server, {});
      await changePassword(db, loginOf(AN.name), changed);
      const response = await entering;
      const headers = cookieHeader(cookiesOf(response));
      assert.equal(response.ok && (await session(server, headers)).state === 'active', false, `round ${round}`);
    }
  });
});
