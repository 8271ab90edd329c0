import { expect } from '@open-wc/testing';
import { blockStorage, part, recordConsole, settled, stub } from './support/fixture.ts';
import {
  act,
  countdown,
  EXPIRED,
  isOpen,
  listen,
  message,
  press,
  rendered,
  SIGNED_OUT,
  startSite,
  STATUS_URL,
  type Prompt,
  type Site,
} from './support/session-prompt.ts';

const SIGN_OUT = { 'sign-out-url': STATUS_URL, 'sign-out-method': 'DELETE' };

// Two prompts in one document hear each other as two tabs do: by the shared record, the channel and the locks.
describe('session prompt: tabs', () => {
  let site: Site;
  beforeEach(() => {
    site = startSite();
  });

  const tabs = async (attributes = {}): Promise<[Prompt, Prompt]> => [
    await site.show(attributes),
    await site.show(attributes),
  ];
  /** Two tabs whose prompts have opened. */
  const open = async (attributes = {}): Promise<[Prompt, Prompt]> => {
    site.lives(60);
    const both = await tabs(attributes);
    await site.clock.tick(240_000);
    for (const each of both) expect(isOpen(each)).to.be.true;
    return both;
  };
  /** The key of the record that the tabs share. */
  const recordKey = () => Object.keys(localStorage).find((key) => /^tinh:session:\w+$/.test(key))!;

  const noLocks = () => {
    stub(navigator, 'locks', { value: undefined });
  };
  const browsers = {
    'with locks': () => undefined,
    'without locks, as on plain http': noLocks,
    'with blocked storage': blockStorage,
  };
  for (const [which, prepare] of Object.entries(browsers)) {
    describe(which, () => {
      beforeEach(prepare);

      it('opens in both tabs after one question to the server', async () => {
        const both = await open();
        for (const each of both) expect(countdown(each)).to.equal('Thời gian còn lại: 60 giây');
        expect(site.api.asked).to.deep.equal([`GET ${STATUS_URL}`]);
      });

      it('closes in both tabs when one extends, with one request', async () => {
        const [one, other] = await open();
        const heard = [one, other].map(listen);
        part(one, 'action').click();
        await settled();
        expect(site.api.calls('POST session/extend').length).to.equal(1);
        for (const each of [one, other]) expect(isOpen(each)).to.be.false;
        expect(heard).to.deep.equal([['extended 1800'], ['extended 1800']]);
        await site.clock.tick(1_739_000);
        for (const each of [one, other]) expect(isOpen(each)).to.be.false;
      });

      it('sends one request when both tabs want to extend at once', async () => {
        const both = await open();
        for (const each of both) part(each, 'action').click();
        await settled();
        expect(site.api.calls('POST session/extend').length).to.equal(1);
        for (const each of both) expect(isOpen(each)).to.be.false;
      });

      it('shows a sign-out in the other tab once the server has confirmed it', async () => {
        const [one, other] = await tabs(SIGN_OUT);
        const heard = listen(other);
        await one.signOut();
        await settled();
        expect(message(one)).to.equal(SIGNED_OUT);
        expect(rendered(other)).to.be.empty;
        await site.clock.tick(2000);
        expect(message(other)).to.equal(SIGNED_OUT);
        expect(heard).to.deep.equal(['signed out']);
        expect(site.api.asked).to.deep.equal([`DELETE ${STATUS_URL}`, `GET ${STATUS_URL}`]);
      });

      it('shows the end in both tabs', async () => {
        const both = await open();
        site.over();
        await site.clock.tick(60_000);
        for (const each of both) expect(message(each)).to.equal(EXPIRED);
        // One question before the prompt and one at the end; a message may come later than the turn to ask.
        expect(site.api.asked.length).to.be.within(2, 3);
      });
    });
  }

  describe('activity', () => {
    it('in one tab keeps the prompt away from the others, with one request', async () => {
      site.keeps(300);
      const idle = await site.show({ 'without-activity': '' });
      const busy = await site.show();
      act();
      await site.clock.tick(600_000);
      expect(site.api.calls('POST session/extend').length).to.equal(1);
      for (const each of [idle, busy]) expect(rendered(each)).to.be.empty;
    });

    it('in all tabs extends the session no more often than in one', async () => {
      await tabs({ 'expires-in': '1800' });
      for (let second = 0; second < 250; second += 10) {
        act();
        await site.clock.tick(10_000);
      }
      expect(site.api.calls('POST session/extend').length).to.equal(2);
    });

    it('in one tab moves the limit that only pages keep, in all of them', async () => {
      const limit = { 'expires-in': null, 'status-url': null, 'idle-limit': '300' };
      const idle = await site.show({ ...limit, 'without-activity': '' });
      await site.show(limit);
      for (let second = 0; second < 600; second += 10) {
        act();
        await site.clock.tick(10_000);
      }
      expect(isOpen(idle)).to.be.false;
      await site.clock.tick(240_000);
      expect(isOpen(idle)).to.be.true;
    });
  });

  describe('tabs that are frozen, closed or deaf', () => {
    it('waits five seconds at most for a frozen tab that was about to ask', async () => {
      const prompt = await site.open();
      let thaw!: () => void;
      void navigator.locks.request(recordKey(), {}, () => new Promise<void>((resolve) => (thaw = resolve)));
      part(prompt, 'action').click();
      await settled();
      await site.clock.tick(4999);
      expect(site.api.calls('POST session/extend')).to.be.empty;
      await site.clock.tick(1);
      expect(site.api.calls('POST session/extend').length).to.equal(1);
      expect(isOpen(prompt)).to.be.false;
      thaw();
    });

    it('waits five seconds at most for a frozen tab where there are no locks', async () => {
      noLocks();
      const prompt = await site.open();
      localStorage.setItem(`${recordKey()}:turn`, String(Date.now() + 5000));
      part(prompt, 'action').click();
      await settled();
      await site.clock.tick(4999);
      expect(site.api.calls('POST session/extend')).to.be.empty;
      await site.clock.tick(1);
      expect(isOpen(prompt)).to.be.false;
    });

    it('believes no turn that lies far in the future: somebody has set the clock', async () => {
      noLocks();
      const prompt = await site.open();
      localStorage.setItem(`${recordKey()}:turn`, String(Date.now() + 3_600_000));
      part(prompt, 'action').click();
      await settled();
      expect(isOpen(prompt)).to.be.false;
    });

    it('learns from the record what a tab has missed that was frozen, without asking', async () => {
      const heard = await site.show();
      const deaf = await withoutChannel(() => site.show());
      site.lives(1800);
      await heard.extend();
      await site.clock.tick(600_000);
      expect(site.api.asked).to.deep.equal([`POST ${STATUS_URL}/extend`]);
      expect(isOpen(deaf)).to.be.false;
    });

    it('is not misled by a page out of the history that another tab shows', async () => {
      recordConsole();
      const prompt = await site.show();
      await site.clock.tick(200_000);
      site.api.fault = 'silent';
      const page = { type: 'back_forward', transferSize: 900, encodedBodySize: 600, responseStart: 0 };
      stub(performance, 'getEntriesByType', { value: () => [page] });
      await site.show();
      await site.clock.tick(60_000);
      expect(isOpen(prompt)).to.be.true;
    });

    it('is not misled by a damaged record', async () => {
      const prompt = await site.open();
      for (const damage of ['{', 'null', '[]', '"x"', '{"seq":"x"}']) {
        localStorage.setItem(recordKey(), damage);
        part(prompt, 'action').click();
        await settled();
        expect(isOpen(prompt), damage).to.be.false;
        site.lives(60);
        await prompt.check();
        await settled();
        expect(isOpen(prompt), damage).to.be.true;
      }
    });

    it('is not misled by the record of a session that ended yesterday', async () => {
      const yesterday = await site.open(SIGN_OUT);
      await press(yesterday, 'Đăng xuất');
      yesterday.remove();
      await site.clock.doze(86_400_000);
      site.lives(60);
      const prompt = await site.show();
      const heard = listen(prompt);
      expect(prompt.state).to.equal('active');
      await site.clock.tick(239_000);
      expect(rendered(prompt)).to.be.empty;
      await site.clock.tick(1000);
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 60 giây');
      expect(heard).to.deep.equal(['expiring 60']);
    });

    it('goes on in one tab when the request of another one hangs', async () => {
      recordConsole();
      const [one, other] = await open();
      site.api.fault = 'silent';
      part(one, 'action').click();
      await settled();
      site.api.fault = null;
      part(other, 'action').click();
      await site.clock.tick(10_000);
      for (const each of [one, other]) expect(isOpen(each)).to.be.false;
    });
  });
});

/** Does something in a browser whose tabs cannot hear each other, as a frozen one cannot. */
async function withoutChannel<T>(work: () => Promise<T>): Promise<T> {
  const own = globalThis.BroadcastChannel;
  globalThis.BroadcastChannel = class extends EventTarget {
    postMessage(): void {}
    close(): void {}
  } as unknown as typeof BroadcastChannel;
  try {
    return await work();
  } finally {
    globalThis.BroadcastChannel = own;
  }
}
