/**
 * Vietnamese words: the source and the fallback of every other language.
 *
 * `{name}` is a placeholder. A `|` parts the singular from the plural for `{n}`; Vietnamese needs only one form.
 * Every key is a promise: sites replace strings by key through `tinh-site-config`.
 */
export const vi = {
  'article.author': 'Tác giả',
  'article.comments': '{n} ý kiến',
  'article.print': 'In bài viết',
  'article.views': '{n} lượt xem',

  'comments.consent':
    'Tôi đồng ý cho lưu và công khai tên, ý kiến này. Người dưới 16 tuổi cần cha mẹ hoặc người giám hộ đồng ý.',
  'comments.consentMissing': 'Vui lòng đánh dấu vào ô đồng ý.',
  'comments.empty': 'Chưa có ý kiến nào. Mời bạn gửi ý kiến.',
  'comments.heading': 'Ý kiến bạn đọc',
  'comments.more': 'Xem thêm',
  'comments.name': 'Họ và tên',
  'comments.nameMissing': 'Vui lòng nhập họ và tên.',
  'comments.pending': 'Chờ duyệt',
  'comments.posted': 'Cảm ơn bạn.',
  'comments.rejected': 'Không đăng',
  'comments.send': 'Gửi ý kiến',
  'comments.sendAgain': 'Gửi lại',
  'comments.sendFailed': 'Chưa gửi được. Nội dung vẫn được giữ trên máy này.',
  'comments.text': 'Nội dung',
  'comments.textMissing': 'Vui lòng nhập nội dung.',
  'comments.tooLong': 'Dài quá {n} ký tự.',
  'comments.waiting': 'Cảm ơn bạn. Ý kiến đang chờ duyệt, chỉ bạn nhìn thấy.',

  'error.network': 'Không kết nối được máy chủ.',
  'error.noSite': 'Trang này chưa khai báo mã đơn vị (data-site).',
  'error.origin-refused': 'Máy chủ chưa cho phép trang {origin} dùng dịch vụ này. Vui lòng báo quản trị trang.',
  'error.other': 'Máy chủ đang gặp sự cố.',
  'error.retry': 'Thử lại',
  'error.unknown-site': 'Máy chủ không có mã đơn vị “{site}”. Vui lòng báo quản trị trang.',

  'session.absolute': 'Phiên đăng nhập sắp hết hạn và không gia hạn được nữa. Vui lòng lưu nội dung đang làm.',
  'session.action': 'Duy trì đăng nhập',
  'session.busy': 'Đang xử lý…',
  'session.close': 'Đóng',
  'session.countdown': 'Thời gian còn lại',
  'session.expired': 'Phiên đăng nhập đã hết hạn. Vui lòng đăng nhập lại.',
  'session.extended': 'Đã gia hạn phiên đăng nhập.',
  'session.message': 'Phiên đăng nhập sắp hết hạn do không có thao tác',
  'session.minutes': '{n} phút',
  'session.notSignedOut': 'Chưa đăng xuất được. Vui lòng thử lại.',
  'session.notSaved': 'Chưa lưu được. Vui lòng sao chép nội dung ra nơi khác.',
  'session.notice': 'Phiên đăng nhập hết hạn sau {time} không có thao tác. Bạn sẽ được nhắc trước {lead}.',
  'session.noticeKept': 'Nội dung đang nhập được giữ tạm trong thẻ trình duyệt này và được điền lại sau khi đăng nhập.',
  'session.restored': 'Đã khôi phục nội dung bạn đang nhập dở.',
  'session.save': 'Lưu nội dung',
  'session.saved': 'Đã lưu nội dung.',
  'session.savedHere': 'Đã giữ tạm nội dung trong thẻ trình duyệt này. Đăng nhập lại để viết tiếp.',
  'session.seconds': '{n} giây',
  'session.signIn': 'Đăng nhập lại',
  'session.signOut': 'Đăng xuất',
  'session.signedOut': 'Bạn đã đăng xuất.',
  'session.spoken': 'Còn {time}',
  'session.title': 'Phiên sắp hết hạn',
  'session.unreachable': 'Không kết nối được máy chủ. Đang tự thử lại.',
  'session.unsure': 'Phiên đăng nhập có thể đã hết hạn.',

  'visits.month': 'Tháng hiện tại',
  'visits.online': 'Đang truy cập',
  'visits.today': 'Hôm nay',
  'visits.total': 'Tổng lượt truy cập',
};

/** Key of a replaceable string. */
export type StringKey = keyof typeof vi;

/** A complete dictionary. */
export type Dictionary = Readonly<Record<StringKey, string>>;
