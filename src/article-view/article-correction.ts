import { css, html, nothing, type TemplateResult } from 'lit';
import type { ApiClient, ApiError } from '../api/client.ts';
import type { NewCorrection } from '../api/contract.ts';
import { fingerprint, quietly } from '../controllers/browser-storage.ts';
import { enCorrection } from '../i18n/en-correction.ts';
import { addStrings, type Say } from '../i18n/localize.ts';
import { viCorrection } from '../i18n/vi-correction.ts';
import { passageOf, type Passage } from './article-passage.ts';

/** What the form needs of the tag that it is about. */
export interface CorrectionHost {
  readonly client: ApiClient;
  /** Which article. */
  readonly page: string;
  readonly address: string;
  readonly title: string;
  readonly say: Say;
  readonly root: ShadowRoot;
  explain(error: ApiError): string;
  /** A new idempotency key. */
  newKey(): string;
  /** Something is to be rendered anew. */
  changed(): void;
  /** The server has it. */
  sent(): void;
  /** The form is gone from the screen, sent or not. */
  closed(): void;
}

/** What a reader has written and the server does not have yet. */
interface Draft extends Passage {
  readonly proposal: string;
  readonly note: string;
}

const FIELDS = ['passage', 'proposal', 'note'] as const;
type Field = (typeof FIELDS)[number];

/** Longest texts, in code points: those of the server. */
const LONGEST: Readonly<Record<Field, number>> = { passage: 500, proposal: 1000, note: 1000 };

/** So many are kept: one for each passage, the one that was written last at the end. */
const MOST_DRAFTS = 5;

const EMPTY: Draft = { passage: '', before: '', after: '', proposal: '', note: '' };

const styles = css`
  [part='correction'] {
    inline-size: 38em;
    margin: auto;
    padding: calc(var(--_space) * 2.5);
    border: 1px solid var(--_border);
    border-block-start: 4px solid var(--_brand);
    background: var(--tinh-color-surface, Canvas);
    color: var(--tinh-color-text, CanvasText);
    overflow-wrap: anywhere;
  }
  [part='correction']::backdrop {
    background: rgb(0 0 0 / 0.55);
  }
  form,
  form div {
    display: grid;
  }
  form {
    gap: calc(var(--_space) * 1.5);
  }
  form label {
    min-block-size: 0;
    padding-block: 0.25em;
    font-weight: 600;
  }
  h2 {
    font-size: 1.2em;
  }
  textarea {
    inline-size: 100%;
    padding: 0.5em 0.75em;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--tinh-color-surface, Canvas);
    color: inherit;
    font: inherit;
    resize: vertical;
  }
  [aria-invalid]:not(:focus) {
    outline: 2px solid var(--_danger);
  }
  form .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space);
  }
`;

/** The form with which a reader tells the officials of a mistake. What was typed is kept until the server has it. */
export class ArticleCorrection {
  readonly #host: CorrectionHost;
  readonly #store: string;
  #draft = EMPTY;
  #faults: Partial<Record<Field, string>> = {};
  #failure = '';
  #isOpening = false;
  #sending: Promise<void> | undefined;
  /** The key of what was sent last: the same words are one correction, however often an answer is lost. */
  #key = { words: '', key: '' };

  constructor(host: CorrectionHost) {
    addStrings({ vi: viCorrection, en: enCorrection });
    this.#host = host;
    this.#store = `tinh:draft:correction:${fingerprint(`${host.client.id} ${host.page}`)}`;
    const { root } = host;
    if (!root.adoptedStyleSheets.includes(styles.styleSheet!)) root.adoptedStyleSheets.push(styles.styleSheet!);
  }

  /** Until the answer of the server has come. */
  get sending(): Promise<void> | undefined {
    return this.#sending;
  }

  /**
   * Shows the form.
   *
   * @param range what the reader has selected; where that is nothing of the article comes what they wrote last and did not send
   */
  open(range: Range | undefined, article: HTMLElement): void {
    const passage = passageOf(range, article);
    const drafts = this.#readDrafts();
    this.#draft = passage
      ? (drafts.find((draft) => draft.passage === passage.passage) ?? {
          ...passage,
          proposal: passage.passage,
          note: '',
        })
      : (drafts.at(-1) ?? EMPTY);
    this.#faults = {};
    this.#failure = '';
    this.#isOpening = true;
    this.#host.changed();
  }

  /** To be called when it is rendered: shows what `open` asked for. */
  show(): void {
    const dialog = this.#dialog;
    if (!this.#isOpening || !dialog) return;
    this.#isOpening = false;
    for (const field of FIELDS) this.#field(field).value = this.#draft[field];
    dialog.showModal();
    const first = this.#field(this.#draft.passage === '' ? 'passage' : 'proposal');
    first.focus();
    // Browsers would begin at the end, and a long passage would be seen from there.
    first.setSelectionRange(0, 0);
  }

  close(): void {
    if (!this.#dialog?.open) return;
    this.#dialog.close();
    this.#host.closed();
  }

  get #dialog(): HTMLDialogElement | null {
    return this.#host.root.querySelector<HTMLDialogElement>('[part=correction]');
  }

  #field(name: Field): HTMLTextAreaElement {
    return this.#host.root.querySelector<HTMLTextAreaElement>(`#correct-${name}`)!;
  }

  render(): TemplateResult {
    const { say } = this.#host;
    const isSending = !!this.#sending;
    const row = (name: Field, rows: number): TemplateResult =>
      html`<div>
        <label for="correct-${name}">${say(`article.correct.${name}`)}</label>
        <textarea
          id="correct-${name}"
          rows=${rows}
          ?readonly=${isSending}
          aria-invalid=${this.#faults[name] ? 'true' : nothing}
          aria-describedby="fault-${name}"
        ></textarea>
        <p class="danger" id="fault-${name}">${this.#faults[name]}</p>
      </div>`;
    return html`<dialog
      part="correction"
      aria-labelledby="correct-heading"
      aria-describedby="correct-hint"
      @close=${this.#host.closed}
    >
      <form novalidate @submit=${this.#handleSubmit} @input=${this.#handleInput}>
        <h2 id="correct-heading">${say('article.correct')}</h2>
        <p class="quiet" id="correct-hint">${say('article.correct.hint')}</p>
        ${row('passage', 2)} ${row('proposal', 3)} ${row('note', 2)}
        <p class="danger" role="alert">${this.#failure}</p>
        <div class="actions">
          <button class="primary" aria-disabled=${isSending ? 'true' : nothing}>
            ${say(isSending ? 'article.correct.sending' : 'article.correct.send')}
          </button>
          <button type="button" @click=${this.#handleClose}>${say('article.correct.close')}</button>
        </div>
      </form>
    </dialog>`;
  }

  readonly #handleClose = (): void => {
    this.close();
  };

  readonly #handleInput = (): void => {
    const [passage, proposal, note] = FIELDS.map((field) => this.#field(field).value) as [string, string, string];
    // What stands around another passage is another thing.
    const { before, after } = passage.trim() === this.#draft.passage ? this.#draft : EMPTY;
    const former = this.#draft.passage;
    this.#draft = { passage, before, after, proposal, note };
    this.#keep(former);
  };

  readonly #handleSubmit = (event: Event): void => {
    event.preventDefault();
    if (this.#sending) return;
    this.#handleInput();
    this.#faults = this.#check();
    this.#failure = '';
    const [first] = FIELDS.filter((field) => this.#faults[field]);
    if (first) this.#field(first).focus();
    else {
      this.#sending = this.#send().finally(() => {
        this.#sending = undefined;
        this.#host.changed();
      });
    }
    this.#host.changed();
  };

  #check(): Partial<Record<Field, string>> {
    const { say } = this.#host;
    const draft = this.#draft;
    const faults: Partial<Record<Field, string>> = {};
    const [passage, proposal, note] = FIELDS.map((field) => draft[field].trim());
    if (passage === '') faults.passage = say('article.correct.missing');
    if (note === '' && (proposal === '' || proposal === passage)) faults.proposal = say('article.correct.nothing');
    for (const field of FIELDS) {
      const n = LONGEST[field];
      if ([...draft[field].normalize('NFC').trim()].length > n) faults[field] = say('article.correct.long', { n });
    }
    return faults;
  }

  async #send(): Promise<void> {
    const { client, page: thread, address: url, title, explain, newKey, say, sent } = this.#host;
    const draft = this.#draft;
    const correction: NewCorrection = { thread, url, title, ...draft };
    const words = JSON.stringify(correction);
    if (this.#key.words !== words) this.#key = { words, key: newKey() };
    try {
      await client.postCorrection(correction, this.#key.key);
    } catch (error) {
      this.#failure = say('article.correct.failed', { why: explain(error as ApiError) });
      return;
    }
    this.#draft = EMPTY;
    this.#keep(draft.passage);
    this.close();
    sent();
  }

  /** Keeps what is written, in place of what was kept for the same passage; nothing for what was only opened. */
  #keep(former: string): void {
    const { passage, proposal, note } = this.#draft;
    const others = this.#readDrafts().filter((draft) => draft.passage !== former && draft.passage !== passage);
    const isWritten = note.trim() !== '' || proposal.trim() !== passage.trim();
    const drafts = isWritten ? [...others, this.#draft].slice(-MOST_DRAFTS) : others;
    quietly(() => {
      if (drafts.length > 0) localStorage.setItem(this.#store, JSON.stringify(drafts));
      else localStorage.removeItem(this.#store);
    });
  }

  #readDrafts(): Draft[] {
    const stored: unknown = quietly(() => JSON.parse(localStorage.getItem(this.#store) ?? '[]') as unknown);
    return Array.isArray(stored) ? stored.filter(isDraft) : [];
  }
}

/** Anybody may have written into the storage. */
function isDraft(value: unknown): value is Draft {
  return (
    typeof value === 'object' &&
    value !== null &&
    [...FIELDS, 'before', 'after'].every((name) => typeof (value as Record<string, unknown>)[name] === 'string')
  );
}
