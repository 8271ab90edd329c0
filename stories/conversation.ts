import { fakeComment, fakeReply } from './fake-api.ts';

/** Who answers. */
export const AGENCY = 'Sở Ngoại vụ tỉnh Tây Ninh';

/** A question with the agency's answer, and thanks for it; above it a pinned comment, below it two of the reader's own. */
export function conversation(language: 'vi' | 'en' = 'vi') {
  const say = (vi: string, en: string) => (language === 'en' ? en : vi);
  const asked = fakeComment(3, {
    likes: 12,
    text: say(
      'Khi nào có lịch tiếp công dân tháng tới? Xem https://so-ngoai-vu.example/lich.',
      'When will the office hours of next month be published? See https://so-ngoai-vu.example/lich.',
    ),
  });
  const answered = fakeReply(4, asked, {
    agency: AGENCY,
    name: AGENCY,
    text: say('Lịch tiếp công dân được đăng ngày 25 hằng tháng.', 'They are published on the 25th of each month.'),
  });
  const thanked = fakeReply(5, answered, { text: say('Xin cảm ơn.', 'Thank you.') });
  const words = say('Đề nghị đăng cả bản tiếng Anh.', 'Please publish an English version as well.');
  const own = { mine: true, name: 'Nguyễn Thị Ánh Tuyết', text: words } as const;
  return [
    thanked,
    answered,
    fakeComment(6, {
      pinned: true,
      text: say('Mời bạn đọc góp ý đến hết tháng 8.', 'Comments are open until August.'),
    }),
    asked,
    fakeComment(2, { ...own, state: 'rejected', reason: say('Có quảng cáo', 'Advertising') }),
    fakeComment(1, { ...own, editableUntil: '2099-01-01T00:00:00+07:00' }),
  ];
}
