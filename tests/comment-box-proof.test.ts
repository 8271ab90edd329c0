import { expect } from '@open-wc/testing';
import '../src/comment-box/define.ts';
import type { NewComment } from '../src/api/contract.ts';
import { isSolved } from '../stories/fake-api.ts';
import {
  TEXT,
  badges,
  consent,
  failToSend,
  fill,
  keysOf,
  panel,
  posts,
  press,
  queue,
  reload,
  returning,
  send,
  showBox,
  texts,
  type,
} from './support/comment-box.ts';
import {
  installClock,
  part,
  recordConsole,
  settled,
  startServer,
  stub,
  turn,
  words,
  type Clock,
  type TestServer,
} from './support/fixture.ts';
import { fakeComment } from '../stories/fake-api.ts';

const challenges = (api: TestServer) => api.calls('GET challenge').length;
/** Of each comment that was sent, whether a solved proof went along. */
const solved = (api: TestServer) =>
  posts(api).map(({ body }) => {
    const { altcha } = JSON.parse(body) as NewComment;
    return altcha ? isSolved(altcha) : altcha;
  });

/** Answers requests for challenges with this. */
function answerChallenges(api: TestServer, answer: () => Response): void {
  api.reply = ({ url }) => (url.endsWith('/challenge') ? answer() : undefined);
}

/** A challenge that no number solves: the clock goes on by a millisecond whenever somebody looks at it. */
const HOPELESS = {
  ...{ algorithm: 'SHA-256', challenge: '0'.repeat(64), salt: 'a', signature: 'b' },
  ...{ maxnumber: Number.MAX_SAFE_INTEGER, expiresIn: 1800, minimumSeconds: 0 },
};

describe('proof of work in a comment box', () => {
  let clock: Clock;
  beforeEach(() => {
    clock = installClock();
  });

  it('is worked out while somebody writes, and the comment is published at once', async () => {
    const api = startServer({ proofs: 'wanted', moderation: 'after' });
    const box = await showBox();
    expect(challenges(api), 'before somebody writes').to.equal(0);
    type(box, 'text', 'Đ');
    type(box, 'text', 'Đề');
    await settled();
    expect(challenges(api), 'after the first letters').to.equal(1);
    fill(box);
    await send(box);
    expect(challenges(api)).to.equal(1);
    expect(solved(api)).to.deep.equal([true]);
    expect(texts(box)).to.deep.equal([TEXT]);
    expect(badges(box)).to.be.empty;
  });

  it('is another one for each comment, and for a reply', async () => {
    const api = startServer({ comments: [fakeComment(1)] });
    const box = await showBox();
    fill(box);
    await send(box);
    await press(box.shadowRoot!.getElementById('c1')!, 'Trả lời');
    fill(box, { place: '-c1', text: 'Trả lời' });
    await send(box, '-c1');
    expect(challenges(api)).to.equal(2);
    expect(solved(api)).to.deep.equal([true, true]);
  });

  it('is not asked for to change a comment', async () => {
    returning();
    const own = fakeComment(1, { mine: true, editableUntil: '2099-01-01T00:00:00+07:00' });
    const api = startServer({ comments: [own] });
    const box = await showBox();
    await press(box, 'Sửa ý kiến');
    type(box, 'text~c1', 'Lời khác');
    await press(panel(box)!, 'Lưu thay đổi');
    expect(challenges(api)).to.equal(0);
    expect(texts(box)).to.deep.equal(['Lời khác']);
  });

  it('makes a quick comment wait until it counts as written by a person', async () => {
    const api = startServer({ minimumSeconds: 3 });
    const box = await showBox();
    fill(box);
    await send(box);
    await clock.tick(2999);
    expect(posts(api).length).to.equal(0);
    expect(words(part(box, 'send'))).to.equal('Gửi ý kiến…');
    await clock.tick(1);
    expect(solved(api)).to.deep.equal([true]);
  });

  it('makes nobody wait longer than ten seconds, whatever the server says', async () => {
    const api = startServer({ minimumSeconds: 86_400 });
    const box = await showBox();
    fill(box);
    await send(box);
    await clock.tick(10_000);
    expect(solved(api)).to.deep.equal([true]);
  });

  it('makes nobody wait who has written for as long, though the clock was set back a day meanwhile', async () => {
    const api = startServer({ minimumSeconds: 3 });
    const box = await showBox();
    fill(box);
    await clock.tick(3000);
    clock.set(Date.now() - 86_400_000);
    await send(box);
    expect(solved(api)).to.deep.equal([true]);
  });

  it('is worked out anew when it came of age while the reader was away, and not because the clock was set forward', async () => {
    const api = startServer({ expiresIn: 1800 });
    const box = await showBox();
    fill(box);
    await clock.tick(1_799_000);
    clock.set(Date.now() + 86_400_000);
    type(box, 'text', TEXT);
    await settled();
    expect(challenges(api)).to.equal(1);
    await clock.tick(2000);
    await send(box);
    expect(challenges(api)).to.equal(2);
    expect(solved(api)).to.deep.equal([true]);
  });

  it('that comes too late is made anew within the same try, then left out', async () => {
    const api = startServer({ proofs: 'too-late' });
    const box = await showBox();
    fill(box);
    await send(box);
    expect(solved(api)).to.deep.equal([true, true, undefined]);
    expect(challenges(api)).to.equal(2);
    expect(new Set(keysOf(api)).size, 'keys').to.equal(1);
    expect(texts(box)).to.deep.equal([TEXT]);
    expect(queue(box)).to.be.empty;
  });

  it('that comes too late once is followed by one that is in time', async () => {
    const api = startServer({ proofs: 'wanted', moderation: 'after' });
    const box = await showBox();
    fill(box);
    await settled();
    let first = true;
    api.reply = ({ method }) => {
      if (method !== 'POST' || !first) return undefined;
      first = false;
      const type = 'urn:tinh:problem:challenge-expired';
      return new Response(JSON.stringify({ type, title: type, status: 409 }), { status: 409 });
    };
    await send(box);
    expect(solved(api)).to.deep.equal([true]);
    expect(badges(box)).to.be.empty;
  });

  const failures: Record<string, () => Response> = {
    'the server fails': () => new Response('<h1>502</h1>', { status: 502 }),
    'a hotel’s sign-in page answers': () => new Response('<h1>Wi-Fi</h1>'),
    'the answer is nonsense': () => new Response('{"algorithm":"SHA-256"}'),
    'the server has never heard of challenges': () => new Response('{}', { status: 404 }),
  };
  for (const [why, answer] of Object.entries(failures)) {
    it(`is left out where ${why}`, async () => {
      const api = startServer();
      const box = await showBox();
      answerChallenges(api, answer);
      fill(box);
      await send(box);
      await clock.tick(0);
      expect(solved(api)).to.deep.equal([null]);
      expect(texts(box)).to.deep.equal([TEXT]);
    });
  }

  it('is waited for no longer than three seconds when no challenge comes', async () => {
    const api = startServer();
    const box = await showBox();
    const answering = globalThis.fetch;
    stub(globalThis, 'fetch', {
      value: (input: string, init: RequestInit) =>
        input.endsWith('/challenge') ? new Promise(() => undefined) : answering(input, init),
      writable: true,
    });
    fill(box);
    await send(box);
    await clock.tick(2999);
    expect(posts(api).length).to.equal(0);
    await clock.tick(1);
    expect(solved(api)).to.deep.equal([null]);
    expect(texts(box)).to.deep.equal([TEXT]);
  });

  it('that is too hard for the computer keeps the comment back for three seconds, and is given up then', async () => {
    recordConsole();
    const api = startServer();
    const box = await showBox();
    answerChallenges(api, () => new Response(JSON.stringify(HOPELESS)));
    let turns = 0;
    // A computer on which each slice of work takes its whole time.
    const begin = performance.now();
    let passed = 0;
    stub(performance, 'now', { value: () => begin + (passed += 5) });
    const postMessage = Reflect.get(MessagePort.prototype, 'postMessage') as (message: unknown) => void;
    stub(MessagePort.prototype, 'postMessage', {
      value(this: MessagePort, message: unknown) {
        turns += 1;
        postMessage.call(this, message);
      },
    });
    fill(box);
    await settled();
    api.fault = 'offline';
    await send(box);
    await clock.tick(3000);
    expect(solved(api)).to.deep.equal([null]);
    expect(queue(box)).to.have.lengthOf(1);
    const before = turns;
    for (let each = 0; each < 50; each += 1) await turn();
    expect(turns - before, 'the test’s own turns alone').to.equal(50);
  });

  it('is another one for each try from the queue', async () => {
    const { api, box } = await failToSend('lost-answer');
    await clock.tick(5000);
    expect(texts(box)).to.deep.equal([TEXT]);
    expect(solved(api)).to.deep.equal([true, true]);
    expect(challenges(api)).to.equal(2);
    expect(new Set(keysOf(api)).size, 'keys').to.equal(1);
  });

  it('does not stand in the browser’s storage', async () => {
    const { api, box } = await failToSend();
    expect(solved(api), 'it was sent').to.deep.equal([true]);
    expect(JSON.stringify({ ...localStorage }))
      .to.include(TEXT)
      .and.not.to.include('altcha');
    await reload(box);
    await clock.tick(5000);
    expect(solved(api)).to.deep.equal([true, true]);
  });

  it('is not followed by the comment when that was taken back meanwhile', async () => {
    const api = startServer({ minimumSeconds: 3 });
    const box = await showBox();
    fill(box);
    api.fault = 'offline';
    recordConsole();
    await send(box);
    await clock.tick(3000);
    api.fault = null;
    await press(box, 'Gửi lại');
    await press(box, 'Hủy gửi');
    const before = posts(api).length;
    await clock.tick(60_000);
    expect(posts(api).length - before).to.equal(0);
    expect(consent(box).checked).to.be.false;
  });
});
