import { warnAttribute, warnOnce } from '../base/warn.ts';
import { FormSnapshot } from './form-snapshot.ts';
import type { SessionSettingsElement } from './session-settings.ts';

/** What is typed in this page's forms, of the person who is signed in, where `keep-forms` asks to keep it. */
export class KeptForms {
  readonly #host: SessionSettingsElement;
  readonly #user: () => string | undefined;

  /** @param user who is signed in, as the server says */
  constructor(host: SessionSettingsElement, user: () => string | undefined) {
    this.#host = host;
    this.#user = user;
  }

  /** Whether anything is to be kept, and it is known of whom. */
  get areKept(): boolean {
    return !!this.#snapshot;
  }

  /** Returns false when nothing could be kept. */
  save(): boolean {
    return this.#snapshot?.save() ?? false;
  }

  /** Forgets what this person typed on any page of this tab. */
  forget(): void {
    this.#snapshot?.forget();
  }

  /** Forgets what was kept of this page. */
  discard(): void {
    this.#snapshot?.discard();
  }

  /** Puts back what was typed, as soon as its form is there: applications build theirs late. */
  restore(restored: () => void): void {
    if (!this.#snapshot?.isKept) return;
    const tryIt = (): boolean => {
      // Somebody may have signed out, or in, since the form was waited for.
      const snapshot = this.#snapshot;
      const isKept = snapshot?.isKept;
      if (isKept && !snapshot.restore()) return false;
      observer.disconnect();
      if (isKept) restored();
      return true;
    };
    const observer = new MutationObserver(tryIt);
    if (!tryIt()) observer.observe(document, { childList: true, subtree: true });
  }

  get #snapshot(): FormSnapshot | null {
    const { keepForms, user = this.#user() } = this.#host;
    if (keepForms === undefined) return null;
    if (user) return new FormSnapshot(user, () => this.#find(keepForms));
    warnOnce(`<${this.#host.localName}> keep-forms needs user, or a field “user” in the answer of status-url`);
    return null;
  }

  #find(selector: string): Iterable<HTMLFormElement> {
    try {
      return document.querySelectorAll<HTMLFormElement>(selector || 'form');
    } catch {
      warnAttribute(this.#host, 'keep-forms', selector, 'a selector of forms');
      return [];
    }
  }
}
