import { html, LitElement, type PropertyDeclarations, type TemplateResult } from 'lit';
import { TinhElement } from '../base/element.ts';
import { LaterPart } from '../base/later-part.ts';
import { pageKeyOr } from '../controllers/page-address.ts';
import { visitFeed } from '../controllers/visit-feed.ts';
import { baseStyles } from '../theme/base.styles.ts';
import type { ArticleFrame } from './article-frame.ts';
import { articleViewStyles } from './article-view.styles.ts';

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
  };
  #frame?: ArticleFrame;
  /** Ends the wait for the frame. */
  #arrive?: () => void;
  readonly #later = new LaterPart(
    this,
    () => import('./article-frame.ts'),
    ({ ArticleFrame: Frame }) => {
      this.#frame = new Frame({
        tag: this,
        say: (key, values) => this.t(key, values),
        language: () => this.language,
        client: () => this.client,
        explain: (error) => this.explain(error),
        root: () => this.openRoot(),
        renderNow: () => {
          this.performUpdate();
        },
      });
      if (this.isConnected) this.#frame.connect();
      this.#arrive?.();
    },
  );

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
    this.#frame?.connect();
    // Nothing was tried any more while the tag was away.
    if (this.#later.hasFailed) void this.#later.request();
    if (this.hasUpdated) this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#later.stop();
    this.#frame?.disconnect();
  }

  /** Also what was pressed last is done, and what was asked for is there. */
  protected override async getUpdateComplete(): Promise<boolean> {
    await super.getUpdateComplete();
    await this.#frame?.loading;
    return super.getUpdateComplete();
  }

  /** Until its file is here, what the page wrote stays as it is. */
  protected override async prepare(): Promise<void> {
    await super.prepare();
    // Before anybody on the page asks for figures: they are to be those of this page.
    this.#namePage();
    await this.#later.request();
    // Whoever waits for an article from elsewhere has nothing to read meanwhile, and is told.
    if (!this.#frame && !this.src) {
      await new Promise<void>((resolve) => {
        this.#arrive = resolve;
      });
    }
    await this.#frame?.prepare();
  }

  /** A file that comes late renders a tag that has left the page: what is counted there is none of its business any more. */
  #namePage(): void {
    const { client } = this;
    if (client && this.isConnected) visitFeed(client).page = pageKeyOr(this.page);
  }

  protected override willUpdate(): void {
    this.#namePage();
    this.#frame?.willRender();
  }

  protected override updated(): void {
    if (this.#frame) this.#frame.rendered();
    else this.renderRoot.querySelector('slot')!.assign(...this.children);
  }

  protected override render(): TemplateResult {
    if (this.#frame) return this.#frame.render();
    const retry = (): void => {
      this.#later.retry();
    };
    return html`<div class="root" part="failure">
      <p class="danger" role="alert">${this.t('error.network')}</p>
      <button type="button" @click=${retry}>${this.t('error.retry')}</button>
      <slot></slot>
    </div>`;
  }
}
