import { randomToken } from '../api/token.ts';
import { quietly } from '../controllers/browser-storage.ts';

/** What a reader has typed and not yet sent successfully. */
export interface Draft {
  readonly name: string;
  readonly text: string;
  readonly email?: string | undefined;
  /** Key of the attempt that failed; the same words are sent again under the same key and make one comment. */
  readonly key?: string | undefined;
  /** When it was kept, in ms. */
  readonly at?: number;
  /** Another tab's draft that this one began with: where it stands, and its `at`. */
  readonly from?: readonly [slot: string, at: number] | undefined;
  /** Another tab began with it and has sent other words: it comes up nowhere else, unless its own tab is still open. */
  readonly isSpent?: boolean | undefined;
}

/** Drafts live for a day: the next reader at a shared computer must not find them for ever. */
const DRAFT_LIFE = 24 * 60 * 60_000;
const DRAFT = 'tinh:draft:';
const TAB = 'tinh:tab';

/** Where this tab keeps the draft of a form: two tabs must not write over each other's words. Reloads stay the same tab. */
function slotOf(form: string): string {
  const tab = quietly(() => {
    if (!sessionStorage.getItem(TAB)) sessionStorage.setItem(TAB, randomToken());
    return sessionStorage.getItem(TAB);
  });
  return `${DRAFT}${form}|${tab ?? ''}`;
}

/**
 * The draft of a form; empty where there is none, or none younger than a day.
 *
 * @param adopt begins with the newest one of another tab, which may be closed, where this tab has none
 */
export function readDraft(form: string, adopt = false): Draft {
  reclaimDraft(form);
  const own = findDraft(slotOf(form));
  const none = { name: '', text: '' };
  if (own || !adopt) return own ?? none;
  const slots = quietly(() => Object.keys(localStorage)) ?? [];
  const others = slots.flatMap((slot): Draft[] => {
    const draft = slot.slice(0, slot.lastIndexOf('|')) === DRAFT + form ? findDraft(slot) : undefined;
    return draft && !draft.isSpent ? [{ ...draft, from: [slot, draft.at!] }] : [];
  });
  return others.sort((a, b) => b.at! - a.at!)[0] ?? none;
}

/** Keeps the draft of a form across reloads and crashes; null removes it, and what it began with. False where the browser stores nothing. */
export function keepDraft(form: string, draft: Draft | null): boolean {
  // What cannot be kept must not leave older words behind.
  return !!quietly(() => {
    const slot = slotOf(form);
    if (!draft) spend(findDraft(slot));
    localStorage.removeItem(slot);
    if (draft) localStorage.setItem(slot, JSON.stringify({ ...draft, at: Date.now() }));
    return true;
  });
}

/** What a draft began with is not offered once more, unless somebody still writes there. */
function spend(draft: Draft | undefined): void {
  const [slot, at] = draft?.from ?? [];
  const begun = slot ? findDraft(slot) : undefined;
  if (!slot || begun?.at !== at) return;
  // Its tab may still be open, and show words that have not gone with these.
  if (draft!.text.includes(begun!.text)) localStorage.removeItem(slot);
  else localStorage.setItem(slot, JSON.stringify({ ...begun, isSpent: true }));
}

/** The tab that wrote a draft still shows it: other tabs may begin with it again. */
export function reclaimDraft(form: string): void {
  const draft = findDraft(slotOf(form));
  if (draft?.isSpent) keepDraft(form, { ...draft, isSpent: undefined });
}

/**
 * A tab that the browser has duplicated keeps its drafts where its copy does: once the other one writes there, this one moves.
 *
 * @param event tells what another tab has stored
 * @returns whether the words of this tab have to be kept anew
 */
export function leaveDraft(form: string, { key, newValue }: StorageEvent): boolean {
  if (!newValue || key !== slotOf(form) || findDraft(key)?.isSpent) return false;
  quietly(() => {
    sessionStorage.setItem(TAB, randomToken());
  });
  return true;
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

/** What a reader asked to be remembered on this device; empty without it. */
export function readRemembered(what: 'name' | 'email', site: string): string {
  return quietly(() => localStorage.getItem(`tinh:${what}:${site}`)) ?? '';
}

/** Remembers something, or forgets it where it is empty. */
export function remember(what: 'name' | 'email', site: string, value: string): void {
  quietly(() => {
    if (value) localStorage.setItem(`tinh:${what}:${site}`, value);
    else localStorage.removeItem(`tinh:${what}:${site}`);
  });
}
