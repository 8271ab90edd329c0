import type { Say } from '../i18n/localize.ts';
import { css, html, nothing, type TemplateResult } from 'lit';
import { sentencesOf, type Sentence } from './article-sentences.ts';

/** How much faster than the voice's own speed. */
const RATES = [0.75, 1, 1.25, 1.5, 2] as const;
/** An engine that has not begun after so many ms never will. */
const LATEST_START = 6000;
const HIGHLIGHT = 'tinh-speech';

/** For the page, where the sentences stand. */
const { styleSheet: highlightStyles } = css`
  ::highlight(tinh-speech) {
    background: #ffe08a;
    color: #000;
  }
`;

/** What speaking gets from its tag. */
export interface SpeechHost {
  readonly body: Element;
  readonly voice: SpeechSynthesisVoice;
  readonly say: Say;
  /** Shows the state anew. */
  changed(): void;
  /** Says why nothing is heard. */
  failed(): void;
}

/**
 * Reads an article aloud, a sentence after the other. Each is an utterance of its own, since Chrome falls silent after 15 seconds of one; pausing
 * ends it and goes on with the same sentence, since Android does not pause.
 */
export class ArticleSpeech {
  readonly #host: SpeechHost;
  readonly #sentences: readonly Sentence[];
  #place = 0;
  #rate = 1;
  #isSpeaking = false;
  #late: ReturnType<typeof setTimeout> | undefined;
  /** Of the utterance whose end counts; engines also report the end of those that were cancelled. */
  #turn = 0;

  constructor(host: SpeechHost) {
    this.#host = host;
    this.#sentences = sentencesOf(host.body);
  }

  /** Begins, or goes on where it was. */
  play(): void {
    this.#speak(this.#place);
  }

  /** Falls silent; the sentence is kept. */
  pause(): void {
    this.#silence();
    this.#host.changed();
  }

  /** Falls silent and forgets where it was. */
  end(): void {
    this.#silence();
    this.#place = 0;
    highlights()?.delete(HIGHLIGHT);
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== highlightStyles);
  }

  render(stop: () => void): TemplateResult {
    const { say } = this.#host;
    const isSpeaking = this.#isSpeaking;
    const handleToggle = (): void => {
      if (isSpeaking) this.pause();
      else this.play();
    };
    const go = (by: number) => (): void => {
      this.#speak(Math.min(Math.max(this.#place + by, 0), this.#sentences.length - 1));
    };
    const handleRate = ({ target }: Event): void => {
      this.#rate = Number((target as HTMLSelectElement).value);
      if (this.#isSpeaking) this.#speak(this.#place);
    };
    return html`<div part="speech" role="group" aria-label=${say('article.listen')}>
      <button type="button" @click=${handleToggle}>${say(isSpeaking ? 'article.pause' : 'article.resume')}</button>
      <button type="button" @click=${go(-1)}>${say('article.sentenceBefore')}</button>
      <button type="button" @click=${go(1)}>${say('article.sentenceAfter')}</button>
      <label
        >${say('article.speed')}
        <select @change=${handleRate}>
          ${RATES.map(
            (rate) =>
              html`<option value=${rate} ?selected=${rate === this.#rate}>
                ${say('article.times', { rate: String(rate).replace('.', ',') })}
              </option>`,
          )}
        </select></label
      >
      <button type="button" @click=${stop}>${say('article.stop')}</button>
      ${this.#sentences.length === 0 ? html`<p>${say('article.nothingToRead')}</p>` : nothing}
    </div>`;
  }

  #speak(place: number): void {
    this.#silence();
    const sentence = this.#sentences[place];
    if (!sentence) {
      this.end();
      this.#host.changed();
      return;
    }
    this.#place = place;
    this.#isSpeaking = true;
    const turn = (this.#turn += 1);
    const { voice } = this.#host;
    const utterance = Object.assign(new SpeechSynthesisUtterance(sentence.words), {
      voice,
      lang: voice.lang,
      rate: this.#rate,
    });
    utterance.onstart = () => {
      clearTimeout(this.#late);
    };
    utterance.onend = () => {
      if (turn === this.#turn && this.#isSpeaking) this.#speak(place + 1);
    };
    utterance.onerror = () => {
      if (turn === this.#turn && this.#isSpeaking) this.#fail();
    };
    this.#late = setTimeout(() => {
      this.#fail();
    }, LATEST_START);
    this.#show(sentence);
    speechSynthesis.speak(utterance);
    this.#host.changed();
  }

  #fail(): void {
    this.#silence();
    this.#host.failed();
  }

  #silence(): void {
    clearTimeout(this.#late);
    this.#turn += 1;
    this.#isSpeaking = false;
    speechSynthesis.cancel();
  }

  /** Marks the sentence, and brings it into view once it has left it. */
  #show({ range }: Sentence): void {
    highlights()?.set(HIGHLIGHT, new Highlight(range));
    if (!document.adoptedStyleSheets.includes(highlightStyles!)) document.adoptedStyleSheets.push(highlightStyles!);
    const { top, bottom } = range.getBoundingClientRect();
    if (top < 0 || bottom > innerHeight) range.startContainer.parentElement?.scrollIntoView({ block: 'center' });
  }
}

/** Firefox has them from 140 on. */
function highlights(): HighlightRegistry | undefined {
  return 'highlights' in CSS ? CSS.highlights : undefined;
}
