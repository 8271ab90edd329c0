import { quietly } from '../controllers/browser-storage.ts';

/** Text sizes in per cent, smallest first. WCAG 2.2 (1.4.4) asks for 200. */
export const SIZES: readonly number[] = [90, 100, 115, 130, 150, 175, 200];

/** Colours of the text, other than the page's own. */
export const MODES = ['page', 'contrast', 'sepia'] as const;
export type Mode = (typeof MODES)[number];

/** How somebody likes to read. */
export interface ReadingSettings {
  /** One of `SIZES`. */
  readonly size: number;
  readonly mode: Mode;
  /** Lines further apart than the page has them. */
  readonly spaced: boolean;
}

const NAME = 'tinh:reading';
const USUAL: ReadingSettings = { size: 100, mode: 'page', spaced: false };

const watchers = new Set<() => void>();
let current: ReadingSettings | undefined;

/** The settings of this reader for the whole site; the usual ones where the browser keeps none. */
export function readingSettings(): ReadingSettings {
  return (current ??= sane(quietly(() => JSON.parse(localStorage.getItem(NAME) ?? 'null') as unknown)));
}

/** Changes them for all articles of the page, and for the next pages where the browser has a storage. */
export function changeReading(change: Partial<ReadingSettings>): void {
  current = { ...readingSettings(), ...change };
  quietly(() => {
    localStorage.setItem(NAME, JSON.stringify(current));
  });
  for (const watcher of watchers) watcher();
}

/** Hears of each change, also of those in other tabs, until the returned function is called. */
export function watchReading(changed: () => void): () => void {
  const hear = ({ key }: StorageEvent): void => {
    // `key` is null where everything was cleared.
    if (key !== NAME && key !== null) return;
    current = undefined;
    changed();
  };
  watchers.add(changed);
  addEventListener('storage', hear);
  return () => {
    watchers.delete(changed);
    removeEventListener('storage', hear);
    // Whoever comes next reads what is stored by then.
    if (watchers.size === 0) current = undefined;
  };
}

/** What is stored may come from another version of the library, or from anybody's script. */
function sane(stored: unknown): ReadingSettings {
  const { size, mode, spaced } = (typeof stored === 'object' && stored ? stored : {}) as Partial<ReadingSettings>;
  return {
    size: SIZES.includes(size!) ? size! : USUAL.size,
    mode: MODES.includes(mode!) ? mode! : USUAL.mode,
    spaced: spaced === true,
  };
}
