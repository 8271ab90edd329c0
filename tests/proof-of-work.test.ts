import { expect } from '@open-wc/testing';
import type { Challenge } from '../src/api/contract.ts';
import { solveChallenge } from '../src/api/proof-of-work.ts';
import { sha256After } from '../src/api/sha256.ts';
import { stub } from './support/fixture.ts';

const hex = (words: Int32Array) => Array.from(words, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');

/** The browser's own digest. */
async function digest(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A challenge as a server makes it. */
async function challengeFor(number: number, more: Partial<Challenge> = {}): Promise<Challenge> {
  const salt = more.salt ?? '0a1b2c3d4e5f60718293a4b5?expires=1795400000&';
  const challenge = await digest(salt + String(number));
  const times = { expiresIn: 1800, minimumSeconds: 3 };
  return { algorithm: 'SHA-256', challenge, salt, signature: 'c'.repeat(64), maxnumber: 5000, ...times, ...more };
}

const payloadOf = (payload: string | null) => JSON.parse(atob(payload!)) as Record<string, unknown>;

/** One that no number solves. */
const HOPELESS = { challenge: '0'.repeat(64), maxnumber: Number.MAX_SAFE_INTEGER };

describe('SHA-256 without a secure context', () => {
  it('gives the digests of FIPS 180-4', () => {
    const vectors = {
      '': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      abc: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq:
        '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
      abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu:
        'cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1',
      ['a'.repeat(1_000_000)]: 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0',
    };
    for (const [text, expected] of Object.entries(vectors)) {
      expect(hex(sha256After(text)(''))).to.equal(expected);
      const end = Math.max(text.length - 56, 0);
      expect(hex(sha256After(text.slice(0, end))(text.slice(end)))).to.equal(expected);
    }
  });

  it('gives the browser’s own digests, at whatever place the text is cut', async () => {
    let seed = 7;
    const next = () => (seed = (seed * 48_271) % 2_147_483_647);
    for (let length = 0; length <= 200; length += 1) {
      const text = Array.from({ length }, () => String.fromCharCode(32 + (next() % 95))).join('');
      const expected = await digest(text);
      for (const cut of [length, Math.max(length - 7, 0), Math.max(length - (next() % 57), 0)]) {
        const hash = sha256After(text.slice(0, cut));
        hash('123456');
        expect(hex(hash(text.slice(cut))), `${String(length)} cut at ${String(cut)}`).to.equal(expected);
      }
    }
    expect(hex(sha256After('Ý kiến của Đặng Thị Huệ 😀 ')('42'))).to.equal(
      await digest('Ý kiến của Đặng Thị Huệ 😀 42'),
    );
  });
});

describe('proof of work', () => {
  it('finds the number and answers with ALTCHA’s payload', async () => {
    const challenge = await challengeFor(4321);
    const { took, ...payload } = payloadOf(await solveChallenge(challenge));
    const { algorithm, salt, signature } = challenge;
    expect(payload).to.deep.equal({ algorithm, challenge: challenge.challenge, number: 4321, salt, signature });
    expect(took).to.be.a('number');
  });

  it('finds the first and the last number, and with salts of any length', async () => {
    for (const salt of ['', 'a'.repeat(55), 'a'.repeat(63), 'a'.repeat(64), 'a'.repeat(300)]) {
      for (const number of [0, 9, 10, 700]) {
        const challenge = await challengeFor(number, { salt, maxnumber: 700 });
        expect(payloadOf(await solveChallenge(challenge))['number']).to.equal(number);
      }
    }
  });

  it('works on plain http', async () => {
    const challenge = await challengeFor(99);
    stub(crypto, 'subtle', { value: undefined });
    expect(payloadOf(await solveChallenge(challenge))['number']).to.equal(99);
  });

  it('has no proof where no number fits or the algorithm is another one', async () => {
    expect(await solveChallenge(await challengeFor(701, { maxnumber: 700 }))).to.equal(null);
    expect(await solveChallenge(await challengeFor(5, { challenge: 'không phải' }))).to.equal(null);
    const { challenge } = await challengeFor(5);
    const half = challenge.slice(0, 60) + (challenge.endsWith('0000') ? '1111' : '0000');
    expect(await solveChallenge(await challengeFor(5, { challenge: half }))).to.equal(null);
    expect(await solveChallenge({ ...(await challengeFor(5)), algorithm: 'SHA-512' as 'SHA-256' })).to.equal(null);
  });

  it('gives up after three seconds', async () => {
    let now = 1000;
    // A clock that goes on by a millisecond whenever somebody looks at it.
    stub(performance, 'now', { value: () => (now += 1) });
    expect(await solveChallenge(await challengeFor(1, HOPELESS))).to.equal(null);
    expect(now - 1000).to.be.within(3000, 3030);
  });

  it('lets the page have its turn after 12 ms of work at most', async () => {
    let now = 1000;
    let turns = 0;
    let longest = 0;
    let begun = 1000;
    stub(performance, 'now', { value: () => (now += 0.5) });
    const postMessage = Reflect.get(MessagePort.prototype, 'postMessage') as (message: unknown) => void;
    stub(MessagePort.prototype, 'postMessage', {
      value(this: MessagePort, message: unknown) {
        turns += 1;
        longest = Math.max(longest, now - begun);
        postMessage.call(this, message);
        begun = now;
      },
    });
    expect(await solveChallenge(await challengeFor(1, HOPELESS), undefined, 500)).to.equal(null);
    expect(turns).to.be.greaterThan(40);
    expect(longest).to.be.within(9, 12);
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const solving = solveChallenge(await challengeFor(1, HOPELESS), stop.signal, 60_000);
    const outcome = solving.then(
      () => 'solved',
      (error: unknown) => error,
    );
    stop.abort('taken back');
    expect(await outcome).to.equal('taken back');
    const late = solveChallenge(await challengeFor(1), stop.signal);
    expect(await late.catch((error: unknown) => error)).to.equal('taken back');
  });
});
