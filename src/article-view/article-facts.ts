import type { LitElement, ReactiveController } from 'lit';
import { LaterPart } from '../base/later-part.ts';
import { pageAddress } from '../controllers/page-address.ts';
import type { Language, Say } from '../i18n/localize.ts';
import type { Metadata } from './article-metadata.ts';
import type { Recording } from './article-recording.ts';

/** What can be said of an article by attributes. */
export interface FactsTag extends LitElement {
  readonly kicker?: string | undefined;
  readonly published?: string | undefined;
  readonly modified?: string | undefined;
  readonly author?: string | undefined;
  readonly authorRole?: string | undefined;
  readonly source?: string | undefined;
  readonly sourceUrl?: string | undefined;
  readonly audioSrc?: string | undefined;
  readonly withoutMetadata: boolean;
}

/** What an article that came from an address says of itself. */
export interface GivenFacts {
  readonly section?: string | undefined;
  readonly published?: string | undefined;
  readonly modified?: string | undefined;
  readonly author?: string | undefined;
  readonly authorRole?: string | undefined;
  readonly source?: string | undefined;
  readonly sourceUrl?: string | undefined;
  readonly expires?: string | undefined;
  readonly movedTo?: string | undefined;
  readonly audio?: readonly Recording[] | undefined;
}

interface FactsHost {
  body(): HTMLElement | undefined;
  language(): Language;
}

/**
 * The facts of an article: those of the attributes, else those that came with it, else those that the page has for search engines; and what it
 * lacks for those is added.
 */
export class ArticleFacts implements ReactiveController {
  readonly #tag: FactsTag;
  readonly #host: FactsHost;
  readonly #later: LaterPart<typeof import('./article-metadata.ts')>;
  /** What came with the article, where it came from an address. */
  given: GivenFacts = {};
  #module?: typeof import('./article-metadata.ts');
  #found: Metadata = {};
  #article?: HTMLElement | undefined;
  #told = '';
  #takeBack?: (() => void) | undefined;

  constructor(tag: FactsTag, host: FactsHost) {
    this.#tag = tag;
    this.#host = host;
    this.#later = new LaterPart(
      tag,
      () => import('./article-metadata.ts'),
      (module) => {
        this.#module = module;
      },
    );
    tag.addController(this);
  }

  /** Until what the page says has been read. */
  get reading(): Promise<void> | undefined {
    return this.#later.loading;
  }

  /** What the page says is said of the article that it holds, not of one that came from elsewhere. */
  get #ofPage(): Metadata {
    return this.#tag.hasAttribute('src') ? {} : this.#found;
  }

  get published(): string | undefined {
    return this.#tag.published ?? this.given.published ?? this.#ofPage.published;
  }

  get modified(): string | undefined {
    return this.#tag.modified ?? this.given.modified ?? this.#ofPage.modified;
  }

  get author(): string | undefined {
    return this.#tag.author ?? this.given.author ?? this.#ofPage.author;
  }

  get kicker(): string | undefined {
    return this.#tag.kicker ?? this.given.section ?? this.#ofPage.section;
  }

  get source(): string | undefined {
    return this.#tag.source ?? this.given.source;
  }

  get sourceUrl(): string | undefined {
    return this.#tag.sourceUrl ?? this.given.sourceUrl;
  }

  /** Recordings of the article: the attribute as it is, or those that came with it. */
  get audio(): string | readonly Recording[] | undefined {
    return this.#tag.audioSrc ?? this.given.audio;
  }

  /** The article's own heading, else what the page calls it. */
  get headline(): string {
    const own = this.#tag.querySelector('[slot=headline]')?.textContent.trim();
    return own || (this.#ofPage.headline ?? document.title);
  }

  authorInWords(say: Say): string | undefined {
    const { author } = this;
    const role = this.#tag.authorRole ?? (this.#tag.author === undefined ? this.given.authorRole : undefined);
    return author && `${say('article.author')}: ${author}${role ? `, ${role}` : ''}`;
  }

  /** Links to the page in other languages. */
  renderTranslations(say: Say): unknown {
    return this.#module?.renderTranslations(this.#found.translations ?? [], say);
  }

  hostUpdate(): void {
    const article = this.#host.body();
    if (this.#tag.withoutMetadata || !article) {
      this.#found = {};
      this.#article = undefined;
      return;
    }
    void this.#later.request();
    if (!this.#module || this.#article === article) return;
    this.#article = article;
    // What was added for this article is not what the page says.
    this.#forget();
    this.#found = this.#module.readMetadata(article);
  }

  hostUpdated(): void {
    // A page is about one article: of several the first.
    const isFirst = [this.#tag, null].includes(document.querySelector<FactsTag>(this.#tag.localName));
    if (!this.#module || !this.#article || !this.#tag.isConnected || !isFirst) {
      this.#forget();
      return;
    }
    const { kicker: section, published, modified, author, headline } = this;
    const facts = { headline, section, published, modified, author, authorRole: this.#tag.authorRole };
    const described = { ...facts, address: pageAddress(), language: this.#host.language() };
    const told = JSON.stringify(described);
    if (told === this.#told) return;
    this.#forget();
    this.#told = told;
    this.#takeBack = this.#module.addStructuredData({ ...described, body: this.#article });
  }

  hostDisconnected(): void {
    this.#later.stop();
    this.#article = undefined;
    this.#forget();
  }

  #forget(): void {
    this.#takeBack?.();
    this.#takeBack = undefined;
    this.#told = '';
  }
}
