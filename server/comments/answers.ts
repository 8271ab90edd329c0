/** Characters of all answers together: about 16 MB of memory at the most. */
const MOST = 8_000_000;

/**
 * Answers that everybody gets, ready to be sent, by their entity tag; those that were not asked for longest go first. An answer is never out
 * of date: with the thread changes its tag.
 */
export class ReadyAnswers {
  readonly #answers = new Map<string, string>();
  #size = 0;

  /** The answer with this tag, if it is there. */
  get(tag: string): string | undefined {
    const answer = this.#answers.get(tag);
    if (answer !== undefined) {
      // Back to the end of the line.
      this.#answers.delete(tag);
      this.#answers.set(tag, answer);
    }
    return answer;
  }

  /** Keeps an answer, and makes room for it. */
  set(tag: string, answer: string): void {
    if (this.#answers.has(tag)) return;
    this.#answers.set(tag, answer);
    this.#size += answer.length;
    for (const [oldest, { length }] of this.#answers) {
      if (this.#size <= MOST) break;
      this.#answers.delete(oldest);
      this.#size -= length;
    }
  }
}
