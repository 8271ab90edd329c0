import type { ReactiveControllerHost } from 'lit';
import type { ApiClient, ApiError } from '../api/client.ts';
import type { Figures } from '../api/contract.ts';
import { pageKeyOr } from './page-address.ts';

/** A visit lasts this long after the last sign of the reader: 30 minutes, the field's custom. */
const VISIT_LENGTH = 30 * 60_000;
/** Figures are refreshed once a minute while the page is visible. */
const REFRESH = 60_000;
/** A server that does not answer is asked ever less often, at least every 16 minutes. */
const MOST_DOUBLINGS = 4;
/** One heartbeat a minute for the whole browser; five seconds of slack, since timers are late. */
const BEAT = 55_000;

/** What subscribers of a feed see. */
export interface VisitState {
  /** The latest figures; null before the first answer. */
  readonly figures: Figures | null;
  /** Why the last request failed; null after a success. */
  readonly error: ApiError | null;
}

/**
 * The figures of a site and of the page it shows, counted once per page load and refreshed while the page is visible, however
 * many elements show them.
 */
export class VisitFeed {
  state: VisitState = { figures: null, error: null };

  /** Key of the page whose views are counted; an element that knows it better sets it before the first request. */
  page?: string;

  /** Whether the reader is signed in to the site. */
  member = false;

  readonly #client: ApiClient;
  readonly #hosts = new Set<ReactiveControllerHost>();
  #timer?: ReturnType<typeof setTimeout>;
  #dueAt = 0;
  #counted = false;
  #failures = 0;
  /** When this page last sent a heartbeat, where the browser stores nothing. */
  #ownBeat = 0;

  constructor(client: ApiClient) {
    this.#client = client;
  }

  /** Updates a host at every change of `state` until it is removed. */
  add(host: ReactiveControllerHost): void {
    if (!this.#hosts.size) {
      document.addEventListener('visibilitychange', this.#refreshIfDue);
      addEventListener('online', this.#refreshOnline);
      this.#schedule(this.#dueAt - Date.now());
    }
    this.#hosts.add(host);
  }

  /** Without hosts nothing is asked and nothing told any more. */
  remove(host: ReactiveControllerHost): void {
    this.#hosts.delete(host);
    if (this.#hosts.size) return;
    document.removeEventListener('visibilitychange', this.#refreshIfDue);
    removeEventListener('online', this.#refreshOnline);
    clearTimeout(this.#timer);
  }

  #schedule(delay: number): void {
    clearTimeout(this.#timer);
    this.#dueAt = Date.now() + delay;
    this.#timer = setTimeout(() => {
      // Timers and clock differ by a millisecond or an hour's sleep: what the timer says is due, is due.
      this.#dueAt = 0;
      this.#refreshIfDue();
    }, delay);
  }

  readonly #refreshIfDue = (): void => {
    // A page that nobody sees, or that the browser only prepares, is no visit; the event brings us back.
    if (document.visibilityState !== 'visible' || Date.now() < this.#dueAt) return;
    // Without a network nothing is asked again; the first time is, so that the reader is told.
    if (!navigator.onLine && (this.state.figures || this.state.error)) return;
    this.#schedule(REFRESH);
    void this.#refresh();
  };

  /** The network is back. */
  readonly #refreshOnline = (): void => {
    if (this.state.error) this.#dueAt = 0;
    this.#refreshIfDue();
  };

  async #refresh(): Promise<void> {
    try {
      this.state = { figures: await this.#request(), error: null };
      this.#failures = 0;
    } catch (error) {
      this.#failures += 1;
      if (this.#hosts.size) this.#schedule(REFRESH * 2 ** Math.min(this.#failures, MOST_DOUBLINGS));
      this.state = { figures: this.state.figures, error: error as ApiError };
    }
    for (const host of this.#hosts) host.requestUpdate();
  }

  /** Counts what is due, else only reads. What was sent counts as sent, answered or not: it is never sent twice. */
  #request(): Promise<Figures> {
    const page = pageKeyOr(this.page);
    const now = Date.now();
    const key = `tinh:beat:${this.#client.id}`;
    // The one thing a browser keeps: when it last told that it is here. No identifier.
    let last = this.#ownBeat;
    let stores = false;
    try {
      last = Number(localStorage.getItem(key));
      localStorage.setItem(key, String(last));
      stores = true;
    } catch {
      // Blocked or full: nobody can tell a reader's second page from a second reader, so there is a view and no visit.
    }
    const view = !this.#counted;
    // A mark from the future is of a clock that was set back since: worthless.
    const beat = now - last > BEAT || last > now;
    if (!view && !beat) return this.#client.readFigures(page);
    this.#counted = true;
    if (beat) {
      this.#ownBeat = now;
      if (stores) localStorage.setItem(key, String(now));
    }
    const visit = stores && (now - last > VISIT_LENGTH || last > now);
    return this.#client.countVisit({
      page,
      visit,
      view,
      beat,
      ...(this.member && { member: true }),
      ...(visit && { referrer: otherHost() }),
    });
  }
}

/** The host that the reader came from, where it is another one; never the page there, whose address may say what was looked for. */
function otherHost(): string | undefined {
  try {
    const { hostname } = new URL(document.referrer);
    return hostname === location.hostname ? undefined : hostname;
  } catch {
    return undefined;
  }
}

const FEEDS_KEY = Symbol.for('tinh.visit-feeds');

/**
 * The one feed of a site on this document, shared by all elements and all copies of the library: the article and the
 * counter must not count twice.
 */
export function visitFeed(client: ApiClient): VisitFeed {
  const shared = globalThis as { [FEEDS_KEY]?: Map<string, VisitFeed> };
  const feeds = (shared[FEEDS_KEY] ??= new Map<string, VisitFeed>());
  let feed = feeds.get(client.id);
  if (!feed) feeds.set(client.id, (feed = new VisitFeed(client)));
  return feed;
}
