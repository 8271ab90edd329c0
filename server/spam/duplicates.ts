import { sha256 } from '../storage/hash.ts';
import { Recent } from './recent.ts';
import { wordForm } from '../word-forms.ts';

const DAY = 24 * 3600_000;

/** From so many letters and digits on, two people do not write the same by chance. */
const TELLING = 20;

/**
 * Remembers for a day which texts were posted, as hashes in this process's memory: after a restart, and in another process, the
 * same text passes once more.
 */
export class Duplicates {
  readonly #first: Recent<string>;

  /** @param now milliseconds */
  constructor(now: () => number) {
    this.#first = new Recent(DAY, now);
  }

  /**
   * Whether another comment of the site said the same within a day; the first one is remembered. “Cảm ơn” is written by many: a
   * short text is only a duplicate of the same writer's.
   *
   * @param writer whatever stands for the writer
   * @param key the comment's idempotency key: its own retry is no duplicate
   */
  isDuplicate(site: string, text: string, writer: string, key: string): boolean {
    const hash = textHash(site, text, writer);
    const first = this.#first.get(hash);
    if (first === undefined) this.#first.set(hash, key);
    return first !== undefined && first !== key;
  }

  /** The comment with this key was not kept after all; to be called with what `isDuplicate` was called with. */
  forget(site: string, text: string, writer: string, key: string): void {
    const hash = textHash(site, text, writer);
    if (this.#first.get(hash) === key) this.#first.delete(hash);
  }
}

/** Only letters and digits tell texts apart: neither case nor spaces nor marks. */
function textHash(site: string, text: string, writer: string): string {
  const form = wordForm(text);
  const letters = form.replace(/[^\p{L}\p{M}\p{N}]/gu, '');
  return sha256(JSON.stringify(letters.length < TELLING ? [site, letters || form, writer] : [site, letters]));
}
