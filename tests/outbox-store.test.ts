import { expect } from '@open-wc/testing';
import { OutboxStore, type OutboxEntry } from '../src/controllers/outbox-store.ts';
import { Outbox, outboxOf } from '../src/controllers/outbox.ts';
import { afterwards, blockStorage, installClock, stub, turn, type Clock } from './support/fixture.ts';

interface Note {
  readonly text: string;
}

const NAME = 'notes https://a.vn/ so-y-te';
const PREFIX = `tinh:outbox:${NAME}:`;
const HOUR = 60 * 60_000;

const openStore = (name = NAME) => new OutboxStore<Note>(name);
const texts = (store: OutboxStore<Note>) => store.entries.map(({ body }) => body.text);
const entry = (text: string, key = text): OutboxEntry<Note> => {
  const created = Date.now();
  return { key, body: { text }, created, tries: 0, state: 'waiting', next: created, at: created };
};

describe('stored entries', () => {
  let clock: Clock;
  beforeEach(() => {
    clock = installClock();
  });

  it('are found by other pages, oldest first, with their changes', async () => {
    const store = openStore();
    for (const text of ['c', 'a', 'b']) {
      store.save(entry(text), {});
      await clock.tick(1);
    }
    store.save(store.find('a')!, { state: 'refused', next: 5 });
    expect(openStore().entries.map(({ key, state }) => `${key} ${state}`)).to.deep.equal([
      'c waiting',
      'a refused',
      'b waiting',
    ]);
    store.remove('a');
    expect(texts(openStore())).to.deep.equal(['c', 'b']);
  });

  it('of other names are neither found nor removed', () => {
    openStore().save(entry('a'), {});
    for (const name of ['notes https://a.vn/', 'notes https://a.vn/ so', `${NAME}:x`, '']) {
      const other = openStore(name);
      expect(texts(other), name).to.deep.equal([]);
      other.save(entry('b'), {});
      other.remove('a');
    }
    expect(texts(openStore())).to.deep.equal(['a']);
    expect(localStorage.length).to.equal(5);
  });

  it('that are damaged are removed, and the others stay', () => {
    const good = entry('good');
    const damaged = ['', '{', 'null', '5', '"x"', '[]', '{}'];
    for (const change of [{ key: 'other' }, { body: null }, { created: 'yesterday' }, { created: null }]) {
      damaged.push(JSON.stringify({ ...good, key: `d${String(damaged.length)}`, ...change }));
    }
    damaged.forEach((text, n) => {
      localStorage.setItem(`${PREFIX}d${String(n)}`, text);
    });
    openStore().save(good, {});
    localStorage.setItem('of the page', '{');
    expect(texts(openStore())).to.deep.equal(['good']);
    expect(Object.keys(localStorage).sort()).to.deep.equal(['of the page', `${PREFIX}good`]);
  });

  it('live for a day', () => {
    openStore().save(entry('a'), {});
    clock.set(Date.now() + 24 * HOUR - 1);
    expect(texts(openStore())).to.deep.equal(['a']);
    clock.set(Date.now() + 1);
    expect(texts(openStore())).to.deep.equal([]);
    expect(localStorage.length).to.equal(0);
  });

  it('live for a day from the next try when the clock was set back by years', () => {
    openStore().save(entry('a'), {});
    clock.set(Date.UTC(2020, 0, 1));
    const store = openStore();
    store.save(store.find('a')!, {});
    clock.set(Date.UTC(2020, 0, 2));
    expect(texts(openStore())).to.deep.equal([]);
  });

  it('live as long as the page where storage is blocked, and say so', () => {
    blockStorage();
    const store = openStore();
    store.save(entry('a'), {});
    expect(texts(store)).to.deep.equal(['a']);
    expect(store.isStored('a')).to.be.false;
    expect(texts(openStore())).to.deep.equal([]);
    store.remove('a');
    expect(texts(store)).to.deep.equal([]);
  });

  it('are shared by the elements of a page, also by those that come later', () => {
    const send = () => Promise.resolve('');
    expect(outboxOf(NAME, send)).to.equal(outboxOf(NAME, send));
    expect(outboxOf(NAME, send)).not.to.equal(outboxOf('other', send));
  });

  describe('where storage becomes full', () => {
    let store: OutboxStore<Note>;
    let room: boolean;
    beforeEach(() => {
      store = openStore();
      store.save(entry('a'), {});
      room = false;
      const setItem = Reflect.get<Storage, 'setItem'>(Storage.prototype, 'setItem');
      stub(Storage.prototype, 'setItem', {
        value(this: Storage, name: string, text: string) {
          if (!room) throw new DOMException('Full', 'QuotaExceededError');
          setItem.call(this, name, text);
        },
      });
      store.save(store.find('a')!, { state: 'refused' });
    });

    it('keep their newest state on the page, and the older one for the others', () => {
      expect(store.find('a')!.state).to.equal('refused');
      expect(openStore().find('a')!.state).to.equal('waiting');
      expect(store.isStored('a')).to.be.false;
    });

    it('are stored as soon as there is room', () => {
      room = true;
      store.save(store.find('a')!, {});
      expect(store.isStored('a')).to.be.true;
      expect(openStore().find('a')!.state).to.equal('refused');
    });

    it('go when another tab removes them', () => {
      localStorage.removeItem(`${PREFIX}a`);
      const gone = new StorageEvent('storage', { key: `${PREFIX}a`, newValue: null });
      expect(store.hear(gone)).to.be.true;
      expect(texts(store)).to.deep.equal([]);
    });
  });

  it('take notice of changes that concern them', () => {
    const store = openStore();
    const hears = (key: string | null, newValue: string | null = '') =>
      store.hear(new StorageEvent('storage', { key, newValue }));
    expect([hears(`${PREFIX}a`), hears(null, null), hears('theme'), hears('tinh:outbox:x:a', null)]).to.deep.equal([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('two real tabs, this page and a frame', () => {
  it('hear of each other, and only one of them sends when the browser comes online', async () => {
    const frame = document.createElement('iframe');
    afterwards(() => frame.remove());
    const opened = new Promise<typeof Outbox>((resolve) => {
      Object.assign(globalThis, { openFrame: resolve });
      afterwards(() => Reflect.deleteProperty(globalThis, 'openFrame'));
    });
    frame.srcdoc = `<script type="module">
      import { Outbox, outboxOf } from '${new URL('../src/controllers/outbox.ts', import.meta.url).href}';
      parent.openFrame(Outbox);
    </script>`;
    document.body.append(frame);

    let isOnline = false;
    let sends = 0;
    const listen = (FrameOutbox: typeof Outbox) => {
      let shown: readonly OutboxEntry<Note>[] = [];
      const outbox = new FrameOutbox<Note, string>(NAME, async () => {
        sends += 1;
        // Longer than the other tab takes to see that it is online.
        for (let turns = 0; turns < 50; turns += 1) await turn();
        if (!isOnline) throw new TypeError('Failed to fetch');
        return '';
      });
      afterwards(outbox.subscribe((entries) => (shown = entries)));
      return { outbox, state: () => shown[0]?.state };
    };
    const until = async (holds: () => boolean) => {
      while (!holds()) await turn();
    };
    const far = listen(await opened);
    const near = listen(Outbox);

    near.outbox.add({ text: 'a' });
    await until(() => far.state() === 'waiting');
    isOnline = true;
    for (const tab of [globalThis, frame.contentWindow!]) tab.dispatchEvent(new Event('online'));
    await until(() => !near.state() && !far.state());
    expect(sends).to.equal(2);
    expect(localStorage.length).to.equal(0);
  });
});
