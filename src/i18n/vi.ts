import type { viArticleEnd } from './vi-article-end.ts';
import type { viArticlePictures } from './vi-article-pictures.ts';
import type { viArticleSource } from './vi-article-source.ts';
import type { viArticleTools } from './vi-article-tools.ts';
import type { viComments } from './vi-comments.ts';
import type { viCorrection } from './vi-correction.ts';
import type { viSession } from './vi-session.ts';

/**
 * Vietnamese words: the source and the fallback of every other language.
 *
 * `{name}` is a placeholder. A `|` parts the singular from the plural for `{n}`; Vietnamese needs only one form.
 * Words that only a later file of the bundle needs stand in files of their own and come with it (`addStrings`).
 * Every key is a promise: sites replace strings by key through `tinh-site-config`.
 */
export const vi = {
  'article.author': 'Tác giả',
  'article.comments': '{n} ý kiến',
  'article.contents': 'Nội dung bài viết',
  'article.correct': 'Báo lỗi trong bài',
  'article.display': 'Chế độ đọc',
  'article.expired': 'Bài này đã hết hiệu lực từ {time}.',
  'article.larger': 'Phóng to chữ',
  'article.listen': 'Nghe bài viết',
  'article.loading': 'Đang tải bài viết…',
  'article.moved': 'Bài này đã chuyển đến địa chỉ khác:',
  'article.pictures': 'Xem ảnh ({n})',
  'article.preview': 'Bản xem trước: bài này chưa được đăng.',
  'article.print': 'In bài viết',
  'article.printed': 'In từ {address}, {time}',
  'article.readingTime': '{n} phút đọc',
  'article.save': 'Tải bài viết',
  'article.share': 'Chia sẻ',
  'article.sizeNow': 'Cỡ chữ {n}%',
  'article.smaller': 'Thu nhỏ chữ',
  'article.source': 'Nguồn',
  'article.table': 'Bảng {n}, cuộn ngang để xem hết',
  'article.textSize': 'Cỡ chữ',
  'article.tools': 'Công cụ đọc bài',
  'article.translations': 'Ngôn ngữ khác',
  'article.updated': 'Cập nhật: {time}',
  'article.usualSize': 'Cỡ chữ ban đầu',
  'article.views': '{n} lượt xem',

  'comments.heading': 'Ý kiến bạn đọc',
  'error.network': 'Không kết nối được máy chủ.',
  'error.noSite': 'Trang này chưa khai báo mã đơn vị (data-site).',
  'error.origin-refused': 'Máy chủ chưa cho phép trang {origin} dùng dịch vụ này. Vui lòng báo quản trị trang.',
  'error.other': 'Máy chủ đang gặp sự cố.',
  'error.retry': 'Thử lại',
  'error.unknown-site': 'Máy chủ không có mã đơn vị “{site}”. Vui lòng báo quản trị trang.',

  'visits.month': 'Tháng hiện tại',
  'visits.online': 'Đang truy cập',
  'visits.today': 'Hôm nay',
  'visits.total': 'Tổng lượt truy cập',
};

/** Key of a replaceable string. */
export type StringKey = keyof typeof vi | LaterKey;

/** Key of a string that comes with a later file. */
export type LaterKey =
  | keyof typeof viArticleEnd
  | keyof typeof viArticlePictures
  | keyof typeof viArticleSource
  | keyof typeof viArticleTools
  | keyof typeof viComments
  | keyof typeof viCorrection
  | keyof typeof viSession;

/** A complete dictionary, but for the strings of later files. */
export type Dictionary = Readonly<Record<keyof typeof vi, string>>;
