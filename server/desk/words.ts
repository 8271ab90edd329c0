import { wordsEn } from './words-en.ts';
import { wordsVi } from './words-vi.ts';

/** Words of the desk. `{n}`, `{who}` and `{time}` are filled in by `fill`. */
export const deskWords = { vi: wordsVi, en: wordsEn } as const;

/** The words in one language. */
export type DeskWords = (typeof deskWords)['vi' | 'en'];
