/** How groups are made. */
export interface GatheringOptions {
  /** So many are written with one commit at the most: whoever comes first in a group waits for all of it. Default 100. */
  readonly most?: number;
  /** Whether a group that fails is tried again one by one, since one of it may be at fault; default true. */
  readonly splits?: boolean;
}

/** One on its way, and whom to tell. */
interface Waiting<Item, Kept> {
  readonly item: Item;
  readonly resolve: (kept: Kept) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Writes what would take turns anyway in groups: what comes for a place while another group is being written there makes up the next one.
 *
 * Comments of one thread lock its row from their count to their commit; together they lock it once and wait for the disk once (ADR 0031).
 */
export class Gathering<Item, Kept> {
  readonly #write: (items: readonly Item[]) => Promise<readonly Kept[]>;
  readonly #most: number;
  readonly #splits: boolean;
  /** By place; there is a list as long as a group is being written there. */
  readonly #waiting = new Map<string, Waiting<Item, Kept>[]>();

  /** @param write keeps all of a group or, when it fails, none; answers in the order of the items */
  constructor(
    write: (items: readonly Item[]) => Promise<readonly Kept[]>,
    { most = 100, splits = true }: GatheringOptions = {},
  ) {
    this.#write = write;
    this.#most = most;
    this.#splits = splits;
  }

  /** Answers when the item is kept. What fails fails alone where groups are split. */
  add(place: string, item: Item): Promise<Kept> {
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.get(place);
      const one = { item, resolve, reject };
      if (waiting) waiting.push(one);
      else {
        this.#waiting.set(place, [one]);
        void this.#run(place);
      }
    });
  }

  async #run(place: string): Promise<void> {
    const waiting = this.#waiting.get(place)!;
    while (waiting.length > 0) await this.#keep(waiting.splice(0, this.#most));
    this.#waiting.delete(place);
  }

  async #keep(group: readonly Waiting<Item, Kept>[]): Promise<void> {
    try {
      const kept = await this.#write(group.map(({ item }) => item));
      group.forEach(({ resolve }, index) => {
        resolve(kept[index]!);
      });
    } catch (error) {
      if (group.length === 1 || !this.#splits) for (const { reject } of group) reject(error);
      // One of them cannot be kept: the others have nothing to do with it.
      else for (const each of group) await this.#keep([each]);
    }
  }
}
