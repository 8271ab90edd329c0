import type { viArticleEnd } from './vi-article-end.ts';
import type { viArticleFrame } from './vi-article-frame.ts';
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
  'article.comments': '{n} ý kiến',

  'comments.heading': 'Ý kiến bạn đọc',
  'error.network': 'Không kết nối được máy chủ.',
  'error.noSite': 'Trang này chưa khai báo mã đơn vị (data-site).',
  'error.origin-refused': 'Máy chủ chưa cho phép trang {origin} dùng dịch vụ này. Vui lòng báo quản trị trang.',
  'error.other': 'Máy chủ đang gặp sự cố.',
  'error.retry': 'Thử lại',
  'error.unknown-site': 'Máy chủ không có mã đơn vị “{site}”. Vui lòng báo quản trị trang.',

  'links.external': '(trang khác)',
  'links.failed': 'Chưa tải được danh sách liên kết.',
  'links.filter': 'Tìm trong {n} liên kết',
  'links.found': 'Tìm thấy {n} liên kết.',
  'links.menu': 'Liên kết website',
  'links.newTab': '(mở trong thẻ mới)',
  'links.none': 'Không có liên kết nào phù hợp. Vui lòng thử từ khác.',

  'visits.bots': 'Máy tìm kiếm',
  'visits.guests': 'Khách',
  'visits.members': 'Thành viên',
  'visits.month': 'Tháng hiện tại',
  'visits.online': 'Đang truy cập',
  'visits.page': 'Lượt xem trang này',
  'visits.today': 'Hôm nay',
  'visits.total': 'Tổng lượt truy cập',
  'visits.week': 'Tuần này',
  'visits.year': 'Năm nay',
  'visits.yesterday': 'Hôm qua',
};

/** Key of a replaceable string. */
export type StringKey = keyof typeof vi | LaterKey;

/** Key of a string that comes with a later file. */
export type LaterKey =
  | keyof typeof viArticleEnd
  | keyof typeof viArticleFrame
  | keyof typeof viArticlePictures
  | keyof typeof viArticleSource
  | keyof typeof viArticleTools
  | keyof typeof viComments
  | keyof typeof viCorrection
  | keyof typeof viSession;

/** A complete dictionary, but for the strings of later files. */
export type Dictionary = Readonly<Record<keyof typeof vi, string>>;
