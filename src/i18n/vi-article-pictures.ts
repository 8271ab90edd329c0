/** Vietnamese words of the pictures of an article, enlarged; see `vi.ts`. */
export const viArticlePictures = {
  'article.picture': 'Ảnh {n} trên {of}',
  'article.pictureAfter': 'Ảnh sau',
  'article.pictureBefore': 'Ảnh trước',
  'article.pictureClose': 'Đóng',
  'article.pictureFailed': 'Không tải được ảnh này.',
  'article.pictureLarger': 'Phóng to',
  'article.pictureNamed': 'Ảnh {n} trên {of}: {words}',
  'article.pictureSmaller': 'Thu nhỏ',
  'article.picturesOf': 'Ảnh trong bài',
};
