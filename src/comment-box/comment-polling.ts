/** A visible page asks so often (ms); twice as long after each answer without news, up to the second number. */
const SHORTEST = 30_000;
const LONGEST = 300_000;

/** Asks a question again and again, as long as somebody looks at the page. */
export class Polling {
  readonly #ask: () => Promise<boolean>;
  #timer?: ReturnType<typeof setTimeout>;
  #pause = SHORTEST;
  #isOn = false;

  /** @param ask tells whether there was news; never rejects */
  constructor(ask: () => Promise<boolean>) {
    this.#ask = ask;
  }

  /** Begins, or begins anew with the shortest pause. */
  start(): void {
    this.#isOn = true;
    this.#schedule((this.#pause = SHORTEST));
  }

  stop(): void {
    this.#isOn = false;
    clearTimeout(this.#timer);
  }

  /** The page was shown or hidden: who looks at it again is told at once. */
  handleVisibility(): void {
    if (this.#isOn) this.#schedule(0);
  }

  #schedule(delay: number): void {
    clearTimeout(this.#timer);
    if (document.visibilityState !== 'hidden') this.#timer = setTimeout(() => void this.#poll(), delay);
  }

  async #poll(): Promise<void> {
    this.#pause = (await this.#ask()) ? SHORTEST : Math.min(this.#pause * 2, LONGEST);
    if (this.#isOn) this.#schedule(this.#pause);
  }
}
