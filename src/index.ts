// Classes, events and types for code that imports the library. Importing this registers nothing.
export { ArticleViewElement } from './article-view/article-view.ts';
export { ArticleFailedEvent, ArticleLoadedEvent, type ArticleFailure } from './article-view/article-view.events.ts';
export type { Article } from './article-view/article-json.ts';
export { CommentBoxElement } from './comment-box/comment-box.ts';
export { CommentPostedEvent, UserTokenExpiredEvent } from './comment-box/comment-box.events.ts';
export { CommentCountElement } from './comment-count/comment-count.ts';
export { QuickLinksElement } from './quick-links/quick-links.ts';
export type { LinkData } from './quick-links/link-data.ts';
export { SessionPromptElement } from './session-prompt/session-prompt.ts';
export {
  SessionExpiredEvent,
  SessionExpiringEvent,
  SessionExtendedEvent,
  SessionSaveEvent,
  SessionSignedOutEvent,
  SessionTouchEvent,
} from './session-prompt/session-prompt.events.ts';
export type { SessionState } from './session-prompt/session-keeper.ts';
export { SiteConfigElement } from './site-config/site-config.ts';
export { VisitCounterElement } from './visit-counter/visit-counter.ts';
export { TinhElement } from './base/element.ts';
export { VERSION } from './base/version.ts';
export { siteContext, type SiteSettings } from './context/site-context.ts';
export { TOKENS, type Token } from './theme/tokens.ts';
export type { Language, StringOverrides } from './i18n/localize.ts';
export type { StringKey } from './i18n/vi.ts';
export type * from './api/contract.ts';
