import { html, LitElement, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { TinhElement } from '../base/element.ts';
import { LaterPart } from '../base/later-part.ts';
import { nextFrame } from '../base/next-frame.ts';
import { nextTask } from '../base/next-task.ts';
import { slug } from '../text/slug.ts';
import { warnAttribute } from '../base/warn.ts';
import { pageAddress, pageKeyOr } from '../controllers/page-address.ts';
import { visitFeed } from '../controllers/visit-feed.ts';
import { formatTime } from '../i18n/localize.ts';
import { parseTime } from '../text/rfc3339.ts';
import { webAddress } from '../text/web-address.ts';
import { baseStyles } from '../theme/base.styles.ts';
import { ArticleBody } from './article-body.ts';
import { ArticleContents } from './article-contents.ts';
import { ArticleFacts } from './article-facts.ts';
import { ArticleMeta } from './article-meta.ts';
import { ArticleSlots, isLong } from './article-slots.ts';
import type { ArticleEnd } from './article-end.ts';
import type { ArticleSource } from './article-source.ts';
import { renderState } from './article-state.ts';
import { ArticleToolbar, type ToolsHost } from './article-toolbar.ts';
import { articleViewStyles } from './article-view.styles.ts';
import { watchReading } from './reading-settings.ts';

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
 * @slot attachments - Links to files; shown with kind, size and pages.
 * @slot tags - Links to tags.
 * @slot newer - Links to newer articles.
 * @slot older - Links to older articles.
 * @slot related - Links to articles on the same subject.
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
 * @csspart pictures - The button that shows the pictures enlarged.
 * @csspart picture - The dialog with an enlarged picture.
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
 * @csspart skeleton - What holds the place of an article that is still coming.
 * @csspart failure - Why an article could not be loaded.
 * @csspart attachments - The list of files.
 * @csspart attachment - A file.
 * @csspart pdf - The browser's own view of a PDF.
 * @csspart tags - The tags.
 * @csspart rating - The question how readers rate the article.
 * @csspart rating-average - Average and number of ratings.
 * @csspart newer - Newer articles.
 * @csspart older - Older articles.
 * @csspart related - Related articles.
 * @csspart top - The button that leads back to the beginning.
 * @csspart printed - Address and time; on paper only.
 * @cssprop --tinh-article-view-head-size - Least height of facts and tools. `tinh.css` keeps it free until they come; 0 without that file.
 * @fires {ArticleLoadedEvent} tinh-article-loaded - The article of `src` stands in the page.
 * @fires {ArticleFailedEvent} tinh-article-failed - The article of `src` could not be shown.
 */
export class ArticleViewElement extends TinhElement {
  static override readonly styles = [baseStyles, articleViewStyles];
  static override readonly shadowRootOptions: ShadowRootInit = {
    ...LitElement.shadowRootOptions,
    slotAssignment: 'manual',
  };
  static override readonly properties: PropertyDeclarations = {
    for: {},
    src: {},
    headlineLevel: { type: Number, attribute: 'headline-level' },
    kicker: {},
    published: {},
    modified: {},
    author: {},
    authorRole: { attribute: 'author-role' },
    source: {},
    sourceUrl: { attribute: 'source-url' },
    audioSrc: { attribute: 'audio-src' },
    preview: { type: Boolean },
    expires: {},
    movedTo: { attribute: 'moved-to' },
    views: {},
    comments: {},
    page: {},
    withoutTextSize: { type: Boolean, attribute: 'without-text-size' },
    withoutDisplay: { type: Boolean, attribute: 'without-display' },
    withoutListen: { type: Boolean, attribute: 'without-listen' },
    withoutPictures: { type: Boolean, attribute: 'without-pictures' },
    withoutPrint: { type: Boolean, attribute: 'without-print' },
    withoutSave: { type: Boolean, attribute: 'without-save' },
    withoutShare: { type: Boolean, attribute: 'without-share' },
    withoutCorrection: { type: Boolean, attribute: 'without-correction' },
    withoutContents: { type: Boolean, attribute: 'without-contents' },
    withoutReadingTime: { type: Boolean, attribute: 'without-reading-time' },
    withoutRating: { type: Boolean, attribute: 'without-rating' },
    withoutTop: { type: Boolean, attribute: 'without-top' },
    withoutMetadata: { type: Boolean, attribute: 'without-metadata' },
    printedAt: { state: true },
  };
  readonly #slots = new ArticleSlots(this, () => {
    this.#body?.measure();
  });
  readonly #contents = new ArticleContents(() => {
    this.requestUpdate();
  });
  readonly #facts = new ArticleFacts(this, { body: () => this.#body?.element, language: () => this.language });
  /** What the parts of the tag need of it. */
  readonly #host: ToolsHost = {
    say: (key, values) => this.t(key, values),
    facts: this.#facts,
    body: () => this.#body?.element,
    pictures: () => this.#body?.pictures ?? [],
    language: () => this.language,
    client: () => this.client,
    page: () => pageKeyOr(this.page),
    explain: (error) => this.explain(error),
  };
  readonly #meta = new ArticleMeta(this, this.#host);
  readonly #toolbar = new ArticleToolbar(this, this.#host);
  readonly #sourcePart = new LaterPart(
    this,
    () => import('./article-source.ts'),
    ({ ArticleSource: Source }) => {
      this.#source = new Source({
        tag: this,
        say: this.#host.say,
        level: () => this.#level,
        changed: (given) => {
          this.#facts.given = given;
          this.requestUpdate();
        },
      });
    },
  );
  readonly #endPart = new LaterPart(
    this,
    () => import('./article-end.ts'),
    ({ ArticleEnd: End }) => {
      this.#end = new End({
        ...this.#host,
        tag: this,
        root: this.renderRoot as ShadowRoot,
        changed: () => {
          this.requestUpdate();
        },
      });
    },
  );
  #source?: ArticleSource;
  #arriving?: Promise<void> | undefined;
  #end?: ArticleEnd;
  /** What stands below the article is fetched when it comes near the screen. */
  #near?: IntersectionObserver | undefined;
  #body?: ArticleBody | undefined;
  #stopWatching?: (() => void) | undefined;

  private printedAt?: Date;

  /** Id of the element that holds the article, where the tag cannot stand around it. Nothing in there is moved. */
  for?: string;

  /** Address of the article, where the page does not hold it: JSON as in `article.schema.json`, or HTML; http or https. */
  src?: string | null;

  /** Level of the headline of an article that comes from `src`, 1 to 6; 1 by default, 2 where the page has an `h1` already. */
  headlineLevel?: number;

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

  /**
   * Recordings of the article instead of the device's own voice: addresses parted by commas, each followed by the name of its voice, for example
   * `nu.mp3 Giọng nữ, nam.mp3 Giọng nam`.
   */
  audioSrc?: string;

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

  /** Leaves pictures as they are, without a way to enlarge them. */
  withoutPictures = false;

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

  /** Leaves out the question how readers rate the article. */
  withoutRating = false;

  /** Leaves out the button that leads back to the beginning. */
  withoutTop = false;

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
    // A browser takes long for the first word whose diacritics it takes apart; in a task of its own it lengthens nothing.
    else void nextTask().then(() => slug('ế'));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('beforeprint', this);
    document.removeEventListener('DOMContentLoaded', this);
    this.#stopWatching?.();
    this.#sourcePart.stop();
    this.#endPart.stop();
    this.#near?.disconnect();
    this.#near = undefined;
    this.#contents.end();
    this.#body?.release();
    this.#body = undefined;
  }

  /** Also what was pressed last is done, and what was asked for is there. */
  protected override async getUpdateComplete(): Promise<boolean> {
    await Promise.all([this.#toolbar.working, this.#facts.reading, this.#sourcePart.loading, this.#arriving]);
    return super.getUpdateComplete();
  }

  handleEvent({ type }: Event): void {
    if (type === 'beforeprint') {
      this.printedAt = new Date();
      // The paper does not wait.
      this.#slots.showAll();
      this.performUpdate();
    } else this.requestUpdate();
  }

  /** A long article that stands there already is taken over step by step, each in a task of its own. */
  protected override async prepare(): Promise<void> {
    await super.prepare();
    const element = this.isConnected && this.#address === undefined ? this.#findBody() : undefined;
    if (!element || !isLong(element)) return;
    if (element === this) {
      this.#slots.measure();
      await nextTask();
      if (!this.isConnected) return;
    }
    const body = this.#hold(element, element === this);
    if (element === this) {
      this.#slots.hold(this.openRoot());
      await nextTask();
    }
    if (this.#body === body) this.#read();
    await nextFrame();
  }

  protected override willUpdate(): void {
    if (this.#address !== undefined) void this.#sourcePart.request();
    this.#arriving = this.#source?.load(this.#address);
    this.#attach();
    const { client } = this;
    // A file that comes late renders a tag that has left the page: what is counted there is none of its business any more.
    if (!client || !this.isConnected) return;
    const page = pageKeyOr(this.page);
    visitFeed(client).page = page;
    void this.#meta.countComments(client, page);
  }

  /** Holds on to the article: its own content, or that of the element it names. */
  #attach(): void {
    const element = this.isConnected ? this.#findBody() : undefined;
    if (element !== this.#body?.element) {
      this.#toolbar.leave();
      this.#body?.release();
      this.#body = undefined;
      if (element) this.#hold(element, false);
      this.#read();
    }
    if (this.#body) this.#body.enlarges = !this.withoutPictures;
    this.#contents.sections = this.withoutContents ? NO_SECTIONS : (this.#body?.sections ?? NO_SECTIONS);
  }

  #hold(element: HTMLElement, isLaidOut: boolean): ArticleBody {
    this.#body = new ArticleBody(
      element,
      () => {
        this.requestUpdate();
        if (this.#body) this.#meta.length = this.#body.length;
      },
      (n) => this.t('article.table', { n }),
      (picture) => {
        this.#toolbar.enlarge(picture);
      },
      isLaidOut,
    );
    return this.#body;
  }

  #read(): void {
    if (this.#body) this.#body.enlarges = !this.withoutPictures;
    this.#body?.read();
    this.#meta.length = this.#body?.length ?? 0;
  }

  #findBody(): HTMLElement | undefined {
    const { for: id } = this;
    if (id === undefined || this.#address !== undefined) return this;
    const found = (this.getRootNode() as ParentNode).querySelectorAll<HTMLElement>(`[id="${CSS.escape(id)}"]`);
    // The article may stand below the tag, where the browser has not read it yet.
    if (found.length === 0 && document.readyState === 'loading') document.addEventListener('DOMContentLoaded', this);
    else if (found.length !== 1)
      warnAttribute(this, 'for', id, `the id of one element; ${String(found.length)} have it`);
    return found[0];
  }

  readonly #inWords = (value: string): { words: string; isPast: boolean } | undefined => {
    const time = parseTime(value);
    return time && { words: formatTime(this.language, time), isPast: +time <= Date.now() };
  };

  #renderAuthor(): TemplateResult | typeof nothing {
    const words = this.#facts.authorInWords(this.#host.say);
    return words ? html`<p part="author">${words}</p>` : nothing;
  }

  #renderSource(): TemplateResult | typeof nothing {
    const { source, sourceUrl } = this.#facts;
    if (!source) return nothing;
    const address = webAddress(sourceUrl, document.baseURI);
    if (sourceUrl && address === undefined) warnAttribute(this, 'source-url', sourceUrl, 'an http or https address');
    return html`<p part="source">
      ${this.t('article.source')}:
      ${address === undefined ? source : html`<a href=${address} rel="noopener">${source}</a>`}
    </p>`;
  }

  #renderPrinted(): TemplateResult | typeof nothing {
    if (!this.printedAt) return nothing;
    const time = formatTime(this.language, this.printedAt);
    return html`<p part="printed">${this.t('article.printed', { address: pageAddress(), time })}</p>`;
  }

  /** Undefined where the page holds the article itself. */
  get #address(): string | undefined {
    return this.src ?? undefined;
  }

  /** Level of the headline. */
  get #level(): number {
    const { headlineLevel: level } = this;
    if (level !== undefined && Number.isInteger(level) && level >= 1 && level <= 6) return level;
    if (level !== undefined) warnAttribute(this, 'headline-level', level, 'a whole number from 1 to 6');
    const isTaken = [...document.querySelectorAll('h1')].some((each) => each.parentElement !== this);
    return isTaken ? 2 : 1;
  }

  /** An article that is still coming, or does not come; what the page has written instead stays readable. */
  #renderWaiting(): TemplateResult {
    const failure = this.#source?.failure ?? (this.#sourcePart.hasFailed ? this.t('error.network') : undefined);
    if (failure === undefined) {
      return html`<div class="root" aria-busy="true">
        <div part="skeleton"><span class="spoken">${this.t('article.loading')}</span></div>
      </div>`;
    }
    const retry = (): void => {
      if (this.#source) this.#arriving = this.#source.retry();
      else this.#sourcePart.retry();
    };
    return html`<div class="root">
      <div part="failure">
        <p class="danger" role="alert">${failure}</p>
        <button type="button" @click=${retry}>${this.t('error.retry')}</button>
      </div>
      <slot name="fallback"></slot>${this.#slots.element}
    </div>`;
  }

  #renderEnd(): TemplateResult {
    return (
      (this.isConnected ? this.#end?.render() : undefined) ??
      html`${['attachments', 'tags', 'newer', 'older', 'related'].map((name) => html`<slot name=${name}></slot>`)}`
    );
  }

  protected override update(changed: PropertyValues): void {
    this.#slots.letGo();
    super.update(changed);
  }

  protected override updated(): void {
    this.#slots.assign(this.renderRoot as ShadowRoot);
    const end = this.renderRoot.querySelector('.end');
    if (this.#near || !end) return;
    const hear = (entries: readonly IntersectionObserverEntry[]): void => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      this.#near?.disconnect();
      void this.#endPart.request();
    };
    this.#near = new IntersectionObserver(hear, { rootMargin: NEAR });
    this.#near.observe(end);
  }

  protected override render(): TemplateResult {
    if (this.#address !== undefined && !this.#source?.isHere) return this.#renderWaiting();
    const { kicker } = this.#facts;
    return html`<div class="root">
      ${kicker ? html`<p part="kicker" class="quiet">${kicker}</p>` : nothing}
      <slot name="headline"></slot>
      <div class="head">
        ${this.#meta.render()} ${renderState(this, this.#facts.given, this.#host.say, this.#inWords)}
        ${this.#facts.renderTranslations(this.#host.say)} ${this.#toolbar.render()}
        ${this.#contents.render(this.#host.say, this.for !== undefined)}
      </div>
      ${this.#slots.element} ${this.#renderAuthor()} ${this.#renderSource()}
      <div class=${this.#end ? 'end here' : 'end'}>${this.#renderEnd()}</div>
      ${this.#renderPrinted()}
    </div>`;
  }
}

const NO_SECTIONS: readonly [] = [];

/** So near the screen what stands below the article is fetched. */
const NEAR = '600px 0px';
