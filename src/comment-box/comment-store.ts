import { randomToken } from '../api/token.ts';
import { quietly } from '../controllers/browser-storage.ts';

/** What a reader has typed and not yet sent successfully. */
export interface Draft {
  readonly name: string;
  readonly text: string;
  /** Key of the attempt that failed; the same words are sent again under the same key and make one comment. */
  readonly key?: string | undefined;
  /** When it was kept, in ms. */
  readonly at?: number;
}

/** Drafts live for a day: the next reader at a shared computer must not find them for ever. */
const DRAFT_LIFE = 24 * 60 * 60_000;
const DRAFT = 'tinh:draft:';

/** The draft of a form; empty where there is none, or none younger than a day. */
export function readDraft(form: string): Draft {
  return findDraft(DRAFT + form) ?? { name: '', text: '' };
}

/** Keeps the draft of a form across reloads and crashes, where the browser stores anything; null removes it. */
export function keepDraft(form: string, draft: Draft | null): void {
  // What cannot be kept must not leave older words behind.
  quietly(() => {
    localStorage.removeItem(DRAFT + form);
    if (draft) localStorage.setItem(DRAFT + form, JSON.stringify({ ...draft, at: Date.now() }));
  });
}

/** Removes the drafts of a site that are damaged or older than a day, or all of them. */
export function sweepDrafts(site: string, all = false): void {
  quietly(() => {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(`${DRAFT}${site} `) && (all || !findDraft(name))) localStorage.removeItem(name);
    }
  });
}

function findDraft(name: string): Draft | undefined {
  const draft = quietly(() => JSON.parse(localStorage.getItem(name)!) as Draft | null);
  // A clock that was set back must not keep it for years.
  return draft && Math.abs(Date.now() - draft.at!) < DRAFT_LIFE ? draft : undefined;
}

/** The name that a reader asked to be remembered on this device; empty without one. */
export function readName(site: string): string {
  return quietly(() => localStorage.getItem(`tinh:name:${site}`)) ?? '';
}

/** Remembers a name, or forgets it where it is empty. */
export function rememberName(site: string, name: string): void {
  quietly(() => {
    if (name) localStorage.setItem(`tinh:name:${site}`, name);
    else localStorage.removeItem(`tinh:name:${site}`);
  });
}

/** The token that proves to a site who wrote a comment. The browser makes it, so that a lost answer loses nothing. */
export class AuthorToken {
  readonly #key: string;
  /** Where storage is blocked, the author is known as long as the box lives. */
  #made: string | null = null;

  constructor(site: string) {
    this.#key = `tinh:author:${site}`;
  }

  /** The token, null as long as nothing was written. */
  read(): string | null {
    return quietly(() => localStorage.getItem(this.#key)) ?? this.#made;
  }

  /** The token, made now where there was none. */
  make(): string {
    const token = this.read() ?? randomToken();
    this.#made = token;
    quietly(() => {
      localStorage.setItem(this.#key, token);
    });
    return token;
  }
}
