import { expect } from '@open-wc/testing';
import { openChannels, part, settled, stub } from './support/fixture.ts';
import { act, isOpen, startSite, type Site } from './support/session-prompt.ts';

// Faults that were filed against other session prompts; each test is named after what somebody saw.
describe('session prompt: cost', () => {
  let site: Site;
  beforeEach(() => {
    site = startSite();
  });

  it('time rewritten each mouse move', async () => {
    const written: string[] = [];
    const { setItem } = Storage.prototype as { setItem: (this: Storage, key: string, value: string) => void };
    stub(Storage.prototype, 'setItem', {
      value(this: Storage, key: string, value: string) {
        written.push(key);
        setItem.call(this, key, value);
      },
    });
    await site.show({ 'expires-in': '1800' });
    written.length = 0;
    for (let move = 0; move < 1000; move += 1) {
      document.body.dispatchEvent(new PointerEvent('pointermove', { bubbles: true }));
      if (move % 50 === 49) await site.clock.tick(3000);
    }
    expect(written.length).to.be.at.most(2);
    expect(site.api.asked).to.be.empty;
  });

  it('timers of less than a second while nothing happens', async () => {
    const delays: number[] = [];
    const timers = { setTimeout: globalThis.setTimeout };
    stub(globalThis, 'setTimeout', {
      value: (run: () => void, delay = 0) => {
        delays.push(delay);
        return timers.setTimeout(run, delay);
      },
    });
    await site.show({ 'expires-in': '1800' });
    for (const name of ['setInterval', 'requestAnimationFrame']) {
      stub(globalThis, name, { value: () => expect.fail(`${name} was called`) });
    }
    for (let minute = 0; minute < 28; minute += 1) {
      act();
      await site.clock.tick(60_000);
    }
    expect(delays.filter((delay) => delay < 1000)).to.be.empty;
    // The page looks at the clock four times a minute.
    expect(delays.length).to.be.at.most(28 * 8);
  });

  it('listeners left behind each time it opens', async () => {
    const live = new Set<string>();
    const ids = new Map<unknown, number>();
    const id = (what: unknown) => ids.get(what) ?? (ids.set(what, ids.size), ids.size - 1);
    type Listen = [type: string, listener: EventListener, options?: AddEventListenerOptions | boolean];
    type Method = (this: EventTarget, ...listen: Listen) => void;
    /** Does as the browser does, and tells `live` of it where the page itself is listened to. */
    const watch = (method: string, note: (name: string) => void) => {
      const own = Reflect.get(EventTarget.prototype, method) as Method;
      stub(EventTarget.prototype, method, {
        value(this: EventTarget | undefined, ...listen: Listen) {
          const target = this ?? window;
          const [type, listener, options] = listen;
          const isCapture = typeof options === 'object' ? options.capture : options;
          if (([window, document, document.documentElement, document.body] as EventTarget[]).includes(target)) {
            note(`${id(target)} ${type} ${id(listener)} ${String(!!isCapture)}`);
          }
          own.apply(target, listen);
        },
      });
    };
    watch('addEventListener', (name) => live.add(name));
    watch('removeEventListener', (name) => live.delete(name));
    const prompt = await site.show();
    const home = prompt.parentElement!;
    const whileThere = live.size;
    expect(whileThere).to.be.above(5);
    site.lives(60);
    await site.clock.tick(240_000);
    for (let time = 0; time < 20; time += 1) {
      expect(isOpen(prompt)).to.be.true;
      part(prompt, 'action').click();
      await settled();
      home.append(prompt);
      site.lives(60);
      await site.clock.tick(1_740_000);
    }
    expect(live.size).to.equal(whileThere);
    expect(openChannels()).to.equal(1);
    prompt.remove();
    expect([...live]).to.be.empty;
    expect(openChannels()).to.equal(0);
    expect(site.clock.count()).to.equal(0);
  });
});
