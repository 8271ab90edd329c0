import type { ReactiveControllerHost, TemplateResult } from 'lit';
import { nothing } from 'lit';
import type { ApiClient } from '../api/client.ts';
import type { NewComment, PostedComment } from '../api/contract.ts';
import { randomToken } from '../api/token.ts';
import { outboxOf, type Outbox, type OutboxEntry, type OutboxError } from '../controllers/outbox.ts';
import { pageAddress } from '../controllers/page-address.ts';
import { isComposing, renderForm, type FormHandlers, type FormState } from './comment-form.ts';
import type { Say } from './comment-item.ts';
import { renderQueued, type QueueHandlers } from './comment-panels.ts';
import { findFaults, findMissing, LIMITS, type Faults, type Field, type Refusal } from './comment-rules.ts';
import {
  keepDraft,
  readDraft,
  readName,
  rememberName,
  sweepDrafts,
  type AuthorToken,
  type Draft,
} from './comment-store.ts';

/** The box, as far as writing concerns it. */
export interface WritingHost extends ReactiveControllerHost {
  readonly renderRoot: ParentNode;
  /** Place of the form that is open below a comment; empty without one. */
  readonly openPlace: string;
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
  /** Why the server refused a comment, in words. */
  explainRefusal(error: OutboxError | undefined): string;
}

/** What a form knows of itself. */
interface FormMemory {
  faults: Faults;
  length: number;
  /** Key of the attempt that is under way; true while a change is saved. */
  sending?: string | true | undefined;
}

/** The fields of a form, as far as it has them. */
interface Fields {
  readonly name?: HTMLInputElement;
  readonly text?: HTMLTextAreaElement;
  readonly consent?: HTMLInputElement;
  readonly remember?: HTMLInputElement;
}

/**
 * Everything that is written in one box: its forms with their drafts, and the queue of what could not be sent. A form's
 * place is empty for a new comment; below a comment it is `-` and its id for a reply, `~` and its id for a change.
 */
export class CommentWriting {
  readonly #host: WritingHost;
  readonly #client: ApiClient;
  readonly #thread: string;
  readonly #outbox: Outbox<NewComment, PostedComment>;
  readonly #forms = new Map<string, FormMemory>();
  /** Drafts by place, for as long as the box lives: the browser may store none. */
  readonly #drafts = new Map<string, Draft>();
  #queue: readonly OutboxEntry<NewComment>[] = [];
  /** Name of the last comment: whoever sends a second one need not write it again while the page is open. */
  #name = '';
  #gone?: AbortController;

  constructor(host: WritingHost, client: ApiClient, thread: string, token: AuthorToken) {
    this.#host = host;
    this.#client = client;
    this.#thread = thread;
    this.#outbox = outboxOf(`comments ${client.id}`, ({ key, body }) => client.postComment(body, key, token.make()));
    sweepDrafts(client.id);
  }

  /** Begins to send what waits. */
  begin(): void {
    const { signal } = (this.#gone = new AbortController());
    const end = this.#outbox.subscribe((entries, sent) => {
      this.#handleQueue(entries);
      if (sent) this.#host.handleSent(sent.result, sent.entry.body);
      this.#host.requestUpdate();
    });
    signal.addEventListener('abort', end);
    addEventListener('tinh-session-signed-out', () => void this.#handleSignedOut(), { signal, capture: true });
  }

  end(): void {
    this.#gone?.abort();
  }

  /** Shows a form, with its draft or with these words. */
  async open(place: string, words = ''): Promise<void> {
    await this.#host.updateComplete;
    const draft = this.#draft(place);
    const { name, text, consent, remember } = this.#fields(place);
    const remembered = readName(this.#client.id);
    if (name) name.value = draft.name || remembered || this.#name;
    if (text) text.value = draft.text || words;
    if (consent) consent.checked = false;
    if (remember) remember.checked = remembered !== '';
    this.#forms.set(place, { faults: {}, length: lengthOf(text?.value ?? '') });
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
    const { faults, sending, length } = this.#memory(place);
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
    return renderForm({ place, faults, length, sending: !!sending, ...extra }, say, on);
  }

  /** Ids of the comments that the waiting ones reply to. */
  get waitingAt(): readonly (string | null | undefined)[] {
    return this.#queue.map(({ body }) => body.parent);
  }

  /** What waits to be sent, as far as `isHere` says so; what a form is just sending still stands in the form. */
  renderQueue(say: Say, isHere: (parent: string | null) => boolean): unknown {
    const { openPlace } = this.#host;
    const inForms = ['', openPlace].map((place) => this.#forms.get(place)?.sending);
    const on: QueueHandlers = {
      why: ({ error }) => {
        const [[field, words] = []] = Object.entries(findFaults(error));
        return words ? say(words, { n: LIMITS[field as Field] }) : this.#host.explainRefusal(error);
      },
      retry: (event) => {
        this.#outbox.retry(keyOf(event));
      },
      takeBack: (event) => {
        void this.#handleTakeBack(keyOf(event));
      },
    };
    const entries = this.#queue.filter(({ key, body }) => !inForms.includes(key) && isHere(body.parent ?? null));
    return entries.length
      ? entries.map((each) => renderQueued(each, this.#outbox.isStored(each.key), say, on))
      : nothing;
  }

  #memory(place: string): FormMemory {
    let memory = this.#forms.get(place);
    if (!memory) this.#forms.set(place, (memory = { faults: {}, length: 0 }));
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
    const { name, text } = this.#fields(place);
    const draft = this.#draft(place);
    const words = { name: name?.value ?? '', text: text!.value };
    // Other words are another comment: the key of a failed attempt goes with its words.
    const isSame = words.name === draft.name && words.text === draft.text;
    this.#keep(place, { ...words, ...(isSame && { key: draft.key }) });
    this.#memory(place).length = lengthOf(words.text);
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
    const { name, text, consent, remember } = this.#fields(place);
    if (memory.sending) return;
    const written = text!.value.trim();
    memory.faults = findMissing(
      name ? { name: name.value.trim(), text: written, consent: consent!.checked } : { text: written },
    );
    void this.#showFaults(place);
    if (Object.keys(memory.faults).length) return;
    const id = place.slice(1) || null;
    if (!name) {
      void this.#save(place, memory, id!, text!.value);
      return;
    }
    this.#name = name.value;
    rememberName(this.#client.id, remember!.checked ? name.value : '');
    const draft = { name: name.value, text: text!.value };
    const key = this.#draft(place).key ?? randomToken();
    // Set before it is sent: an answer may come at once.
    memory.sending = key;
    const about = { thread: this.#thread, url: pageAddress(), title: document.title, parent: id, consent: true };
    memory.sending = this.#outbox.add({ ...about, ...draft }, key).key;
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

  #handleQueue(entries: readonly OutboxEntry<NewComment>[]): void {
    this.#queue = entries.filter(({ body }) => body.thread === this.#thread);
    for (const [place, memory] of this.#forms) {
      const entry = entries.find(({ key }) => key === memory.sending);
      if (typeof memory.sending !== 'string' || entry?.state === 'sending') continue;
      memory.sending = undefined;
      const isOpen = !place || place === this.#host.openPlace;
      if (entry?.state === 'refused' && isOpen) this.#handleRefused(place, memory, entry);
      // Sent, or in the queue: the form is free for other words.
      else this.#clear(place);
    }
  }

  /** The server will not take the words as they are: they stay in the form, with what is wrong. */
  #handleRefused(place: string, memory: FormMemory, { key, body, error }: OutboxEntry<NewComment>): void {
    // Refused words were not stored: once mended they are a new attempt.
    this.#keep(place, { name: body.name, text: body.text });
    memory.faults = findFaults(error);
    if (!Object.keys(memory.faults).length) this.#host.handleRefused(place, error);
    this.#outbox.take(key);
    void this.#showFaults(place);
  }

  /** The next person at this computer must find nothing. */
  async #handleSignedOut(): Promise<void> {
    const { id } = this.#client;
    sweepDrafts(id, true);
    rememberName(id, '');
    this.#drafts.clear();
    this.#name = '';
    if (this.#host.openPlace) this.#host.handleDone();
    this.#forms.clear();
    await this.open('');
  }

  /** “Hủy gửi”: nothing is sent, and the words go back into a form. */
  async #handleTakeBack(key: string): Promise<void> {
    const entry = this.#outbox.take(key);
    if (!entry) return;
    const { parent, name, text } = entry.body;
    const place = this.#host.openReply(parent ?? null);
    await this.#host.updateComplete;
    const others = this.#fields(place).text?.value.trim() ? this.#fields(place).text!.value : this.#draft(place).text;
    // Together with other words, or at another place, it is another comment.
    const isSame = !others && !place === !parent;
    const words = others ? `${text}\n\n${others}` : text;
    this.#keep(place, { name, text: words, ...(isSame && { key }) });
    // A thread that was closed meanwhile shows its form as long as there are words in it.
    this.#memory(place).length = words.length;
    this.#host.requestUpdate();
    await this.open(place);
    this.#fields(place).text?.focus();
  }

  #draft(place: string): Draft {
    const stored = readDraft(this.#draftName(place));
    return stored.name || stored.text ? stored : (this.#drafts.get(place) ?? stored);
  }

  #keep(place: string, draft: Draft | null): void {
    if (draft) this.#drafts.set(place, draft);
    else this.#drafts.delete(place);
    keepDraft(this.#draftName(place), draft);
  }

  /** Moves the focus to the first fault of a form. */
  async #showFaults(place: string): Promise<void> {
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    this.#host.renderRoot.querySelector<HTMLElement>(`form[data-place="${place}"] [aria-invalid]`)?.focus();
  }
}

function placeOf({ currentTarget }: Event): string {
  return (currentTarget as HTMLElement).dataset['place'] ?? '';
}

function keyOf({ currentTarget }: Event): string {
  return (currentTarget as HTMLElement).dataset['key']!;
}

/** Length as the server counts it. */
function lengthOf(text: string): number {
  return [...text.normalize('NFC')].length;
}
