import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { ApiClient } from '../api/client.ts';
import { TinhElement } from '../base/element.ts';
import { nextTask } from '../base/next-task.ts';
import { warnAttribute } from '../base/warn.ts';
import { pageAddress, pageKeyOr } from '../controllers/page-address.ts';
import { visitFeed } from '../controllers/visit-feed.ts';
import { VisitsController } from '../controllers/visits.ts';
import { formatTime } from '../i18n/localize.ts';
import { parseFigure } from '../text/figure.ts';
import { baseStyles } from '../theme/base.styles.ts';
import { ArticleBody } from './article-body.ts';
import { ArticleContents } from './article-contents.ts';
import { ArticleFacts } from './article-facts.ts';
import { renderState, renderTranslations } from './article-state.ts';
import { ArticleTools } from './article-tools.ts';
import type { Say } from './article-toolbar.ts';
import { articleViewStyles } from './article-view.styles.ts';
import { watchReading } from './reading-settings.ts';

/** Syllables or words a minute of somebody who reads a notice with care. */
const READING_SPEED = 220;

/**
 * An article as the page wrote it, with its time, views, comments and author in words, tools for reading, and a list of its sections. Body
 * and headings stay in the page: around them stands the tag, or elsewhere with `for`.
 *
 * @summary Frame around an article's own HTML.
 * @status experimental
 * @since 0.1.0
 * @slot headline - The article's own heading.
 * @slot - The article's own HTML below the line of facts.
 * @slot fallback - What the page says about time and author without script; not shown once the element works.
 * @slot tool - Buttons of the page's own, beside the tools.
 * @slot share - Buttons of the page's own among those for sharing, for example Zalo's.
 * @csspart kicker - Section of the site above the headline.
 * @csspart meta - The line of facts below the headline.
 * @csspart time - Time of publication.
 * @csspart modified - Time of the last change.
 * @csspart count - Number of views or comments with its word.
 * @csspart reading-time - How long reading takes.
 * @csspart state - That it is not published yet, holds no longer, or has gone elsewhere.
 * @csspart translations - Links to the page in other languages.
 * @csspart toolbar - The tools.
 * @csspart text-size - The buttons for the text size.
 * @csspart display - Choice of colours and line spacing.
 * @csspart listen - The button that has the article read aloud.
 * @csspart speech - What steers the reading.
 * @csspart print - The print button.
 * @csspart save - The button that saves the article as a file.
 * @csspart share - What leads to others.
 * @csspart copy - The button that copies the link.
 * @csspart correct - The button with which readers tell of a mistake.
 * @csspart correction - The dialog with its form.
 * @csspart notice - What is said after an action.
 * @csspart contents - The list of sections.
 * @csspart author - The author's line at the end.
 * @csspart source - Where the article is from.
 * @csspart printed - Address and time; on paper only.
 */
export class ArticleViewElement extends TinhElement {
  static override readonly styles = [baseStyles, articleViewStyles];
  static override readonly properties: PropertyDeclarations = {
    for: {},
    kicker: {},
    published: {},
    modified: {},
    author: {},
    authorRole: { attribute: 'author-role' },
    source: {},
    sourceUrl: { attribute: 'source-url' },
    preview: { type: Boolean },
    expires: {},
    movedTo: { attribute: 'moved-to' },
    views: {},
    comments: {},
    page: {},
    withoutTextSize: { type: Boolean, attribute: 'without-text-size' },
    withoutDisplay: { type: Boolean, attribute: 'without-display' },
    withoutListen: { type: Boolean, attribute: 'without-listen' },
    withoutPrint: { type: Boolean, attribute: 'without-print' },
    withoutSave: { type: Boolean, attribute: 'without-save' },
    withoutShare: { type: Boolean, attribute: 'without-share' },
    withoutCorrection: { type: Boolean, attribute: 'without-correction' },
    withoutContents: { type: Boolean, attribute: 'without-contents' },
    withoutReadingTime: { type: Boolean, attribute: 'without-reading-time' },
    withoutMetadata: { type: Boolean, attribute: 'without-metadata' },
    commentCount: { state: true },
    minutes: { state: true },
    printedAt: { state: true },
  };
  readonly #visits = new VisitsController(this, () => this.client && visitFeed(this.client));
  readonly #contents = new ArticleContents(() => {
    this.requestUpdate();
  });
  readonly #facts = new ArticleFacts(this, { body: () => this.#body?.element, language: () => this.language });
  readonly #tools = new ArticleTools(this, {
    say: (key, values) => this.t(key, values),
    body: () => this.#body?.element,
    language: () => this.language,
    client: () => this.client,
    page: () => pageKeyOr(this.page),
    explain: (error) => this.explain(error),
    facts: () => this.#factsInWords(),
    title: () => this.#facts.headline,
  });
  #countedFrom?: string;
  #body?: ArticleBody | undefined;
  #stopWatching?: (() => void) | undefined;

  /** Published comments as the server counts them. */
  private commentCount?: number;

  /** Minutes that reading takes; 0 where it is not worth saying. */
  private minutes = 0;

  private printedAt?: Date;

  /** Id of the element that holds the article, where the tag cannot stand around it. Nothing in there is moved. */
  for?: string;

  /** Section of the site that the article belongs to; else what the page says for search engines, as with the next three. */
  kicker?: string;

  /** When it was published: RFC 3339, for example `2020-07-17T18:00:00+07:00`. */
  published?: string;

  /** When it was changed last, in the form of `published`. */
  modified?: string;

  /** Name of the author. */
  author?: string;

  /** What the author is, for example “Chuyên viên Văn phòng”. */
  authorRole?: string;

  /** Where the article was first published, for example “Báo Tây Ninh”. */
  source?: string;

  /** Address of the source; http or https. */
  sourceUrl?: string;

  /** It is not published yet: who sees it looks at it before others do. */
  preview = false;

  /** From when on it holds no longer, in the form of `published`; said once that has come. */
  expires?: string;

  /** Where it is now; http or https. */
  movedTo?: string;

  /** Last known number of views, shown until the server answers. */
  views?: string;

  /** Last known number of comments, shown until the server answers. */
  comments?: string;

  /**
   * Key of the page whose views and comments are counted, as in the `thread` of its comment box; the normalised path of
   * the page's address by default.
   */
  page?: string;

  /** Leaves the buttons for the text size out. */
  withoutTextSize = false;

  /** Leaves the choice of colours and line spacing out. */
  withoutDisplay = false;

  /** Leaves out the button that has the article read aloud. */
  withoutListen = false;

  /** Leaves the print button out. */
  withoutPrint = false;

  /** Leaves out the button that saves the article as a file. */
  withoutSave = false;

  /** Leaves out what leads to others. */
  withoutShare = false;

  /** Leaves out the button with which readers tell of a mistake. */
  withoutCorrection = false;

  /** Leaves the list of sections out. */
  withoutContents = false;

  /** Leaves out how long reading takes. */
  withoutReadingTime = false;

  /** Neither reads what the page says for search engines, nor adds what it lacks. */
  withoutMetadata = false;

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('beforeprint', this);
    this.#stopWatching = watchReading(() => {
      this.#body?.applyReading();
      this.requestUpdate();
    });
    if (this.hasUpdated) this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('beforeprint', this);
    document.removeEventListener('DOMContentLoaded', this);
    this.#stopWatching?.();
    this.#contents.end();
    this.#body?.release();
    this.#body = undefined;
  }

  /** Also what was pressed last is done. */
  protected override getUpdateComplete(): Promise<boolean> {
    const { working } = this.#tools;
    const { reading } = this.#facts;
    return Promise.all([working ?? null, reading ?? null].filter((each) => each !== null)).then(() =>
      super.getUpdateComplete(),
    );
  }

  handleEvent({ type }: Event): void {
    if (type === 'beforeprint') {
      this.printedAt = new Date();
      // The paper does not wait.
      this.performUpdate();
    } else this.requestUpdate();
  }

  protected override willUpdate(): void {
    this.#attach();
    const { client } = this;
    if (!client) return;
    const page = pageKeyOr(this.page);
    visitFeed(client).page = page;
    void this.#countComments(client, page);
  }

  /** Holds on to the article: its own content, or that of the element it names. */
  #attach(): void {
    const element = this.isConnected ? this.#findBody() : undefined;
    if (element !== this.#body?.element) {
      this.#tools.leave();
      this.#body?.release();
      this.#body =
        element &&
        new ArticleBody(
          element,
          () => {
            this.requestUpdate();
            void this.#measure();
          },
          (n) => this.t('article.table', { n }),
        );
      void this.#measure();
    }
    this.#contents.sections = this.withoutContents ? NO_SECTIONS : (this.#body?.sections ?? NO_SECTIONS);
  }

  #findBody(): HTMLElement | undefined {
    const { for: id } = this;
    if (id === undefined) return this;
    const found = (this.getRootNode() as ParentNode).querySelectorAll<HTMLElement>(`[id="${CSS.escape(id)}"]`);
    // The article may stand below the tag, where the browser has not read it yet.
    if (found.length === 0 && document.readyState === 'loading') document.addEventListener('DOMContentLoaded', this);
    else if (found.length !== 1)
      warnAttribute(this, 'for', id, `the id of one element; ${String(found.length)} have it`);
    return found[0];
  }

  /** Counts a long article once the page stands there. */
  async #measure(): Promise<void> {
    await nextTask();
    const minutes = Math.round((this.#body?.length ?? 0) / READING_SPEED);
    if (this.isConnected) this.minutes = minutes;
  }

  /** Asks once per thread; an answer that does not come leaves the last known number. */
  async #countComments(client: ApiClient, thread: string): Promise<void> {
    const from = `${client.id} ${thread}`;
    if (this.#countedFrom === from) return;
    this.#countedFrom = from;
    this.commentCount = undefined;
    const answer = await client.countComments(thread).catch(() => null);
    if (this.#countedFrom === from) this.commentCount = answer?.counts[0]?.total;
  }

  #lastKnown(name: 'views' | 'comments'): number | undefined {
    const value = this[name];
    const figure = parseFigure(value);
    if (value && figure === undefined) warnAttribute(this, name, value, 'a whole number');
    return figure;
  }

  #renderTime(name: 'published' | 'modified', words: (time: string) => unknown): TemplateResult | typeof nothing {
    const value = this.#facts[name];
    if (!value) return nothing;
    const time = parseTime(value);
    if (time) {
      const shown = html`<time datetime=${value}>${words(formatTime(this.language, time))}</time>`;
      return html`<li part=${name === 'published' ? 'time' : name}>${shown}</li>`;
    }
    warnAttribute(this, name, value, 'an RFC 3339 time');
    return nothing;
  }

  readonly #inWords = (value: string): { words: string; isPast: boolean } | undefined => {
    const time = parseTime(value);
    return time && { words: formatTime(this.language, time), isPast: +time <= Date.now() };
  };

  #renderCount(name: 'views' | 'comments', value: number | undefined): TemplateResult | typeof nothing {
    return value === undefined ? nothing : html`<li part="count">${this.t(`article.${name}`, { n: value })}</li>`;
  }

  #renderReadingTime(): TemplateResult | typeof nothing {
    const { minutes: n } = this;
    if (n < 1 || this.withoutReadingTime) return nothing;
    return html`<li part="reading-time">${this.t('article.readingTime', { n })}</li>`;
  }

  /** For readers who have nothing but the file. */
  #factsInWords(): string[] {
    const at = (value: string | undefined): string | false => {
      const time = parseTime(value);
      return !!time && formatTime(this.language, time);
    };
    const { published: first, modified: last, author } = this.#facts;
    const [published, modified] = [at(first), at(last)];
    return [
      published && this.t('article.published', { time: published }),
      modified && this.t('article.updated', { time: modified }),
      author && this.#authorInWords(author),
      this.source && `${this.t('article.source')}: ${this.source}`,
      this.t('article.savedAt', { time: formatTime(this.language, new Date()) }),
    ].filter((line): line is string => typeof line === 'string' && line !== '');
  }

  #authorInWords(author: string): string {
    const role = this.authorRole ? `, ${this.authorRole}` : '';
    return `${this.t('article.author')}: ${author}${role}`;
  }

  #renderAuthor(): TemplateResult | typeof nothing {
    const { author } = this.#facts;
    return author ? html`<p part="author">${this.#authorInWords(author)}</p>` : nothing;
  }

  #renderSource(): TemplateResult | typeof nothing {
    const { source, sourceUrl } = this;
    if (!source) return nothing;
    const isAddress = !!sourceUrl && /^https?:\/\//i.test(sourceUrl);
    if (sourceUrl && !isAddress) warnAttribute(this, 'source-url', sourceUrl, 'an http or https address');
    return html`<p part="source">
      ${this.t('article.source')}: ${isAddress ? html`<a href=${sourceUrl} rel="noopener">${source}</a>` : source}
    </p>`;
  }

  #renderPrinted(): TemplateResult | typeof nothing {
    if (!this.printedAt) return nothing;
    const time = formatTime(this.language, this.printedAt);
    return html`<p part="printed">${this.t('article.printed', { address: pageAddress(), time })}</p>`;
  }

  protected override render(): TemplateResult {
    const { kicker } = this.#facts;
    const say: Say = (key, values) => this.t(key, values);
    return html`<div class="root">
      ${kicker ? html`<p part="kicker" class="quiet">${kicker}</p>` : nothing}
      <slot name="headline"></slot>
      <ul part="meta" class="quiet">
        ${this.#renderTime('published', (time) => time)}
        ${this.#renderTime('modified', (time) => this.t('article.updated', { time }))}
        ${this.#renderCount('views', this.#visits.state?.figures?.views ?? this.#lastKnown('views'))}
        ${this.#renderCount('comments', this.commentCount ?? this.#lastKnown('comments'))} ${this.#renderReadingTime()}
      </ul>
      ${renderState(this, say, this.#inWords)} ${renderTranslations(this.#facts.translations, say)}
      ${this.#tools.render()} ${this.#contents.render(this.t.bind(this))}
      <slot></slot>
      ${this.#renderAuthor()} ${this.#renderSource()} ${this.#renderPrinted()}
    </div>`;
  }
}

const NO_SECTIONS: readonly [] = [];

/** An RFC 3339 time; `Date` alone would take “1” for a year, and read a time without offset in the reader's own zone. */
function parseTime(value: string | undefined): Date | undefined {
  const time = new Date(value && /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(value) ? value : NaN);
  return Number.isNaN(+time) ? undefined : time;
}
