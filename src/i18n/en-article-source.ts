import type { viArticleSource } from './vi-article-source.ts';

/** English words of an article that comes from an address. */
export const enArticleSource: Readonly<Record<keyof typeof viArticleSource, string>> = {
  'article.sourceBroken': 'What came is malformed.',
  'article.sourceCharset': 'What came is in another encoding than it says; letters would be damaged.',
  'article.sourceFailed': 'The article could not be loaded. {why}',
  'article.sourceKind': 'There is no article at this address.',
  'article.sourceLarge': 'The article is larger than allowed.',
  'article.sourceNetwork': 'No connection, or the server does not allow this page to read the article.',
  'article.sourceSlow': 'The server took too long.',
  'article.sourceStatus': 'The server answered with error {n}.',
};
