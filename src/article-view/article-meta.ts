import { html, nothing, type LitElement, type ReactiveController, type TemplateResult } from 'lit';
import type { ApiClient } from '../api/client.ts';
import { warnAttribute } from '../base/warn.ts';
import { visitFeed } from '../controllers/visit-feed.ts';
import { VisitsController } from '../controllers/visits.ts';
import { formatTime, type Language, type Say } from '../i18n/localize.ts';
import { parseFigure } from '../text/figure.ts';
import { parseTime } from '../text/rfc3339.ts';
import type { ArticleFacts } from './article-facts.ts';
import { relativeTime } from './relative-time.ts';

/** Syllables or words a minute of somebody who reads a notice with care. */
const READING_SPEED = 220;

/** The last known numbers, and what can be left out. */
export interface MetaTag extends LitElement {
  readonly views?: string | undefined;
  readonly comments?: string | undefined;
  readonly withoutReadingTime: boolean;
}

/** What the line of facts needs of its tag. */
interface MetaHost {
  readonly say: Say;
  readonly facts: ArticleFacts;
  language(): Language;
  /** Null where no site is named. */
  client(): ApiClient | null;
}

/** The line of facts below the headline: times, views, comments, and how long reading takes. */
export class ArticleMeta implements ReactiveController {
  readonly #tag: MetaTag;
  readonly #host: MetaHost;
  readonly #visits: VisitsController;
  #countedFrom?: string;
  #comments: number | undefined;
  #length = 0;
  /** Somebody has sent away how long ago it was; until they come back. */
  #isQuiet = false;

  constructor(tag: MetaTag, host: MetaHost) {
    this.#tag = tag;
    this.#host = host;
    this.#visits = new VisitsController(tag, () => {
      const client = host.client();
      return client && visitFeed(client);
    });
    tag.addController(this);
  }

  /** Syllables of the article; 0 while they are not counted. */
  set length(length: number) {
    if (length === this.#length) return;
    this.#length = length;
    this.#tag.requestUpdate();
  }

  hostConnected(): void {
    addEventListener('keydown', this);
  }

  hostDisconnected(): void {
    removeEventListener('keydown', this);
  }

  /** What a pointer has brought up can be sent away without moving it (WCAG 1.4.13). */
  handleEvent({ key }: KeyboardEvent): void {
    if (key === 'Escape') this.#setQuiet(true);
  }

  /** Asks once per thread; an answer that does not come leaves the last known number. */
  async countComments(client: ApiClient, thread: string): Promise<void> {
    const from = `${client.id} ${thread}`;
    if (this.#countedFrom === from) return;
    this.#countedFrom = from;
    this.#comments = undefined;
    const answer = await client.countComments(thread).catch(() => null);
    if (this.#countedFrom !== from) return;
    this.#comments = answer?.counts[0]?.total;
    this.#tag.requestUpdate();
  }

  render(): TemplateResult {
    const { say } = this.#host;
    return html`<ul part="meta" class=${this.#isQuiet ? 'quiet unseen' : 'quiet'}>
      ${this.#renderTime('published', (time) => time)}
      ${this.#renderTime('modified', (time) => say('article.updated', { time }))}
      ${this.#renderCount('views', this.#visits.state?.figures?.views)} ${this.#renderCount('comments', this.#comments)}
      ${this.#renderReadingTime()}
    </ul>`;
  }

  #setQuiet(isQuiet: boolean): void {
    if (isQuiet === this.#isQuiet) return;
    this.#isQuiet = isQuiet;
    this.#tag.requestUpdate();
  }

  #renderTime(name: 'published' | 'modified', words: (time: string) => unknown): TemplateResult | typeof nothing {
    const { facts, language } = this.#host;
    const value = facts[name];
    if (!value) return nothing;
    const time = parseTime(value);
    if (!time) {
      warnAttribute(this.#tag, name, value, 'an RFC 3339 time');
      return nothing;
    }
    // How long ago it was shows under the pointer and for the keyboard. Reckoned then: the first such sentence costs a browser tens of milliseconds.
    const come = ({ currentTarget }: Event): void => {
      (currentTarget as HTMLElement).dataset['ago'] = relativeTime(language(), time);
      this.#setQuiet(false);
    };
    const shown = html`<time datetime=${value} tabindex="0" @pointerenter=${come} @focus=${come}
      >${words(formatTime(language(), time))}</time
    >`;
    return html`<li part=${name === 'published' ? 'time' : name}>${shown}</li>`;
  }

  /** @param counted what the server says; until then what the page does */
  #renderCount(name: 'views' | 'comments', counted: number | undefined): TemplateResult | typeof nothing {
    const value = this.#tag[name];
    const known = parseFigure(value);
    if (value && known === undefined) warnAttribute(this.#tag, name, value, 'a whole number');
    const n = counted ?? known;
    return n === undefined ? nothing : html`<li part="count">${this.#host.say(`article.${name}`, { n })}</li>`;
  }

  #renderReadingTime(): TemplateResult | typeof nothing {
    const n = Math.round(this.#length / READING_SPEED);
    if (n < 1 || this.#tag.withoutReadingTime) return nothing;
    return html`<li part="reading-time">${this.#host.say('article.readingTime', { n })}</li>`;
  }
}
