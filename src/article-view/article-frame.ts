import { html, nothing, type TemplateResult } from 'lit';
import type { ApiClient, ApiError } from '../api/client.ts';
import { LaterPart } from '../base/later-part.ts';
import { nextFrame } from '../base/next-frame.ts';
import { nextTask } from '../base/next-task.ts';
import { warnAttribute } from '../base/warn.ts';
import { pageAddress, pageKeyOr } from '../controllers/page-address.ts';
import { enArticleFrame } from '../i18n/en-article-frame.ts';
import { addStrings, formatTime, type Language, type Say } from '../i18n/localize.ts';
import { viArticleFrame } from '../i18n/vi-article-frame.ts';
import { parseTime } from '../text/rfc3339.ts';
import { slug } from '../text/slug.ts';
import { webAddress } from '../text/web-address.ts';
import { ArticleBody } from './article-body.ts';
import { ArticleContents } from './article-contents.ts';
import type { ArticleEnd, EndHost } from './article-end.ts';
import { ArticleFacts, type FactsTag } from './article-facts.ts';
import { ArticleMeta, type MetaTag } from './article-meta.ts';
import { ArticleSlots, isLong } from './article-slots.ts';
import type { ArticleSource } from './article-source.ts';
import { renderState, type ArticleState } from './article-state.ts';
import { ArticleToolbar } from './article-toolbar.ts';
import type { ToolsHost, ToolsTag } from './tools-host.ts';
import { watchReading } from './reading-settings.ts';

/** What a page says of its article by attributes; see `ArticleViewElement`. */
type FrameTag = FactsTag &
  MetaTag &
  ToolsTag &
  ArticleState &
  EndHost['tag'] & {
    readonly for?: string | undefined;
    readonly src?: string | null | undefined;
    readonly page?: string | undefined;
    readonly headlineLevel?: number | undefined;
    readonly withoutPictures: boolean;
    readonly withoutContents: boolean;
  };

/** What the frame needs of its tag. */
interface FrameHost {
  readonly tag: FrameTag;
  readonly say: Say;
  language(): Language;
  /** Null where no site is named. */
  client(): ApiClient | null;
  explain(error: ApiError): string;
  /** Renders the tag at once. */
  renderNow(): void;
  /** The tag's shadow root, attached now at the latest. */
  root(): ShadowRoot;
}

/** What stands around an article: facts, tools and contents above it, author and links below. Comes in a file of its own (ADR 0037). */
export class ArticleFrame {
  readonly #tag: FrameTag;
  readonly #frame: FrameHost;
  readonly #slots: ArticleSlots;
  readonly #contents: ArticleContents;
  readonly #facts: ArticleFacts;
  /** What the parts need of the tag. */
  readonly #host: ToolsHost;
  readonly #meta: ArticleMeta;
  readonly #toolbar: ArticleToolbar;
  readonly #sourcePart: LaterPart<typeof import('./article-source.ts')>;
  readonly #endPart: LaterPart<typeof import('./article-end.ts')>;
  #source?: ArticleSource;
  #arriving?: Promise<void> | undefined;
  #end?: ArticleEnd;
  /** What stands below the article is fetched when it comes near the screen. */
  #near?: IntersectionObserver | undefined;
  #body?: ArticleBody | undefined;
  #printedAt: Date | undefined;
  #stopWatching?: (() => void) | undefined;

  constructor(frame: FrameHost) {
    addStrings({ vi: viArticleFrame, en: enArticleFrame });
    const { tag } = frame;
    this.#frame = frame;
    this.#tag = tag;
    const changed = (): void => {
      tag.requestUpdate();
    };
    this.#slots = new ArticleSlots(tag, () => {
      this.#body?.measure();
    });
    this.#contents = new ArticleContents(changed, () => {
      this.#slots.showAll();
    });
    const element = (): HTMLElement | undefined => this.#body?.element;
    const { say, language, client, explain } = frame;
    this.#facts = new ArticleFacts(tag, { body: element, language });
    this.#host = {
      say,
      language,
      client,
      explain,
      facts: this.#facts,
      body: element,
      pictures: () => this.#body?.pictures ?? [],
      page: () => pageKeyOr(tag.page),
    };
    this.#meta = new ArticleMeta(tag, this.#host);
    this.#toolbar = new ArticleToolbar(tag, this.#host);
    this.#sourcePart = new LaterPart(
      tag,
      () => import('./article-source.ts'),
      ({ ArticleSource: Source }) => {
        this.#source = new Source({
          tag,
          say,
          level: () => this.#level,
          changed: (given) => {
            this.#facts.given = given;
            changed();
          },
        });
      },
    );
    this.#endPart = new LaterPart(
      tag,
      () => import('./article-end.ts'),
      ({ ArticleEnd: End }) => {
        this.#end = new End({ ...this.#host, tag, root: frame.root(), changed });
      },
    );
  }

  /** Until what was pressed last is done, and what was asked for is there. */
  get loading(): Promise<unknown> {
    return Promise.all([this.#toolbar.working, this.#facts.reading, this.#sourcePart.loading, this.#arriving]);
  }

  /** The tag has come into the page. */
  connect(): void {
    addEventListener('beforeprint', this);
    this.#stopWatching = watchReading(() => {
      this.#body?.applyReading();
      this.#tag.requestUpdate();
    });
  }

  /** The tag has left the page. */
  disconnect(): void {
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

  handleEvent({ type }: Event): void {
    this.#tag.requestUpdate();
    if (type !== 'beforeprint') return;
    // The paper does not wait.
    this.#printedAt = new Date();
    this.#slots.showAll();
    this.#frame.renderNow();
  }

  /** A long article that stands there already is taken over step by step, each in a task of its own. */
  async prepare(): Promise<void> {
    const tag = this.#tag;
    const element = tag.isConnected && this.#address === undefined ? this.#findBody() : undefined;
    if (!element || !isLong(element)) return;
    // A browser takes long for the first word whose diacritics it takes apart.
    slug('ế');
    await nextTask();
    const isAround = element === tag;
    if (isAround) {
      this.#slots.measure();
      await nextTask();
    }
    if (!tag.isConnected) return;
    const body = this.#hold(element, isAround);
    if (isAround) {
      this.#slots.hold(this.#frame.root());
      await nextTask();
    }
    if (this.#body === body) this.#read();
    await nextFrame();
  }

  /** Before each rendering. */
  willRender(): void {
    if (this.#address !== undefined) void this.#sourcePart.request();
    this.#arriving = this.#source?.load(this.#address);
    this.#attach();
    this.#slots.letGo();
    const client = this.#host.client();
    if (client && this.#tag.isConnected) void this.#meta.countComments(client, this.#host.page());
  }

  /** After each rendering. */
  rendered(): void {
    this.#slots.assign(this.#frame.root());
    const end = this.#frame.root().querySelector('.end');
    if (this.#near || !end) return;
    const hear = (entries: readonly IntersectionObserverEntry[]): void => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      this.#near?.disconnect();
      void this.#endPart.request();
    };
    this.#near = new IntersectionObserver(hear, { rootMargin: NEAR });
    this.#near.observe(end);
  }

  render(): TemplateResult {
    if (this.#address !== undefined && !this.#source?.isHere) return this.#renderWaiting();
    const { kicker } = this.#facts;
    return html`<div class="root">
      ${kicker ? html`<p part="kicker" class="quiet">${kicker}</p>` : nothing}
      <slot name="headline"></slot>
      <div class="head">
        ${this.#meta.render()} ${renderState(this.#tag, this.#facts.given, this.#host.say, this.#inWords)}
        ${this.#facts.renderTranslations(this.#host.say)} ${this.#toolbar.render()}
        ${this.#contents.render(this.#host.say, this.#tag.for !== undefined)}
      </div>
      ${this.#slots.element} ${this.#renderAuthor()} ${this.#renderSource()}
      <div class=${this.#end ? 'end here' : 'end'}>${this.#renderEnd()}</div>
      ${this.#renderPrinted()}
    </div>`;
  }

  /** Undefined where the page holds the article itself. */
  get #address(): string | undefined {
    return this.#tag.src ?? undefined;
  }

  /** Level of the headline. */
  get #level(): number {
    const { headlineLevel: level } = this.#tag;
    if (level !== undefined && Number.isInteger(level) && level >= 1 && level <= 6) return level;
    if (level !== undefined) warnAttribute(this.#tag, 'headline-level', level, 'a whole number from 1 to 6');
    const isTaken = [...document.querySelectorAll('h1')].some((each) => each.parentElement !== this.#tag);
    return isTaken ? 2 : 1;
  }

  /** Holds on to the article: its own content, or that of the element it names. */
  #attach(): void {
    const element = this.#tag.isConnected ? this.#findBody() : undefined;
    if (element !== this.#body?.element) {
      this.#toolbar.leave();
      this.#body?.release();
      this.#body = undefined;
      if (element) this.#hold(element, false);
      this.#read();
    }
    if (this.#body) this.#body.enlarges = !this.#tag.withoutPictures;
    this.#contents.sections = this.#tag.withoutContents ? NO_SECTIONS : (this.#body?.sections ?? NO_SECTIONS);
  }

  #hold(element: HTMLElement, isLaidOut: boolean): ArticleBody {
    this.#body = new ArticleBody(
      element,
      () => {
        this.#tag.requestUpdate();
        if (this.#body) this.#meta.length = this.#body.length;
      },
      (n) => this.#host.say('article.table', { n }),
      (picture) => {
        this.#toolbar.enlarge(picture);
      },
      isLaidOut,
    );
    return this.#body;
  }

  #read(): void {
    this.#body?.read();
    if (this.#body) this.#body.enlarges = !this.#tag.withoutPictures;
    this.#meta.length = this.#body?.length ?? 0;
  }

  #findBody(): HTMLElement | undefined {
    const { for: id } = this.#tag;
    if (id === undefined || this.#address !== undefined) return this.#tag;
    const found = (this.#tag.getRootNode() as ParentNode).querySelectorAll<HTMLElement>(`[id="${CSS.escape(id)}"]`);
    // The article may stand below the tag, where the browser has not read it yet.
    if (found.length === 0 && document.readyState === 'loading') document.addEventListener('DOMContentLoaded', this);
    else if (found.length !== 1)
      warnAttribute(this.#tag, 'for', id, `the id of one element; ${String(found.length)} have it`);
    return found[0];
  }

  readonly #inWords = (value: string): { words: string; isPast: boolean } | undefined => {
    const time = parseTime(value);
    return time && { words: formatTime(this.#host.language(), time), isPast: +time <= Date.now() };
  };

  #renderAuthor(): TemplateResult | typeof nothing {
    const words = this.#facts.authorInWords(this.#host.say);
    return words ? html`<p part="author">${words}</p>` : nothing;
  }

  #renderSource(): TemplateResult | typeof nothing {
    const { source, sourceUrl } = this.#facts;
    if (!source) return nothing;
    const address = webAddress(sourceUrl, document.baseURI);
    if (sourceUrl && address === undefined)
      warnAttribute(this.#tag, 'source-url', sourceUrl, 'an http or https address');
    return html`<p part="source">
      ${this.#host.say('article.source')}:
      ${address === undefined ? source : html`<a href=${address} rel="noopener">${source}</a>`}
    </p>`;
  }

  #renderPrinted(): TemplateResult | typeof nothing {
    if (!this.#printedAt) return nothing;
    const time = formatTime(this.#host.language(), this.#printedAt);
    return html`<p part="printed">${this.#host.say('article.printed', { address: pageAddress(), time })}</p>`;
  }

  /** An article that is still coming, or does not come; what the page has written instead stays readable. */
  #renderWaiting(): TemplateResult {
    const failure = this.#source?.failure ?? (this.#sourcePart.hasFailed ? this.#host.say('error.network') : undefined);
    if (failure === undefined) {
      return html`<div class="root" aria-busy="true">
        <div part="skeleton"><span class="spoken">${this.#host.say('article.loading')}</span></div>
      </div>`;
    }
    const retry = (): void => {
      if (this.#source) this.#arriving = this.#source.retry();
      else this.#sourcePart.retry();
    };
    return html`<div class="root">
      <div part="failure">
        <p class="danger" role="alert">${failure}</p>
        <button type="button" @click=${retry}>${this.#host.say('error.retry')}</button>
      </div>
      <slot name="fallback"></slot>${this.#slots.element}
    </div>`;
  }

  #renderEnd(): TemplateResult {
    return (
      (this.#tag.isConnected ? this.#end?.render() : undefined) ??
      html`${['attachments', 'tags', 'newer', 'older', 'related'].map((name) => html`<slot name=${name}></slot>`)}`
    );
  }
}

const NO_SECTIONS: readonly [] = [];

/** So near the screen what stands below the article is fetched. */
const NEAR = '600px 0px';
