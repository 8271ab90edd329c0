/** Vietnamese words of an article that comes from an address; see `vi.ts`. */
export const viArticleSource = {
  'article.sourceBroken': 'Nội dung nhận được bị lỗi định dạng.',
  'article.sourceCharset': 'Nội dung nhận được sai bảng mã, chữ có thể bị hỏng.',
  'article.sourceFailed': 'Chưa tải được bài viết. {why}',
  'article.sourceKind': 'Địa chỉ này không phải là một bài viết.',
  'article.sourceLarge': 'Bài viết lớn quá mức cho phép.',
  'article.sourceNetwork': 'Không kết nối được, hoặc máy chủ chưa cho phép trang này lấy bài.',
  'article.sourceSlow': 'Máy chủ trả lời quá lâu.',
  'article.sourceStatus': 'Máy chủ trả lời lỗi {n}.',
};
