import { randomToken } from '../api/token.ts';
import { OutboxStore, type OutboxEntry, type OutboxError } from './outbox-store.ts';

export { OUTBOX_LIFE } from './outbox-store.ts';
export type { OutboxEntry, OutboxError };

/** An entry that has arrived, and what the server answered. */
export interface Sent<Body, Result> {
  readonly entry: OutboxEntry<Body>;
  readonly result: Result;
}

/** Hears of every change, of this tab or another one; of what has arrived only if this tab has sent it. */
export type OutboxListener<Body, Result> = (entries: readonly OutboxEntry<Body>[], sent?: Sent<Body, Result>) => void;

/** Wait after the first failure (ms); doubles up to the second number. */
const RETRY = 5000;
const LONGEST_RETRY = 300_000;
/** More ms than any try takes, proof of work and time-outs included: whoever still has the entry then, is gone. */
const LEASE = 60_000;
/** Two looks at the entries are so many ms apart at least. */
const SHORTEST_WAIT = 1000;

/**
 * What the server's silence, its trouble or its limits kept from being sent, tried again until it arrives: by any tab
 * on any page of the origin that has an outbox of the same name with a listener, one tab at a time. Where the browser
 * stores nothing, entries live as long as the page.
 */
export class Outbox<Body, Result> {
  readonly #store: OutboxStore<Body>;
  readonly #send: (entry: OutboxEntry<Body>, signal: AbortSignal) => Promise<Result>;
  readonly #listeners = new Set<OutboxListener<Body, Result>>();
  /** What this tab is sending. */
  readonly #flights = new Map<string, AbortController>();
  #gone?: AbortController;
  #timer?: ReturnType<typeof setTimeout>;
  #isRunning = false;

  /**
   * @param name kind, server and site of the entries: outboxes of one name hold the same ones
   * @param send sends an entry under its key and rejects with an `ApiError`, which may have `retryAfter`. What belongs
   *   to one try, such as a token or the proof of work, is looked up in it. The signal tells that the entry was taken
   *   back; it must settle within a minute
   */
  constructor(name: string, send: (entry: OutboxEntry<Body>, signal: AbortSignal) => Promise<Result>) {
    this.#store = new OutboxStore(name);
    this.#send = send;
  }

  /** The entries, oldest first. */
  get entries(): readonly OutboxEntry<Body>[] {
    return this.#store.entries;
  }

  /**
   * Whether an entry outlives this page. If not, the browser's storage is blocked or full, and somebody should be told.
   */
  isStored(key: string): boolean {
    return this.#store.isStored(key);
  }

  /**
   * Sends something, and keeps it until it has arrived. The same body again, from this tab or another one, is the same
   * entry.
   *
   * @param key of an earlier attempt with this body; a new one where none is given, or where another body has it
   */
  add(body: Body, key = randomToken()): OutboxEntry<Body> {
    const { entries } = this;
    const words = JSON.stringify(body);
    const now = Date.now();
    return this.#sendNow(
      entries.find((each) => JSON.stringify(each.body) === words) ?? {
        key: entries.some((each) => each.key === key) ? randomToken() : key,
        body,
        created: now,
        tries: 0,
        state: 'waiting',
        next: now,
        at: now,
      },
    );
  }

  /** Tries an entry at once, also a refused one; not one that some tab is just trying. */
  retry(key: string): void {
    const entry = this.#store.find(key);
    if (entry) this.#sendNow(entry);
  }

  /**
   * Takes an entry back: nothing is sent any more, as far as it is not under way already.
   *
   * @returns the entry, undefined if it has gone meanwhile. Sent again unchanged, it needs its old key
   */
  take(key: string): OutboxEntry<Body> | undefined {
    const entry = this.#store.find(key);
    this.#remove(key);
    this.#tell();
    return entry;
  }

  /** Begins to listen and, with the first listener, to send; calls the listener at once. Returns what ends it. */
  subscribe(listener: OutboxListener<Body, Result>): () => void {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#begin();
    listener(this.entries);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size) return;
      this.#gone!.abort();
      clearTimeout(this.#timer);
    };
  }

  #begin(): void {
    const { signal } = (this.#gone = new AbortController());
    const on = (type: string, handle: (event: StorageEvent) => void) => {
      // Capturing hears also what does not bubble.
      addEventListener(type, handle as (event: Event) => void, { signal, capture: true });
    };
    on('storage', (event) => {
      if (this.#store.hear(event)) this.#tell();
    });
    on('online', () => {
      for (const entry of this.entries) {
        if (entry.state === 'waiting' && !entry.error?.retryAfter) this.#store.save(entry, { next: 0 });
      }
      void this.#run();
    });
    on('pagehide', () => {
      // The next page need not wait until this one counts as gone.
      for (const entry of this.entries) {
        if (this.#flights.has(entry.key)) this.#store.save(entry, { state: 'waiting', next: 0 });
      }
    });
    on('tinh-session-signed-out', () => {
      for (const { key } of this.entries) this.take(key);
    });
    void this.#run();
  }

  /** Tries what is due, one after another. */
  async #run(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    try {
      for (const entry of this.entries) {
        if (isDue(entry) && this.#listeners.size) await this.#attempt(entry.key);
      }
    } finally {
      this.#isRunning = false;
      this.#schedule();
    }
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const waits = this.entries
      .filter(({ key, state }) => state !== 'refused' && !this.#flights.has(key))
      .map((each) => (isDue(each) ? 0 : each.next - Date.now()));
    if (!waits.length || !this.#listeners.size) return;
    const wait = Math.max(Math.min(...waits, LONGEST_RETRY), SHORTEST_WAIT);
    this.#timer = setTimeout(() => void this.#run(), wait);
  }

  #sendNow(entry: OutboxEntry<Body>): OutboxEntry<Body> {
    if (this.#flights.has(entry.key) || (entry.state === 'sending' && !isDue(entry))) return entry;
    const claimed = this.#claim(entry);
    void this.#attempt(entry.key, claimed);
    return claimed;
  }

  /** Tries one entry, unless another tab is at it. */
  async #attempt(key: string, claimed?: OutboxEntry<Body>): Promise<void> {
    if (this.#flights.has(key)) return;
    const flight = new AbortController();
    this.#flights.set(key, flight);
    const work = () => this.#deliver(key, flight, claimed);
    try {
      // Who has pressed a button waits for no lock. All tabs hear at once that the browser is online.
      if (claimed) await work();
      else await navigator.locks.request(this.#store.prefix + key, { ifAvailable: true }, (lock) => lock && work());
    } catch {
      // Locks need https. On plain http the lease, which stands in the entry, has to do: at worst a try is doubled.
      await work();
    }
    if (this.#flights.get(key) === flight) this.#flights.delete(key);
    this.#tell();
  }

  /** Never rejects. */
  async #deliver(key: string, flight: AbortController, claimed?: OutboxEntry<Body>): Promise<void> {
    const known = this.#store.find(key);
    // Since this tab looked, another one may have tried or taken it back.
    if (!known || !(claimed ?? isDue(known))) return;
    const entry = claimed ?? this.#claim(known);
    let result: Result;
    try {
      result = await this.#send(entry, flight.signal);
    } catch (error) {
      // Taken back meanwhile, and perhaps sent again since.
      if (this.#flights.get(key) === flight && this.#store.find(key))
        this.#store.save(entry, afterFailure(entry, error as OutboxError));
      return;
    }
    this.#remove(key);
    this.#tell({ entry, result });
  }

  /** Tells all tabs that this one is trying. */
  #claim(entry: OutboxEntry<Body>): OutboxEntry<Body> {
    const claimed = this.#store.save(entry, {
      state: 'sending',
      // A damaged number counts as none.
      tries: (entry.tries | 0) + 1,
      next: Date.now() + LEASE,
    });
    this.#tell();
    return claimed;
  }

  #remove(key: string): void {
    this.#store.remove(key);
    this.#flights.get(key)?.abort();
    this.#flights.delete(key);
  }

  #tell(sent?: Sent<Body, Result>): void {
    const { entries } = this;
    for (const [key, flight] of this.#flights) {
      // Another tab has taken it back.
      if (!entries.some((each) => each.key === key)) flight.abort();
    }
    // A listener may change what the next one is told.
    for (const listener of this.#listeners) listener(this.entries, sent);
    this.#schedule();
  }
}

const OUTBOXES_KEY = Symbol.for('tinh.outboxes');

/**
 * The page's one outbox of this name; the first `send` stays. What the browser does not store lives as long as the
 * page, not as an element.
 */
export function outboxOf<Body, Result>(
  name: string,
  send: (entry: OutboxEntry<Body>, signal: AbortSignal) => Promise<Result>,
): Outbox<Body, Result> {
  const shared = globalThis as { [OUTBOXES_KEY]?: Map<string, unknown> };
  const outboxes = (shared[OUTBOXES_KEY] ??= new Map()) as Map<string, Outbox<Body, Result>>;
  let outbox = outboxes.get(name);
  if (!outbox) outboxes.set(name, (outbox = new Outbox(name, send)));
  return outbox;
}

/** Everything but a clear answer that it is not to be: a doubled try does no harm, a lost one does. */
function isDue({ state, next, at }: OutboxEntry<unknown>): boolean {
  const now = Date.now();
  return state !== 'refused' && !(next > now && at <= now);
}

function afterFailure(
  { tries }: OutboxEntry<unknown>,
  { type, status, errors, retryAfter }: OutboxError,
): Partial<OutboxEntry<never>> {
  // 4xx is the server's last word, but for a request that was late, early or one too many. A page of a proxy in
  // place of the answer comes with any status.
  const isRefused = /^4(?!08|25|29)/.test(String(status));
  const wait = Math.max(Math.min(RETRY * 2 ** (tries - 1), LONGEST_RETRY), (retryAfter ?? 0) * 1000 || 0);
  return {
    state: isRefused ? 'refused' : 'waiting',
    next: Date.now() + wait,
    error: { type, status, errors, retryAfter },
  };
}
