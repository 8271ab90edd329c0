import type { viArticlePictures } from './vi-article-pictures.ts';

/** English words of the pictures of an article, enlarged. */
export const enArticlePictures: Readonly<Record<keyof typeof viArticlePictures, string>> = {
  'article.picture': 'Picture {n} of {of}',
  'article.pictureAfter': 'Next picture',
  'article.pictureBefore': 'Picture before',
  'article.pictureClose': 'Close',
  'article.pictureFailed': 'This picture could not be loaded.',
  'article.pictureLarger': 'Zoom in',
  'article.pictureNamed': 'Picture {n} of {of}: {words}',
  'article.pictureSmaller': 'Zoom out',
  'article.picturesOf': 'Pictures of this article',
};
