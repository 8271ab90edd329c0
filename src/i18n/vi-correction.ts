/** Vietnamese words of the form for mistakes in an article; see `vi.ts`. */
export const viCorrection = {
  'article.correct.close': 'Đóng',
  'article.correct.failed': 'Chưa gửi được, nội dung bạn viết vẫn còn nguyên. {why}',
  'article.correct.hint':
    'Bôi đen đoạn có lỗi rồi bấm nút “Báo lỗi trong bài”, hoặc chép đoạn đó vào ô đầu tiên. Chỉ cán bộ của trang thấy đề nghị này; máy chủ không lưu ai đã gửi.',
  'article.correct.long': 'Dài quá {n} ký tự. Vui lòng rút gọn.',
  'article.correct.missing': 'Vui lòng cho biết đoạn nào có lỗi.',
  'article.correct.note': 'Ghi chú (không bắt buộc)',
  'article.correct.nothing': 'Vui lòng sửa lại đoạn này, hoặc ghi chú điều chưa đúng.',
  'article.correct.passage': 'Đoạn có lỗi',
  'article.correct.proposal': 'Sửa lại thành',
  'article.correct.send': 'Gửi đề nghị',
  'article.correct.sending': 'Đang gửi…',
};
