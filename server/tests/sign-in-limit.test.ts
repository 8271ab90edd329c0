import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import { clientOf } from '../http/address.ts';
import { addTestAccount, AN, CHEAP, cookieHeader, cookiesOf, postSession } from './accounts.ts';
import { sqlite } from './engines.ts';
import { problem, serve, START, type TestServer } from './support.ts';

const WRONG = { ...AN, password: 'sai mật khẩu rồi' };
const MINUTE = 60_000;

/** The counters are in memory, so that one database stands for both. They go by the machine's clock, which stands here. */
async function office(t: TestContext, options: Parameters<typeof serve>[1] = {}): Promise<TestServer> {
  t.mock.timers.enable({ apis: ['Date'], now: START });
  const server = await serve(t, { engine: sqlite, passwordCost: CHEAP, trustProxy: ['loopback'], ...options });
  await addTestAccount(server);
  return server;
}

const from = (address: string): Record<string, string> => ({ 'x-forwarded-for': address });

/** Tries so often that the answer is no longer 401; returns how often it was, and the last answer. */
async function guess(
  server: TestServer,
  headers: Record<string, string>,
  credentials: (round: number) => { name: string; password: string } = () => WRONG,
): Promise<{ tries: number; last: Response }> {
  for (let tries = 0; tries < 200; tries += 1) {
    const last = await postSession(server, credentials(tries), headers);
    if (last.status !== 401) return { tries, last };
  }
  throw new Error('there is no limit');
}

it('stops guessing at an account from one address after five tries, and says how long to wait', async (t) => {
  const server = await office(t);
  const { tries, last } = await guess(server, from('192.0.2.1'));
  assert.equal(tries, 5);
  assert.equal(last.headers.get('retry-after'), '900');
  await problem(last, 429, 'too-many-attempts');
  await problem(await postSession(server, AN, from('192.0.2.1')), 429, 'too-many-attempts');
});

it('lets nobody lock an account for everybody by hammering at it from one address', async (t) => {
  const server = await office(t);
  for (let round = 0; round < 120; round += 1) await postSession(server, WRONG, from('192.0.2.1'));
  assert.equal((await postSession(server, AN, from('192.0.2.2'))).status, 200);
});

it('takes the right password again once the time is over, however often it was tried meanwhile', async (t) => {
  const server = await office(t);
  await guess(server, from('192.0.2.1'));
  t.mock.timers.setTime(START + 14 * MINUTE);
  for (let round = 0; round < 3; round += 1) {
    const early = await postSession(server, AN, from('192.0.2.1'));
    assert.equal(early.headers.get('retry-after'), '60');
    await problem(early, 429, 'too-many-attempts');
  }
  t.mock.timers.setTime(START + 15 * MINUTE);
  assert.equal((await postSession(server, AN, from('192.0.2.1'))).status, 200);
});

it('counts an unknown name like a known one', async (t) => {
  const server = await office(t);
  const { tries } = await guess(server, from('192.0.2.1'), () => ({ ...WRONG, name: 'không có ai' }));
  assert.equal(tries, 5);
});

it('lets the others of the same office in while one of them has to wait', async (t) => {
  const server = await office(t);
  const other = { name: 'bình', password: 'một câu khác nữa' };
  await addTestAccount(server, other);
  await guess(server, from('192.0.2.1'));
  assert.equal((await postSession(server, other, from('192.0.2.1'))).status, 200);
  assert.equal((await postSession(server, AN, from('192.0.2.2'))).status, 200);
});

it('forgets slips of the same person after the right password', async (t) => {
  const server = await office(t);
  for (let round = 0; round < 3; round += 1) {
    for (let slip = 0; slip < 4; slip += 1) {
      await problem(await postSession(server, WRONG, from('192.0.2.1')), 401, 'wrong-credentials');
    }
    assert.equal((await postSession(server, AN, from('192.0.2.1'))).status, 200);
  }
});

it('stops one address that tries many names, after a hundred, and for no longer than it says', async (t) => {
  const server = await office(t);
  const { tries, last } = await guess(server, from('192.0.2.1'), (round) => ({ ...WRONG, name: `ai đó ${round}` }));
  assert.equal(tries, 100);
  await problem(last, 429, 'too-many-attempts');
  assert.equal((await postSession(server, AN, from('192.0.2.2'))).status, 200);
  t.mock.timers.setTime(START + 10 * MINUTE);
  for (let round = 0; round < 6; round += 1) {
    const early = await postSession(server, AN, from('192.0.2.1'));
    assert.equal(early.headers.get('retry-after'), '300');
  }
  t.mock.timers.setTime(START + 15 * MINUTE);
  assert.equal((await postSession(server, AN, from('192.0.2.1'))).status, 200, 'as was promised');
});

it('stops many addresses that try one name, but not the computer where its owner has signed in before', async (t) => {
  const server = await office(t);
  const signedIn = await postSession(server, AN, from('198.51.100.1'));
  const { tinh_device: mark = '' } = cookiesOf(signedIn);
  for (let round = 0; round < 50; round += 1) {
    await problem(await postSession(server, WRONG, from(`192.0.2.${round}`)), 401, 'wrong-credentials');
  }
  await problem(await postSession(server, AN, from('192.0.2.200')), 429, 'too-many-attempts');
  await problem(await postSession(server, AN, from('198.51.100.1')), 429, 'too-many-attempts');
  const known = { ...from('198.51.100.1'), ...cookieHeader({ tinh_device: mark }) };
  assert.equal((await postSession(server, AN, known)).status, 200);
  t.mock.timers.setTime(START + 60 * MINUTE);
  assert.equal((await postSession(server, AN, from('192.0.2.200'))).status, 200);
});

it('counts tries on a known computer too, and knows it for its own account only, for ninety days', async (t) => {
  const server = await office(t);
  const other = { name: 'bình', password: 'một câu khác nữa' };
  await addTestAccount(server, other);
  const { tinh_device: mark = '' } = cookiesOf(await postSession(server, AN, from('192.0.2.1')));
  const known = { ...from('192.0.2.1'), ...cookieHeader({ tinh_device: mark }) };
  assert.equal((await guess(server, known)).tries, 10);
  assert.equal((await guess(server, known, () => ({ ...other, password: 'sai' }))).tries, 5);

  const forged = mark.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A'));
  assert.equal((await guess(server, { ...from('192.0.2.3'), ...cookieHeader({ tinh_device: forged }) })).tries, 5);
  server.clock.ms += 90 * 24 * 60 * MINUTE;
  assert.equal((await guess(server, { ...known, ...from('192.0.2.4') })).tries, 5);
});

it('lets no more tries through when they come all at once', async (t) => {
  const server = await office(t);
  const answers = await Promise.all(Array.from({ length: 12 }, () => postSession(server, WRONG, from('192.0.2.1'))));
  const statuses = answers.map(({ status }) => status).sort();
  assert.deepEqual(statuses, [...Array<number>(5).fill(401), ...Array<number>(7).fill(429)]);
});

it('believes the address that a proxy writes only when the operator trusts the proxy', async (t) => {
  const server = await office(t, { trustProxy: [] });
  for (let round = 0; round < 5; round += 1) {
    await problem(await postSession(server, WRONG, from(`192.0.2.${round}`)), 401, 'wrong-credentials');
  }
  await problem(await postSession(server, WRONG, from('192.0.2.77')), 429, 'too-many-attempts');
});

it('believes of a chain of addresses only what the trusted proxy itself has written', async (t) => {
  const server = await office(t);
  for (let round = 0; round < 5; round += 1) {
    const chain = from(`203.0.113.${round}, 192.0.2.1:${40_000 + round}`);
    await problem(await postSession(server, WRONG, chain), 401, 'wrong-credentials');
  }
  await problem(await postSession(server, WRONG, from('192.0.2.1')), 429, 'too-many-attempts');
});

it('takes an IPv4 address however it is written, and a whole IPv6 network, for one client', () => {
  for (const ip of ['192.0.2.1', '::ffff:192.0.2.1', '192.0.2.1:50000']) assert.equal(clientOf(ip), '192.0.2.1');
  for (const ip of ['2001:db8:0:1::5', '2001:0DB8:0000:0001:ffff::1', '[2001:db8:0:1::5]:443']) {
    assert.equal(clientOf(ip), '2001:db8:0:1', ip);
  }
  assert.equal(clientOf('::1'), '0:0:0:0');
  assert.notEqual(clientOf('2001:db8:0:2::5'), clientOf('2001:db8:0:1::5'));
});
