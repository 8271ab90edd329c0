/** The title changes at most every so many ms: blinking is what WCAG 2.2.2 and 2.3.1 are about. */
const PAUSE = 15_000;

/** Says in the title of a hidden tab what is about to happen in it, and takes it back. */
export class TabTitle {
  #page = '';
  #ours: string | null = null;
  #at = 0;

  /** `isLast`: no other words will follow, so these do not wait. */
  show(words: string, isLast = false): void {
    if (!isLast && this.#ours !== null && Date.now() - this.#at < PAUSE) return;
    // The page may have changed its title meanwhile.
    if (document.title !== this.#ours) this.#page = document.title;
    this.#at = Date.now();
    document.title = `${words} – ${this.#page}`;
    this.#ours = document.title;
  }

  restore(): void {
    if (document.title === this.#ours) document.title = this.#page;
    this.#ours = null;
  }
}
