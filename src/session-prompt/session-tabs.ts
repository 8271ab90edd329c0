import { fingerprint, quietly } from '../controllers/browser-storage.ts';
import { SESSION_CHANNEL } from './session-settings.ts';

/** What the tabs of one browser know together about one session. Moments are ms of the wall clock. */
export interface SessionRecord {
  /** Grows with every change: clocks may be set back, this number is not. */
  readonly seq: number;
  /** `left`: somebody signed out on purpose. */
  readonly state: 'active' | 'expired' | 'left';
  /** When the session ends unless it is extended; null when it has no limit. */
  readonly end: number | null;
  /** When it ends whatever is done; null when it has no such limit. */
  readonly hardEnd: number | null;
  /** `seq` of the last extension. */
  readonly renewal: number;
  /** Whether somebody has been active since the last extension. */
  readonly busy: boolean;
}

/** What is known before anything is. */
export const NOTHING: SessionRecord = { seq: 0, state: 'expired', end: null, hardEnd: null, renewal: 0, busy: false };

/** After this many ms a tab stops waiting for another one, which may be frozen, and asks the server itself. */
const PATIENCE = 5000;

/**
 * What the tabs of one session share: a record, a nudge when it changes, and turns to ask the server. No tab leads and
 * none waits for another one's answer, so a frozen or closed tab holds up nobody.
 */
export class SessionTabs {
  readonly #key: string;
  readonly #endpoint: string;
  readonly #heard: (record: SessionRecord, isOurs: boolean) => void;
  #channel?: BroadcastChannel | undefined;
  #record = NOTHING;
  #nudge?: () => void;

  /**
   * @param endpoint where the session's state is told; sessions of other endpoints are none of ours
   * @param user whose session it is; two accounts in one browser do not disturb each other
   * @param heard told what another tab has written; `isOurs` is false for another account at this endpoint
   */
  constructor(endpoint: string, user: string, heard: (record: SessionRecord, isOurs: boolean) => void) {
    this.#endpoint = endpoint;
    this.#key = `tinh:session:${fingerprint(`${endpoint} ${user}`)}`;
    this.#heard = heard;
  }

  /** Begins to listen. An open channel would keep the page out of the back/forward cache, so pages close it. */
  open(): void {
    this.close();
    this.#channel = new BroadcastChannel(SESSION_CHANNEL);
    this.#channel.onmessage = ({ data: [endpoint, key, record] }: MessageEvent<[string, string, SessionRecord]>) => {
      if (endpoint !== this.#endpoint) return;
      const isOurs = key === this.#key;
      if (isOurs) this.#record = record;
      this.#nudge?.();
      this.#heard(record, isOurs);
    };
  }

  close(): void {
    this.#channel?.close();
    this.#channel = undefined;
  }

  /** The newest record that is known. */
  read(): SessionRecord {
    // Where storage is blocked, the other tabs' messages have to do.
    const stored = quietly(() => JSON.parse(localStorage.getItem(this.#key)!) as SessionRecord | null);
    if (stored && stored.seq > this.#record.seq) this.#record = stored;
    return this.#record;
  }

  /** Changes the record and tells the other tabs. */
  write(change: Partial<SessionRecord>): SessionRecord {
    const before = this.read();
    this.#record = { ...before, ...change, seq: before.seq + 1 };
    quietly(() => {
      localStorage.setItem(this.#key, JSON.stringify(this.#record));
    });
    this.#channel?.postMessage([this.#endpoint, this.#key, this.#record]);
    return this.#record;
  }

  /** Runs `work`, which never rejects, while no other tab runs its own. */
  async takeTurn<T>(work: () => Promise<T>): Promise<T> {
    const { locks } = navigator as { locks?: LockManager };
    if (!locks) return await this.#takeLease(work);
    const patience = new AbortController();
    const timer = setTimeout(() => {
      patience.abort();
    }, PATIENCE);
    try {
      return await locks.request(this.#key, { signal: patience.signal }, () => {
        clearTimeout(timer);
        return work();
      });
    } catch {
      return await work();
    } finally {
      clearTimeout(timer);
    }
  }

  /** Web Locks need https; on plain http a lease that runs out by itself does nearly as well. */
  async #takeLease<T>(work: () => Promise<T>): Promise<T> {
    const key = `${this.#key}:turn`;
    const wait = quietly(() => Number(localStorage.getItem(key)) - Date.now()) ?? 0;
    if (wait > 0 && wait <= PATIENCE) {
      await new Promise<void>((resolve) => {
        this.#nudge = resolve;
        setTimeout(resolve, wait);
      });
    }
    quietly(() => {
      localStorage.setItem(key, String(Date.now() + PATIENCE));
    });
    const done = await work();
    quietly(() => {
      localStorage.removeItem(key);
    });
    return done;
  }
}
