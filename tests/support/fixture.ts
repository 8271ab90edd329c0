import { expect } from '@open-wc/testing';
import 'axe-core/axe.min.js';
import { installFakeApi, type FakeApi } from '../../stories/fake-api.ts';

const undo: (() => void)[] = [];

/** Has something taken back after the running test, newest first. */
export function afterwards(action: () => void): void {
  undo.push(action);
}

// Elements are gone by now: the cleaning of @open-wc/testing was registered first.
afterEach(() => {
  for (const action of undo.splice(0).reverse()) action();
  localStorage.clear();
  sessionStorage.clear();
  newPageLoad();
});

/** Forgets what this document has counted, as if the page were opened anew. Elements must have been removed before. */
export function newPageLoad(): void {
  for (const name of ['tinh.visit-feeds', 'tinh.outboxes', 'tinh.comment-counts'])
    Reflect.deleteProperty(globalThis, Symbol.for(name));
}

/** Puts a property of a browser object in place for the running test. */
export function stub(target: object, name: string, property: PropertyDescriptor): void {
  const own = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, { configurable: true, ...property });
  afterwards(() => {
    if (own) Object.defineProperty(target, name, own);
    else Reflect.deleteProperty(target, name);
  });
}

/** Requests whose answer somebody still waits for. */
const pending = new Set<Promise<unknown>>();

/** Whether the stand-in server has read every request that was sent to it: it takes Firefox some turns to read a body. */
let allArrived = () => true;

/** The stand-in server, and the addresses that were asked for. */
export interface TestServer extends FakeApi {
  /** Method and absolute address of every request, oldest first. */
  readonly asked: string[];
  /** Requests of one kind, for example `calls('POST visits')`. */
  calls(kind: string): FakeApi['requests'];
  /** Answers a request in the stand-in's place, at any address; undefined leaves it to the stand-in. */
  reply: ((request: Request) => Response | undefined) | null;
}

/** Starts the stand-in server for the running test; `settled()` waits for its answers. */
export function startServer(settings: Partial<FakeApi> = {}): TestServer {
  const api = installFakeApi(settings);
  const answer = globalThis.fetch;
  const asked: string[] = [];
  let sent = 0;
  allArrived = () => api.requests.length >= sent;
  const server: TestServer = Object.assign(api, {
    asked,
    calls: (kind: string) => api.requests.filter(({ method, path }) => `${method} ${path}` === kind),
    reply: null,
  });
  globalThis.fetch = (input, init) => {
    const request = new Request(input, init);
    const { method, url } = request;
    asked.push(`${method} ${url}`);
    const own = server.reply?.(request);
    if (!own && url.startsWith(api.server)) sent += 1;
    const answered = (own ? Promise.resolve(own) : answer(input, init)).then((response) => {
      const json = response.json.bind(response);
      response.json = () => track(json());
      return response;
    });
    return api.fault === 'silent' ? answered : track(answered);
  };
  afterwards(() => {
    globalThis.fetch = answer;
    allArrived = () => true;
    api.remove();
  });
  return server;
}

function track<T>(promise: Promise<T>): Promise<T> {
  const done = () => pending.delete(promise);
  pending.add(promise);
  promise.then(done, done);
  return promise;
}

// Locks are the browser's own; `settled` has to know of those that are about to be granted: the first one of each name.
// On the prototype: WebKit forgets what is set on `navigator.locks` itself when it collects garbage.
if ('locks' in navigator) {
  type Work = (lock: Lock | null) => Promise<unknown>;
  type Request = (name: string, options: LockOptions, work: Work) => Promise<unknown>;
  const { prototype } = LockManager as unknown as { prototype: { request: Request } };
  const { request } = prototype;
  const lines = new Map<string, (() => void)[]>();
  prototype.request = function (name, options, work) {
    let arrive!: () => void;
    const arrival = new Promise<void>((resolve) => (arrive = resolve));
    const expect = () => void track(arrival);
    const line = lines.get(name) ?? [];
    lines.set(name, line);
    line.push(expect);
    if (line[0] === expect) expect();
    const done = request.call(this, name, options, async (lock: Lock | null) => {
      arrive();
      try {
        return await work(lock);
      } finally {
        void track(done.catch(() => undefined));
      }
    });
    const leave = () => {
      arrive();
      const wasFirst = line[0] === expect;
      line.splice(line.indexOf(expect), 1);
      if (wasFirst) line[0]?.();
    };
    done.then(leave, leave);
    return done;
  };
}

/** Channels to other tabs that are open now. */
const channels = new Set<BroadcastChannel>();

/** How many channels to other tabs this page keeps open. */
export function openChannels(): number {
  return channels.size;
}

// Messages between tabs take their time as well: `settled` has to know of those that have not arrived.
globalThis.BroadcastChannel = class KnownChannel extends BroadcastChannel {
  readonly #due: (() => void)[] = [];

  constructor(name: string) {
    super(name);
    channels.add(this);
    this.addEventListener('message', () => this.#due.shift()?.());
  }

  override postMessage(message: unknown): void {
    super.postMessage(message);
    for (const other of channels) {
      if (other === this || other.name !== this.name || !(#due in other)) continue;
      void track(new Promise<void>((resolve) => other.#due.push(resolve)));
    }
  }

  override close(): void {
    super.close();
    channels.delete(this);
    for (const done of this.#due.splice(0)) done();
  }
};

/** The next turn of the event loop; no timer is involved. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** Waits until every request is answered, every message to another tab has arrived, and what follows is rendered. */
export async function settled(): Promise<void> {
  for (let quiet = 0; quiet < 3; quiet += 1) {
    if (pending.size || !allArrived()) quiet = 0;
    await Promise.allSettled(pending);
    // Some load a part of theirs only when it is needed.
    const elements = [...document.querySelectorAll<Element & { updateComplete?: Promise<unknown> }>(':defined')];
    for (const { updateComplete } of elements) await updateComplete;
    await turn();
  }
}

/** A clock that stands still until it is told to go. */
export interface Clock {
  /** Lets time pass: what falls due runs in order, answers of the stand-in server come in without delay. */
  tick(milliseconds: number): Promise<void>;
  /** Lets time pass in which no timer runs; what fell due meanwhile runs at the end of it, as in a throttled tab. */
  doze(milliseconds: number): Promise<void>;
  /** Sets the clock as somebody would by hand, or a computer that slept: timers do not notice. */
  set(time: number): void;
  /** Timers that wait. */
  count(): number;
}

const browserTimers = { setTimeout: setTimeout.bind(globalThis), clearTimeout: clearTimeout.bind(globalThis) };

/** What the clock that nobody can set shows when a test begins, in ms. */
const MONOTONIC_START = 60_000;

/** While this is true the browser's own timers run: axe needs them. */
let timersRun = false;

/** Puts a standing clock in place of `Date.now`, `performance.now`, `setTimeout` and `clearTimeout` for the running test. */
export function installClock(start = Date.UTC(2026, 6, 17, 11)): Clock {
  const timers = new Map<number, { readonly at: number; readonly run: () => void }>();
  let now = start;
  // Timers count in their own time, which nobody sets by hand.
  let elapsed = 0;
  let lastId = 1_000_000;
  stub(Date, 'now', { value: () => now });
  stub(performance, 'now', { value: () => MONOTONIC_START + elapsed });
  stub(globalThis, 'setTimeout', {
    value: (run: () => void, delay = 0) => {
      if (timersRun) return browserTimers.setTimeout(run, delay);
      timers.set((lastId += 1), { at: elapsed + Math.max(delay, 0), run });
      return lastId;
    },
  });
  stub(globalThis, 'clearTimeout', {
    value: (id: number) => {
      if (!timers.delete(id)) browserTimers.clearTimeout(id);
    },
  });
  const goTo = (time: number) => {
    now += time - elapsed;
    elapsed = time;
  };
  return {
    async doze(milliseconds) {
      await settled();
      goTo(elapsed + milliseconds);
      await this.tick(0);
    },
    async tick(milliseconds) {
      await settled();
      const end = elapsed + milliseconds;
      for (;;) {
        const due = [...timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at);
        const [next] = due;
        if (!next) break;
        goTo(Math.max(next[1].at, elapsed));
        // What falls due at the same moment does not wait for each other's answers.
        for (const [id, { at, run }] of due) if (at <= elapsed && timers.delete(id)) run();
        await settled();
      }
      goTo(end);
    },
    set(time) {
      now = time;
    },
    count: () => timers.size,
  };
}

/** Records what goes to `console.warn` and `console.error` and keeps it out of the report. */
export function recordConsole(): string[] {
  const lines: string[] = [];
  const value = (...words: unknown[]) => lines.push(words.map(String).join(' '));
  stub(console, 'warn', { value });
  stub(console, 'error', { value });
  return lines;
}

/** The browser refuses to store anything, as with blocked cookies. */
export function blockStorage(): void {
  stub(globalThis, 'localStorage', {
    get: () => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    },
  });
}

/** The browser has no room for more, as with a full quota. */
export function fillStorage(): void {
  stub(Storage.prototype, 'setItem', {
    value: () => {
      throw new DOMException('Full', 'QuotaExceededError');
    },
  });
}

let visibility: DocumentVisibilityState = 'visible';

/** Shows the page to the reader or hides it, and tells the page so. */
export function showPage(state: DocumentVisibilityState): void {
  visibility = state;
  if (!Object.hasOwn(document, 'visibilityState')) {
    stub(document, 'visibilityState', { get: () => visibility });
  }
  document.dispatchEvent(new Event('visibilitychange'));
}

/** The parts of an element with this name. */
export function parts(element: Element, name: string): HTMLElement[] {
  return [...element.shadowRoot!.querySelectorAll<HTMLElement>(`[part~="${name}"]`)];
}

/** The only part of an element with this name. */
export function part(element: Element, name: string): HTMLElement {
  const found = parts(element, name);
  expect(found, `parts named ${name}`).to.have.lengthOf(1);
  return found[0]!;
}

/** Words of a node on one line; nothing for a node that is not there. */
export function words(node: Node | null | undefined): string {
  return node?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
}

/** Words that an element itself says, without the page's own content. */
export function says(element: Element): string {
  return words(element.shadowRoot);
}

/** The element that has the focus, inside shadow roots too. */
export function focused(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}

/** Fails unless the element has the focus. The report of a failure names the element that has it. */
export function expectFocus(element: Element): void {
  const active = focused();
  // Not `equal`: a report that prints whole elements, and with them the whole page, is too much for the browser.
  expect(active === element, `the focus is on ${active?.localName ?? 'nothing'} “${words(active)}”`).to.be.true;
}

/** Fails unless axe finds nothing to object to; target sizes count. */
export async function expectAccessible(element: Element): Promise<void> {
  const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
  timersRun = true;
  const { violations } = await axe
    .run(element, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } })
    .finally(() => {
      timersRun = false;
    });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).to.deep.equal([]);
}
