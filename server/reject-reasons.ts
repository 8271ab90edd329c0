/** One reason of a site's list. */
export interface RejectReason {
  /** Stands in the audit log and in statistics; not to be changed with the words. */
  readonly code: string;
  /** A sentence for the author. */
  readonly text: string;
}

/** The list of a site that sets none. */
export const REJECT_REASONS: readonly RejectReason[] = [
  { code: 'off-topic', text: 'Ý kiến không liên quan đến nội dung bài viết.' },
  { code: 'impolite', text: 'Ý kiến có lời lẽ thiếu lịch sự hoặc xúc phạm người khác.' },
  { code: 'personal-data', text: 'Ý kiến có thông tin cá nhân không nên công khai.' },
  { code: 'advertising', text: 'Ý kiến có nội dung quảng cáo hoặc liên kết không phù hợp.' },
  { code: 'repeated', text: 'Ý kiến trùng với một ý kiến đã gửi.' },
  { code: 'unverified', text: 'Ý kiến nêu thông tin chưa có căn cứ để kiểm chứng.' },
  { code: 'unlawful', text: 'Ý kiến có nội dung trái với quy định của pháp luật.' },
  {
    code: 'other-agency',
    text: 'Nội dung không thuộc thẩm quyền của cơ quan; kính mời quý vị gửi đến cơ quan có thẩm quyền.',
  },
];
