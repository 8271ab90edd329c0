import type { LitElement } from 'lit';
import { warnOnce } from './warn.ts';

/** Wait before a file that could not be loaded is asked for again (ms). */
const RETRY = 15_000;

/** The part of an element that comes in a file of its own, once it is needed (ADR 0022). */
export class LaterPart<Module> {
  readonly #host: LitElement;
  readonly #load: () => Promise<Module>;
  readonly #loaded: (module: Module) => void;
  #loading: Promise<void> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** The file could not be loaded so far. */
  hasFailed = false;

  /**
   * @param load imports the file
   * @param loaded takes what it holds; called once
   */
  constructor(host: LitElement, load: () => Promise<Module>, loaded: (module: Module) => void) {
    this.#host = host;
    this.#load = load;
    this.#loaded = loaded;
  }

  /** What is being loaded now; undefined where nothing is. */
  get loading(): Promise<void> | undefined {
    return this.#loading;
  }

  /** Asks for the file, once; should it not come, again by itself. Resolves when it has come or failed. Never rejects. */
  request(): Promise<void> {
    return (this.#loading ??= this.#try());
  }

  /** The element has left the page: nothing is tried any more. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  async #try(): Promise<void> {
    try {
      this.#loaded(await this.#load());
      this.hasFailed = false;
    } catch (error) {
      warnOnce(`<${this.#host.localName}> lacks a file: ${String(error)}`);
      this.hasFailed = true;
      this.#loading = undefined;
      this.stop();
      if (this.#host.isConnected) this.#timer = setTimeout(() => void this.request(), RETRY);
    }
    this.#host.requestUpdate();
  }
}
