import type { LitElement } from 'lit';
import { nextTask } from './next-task.ts';
import { warnOnce } from './warn.ts';

/** Wait before a file that could not be loaded is asked for again (ms); doubles up to the second number. */
const RETRY = 15_000;
const LONGEST_RETRY = 600_000;

/** The part of an element that comes in a file of its own, once it is needed (ADR 0022). */
export class LaterPart<Module> {
  readonly #host: LitElement;
  readonly #load: () => Promise<Module>;
  readonly #loaded: (module: Module) => void;
  #loading: Promise<void> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;

  /**
   * @param load imports the file
   * @param loaded takes what it holds; called once
   */
  constructor(host: LitElement, load: () => Promise<Module>, loaded: (module: Module) => void) {
    this.#host = host;
    this.#load = load;
    this.#loaded = loaded;
  }

  /** What is being loaded now, or has come; undefined where nothing is. */
  get loading(): Promise<void> | undefined {
    return this.#loading;
  }

  /** The file could not be loaded so far. */
  get hasFailed(): boolean {
    return this.#failures > 0;
  }

  /**
   * Asks for the file, once; should it not come, again by itself, ever less often. Who asks meanwhile waits for that. Resolves when it has
   * come or failed. Never rejects.
   */
  async request(): Promise<void> {
    if (this.#timer === undefined) await (this.#loading ??= this.#try());
  }

  /** Somebody asks for another try at once. */
  retry(): void {
    this.stop();
    void this.request();
  }

  /** For somebody who presses and waits: asks at once, whether it has failed before or not. Resolves when the file has come or failed. */
  async arrived(): Promise<void> {
    if (this.hasFailed) this.retry();
    else void this.request();
    await this.#loading;
  }

  /** The element has left the page: nothing is tried any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #try(): Promise<void> {
    let module: Module;
    // Asking, running and beginning are tasks of their own: together with the start of the page they would be a long one.
    await nextTask();
    try {
      module = await this.#load();
      await nextTask();
    } catch {
      // The browser says why; a site that has copied `tinh.js` alone needs to hear this once.
      warnOnce(`<${this.#host.localName}> lacks a file of its release: all of dist/ belongs beside tinh.js`);
      this.#loading = undefined;
      if (this.#host.isConnected) {
        this.#timer = setTimeout(
          () => {
            this.retry();
          },
          Math.min(RETRY * 2 ** this.#failures, LONGEST_RETRY),
        );
      }
      this.#failures += 1;
      this.#host.requestUpdate();
      return;
    }
    this.#failures = 0;
    this.#loaded(module);
    await nextTask();
    this.#host.requestUpdate();
  }
}
