import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import { isLogin, loginOf } from '../accounts/name.ts';
import { passwordFault, PasswordHasher, RECOMMENDED_COST } from '../accounts/password.ts';
import type { ProblemError } from '../http/problem.ts';
import { type Database, openDatabase } from '../storage/database.ts';
import { addTestAccount, AN, CHEAP, postSession } from './accounts.ts';
import { type Engine, onEachEngine } from './engines.ts';
import { oldDatabase } from './old-database.ts';
import { serve, START, type TestServer } from './support.ts';

const OLDER = { ...CHEAP, p: 2 };

it('keeps a password as scrypt with what OWASP recommends, and the parameters beside it', async () => {
  const hasher = new PasswordHasher();
  const [one, two] = [await hasher.hash(AN.password), await hasher.hash(AN.password)];
  assert.match(one, /^\$scrypt\$ln=17,r=8,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  assert.notEqual(one, two, 'a salt of its own');
  assert.ok(await hasher.verify(AN.password, one));
  assert.equal(await hasher.verify(`${AN.password} `, one), false);
});

it('takes a password in every composition of its accents', async () => {
  const hasher = new PasswordHasher(CHEAP);
  const hash = await hasher.hash('Tiếng Việt có dấu'.normalize('NFD'));
  assert.ok(await hasher.verify('Tiếng Việt có dấu'.normalize('NFC'), hash));
  assert.equal(await hasher.verify('tiếng việt có dấu', hash), false);
});

it('works as long for an account that does not exist', async () => {
  const hasher = new PasswordHasher({ ...RECOMMENDED_COST, ln: 14 });
  const hash = await hasher.hash(AN.password);
  const time = async (stored: string | null): Promise<number> => {
    const times: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const start = performance.now();
      assert.equal(await hasher.verify('sai mật khẩu rồi', stored), false);
      times.push(performance.now() - start);
    }
    return Math.min(...times);
  };
  const [known, unknown] = [await time(hash), await time(null)];
  assert.ok(unknown > known / 2, `${unknown} ms is far less than ${known} ms`);
});

it('computes two hashes at once, lets twenty wait and sends the others away', async () => {
  const hasher = new PasswordHasher(CHEAP);
  const tries = Array.from({ length: 30 }, () => hasher.hash(AN.password));
  assert.ok(hasher.isBusy);
  const ends = await Promise.allSettled(tries);
  const refused = ends.filter((end) => end.status === 'rejected').map((end) => end.reason as ProblemError);
  assert.equal(refused.length, 8);
  assert.ok(refused.every(({ problem }) => problem.type === 'urn:tinh:problem:unavailable'));
  assert.equal(hasher.isBusy, false);
  assert.ok(await hasher.hash(AN.password));
});

it('asks of a new password only that it is long enough, not too long, and not the name', () => {
  const fault = (password: string): string | null => passwordFault(password, ['nguyễn văn an', 'Nguyễn Văn An']);
  assert.equal(fault('a'.repeat(12)), null);
  assert.equal(fault('a'.repeat(11)), 'too-short');
  assert.equal(fault('ề'.repeat(11).normalize('NFC')), 'too-short');
  assert.equal(fault('ề'.repeat(85)), null);
  assert.equal(fault('ề'.repeat(86)), 'too-long');
  assert.equal(fault('NGUYỄN  VĂN AN'.normalize('NFD')), 'like-the-name');
});

it('takes a name in every case and composition, and none that looks like another or like nothing', () => {
  assert.equal(loginOf(' Nguyễn\u00A0 VĂN an\n'.normalize('NFD')), 'nguyễn văn an'.normalize('NFC'));
  assert.equal(loginOf(loginOf('ĐẶNG Thị Ấn')), 'đặng thị ấn');
  for (const good of ['an', 'nguyễn văn an', 'an.nguyen@so.example', '1_b-c']) assert.ok(isLogin(good), good);
  for (const bad of ['', ' an', '.an', 'a\u200Bn', 'a"n', '\u0301a', 'a'.repeat(81)]) assert.ok(!isLogin(bad), bad);
});

async function stored(t: TestContext, server: TestServer): Promise<Database> {
  const db = await openDatabase(server.place);
  t.after(() => db.destroy());
  return db;
}

onEachEngine('accounts', (engine: Engine) => {
  it('keeps sessions of before when an older database is brought up to date', async (t) => {
    const { place, old } = await oldDatabase(t, engine, '2026-01-first');
    const ends = { created_at: START, idle_expires_at: START + 1, absolute_expires_at: START + 1 };
    await old
      .insertInto('sessions')
      .values({ token_hash: 'x', user_name: 'Tài khoản dùng thử', ...ends })
      .execute();
    await old.destroy();

    const db = await openDatabase(place);
    const [session] = await db.selectFrom('sessions').selectAll().execute();
    assert.deepEqual([session?.token_hash, session?.account_id], ['x', null]);
    await db.destroy();
  });

  it('hashes a password again with today’s parameters when its owner signs in, and not before', async (t) => {
    const server = await serve(t, { engine, passwordCost: CHEAP });
    await addTestAccount(server, AN, OLDER);
    const db = await stored(t, server);
    const hash = async (): Promise<string> =>
      (await db.selectFrom('accounts').select('password_hash').executeTakeFirstOrThrow()).password_hash;
    const before = await hash();
    assert.equal((await postSession(server, { ...AN, password: 'sai mật khẩu rồi' })).status, 401);
    assert.equal(await hash(), before);
    assert.equal((await postSession(server, AN)).status, 200);
    assert.match(await hash(), /^\$scrypt\$ln=4,r=8,p=1\$/);
    const renewed = await hash();
    assert.equal((await postSession(server, AN)).status, 200);
    assert.equal(await hash(), renewed);
  });

  it('stores neither a password nor a token nor an address', async (t) => {
    const server = await serve(t, { engine, passwordCost: CHEAP });
    await addTestAccount(server);
    const signedIn = await postSession(server, AN);
    const db = await stored(t, server);
    const all = JSON.stringify([
      await db.selectFrom('accounts').selectAll().execute(),
      await db.selectFrom('sessions').selectAll().execute(),
    ]);
    const token = /tinh_session=([\w-]+)/.exec(signedIn.headers.get('set-cookie') ?? '')?.[1] ?? 'no token';
    for (const secret of [AN.password, token, '127.0.0.1']) assert.ok(!all.includes(secret), secret);
  });
});
