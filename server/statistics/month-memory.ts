import type { MonthFigures } from './month-figures.ts';

/** Comments in all months that are kept: some 16 bytes each, and the names of their articles. */
const MOST_COMMENTS = 2_000_000;

/** What was counted, and of what. */
export interface MonthKey {
  readonly site: string;
  readonly timeZone: string;
  /** Milliseconds. */
  readonly from: number;
  readonly to: number;
  /** Of the index, for these days; see `readVersions`. */
  readonly version: number;
}

/**
 * Figures of months as they were counted last, in this process's memory: hardly anything changes in a month that is long over. Those that
 * nobody has asked for the longest go first.
 */
export class MonthMemory {
  readonly #most: number;
  readonly #months = new Map<
    string,
    { readonly version: number; readonly figures: MonthFigures; readonly size: number }
  >();
  #size = 0;

  /** @param most so many comments; for tests */
  constructor(most = MOST_COMMENTS) {
    this.#most = most;
  }

  /** Comments in what is kept. */
  get size(): number {
    return this.#size;
  }

  /** Undefined where nothing is kept, or something has changed since. */
  get({ version, ...key }: MonthKey): MonthFigures | undefined {
    const name = JSON.stringify(key);
    const known = this.#months.get(name);
    if (known?.version !== version) return undefined;
    // Now the one that was asked for last.
    this.#months.delete(name);
    this.#months.set(name, known);
    return known.figures;
  }

  set({ version, ...key }: MonthKey, figures: MonthFigures): void {
    const name = JSON.stringify(key);
    this.#drop(name);
    // Also months without comments take some room.
    const size = figures.days.reduce((sum, { states }) => sum + Object.values(states).reduce((a, b) => a + b, 0), 100);
    this.#months.set(name, { version, figures, size });
    this.#size += size;
    for (const [oldest] of this.#months) {
      if (this.#size <= this.#most) return;
      this.#drop(oldest);
    }
  }

  #drop(name: string): void {
    this.#size -= this.#months.get(name)?.size ?? 0;
    this.#months.delete(name);
  }
}
