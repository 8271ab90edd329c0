import type { KeptToken } from '../controllers/kept-token.ts';
import type { TemplateResult } from 'lit';
import type { ApiClient } from '../api/client.ts';
import type { CommentRules, NewComment, PostedComment } from '../api/contract.ts';
import { randomToken } from '../api/token.ts';
import type { OutboxEntry, OutboxError } from '../controllers/outbox.ts';
import { pageAddress } from '../controllers/page-address.ts';
import type { Say } from '../i18n/localize.ts';
import { isComposing, renderForm, type FormHandlers, type FormState } from './comment-form.ts';
import { CommentQueue, type QueueHost } from './comment-queue.ts';
import { findFaults, findMissing, type Faults, type Refusal } from './comment-rules.ts';
import { isTokenOver, senderOf, type CommentSender, type WaitingComment, type Writer } from './comment-sender.ts';
import {
  keepDraft,
  leaveDraft,
  readDraft,
  readRemembered,
  reclaimDraft,
  remember,
  sweepDrafts,
  type Draft,
} from './comment-store.ts';
import type { User } from './comment-user.ts';

/** The box, as far as writing concerns it. */
export interface WritingHost extends QueueHost {
  readonly updateComplete: Promise<unknown>;
  readonly renderRoot: ParentNode;
  /** Place of the form that is open below a comment; empty without one. */
  readonly openPlace: string;
  readonly rules: CommentRules;
  /** The server has stored a comment of this site, perhaps of another thread. */
  handleSent(comment: PostedComment, about: NewComment): void;
  /** The server refused a comment, and no field says why. */
  handleRefused(place: string, error: OutboxError | undefined): void;
  /** A change of one's own comment is to be saved. Resolves with the error when it failed. */
  handleEdit(id: string, text: string): Promise<Refusal | undefined>;
  /** The form below a comment is not needed any more. */
  handleDone(): void;
  /** The form below a comment was cancelled. */
  handleCancel(): void;
  /** Words come back from the queue: their form is to be opened. Returns its place. */
  openReply(parent: string | null): string;
  /** The server does not take the user token any more. */
  handleTokenExpired(): void;
  /** Somebody signed out: what was said to them, and shown to them alone, goes. */
  handleSignedOut(): void;
}

/** What a form knows of itself. */
interface FormMemory {
  faults: Faults;
  length: number;
  /** What the field for it begins with, also where it comes later than the others: the site's rules ask for it. */
  email: string;
  /** Key of the attempt that is under way; true while a change is saved. */
  sending?: string | true | undefined;
}

/** The fields of a form, as far as it has them. */
interface Fields {
  readonly name?: HTMLInputElement;
  readonly email?: HTMLInputElement;
  readonly text?: HTMLTextAreaElement;
  readonly consent?: HTMLInputElement;
  readonly remember?: HTMLInputElement;
}

/**
 * Everything that is written in one box: its forms with their drafts, and the queue of what could not be sent. A form's
 * place is empty for a new comment; below a comment it is `-` and its id for a reply, `~` and its id for a change.
 */
export class CommentWriting implements Writer {
  readonly #host: WritingHost;
  readonly #client: ApiClient;
  readonly #thread: string;
  readonly #token: KeptToken;
  readonly #sender: CommentSender;
  readonly #forms = new Map<string, FormMemory>();
  /** Forms that were open already: once is enough to bring back what another tab has left. */
  readonly #opened = new Set<string>();
  /** Drafts by place, for as long as the box lives: the browser may store none. */
  readonly #drafts = new Map<string, Draft>();
  readonly #queue: CommentQueue;
  #isTokenOver = false;
  /** Name and address of the last comment: whoever sends a second one need not write them again while the page is open. */
  #last = { name: '', email: '' };
  /** Whether the browser has kept what was typed last. */
  #isKept = true;
  #gone?: AbortController;

  constructor(host: WritingHost, client: ApiClient, thread: string, token: KeptToken) {
    this.#host = host;
    this.#client = client;
    this.#thread = thread;
    this.#token = token;
    this.#sender = senderOf(client, token);
    this.#queue = new CommentQueue(host, this.#sender, thread);
    sweepDrafts(client.id);
  }

  /** Begins to send what waits. */
  begin(): void {
    const { signal } = (this.#gone = new AbortController());
    this.#sender.writers.add(this);
    const end = this.#outbox.subscribe((entries, sent) => {
      this.#handleQueue(entries);
      if (sent) this.#host.handleSent(sent.result, sent.entry.body);
      this.#host.requestUpdate();
    });
    signal.addEventListener('abort', end);
    this.#queue.begin();
    const handleStorage = (event: StorageEvent) => {
      for (const place of ['', this.#host.openPlace]) {
        const draft = this.#drafts.get(place);
        if (leaveDraft(this.#draftName(place), event) && draft) this.#keep(place, draft);
        reclaimDraft(this.#draftName(place));
      }
    };
    addEventListener('storage', handleStorage, { signal });
    addEventListener('tinh-session-signed-out', () => void this.#handleSignedOut(), { signal, capture: true });
  }

  end(): void {
    this.#gone?.abort();
    this.#sender.writers.delete(this);
    this.#queue.end();
  }

  /** Part of `Writer`. */
  get user(): User | undefined {
    return this.#queue.user;
  }

  /** Another reader is signed in, or the same one with another token; undefined for nobody. */
  set user(user: User | undefined) {
    const { id, name } = this.user ?? {};
    this.#queue.user = user;
    if (user) this.#queue.goOn();
    // The fields of a form are others for readers whom the site knows, and whoever it is agrees for themselves.
    if (id === user?.id && name === user?.name) return;
    for (const place of new Set(['', this.#host.openPlace])) {
      if (!place.startsWith('~') && !this.#memory(place).sending) void this.open(place);
    }
  }

  /** Part of `Writer`. */
  handleTokenExpired(): void {
    this.#isTokenOver = true;
  }

  get #outbox() {
    return this.#sender.outbox;
  }

  /** Shows a form, with its draft or with these words. */
  async open(place: string, words = ''): Promise<void> {
    await this.#host.updateComplete;
    const draft = this.#draft(place, !this.#opened.has(place));
    this.#opened.add(place);
    if (draft.from) this.#drafts.set(place, draft);
    const { name, email, text, consent, remember: tick } = this.#fields(place);
    const [known, address] = (['name', 'email'] as const).map((what) => readRemembered(what, this.#client.id));
    const begin = draft.email || address || this.#last.email;
    if (name) name.value = draft.name || known || this.#last.name;
    if (email) email.value = begin;
    if (tick) tick.checked = !!(known || address);
    if (text) text.value = draft.text || words;
    if (consent) consent.checked = false;
    this.#forms.set(place, { faults: {}, length: lengthOf(text?.value ?? ''), email: begin });
    this.#host.requestUpdate();
  }

  /** Whether something is written in a form. */
  hasWords(place: string): boolean {
    return this.#memory(place).length > 0;
  }

  /** Forgets a form whose words have arrived, or have moved into the queue. */
  #clear(place: string): void {
    this.#keep(place, null);
    this.#forms.delete(place);
    if (!place) void this.open(place);
    else if (place === this.#host.openPlace) this.#host.handleDone();
  }

  /** The form of a place. */
  renderForm(place: string, say: Say, extra: Partial<FormState> = {}): TemplateResult {
    const { faults, sending, length, email } = this.#memory(place);
    const { rules } = this.#host;
    const on: FormHandlers = {
      input: (event) => {
        this.#handleInput(event);
      },
      submit: (event) => {
        this.#handleSubmit(event);
      },
      keydown: (event) => {
        this.#handleKeydown(event);
      },
      cancel: () => {
        this.#host.handleCancel();
      },
    };
    const state = { place, faults, length, email, sending: !!sending, rules, user: this.user, isKept: this.#isKept };
    return renderForm({ ...state, ...extra }, say, on);
  }

  /** Ids of the comments that the waiting ones reply to. */
  get waitingAt(): readonly (string | null | undefined)[] {
    return this.#queue.waitingAt;
  }

  /** What waits to be sent, as far as `isHere` says so; what a form is just sending still stands in the form. */
  renderQueue(say: Say, isHere: (parent: string | null) => boolean): unknown {
    const { openPlace } = this.#host;
    const inForms = ['', openPlace].map((place) => this.#forms.get(place)?.sending);
    return this.#queue.render(say, isHere, inForms, (key) => void this.#handleTakeBack(key));
  }

  #memory(place: string): FormMemory {
    let memory = this.#forms.get(place);
    if (!memory) this.#forms.set(place, (memory = { faults: {}, length: 0, email: '' }));
    return memory;
  }

  #fields(place: string): Fields {
    const fields = this.#host.renderRoot.querySelectorAll<HTMLInputElement>(`form[data-place="${place}"] [name]`);
    return Object.fromEntries([...fields].map((each) => [each.name, each]));
  }

  #draftName(place: string): string {
    return `${this.#client.id} ${this.#thread}${place}`;
  }

  #handleInput(event: Event): void {
    const place = placeOf(event);
    const { name, email, text } = this.#fields(place);
    const draft = this.#draft(place);
    const words = { name: name?.value ?? '', email: email ? email.value : draft.email, text: text!.value };
    // Other words are another comment: the key of a failed attempt goes with its words.
    const isSame = words.name === draft.name && words.text === draft.text;
    this.#keep(place, { ...words, from: draft.from, ...(isSame && { key: draft.key }) });
    this.#memory(place).length = lengthOf(words.text);
    if (!this.user && !place.startsWith('~')) this.#sender.proof.prepare();
    this.#host.requestUpdate();
  }

  #handleKeydown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || isComposing(event)) return;
    event.preventDefault();
    (event.currentTarget as HTMLFormElement).requestSubmit();
  }

  #handleSubmit(event: Event): void {
    event.preventDefault();
    const place = placeOf(event);
    const memory = this.#memory(place);
    const { name, email, text, consent, remember: tick } = this.#fields(place);
    if (memory.sending) return;
    const written = text!.value.trim();
    memory.faults = findMissing({
      ...(name && { name: name.value.trim() }),
      ...(email && { email: email.validity.valid }),
      text: written,
      ...(consent && { consent: consent.checked }),
    });
    void this.#showFaults(place);
    if (Object.keys(memory.faults).length) return;
    const id = place.slice(1) || null;
    if (!consent) {
      void this.#save(place, memory, id!, text!.value);
      return;
    }
    const user = this.user;
    const who = { name: user?.name ?? name!.value, email: email?.value.trim() ?? '' };
    if (!user) {
      this.#last = who;
      for (const what of ['name', 'email'] as const) remember(what, this.#client.id, tick!.checked ? who[what] : '');
    }
    const key = this.#draft(place).key ?? randomToken();
    // Set before it is sent: an answer may come at once.
    memory.sending = key;
    const { version } = this.#host.rules.consent;
    const comment: WaitingComment = {
      ...{ thread: this.#thread, url: pageAddress(), title: document.title, parent: id },
      ...{ consent: true, consentVersion: version },
      ...{ name: who.name, text: text!.value },
      ...(who.email && { email: who.email }),
      ...(user && { user: user.id }),
    };
    memory.sending = this.#outbox.add(comment, key).key;
    // The outbox keeps the words from now on: a reload must not show them twice.
    if (this.#outbox.isStored(memory.sending)) this.#keep(place, null);
  }

  async #save(place: string, memory: FormMemory, id: string, text: string): Promise<void> {
    memory.sending = true;
    const error = await this.#host.handleEdit(id, text);
    memory.sending = undefined;
    if (!error) {
      this.#clear(place);
      return;
    }
    memory.faults = findFaults(error);
    await this.#showFaults(place);
  }

  #handleQueue(entries: readonly OutboxEntry<WaitingComment>[]): void {
    this.#queue.take(entries);
    // Now the outbox knows what to send again when the page has a new token at once.
    if (this.#isTokenOver) this.#host.handleTokenExpired();
    this.#isTokenOver = false;
    for (const [place, memory] of this.#forms) {
      const entry = entries.find(({ key }) => key === memory.sending);
      if (typeof memory.sending !== 'string' || entry?.state === 'sending') continue;
      memory.sending = undefined;
      const isOpen = !place || place === this.#host.openPlace;
      if (entry?.state === 'refused' && !isTokenOver(entry.error) && isOpen) this.#handleRefused(place, memory, entry);
      // Sent, or in the queue: the form is free for other words.
      else this.#clear(place);
    }
  }

  /** The server will not take the words as they are: they stay in the form, with what is wrong. */
  #handleRefused(place: string, memory: FormMemory, { key, body, error }: OutboxEntry<WaitingComment>): void {
    // Refused words were not stored: once mended they are a new attempt.
    this.#keep(place, wordsOf(body));
    memory.faults = findFaults(error);
    const fields = this.#fields(place);
    if (!Object.keys(memory.faults).some((field) => field in fields)) this.#host.handleRefused(place, error);
    this.#outbox.take(key);
    void this.#showFaults(place);
  }

  /** The next person at this computer must find nothing. */
  async #handleSignedOut(): Promise<void> {
    const { id } = this.#client;
    this.#token.forget();
    sweepDrafts(id, true);
    remember('name', id, '');
    remember('email', id, '');
    this.#drafts.clear();
    this.#last = { name: '', email: '' };
    if (this.#host.openPlace) this.#host.handleDone();
    this.#forms.clear();
    this.user = undefined;
    this.#host.handleSignedOut();
    await this.open('');
  }

  /** “Hủy gửi”: nothing is sent, and the words go back into a form. */
  async #handleTakeBack(key: string): Promise<void> {
    const entry = this.#outbox.take(key);
    if (!entry) return;
    const { parent, text } = entry.body;
    const place = this.#host.openReply(parent ?? null);
    await this.#host.updateComplete;
    const others = this.#fields(place).text?.value.trim() ? this.#fields(place).text!.value : this.#draft(place).text;
    // Together with other words, or at another place, it is another comment.
    const isSame = !others && !place === !parent;
    const words = others ? `${text}\n\n${others}` : text;
    this.#keep(place, { ...wordsOf(entry.body), text: words, ...(isSame && { key }) });
    // A thread that was closed meanwhile shows its form as long as there are words in it.
    this.#memory(place).length = words.length;
    this.#host.requestUpdate();
    await this.open(place);
    this.#fields(place).text?.focus();
  }

  #draft(place: string, adopt = false): Draft {
    const stored = readDraft(this.#draftName(place), adopt);
    return stored.name || stored.text ? stored : (this.#drafts.get(place) ?? stored);
  }

  #keep(place: string, draft: Draft | null): void {
    if (draft) this.#drafts.set(place, draft);
    else this.#drafts.delete(place);
    const isKept = keepDraft(this.#draftName(place), draft);
    if (draft) this.#isKept = isKept;
  }

  /** Moves the focus to the first fault of a form. */
  async #showFaults(place: string): Promise<void> {
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    this.#host.renderRoot.querySelector<HTMLElement>(`form[data-place="${place}"] [aria-invalid]`)?.focus();
  }
}

/** What a reader has written of a comment; the name that the site vouches for they have not. */
function wordsOf({ name, email, text, user }: WaitingComment): Draft {
  return { name: user ? '' : name, email: email ?? undefined, text };
}

function placeOf({ currentTarget }: Event): string {
  return (currentTarget as HTMLElement).dataset['place'] ?? '';
}

/** Length as the server counts it. */
function lengthOf(text: string): number {
  return [...text.normalize('NFC')].length;
}
