import { expect } from '@open-wc/testing';
import { ApiError } from '../src/api/client.ts';
import { Outbox, type OutboxEntry } from '../src/controllers/outbox.ts';
import { afterwards, blockStorage, installClock, settled, fillStorage, stub, type Clock } from './support/fixture.ts';

interface Note {
  readonly text: string;
}

/** One try to send an entry, which lasts until the test ends it. */
interface Try {
  readonly entry: OutboxEntry<Note>;
  readonly signal: AbortSignal;
  arrive(): Promise<void>;
  fail(error?: Error): Promise<void>;
}

const NAME = 'notes https://a.vn/ so-y-te';
const PREFIX = `tinh:outbox:${NAME}:`;
const HOUR = 60 * 60_000;

const offline = () => new ApiError('network', 'offline');
const refusal = (status: number, more: object = {}) =>
  Object.assign(new ApiError('urn:tinh:problem:invalid-request', 'no', status), more);

/** What the browser keeps for the outboxes. */
const stored = () =>
  Object.keys(localStorage)
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => JSON.parse(localStorage.getItem(name)!) as OutboxEntry<Note>);

/** A page with an outbox; `close` leaves it without a word, as a crash does. */
function openPage() {
  const tries: Try[] = [];
  const arrived: string[] = [];
  let list: readonly OutboxEntry<Note>[] = [];
  const outbox = new Outbox<Note, string>(
    NAME,
    (entry, signal) =>
      new Promise((resolve, reject) => {
        const end = async (action: () => void) => {
          action();
          await settled();
        };
        tries.push({
          entry,
          signal,
          arrive: () => end(() => resolve(entry.body.text)),
          fail: (error: Error = offline()) => end(() => reject(error)),
        });
      }),
  );
  const listen = () =>
    outbox.subscribe((entries, sent) => {
      list = entries;
      if (sent) arrived.push(sent.result);
    });
  const close = listen();
  afterwards(close);
  return {
    outbox,
    tries,
    arrived,
    listen,
    close,
    /** What the page shows of the queue. */
    shows: () => list.map(({ body, state }) => `${body.text} ${state}`),
    entry: () => list[0]!,
    /** The try that runs. */
    last: () => tries.at(-1)!,
    /** Sends a text as a form does. */
    async add(text = 'một', key?: string) {
      const entry = outbox.add({ text }, key);
      await settled();
      return entry;
    },
  };
}

/** Tells the other pages of this document what the browser tells other tabs. */
function tellOthers(key: string | null, newValue: string | null = ''): void {
  dispatchEvent(new StorageEvent('storage', { key, newValue }));
}

const goOnline = async () => {
  dispatchEvent(new Event('online'));
  await settled();
};

describe('outbox', () => {
  let clock: Clock;
  beforeEach(() => {
    clock = installClock();
  });

  describe('sending', () => {
    it('tries at once, tells what has arrived and leaves nothing behind', async () => {
      const page = openPage();
      await page.add();
      expect(page.shows()).to.deep.equal(['một sending']);
      await page.last().arrive();
      expect(page.arrived).to.deep.equal(['một']);
      expect(page.shows()).to.be.empty;
      expect(localStorage.length).to.equal(0);
      expect(clock.count()).to.equal(0);
    });

    it('has stored the words before anything is sent', async () => {
      const page = openPage();
      await page.add('một', 'khoa-da-co');
      expect(stored().map(({ key, body, tries }) => ({ key, body, tries }))).to.deep.equal([
        { key: 'khoa-da-co', body: { text: 'một' }, tries: 1 },
      ]);
      expect(page.outbox.isStored('khoa-da-co')).to.be.true;
    });
  });

  describe('what failed', () => {
    const waits: Record<string, Error> = {
      'without an answer': offline(),
      'too many requests': refusal(429),
      'a request that came too slowly': refusal(408),
      'the server in trouble': refusal(500),
      'a page of a proxy': new ApiError('other', 'Bad Gateway', 502),
      'a sign-in page of a hotel': new ApiError('other', 'OK', 200),
      'a mistake of ours': new TypeError('x is not a function'),
    };
    for (const [why, error] of Object.entries(waits)) {
      it(`waits and is tried again: ${why}`, async () => {
        const page = openPage();
        await page.add();
        await page.last().fail(error);
        expect(page.shows()).to.deep.equal(['một waiting']);
        await clock.tick(4999);
        expect(page.tries.length).to.equal(1);
        await clock.tick(1);
        expect(page.tries.length).to.equal(2);
      });
    }

    for (const status of [400, 401, 403, 404, 409, 413, 422]) {
      it(`is not tried again after ${status}, and comes back with what is wrong`, async () => {
        const page = openPage();
        const errors = [{ field: 'text', code: 'too-long' }];
        await page.add();
        await page.last().fail(refusal(status, { errors }));
        expect(page.shows()).to.deep.equal(['một refused']);
        expect(clock.count()).to.equal(0);
        await clock.tick(HOUR);
        await goOnline();
        const next = openPage();
        expect(page.tries.length + next.tries.length).to.equal(1);
        const back = next.outbox.take(next.entry().key)!;
        expect(back.body).to.deep.equal({ text: 'một' });
        expect(back.error).to.deep.equal({ type: 'urn:tinh:problem:invalid-request', status, errors });
        expect(localStorage.length).to.equal(0);
      });
    }

    it('waits twice as long after each failure, up to five minutes', async () => {
      const page = openPage();
      await page.add();
      for (const seconds of [5, 10, 20, 40, 80, 160, 300, 300]) {
        await page.last().fail();
        const { length } = page.tries;
        await clock.tick(seconds * 1000 - 1);
        expect(page.tries.length, `before ${String(seconds)} s`).to.equal(length);
        await clock.tick(1);
        expect(page.tries.length, `after ${String(seconds)} s`).to.equal(length + 1);
      }
    });

    it('waits as long as the server asks, also when the browser comes online', async () => {
      const page = openPage();
      await page.add();
      await page.last().fail(refusal(429, { retryAfter: 400 }));
      expect(page.entry().next - Date.now()).to.equal(400_000);
      await goOnline();
      await clock.tick(399_999);
      expect(page.tries.length).to.equal(1);
      await clock.tick(1);
      expect(page.tries.length).to.equal(2);
    });

    for (const retryAfter of [0, 1, -5, NaN, 1e12]) {
      it(`is not tried in a hurry when the server asks for ${String(retryAfter)} seconds`, async () => {
        const page = openPage();
        await page.add();
        await page.last().fail(refusal(503, { retryAfter }));
        await clock.tick(4999);
        expect(page.tries.length).to.equal(1);
      });
    }

    it('is tried at once when the browser comes online', async () => {
      const page = openPage();
      await page.add();
      await page.last().fail();
      await goOnline();
      expect(page.tries.length).to.equal(2);
      await goOnline();
      expect(page.tries.length).to.equal(2);
    });

    it('is tried at once when somebody asks for it, and only once', async () => {
      const page = openPage();
      const { key } = await page.add();
      await page.last().fail(refusal(429, { retryAfter: 400 }));
      page.outbox.retry(key);
      page.outbox.retry(key);
      page.outbox.retry('khong-co');
      await settled();
      expect(page.tries.length).to.equal(2);
      expect(page.shows()).to.deep.equal(['một sending']);
    });

    it('goes in its order, one after another, when ten wait', async () => {
      const page = openPage();
      const numbers = Array.from({ length: 10 }, (_, n) => String(n));
      for (const text of numbers) {
        await page.add(text);
        await page.last().fail();
        await clock.tick(1);
      }
      await goOnline();
      await goOnline();
      for (const text of numbers) {
        expect(page.shows()[0]).to.equal(`${text} sending`);
        expect(page.shows().filter((each) => each.endsWith('sending')).length).to.equal(1);
        await page.last().arrive();
      }
      expect(page.arrived).to.deep.equal(numbers);
      expect(page.tries.length).to.equal(20);
      expect(localStorage.length).to.equal(0);
    });
  });

  describe('taking back', () => {
    it('gives the words back and sends them no more', async () => {
      const page = openPage();
      const { key } = await page.add();
      await page.last().fail();
      expect(page.outbox.take(key)!.body).to.deep.equal({ text: 'một' });
      expect(page.shows()).to.be.empty;
      await clock.tick(HOUR);
      await goOnline();
      expect(page.tries.length).to.equal(1);
      expect(page.outbox.take(key)).to.equal(undefined);
      expect(localStorage.length).to.equal(0);
    });

    it('stops a try that is under way, and tells when it was too late', async () => {
      const page = openPage();
      const { key } = await page.add();
      page.outbox.take(key);
      expect(page.last().signal.aborted).to.be.true;
      await page.last().arrive();
      expect(page.arrived).to.deep.equal(['một']);
    });

    it('leaves alone what was sent again since under the same key', async () => {
      const page = openPage();
      const { key, body } = await page.add();
      const [first] = page.tries;
      page.outbox.take(key);
      await page.add(body.text, key);
      await first!.fail(refusal(422));
      expect(page.shows()).to.deep.equal(['một sending']);
      await page.last().arrive();
      expect(page.arrived).to.deep.equal(['một']);
      expect(page.tries.map(({ entry }) => entry.key)).to.deep.equal([key, key]);
    });
  });

  describe('other pages', () => {
    it('send what the last page could not, at once if its time has come', async () => {
      const page = openPage();
      const { key } = await page.add();
      await page.last().fail();
      page.close();
      await clock.tick(3000);
      const next = openPage();
      await settled();
      expect(next.shows()).to.deep.equal(['một waiting']);
      await clock.tick(2000);
      expect(next.last().entry.key).to.equal(key);
      next.close();
      const third = openPage();
      await next.last().fail();
      third.close();
      await clock.tick(HOUR);
      expect(openPage().shows()).to.deep.equal(['một waiting']);
      await settled();
      expect(stored()[0]!.tries).to.equal(3);
    });

    it('send at once what was under way when the page was left', async () => {
      const page = openPage();
      await page.add();
      dispatchEvent(new Event('pagehide'));
      page.close();
      const next = openPage();
      await settled();
      expect(next.tries.length).to.equal(1);
    });

    it('send after a minute what was under way when the page crashed', async () => {
      const page = openPage();
      await page.add();
      page.close();
      // A page that crashed holds no locks.
      stub(navigator, 'locks', { value: undefined });
      const next = openPage();
      await clock.tick(59_999);
      expect(next.shows()).to.deep.equal(['một sending']);
      expect(next.tries.length).to.equal(0);
      await clock.tick(1);
      expect(next.tries.length).to.equal(1);
    });

    it('rest without a listener, and go on with the next one', async () => {
      const page = openPage();
      await page.add();
      await page.last().fail();
      page.close();
      expect(clock.count()).to.equal(0);
      await goOnline();
      await clock.tick(HOUR);
      expect(page.tries.length).to.equal(1);
      afterwards(page.listen());
      await settled();
      expect(page.tries.length).to.equal(2);
    });
  });

  it('makes no storm after an hour’s sleep', async () => {
    const page = openPage();
    await page.add();
    await page.last().fail();
    await clock.doze(HOUR);
    expect(page.tries.length).to.equal(2);
  });

  it('does not wait for years when the clock is set back by years', async () => {
    const page = openPage();
    await page.add();
    await page.last().fail(refusal(503, { retryAfter: 3600 }));
    clock.set(Date.UTC(2020, 0, 1));
    page.close();
    const next = openPage();
    await settled();
    expect(next.tries.length).to.equal(1);
  });

  for (const [why, prepare] of Object.entries({ blocked: blockStorage, full: fillStorage })) {
    it(`tries as long as the page lives where storage is ${why}, and says that it is not stored`, async () => {
      prepare();
      const page = openPage();
      const { key } = await page.add();
      expect(page.outbox.isStored(key)).to.be.false;
      await page.last().fail();
      expect(page.shows()).to.deep.equal(['một waiting']);
      await clock.tick(5000);
      await page.last().arrive();
      expect(page.arrived).to.deep.equal(['một']);
      expect(page.shows()).to.be.empty;
    });
  }

  it('sends what a damaged entry still has, without a hurry', async () => {
    const entry = {
      key: 'k',
      body: { text: 'một' },
      created: Date.now(),
      tries: 'x',
      next: 'y',
      at: {},
      state: 7,
      error: 3,
    };
    localStorage.setItem(`${PREFIX}k`, JSON.stringify(entry));
    const page = openPage();
    await settled();
    expect(page.shows()).to.deep.equal(['một sending']);
    await page.last().fail();
    await clock.tick(4999);
    expect(page.tries.length).to.equal(1);
  });

  it('forgets everything when somebody signs out', async () => {
    const page = openPage();
    await page.add('một');
    await page.last().fail();
    await page.add('hai');
    document.dispatchEvent(new Event('tinh-session-signed-out'));
    expect(page.shows()).to.be.empty;
    expect(localStorage.length).to.equal(0);
    expect(page.last().signal.aborted).to.be.true;
    await page.last().fail();
    await clock.tick(HOUR);
    expect(page.tries.length).to.equal(2);
    expect(localStorage.length).to.equal(0);
  });

  describe('two tabs', () => {
    for (const [which, prepare] of Object.entries({
      'with locks': (): void => undefined,
      'on plain http, without locks': () => {
        stub(navigator, 'locks', { value: undefined });
      },
    })) {
      describe(which, () => {
        beforeEach(prepare);

        it('try one at a time', async () => {
          const one = openPage();
          const other = openPage();
          await one.add();
          await one.last().fail();
          tellOthers(null);
          await clock.tick(5000);
          expect(one.tries.length + other.tries.length).to.equal(2);
          const busy = other.tries.length ? other : one;
          await busy.last().fail();
          await goOnline();
          expect(one.tries.length + other.tries.length).to.equal(3);
        });

        it('send one draft once when both send it', async () => {
          const one = openPage();
          const other = openPage();
          const first = await one.add('một');
          const second = await other.add('một');
          expect(second.key).to.equal(first.key);
          tellOthers(null);
          expect(other.shows()).to.deep.equal(['một sending']);
          expect(other.tries).to.be.empty;
          await one.last().arrive();
          expect(localStorage.length).to.equal(0);
        });
      });
    }

    it('lose neither text when one draft went on differently in each', async () => {
      const one = openPage();
      const other = openPage();
      await one.add('một', 'khoa-chung');
      const second = await other.add('một và hai', 'khoa-chung');
      expect(second.key).not.to.equal('khoa-chung');
      await one.last().fail();
      await other.last().arrive();
      expect(stored().map(({ body }) => body.text)).to.deep.equal(['một']);
    });

    it('do not send what another tab has just begun with', async () => {
      const page = openPage();
      const { key } = await page.add();
      await page.last().fail();
      let letGo!: () => void;
      void navigator.locks.request(PREFIX + key, {}, () => new Promise<void>((resolve) => (letGo = resolve)));
      await goOnline();
      await clock.tick(2000);
      expect(page.tries.length).to.equal(1);
      letGo();
      await clock.tick(1000);
      expect(page.tries.length).to.equal(2);
    });

    it('leave alone what the other one has tried since they looked', async () => {
      const one = openPage();
      const other = openPage();
      for (const text of ['một', 'hai']) {
        await one.add(text);
        await one.last().fail(refusal(503, { retryAfter: 60 }));
      }
      other.close();
      await clock.tick(60_000);
      other.outbox.retry(one.outbox.entries[1]!.key);
      await other.last().fail();
      await one.last().arrive();
      expect(one.tries.length).to.equal(3);
    });

    it('stop sending what the other one takes back', async () => {
      const one = openPage();
      const other = openPage();
      const { key } = await one.add();
      other.outbox.take(key);
      tellOthers(PREFIX + key, null);
      expect(one.last().signal.aborted).to.be.true;
      await one.last().fail();
      expect(one.shows()).to.be.empty;
      expect(localStorage.length).to.equal(0);
    });
  });
});
