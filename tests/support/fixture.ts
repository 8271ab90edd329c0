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
  newPageLoad();
});

/** Forgets what this document has counted, as if the page were opened anew. Elements must have been removed before. */
export function newPageLoad(): void {
  Reflect.deleteProperty(globalThis, Symbol.for('tinh.visit-feeds'));
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

/** The stand-in server, and the addresses that were asked for. */
export interface TestServer extends FakeApi {
  /** Method and absolute address of every request, oldest first. */
  readonly asked: string[];
  /** Requests of one kind, for example `calls('POST visits')`. */
  calls(kind: string): FakeApi['requests'];
}

/** Starts the stand-in server for the running test; `settled()` waits for its answers. */
export function startServer(settings: Partial<FakeApi> = {}): TestServer {
  const api = installFakeApi(settings);
  const answer = globalThis.fetch;
  const asked: string[] = [];
  globalThis.fetch = (input, init) => {
    const { method, url } = new Request(input, init);
    asked.push(`${method} ${url}`);
    const answered = answer(input, init).then((response) => {
      const json = response.json.bind(response);
      response.json = () => track(json());
      return response;
    });
    return api.fault === 'silent' ? answered : track(answered);
  };
  afterwards(() => {
    globalThis.fetch = answer;
    api.remove();
  });
  return Object.assign(api, {
    asked,
    calls: (kind: string) => api.requests.filter(({ method, path }) => `${method} ${path}` === kind),
  });
}

function track<T>(promise: Promise<T>): Promise<T> {
  const done = () => pending.delete(promise);
  pending.add(promise);
  promise.then(done, done);
  return promise;
}

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

/** Waits until every request is answered and everything that follows from the answers is rendered. */
export async function settled(): Promise<void> {
  for (let quiet = 0; quiet < 3; quiet += 1) {
    if (pending.size) quiet = 0;
    await Promise.allSettled(pending);
    await turn();
  }
}

/** A clock that stands still until it is told to go. */
export interface Clock {
  /** Lets time pass: what falls due runs in order, answers of the stand-in server come in without delay. */
  tick(milliseconds: number): Promise<void>;
  /** Sets the clock as somebody would by hand, or a computer that slept: timers do not notice. */
  set(time: number): void;
  /** Timers that wait. */
  count(): number;
}

const browserTimers = { setTimeout: setTimeout.bind(globalThis), clearTimeout: clearTimeout.bind(globalThis) };

/** While this is true the browser's own timers run: axe needs them. */
let timersRun = false;

/** Puts a standing clock in place of `Date.now`, `setTimeout` and `clearTimeout` for the running test. */
export function installClock(start = Date.UTC(2026, 6, 17, 11)): Clock {
  const timers = new Map<number, { readonly at: number; readonly run: () => void }>();
  let now = start;
  // Timers count in their own time, which nobody sets by hand.
  let elapsed = 0;
  let lastId = 1_000_000;
  stub(Date, 'now', { value: () => now });
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
    async tick(milliseconds) {
      await settled();
      const end = elapsed + milliseconds;
      for (;;) {
        const [next] = [...timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at);
        if (!next) break;
        timers.delete(next[0]);
        goTo(Math.max(next[1].at, elapsed));
        next[1].run();
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
