/** Why an article did not come: no answer, an answer that says no, too slow, too large, letters in another encoding than it says, malformed, or nothing like an article. */
export type ArticleFailure = 'network' | 'status' | 'slow' | 'large' | 'charset' | 'broken' | 'kind';

/** An article has come from its address and stands in the page. Bubbles, crosses shadow roots. */
export class ArticleLoadedEvent extends Event {
  constructor() {
    super('tinh-article-loaded', { bubbles: true, composed: true });
  }
}

/** An article could not be shown. The tag says so and offers another try. Bubbles, crosses shadow roots. */
export class ArticleFailedEvent extends Event {
  /**
   * @param reason why
   * @param status of HTTP; 0 without an answer
   */
  constructor(
    readonly reason: ArticleFailure,
    readonly status = 0,
  ) {
    super('tinh-article-failed', { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'tinh-article-loaded': ArticleLoadedEvent;
    'tinh-article-failed': ArticleFailedEvent;
  }
}
