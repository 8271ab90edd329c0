import { html, nothing, type TemplateResult } from 'lit';
import type { ApiClient, ApiError } from '../api/client.ts';
import { enArticleEnd } from '../i18n/en-article-end.ts';
import { addStrings, type Language, type Say } from '../i18n/localize.ts';
import { viArticleEnd } from '../i18n/vi-article-end.ts';
import { ArticleAttachments } from './article-attachments.ts';
import { articleEndStyles } from './article-end.styles.ts';
import { ArticleRating } from './article-rating.ts';

/** What stands below an article gets this from its tag. */
export interface EndHost {
  readonly tag: HTMLElement & { readonly withoutRating: boolean; readonly withoutTop: boolean };
  readonly root: ShadowRoot;
  readonly say: Say;
  language(): Language;
  /** Null where no site is named. */
  client(): ApiClient | null;
  /** Key of the article. */
  page(): string;
  explain(error: ApiError): string;
  /** The article; undefined while there is none. */
  body(): HTMLElement | undefined;
  /** Something is to be rendered anew. */
  changed(): void;
}

/** Lists of links that the page may write below its article, by slot. */
const LISTS = ['newer', 'older', 'related'] as const;

/** An article that is so many screens long has a way back to its beginning. */
const LONG = 2;

/** What stands below an article: attachments, tags, rating, lists of other articles, and the way back to the top. */
export class ArticleEnd {
  readonly #host: EndHost;
  readonly #attachments: ArticleAttachments;
  readonly #rating: ArticleRating;

  constructor(host: EndHost) {
    addStrings({ vi: viArticleEnd, en: enArticleEnd });
    this.#host = host;
    host.root.adoptedStyleSheets.push(articleEndStyles.styleSheet!);
    this.#attachments = new ArticleAttachments(host);
    this.#rating = new ArticleRating(host);
  }

  render(): TemplateResult {
    const { tag, say } = this.#host;
    return html`${this.#attachments.render((words) => this.#renderHeading(words))} ${this.#renderList('tags')}
    ${tag.withoutRating ? nothing : this.#rating.render()} ${LISTS.map((name) => this.#renderList(name))}
    ${tag.withoutTop || !this.#isLong ? nothing : html`<p><button part="top" type="button" @click=${this.#handleTop}>${say('article.top')}</button></p>`}`;
  }

  /** Below the article's headline, whatever its level. */
  get #level(): number {
    const headline = this.#host.tag.querySelector(':scope > :is(h1, h2, h3, h4, h5)[slot=headline]');
    return Number(headline?.localName.slice(1) ?? 1) + 1;
  }

  #renderHeading(words: string): TemplateResult {
    return html`<div class="heading" role="heading" aria-level=${this.#level}>${words}</div>`;
  }

  #renderList(name: 'tags' | (typeof LISTS)[number]): TemplateResult {
    const { tag, say } = this.#host;
    const list = html`<slot name=${name}></slot>`;
    if (!tag.querySelector(`:scope > [slot=${name}]`)) return list;
    const words = say(`article.${name}`);
    return html`<nav part=${name} aria-label=${words}>${this.#renderHeading(words)}${list}</nav>`;
  }

  get #isLong(): boolean {
    return (this.#host.body()?.offsetHeight ?? 0) > innerHeight * LONG;
  }

  readonly #handleTop = (): void => {
    const { tag, body } = this.#host;
    const headline =
      tag.querySelector<HTMLElement>(':scope > [slot=headline]') ?? (tag.contains(body()!) ? tag : body()!);
    headline.scrollIntoView({ block: 'start' });
    // Who reads by the keyboard goes on from there: the row of tools is the first thing that takes the focus.
    this.#host.root.querySelector<HTMLElement>('[part=toolbar] :is(button, summary)')?.focus({ preventScroll: true });
  };
}
