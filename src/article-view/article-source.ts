import { warnOnce } from '../base/warn.ts';
import { enArticleSource } from '../i18n/en-article-source.ts';
import { addStrings, type Say } from '../i18n/localize.ts';
import { viArticleSource } from '../i18n/vi-article-source.ts';
import type { StringKey } from '../i18n/vi.ts';
import { webAddress } from '../text/web-address.ts';
import type { GivenFacts } from './article-facts.ts';
import { ArticleError, fetchArticle, type Answer } from './article-fetch.ts';
import { checkArticle, type Article } from './article-json.ts';
import { articleNodes } from './article-nodes.ts';
import { sanitize } from './article-sanitize.ts';
import { ArticleFailedEvent, ArticleLoadedEvent, type ArticleFailure } from './article-view.events.ts';

const REASONS: Readonly<Record<ArticleFailure, StringKey>> = {
  network: 'article.sourceNetwork',
  status: 'article.sourceStatus',
  slow: 'article.sourceSlow',
  large: 'article.sourceLarge',
  charset: 'article.sourceCharset',
  broken: 'article.sourceBroken',
  kind: 'article.sourceKind',
};

/** What the article gets from its tag. */
interface SourceHost {
  readonly tag: HTMLElement;
  readonly say: Say;
  /** Level of its headline, 1 to 6. */
  level(): number;
  /** It has come, with what it says of itself, or is gone, or could not come. */
  changed(given: GivenFacts): void;
}

/**
 * An article that comes from an address. Its nodes become the tag's own content, as a page would have written them: found by search
 * in the page and by addresses with a fragment.
 */
export class ArticleSource {
  readonly #host: SourceHost;
  #address: string | undefined;
  #nodes: readonly ChildNode[] = [];
  #state: 'waiting' | 'here' | 'failed' = 'waiting';
  #failure: { readonly reason: ArticleFailure; readonly status: number } | undefined;
  #loading = new AbortController();

  constructor(host: SourceHost) {
    addStrings({ vi: viArticleSource, en: enArticleSource });
    this.#host = host;
  }

  /** It stands in the page. */
  get isHere(): boolean {
    return this.#state === 'here';
  }

  /** Why it is not there, in words; undefined while it may still come. */
  get failure(): string | undefined {
    const { say } = this.#host;
    if (!this.#failure) return undefined;
    const { reason, status } = this.#failure;
    return say('article.sourceFailed', { why: say(REASONS[reason], { n: status }) });
  }

  /** Gets the article, unless this very address was asked for already. Undefined: there is none any more. */
  async load(address: string | undefined): Promise<void> {
    if (address === this.#address) return;
    this.#address = address;
    this.#leave();
    if (address !== undefined) await this.#get(address);
  }

  /** Another try. */
  async retry(): Promise<void> {
    const address = this.#address;
    this.#address = undefined;
    await this.load(address);
  }

  #leave(): void {
    this.#loading.abort();
    for (const node of this.#nodes) node.remove();
    this.#nodes = [];
    this.#state = 'waiting';
    this.#failure = undefined;
    this.#host.changed({});
  }

  async #get(address: string): Promise<void> {
    const { tag, changed } = this.#host;
    const loading = (this.#loading = new AbortController());
    try {
      const whole = webAddress(address, document.baseURI);
      if (whole === undefined) throw new ArticleError('kind');
      const answer = await fetchArticle(whole, loading.signal);
      const article = answer.isJson ? parse(answer) : undefined;
      const body = await sanitize(article?.body ?? answer.text, answer.address);
      if (loading.signal.aborted) return;
      const nodes = articleNodes(article, body, this.#host.level());
      this.#nodes = nodes;
      this.#state = 'here';
      tag.append(...nodes);
      changed(article ? factsOf(article) : {});
      tag.dispatchEvent(new ArticleLoadedEvent());
    } catch (error) {
      if (loading.signal.aborted) return;
      // A fault of ours is one of ours, whatever the reader is told.
      if (!(error instanceof ArticleError)) reportError(error);
      const { reason, status } = error instanceof ArticleError ? error : new ArticleError('broken');
      this.#state = 'failed';
      this.#failure = { reason, status };
      warnOnce(`<${tag.localName}> src="${address}": ${reason}${status > 0 ? ` ${String(status)}` : ''}`);
      changed({});
      tag.dispatchEvent(new ArticleFailedEvent(reason, status));
    }
  }
}

/** @throws ArticleError `broken` */
function parse({ text, address }: Answer): Article {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new ArticleError('broken');
  }
  const { article, faults } = checkArticle(json, address);
  if (faults.length > 0)
    warnOnce(`<tinh-article-view> ${address}: not as in article.schema.json: ${faults.join(', ')}`);
  if (!article) throw new ArticleError('broken');
  return article;
}

function factsOf({ section, published, modified, expires, movedTo, author, source, audio }: Article): GivenFacts {
  return {
    section,
    published,
    modified,
    expires,
    movedTo,
    author: author?.name,
    authorRole: author?.role,
    source: source?.name,
    sourceUrl: source?.url,
    audio: audio && audio.length > 0 ? audio : undefined,
  };
}
