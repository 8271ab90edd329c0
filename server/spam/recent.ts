/**
 * Remembers values for a while, in this process's memory. Where it is full, the oldest are forgotten: what is kept here only
 * sharpens a verdict, and so many at once are a flood, of which every comment is moderated anyway.
 */
export class Recent<Value> {
  readonly #entries = new Map<string, { readonly value: Value; readonly until: number }>();
  readonly #lifetime: number;
  readonly #now: () => number;
  readonly #most: number;

  /**
   * @param lifetime milliseconds, the same for all, so that the first ones in are the first ones out
   * @param now milliseconds
   * @param most how many are remembered
   */
  constructor(lifetime: number, now: () => number, most = 50_000) {
    this.#lifetime = lifetime;
    this.#now = now;
    this.#most = most;
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    return entry && entry.until > this.#now() ? entry.value : undefined;
  }

  set(key: string, value: Value): void {
    const now = this.#now();
    this.#entries.delete(key);
    this.#entries.set(key, { value, until: now + this.#lifetime });
    for (const [oldest, { until }] of this.#entries) {
      if (until > now && this.#entries.size <= this.#most) break;
      this.#entries.delete(oldest);
    }
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }
}
