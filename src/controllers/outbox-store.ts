import type { ApiError } from '../api/client.ts';
import { quietly } from './browser-storage.ts';

/**
 * Something that waits to be sent. It lives in the browser's storage under its own name, so that tabs that write at the
 * same time do not write over each other. Moments are ms of the wall clock.
 */
export interface OutboxEntry<Body> {
  /** Its idempotency key: however often it is sent, it counts once. */
  readonly key: string;
  readonly body: Body;
  /** When it was given to the outbox. */
  readonly created: number;
  /** How often it was tried, the running try included. */
  readonly tries: number;
  /** `sending`: some tab is trying. `refused`: the server will not take it as it is; nothing is tried any more. */
  readonly state: 'waiting' | 'sending' | 'refused';
  /** When it is tried next; of one that is being sent, when that tab counts as gone. */
  readonly next: number;
  /** When this was written. A moment in the future is of a clock that was set back since. */
  readonly at: number;
  /** Why the last try failed. */
  readonly error?: OutboxError;
}

/** What an outbox keeps of an `ApiError`; of any other error nothing is there. */
export type OutboxError = Partial<Pick<ApiError, 'type' | 'status' | 'errors'>> & {
  /** Seconds for which the server wants to be left alone. */
  readonly retryAfter?: number;
};

/** Entries live for so many ms, as drafts do: the next person at a shared computer must not find them for ever. */
export const OUTBOX_LIFE = 24 * 60 * 60_000;

/**
 * The entries of an outbox in the browser's storage, shared by all pages of the origin; what the browser does not store
 * lives as long as the page.
 */
export class OutboxStore<Body> {
  /** Begins the names of entries in the storage, and of their locks; the key follows. */
  readonly prefix: string;
  /** Entries that the browser would not store, or not in their newest state. */
  readonly #unstored = new Map<string, OutboxEntry<Body>>();

  /** @param name kind, server and site of the entries */
  constructor(name: string) {
    this.prefix = `tinh:outbox:${name}:`;
  }

  /** The entries, oldest first. What is damaged or older than a day goes. */
  get entries(): readonly OutboxEntry<Body>[] {
    const now = Date.now();
    const found = new Map<string, OutboxEntry<Body> | undefined>();
    quietly(() => {
      for (const name of Object.keys(localStorage)) {
        const key = name.slice(this.prefix.length);
        // Another outbox may have a name that begins like this one.
        if (!name.startsWith(this.prefix) || !/^[\w-]+$/.test(key)) continue;
        found.set(
          key,
          quietly(() => JSON.parse(localStorage.getItem(name)!) as OutboxEntry<Body>),
        );
      }
    });
    for (const [key, entry] of this.#unstored) found.set(key, entry);
    const entries: OutboxEntry<Body>[] = [];
    for (const [key, entry] of found) {
      if (entry?.key === key && entry.body && now - entry.created < OUTBOX_LIFE) {
        entries.push({ ...entry, created: Math.min(entry.created, now) });
      } else {
        this.remove(key);
      }
    }
    return entries.sort((a, b) => a.created - b.created);
  }

  find(key: string): OutboxEntry<Body> | undefined {
    return this.entries.find((each) => each.key === key);
  }

  /** Whether an entry outlives this page. */
  isStored(key: string): boolean {
    return !this.#unstored.has(key);
  }

  /** Writes an entry with a change, as of now. */
  save(entry: OutboxEntry<Body>, change: Partial<OutboxEntry<Body>>): OutboxEntry<Body> {
    const { key } = entry;
    const saved = { ...entry, ...change, at: Date.now() };
    this.#unstored.set(key, saved);
    quietly(() => {
      localStorage.setItem(this.prefix + key, JSON.stringify(saved));
      this.#unstored.delete(key);
    });
    return saved;
  }

  remove(key: string): void {
    this.#unstored.delete(key);
    quietly(() => {
      localStorage.removeItem(this.prefix + key);
    });
  }

  /** Takes in what another page did to the storage; false when it did nothing to these entries. */
  hear({ key, newValue }: StorageEvent): boolean {
    if (key && newValue === null) this.#unstored.delete(key.slice(this.prefix.length));
    return !key || key.startsWith(this.prefix);
  }
}
