import { randomToken } from '../api/token.ts';

/** What a reader has typed and not yet sent successfully. */
export interface Draft {
  readonly name: string;
  readonly text: string;
  /** Key of the attempt that failed; the same words are sent again under the same key and make one comment. */
  readonly key?: string;
  /** When it was kept, in ms. */
  readonly at?: number;
}

/** Drafts live for a day: the next reader at a shared computer must not find them for ever. */
const DRAFT_LIFE = 24 * 60 * 60_000;

/** The draft of a thread; empty where there is none, or none younger than a day. */
export function readDraft(thread: string): Draft {
  try {
    const draft = JSON.parse(localStorage.getItem(`tinh:draft:${thread}`)!) as Draft;
    if (Date.now() - draft.at! < DRAFT_LIFE) return draft;
  } catch {
    // None, damaged, or storage is blocked.
  }
  return { name: '', text: '' };
}

/** Keeps the draft of a thread across reloads and crashes, where the browser stores anything; null removes it. */
export function keepDraft(thread: string, draft: Draft | null): void {
  try {
    if (draft) localStorage.setItem(`tinh:draft:${thread}`, JSON.stringify({ ...draft, at: Date.now() }));
    else localStorage.removeItem(`tinh:draft:${thread}`);
  } catch {
    // Full or blocked: the fields keep it as long as the page lives.
  }
}

/**
 * The token that proves to the site who wrote a comment. The browser makes it, so that a lost answer loses nothing.
 *
 * @returns null where none was made before, unless `make` is true; one for this call where storage is blocked
 */
export function authorToken(site: string, make = false): string | null {
  const key = `tinh:author:${site}`;
  let token: string | null = null;
  try {
    token = localStorage.getItem(key);
    if (!token && make) localStorage.setItem(key, (token = randomToken()));
  } catch {
    // Blocked: the comment can be posted all the same, it is only nobody's later.
  }
  return token ?? (make ? randomToken() : null);
}
