import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { expect, fireEvent, userEvent, waitFor } from 'storybook/test';
import '../src/comment-box/define.ts';
import { AGENCY, conversation } from './conversation.ts';
import { fakeComment, type FakeApi } from './fake-api.ts';
import { commentBox, ownComment, threeComments, THREAD } from './seed.ts';
import { apiOf, framed, insideOf, onStage, part, staged } from './stage.ts';

const TAG = 'tinh-comment-box';

interface Args {
  /** Key of the thread. */
  thread: string;
}

const meta: Meta<Args> = {
  ...staged,
  id: 'comment-box',
  title: 'Thành phần/tinh-comment-box',
  component: TAG,
  tags: ['autodocs'],
  args: { thread: THREAD },
  render: ({ thread }) => commentBox(thread),
};
export default meta;

type Story = StoryObj<Args>;

const find = (canvas: HTMLElement, selector: string) => part(canvas, TAG, selector);
const texts = (canvas: HTMLElement, selector: string) =>
  [...insideOf(canvas, TAG).querySelectorAll(selector)].map((each) => each.textContent.trim());
/** Each field has a place for its fault, empty while there is none. */
const faults = (canvas: HTMLElement) => texts(canvas, '[id$=fault]').filter(Boolean);
const status = (canvas: HTMLElement) => find(canvas, '[part=status]')!.textContent.trim();
const focused = (canvas: HTMLElement) => insideOf(canvas, TAG).activeElement?.id;
const notices = (canvas: HTMLElement) => texts(canvas, '[part=notice]').filter(Boolean).join(' ').replace(/\s+/g, ' ');

/** Waits until the thread has been read, or could not be. */
/** Waits until all that is loaded stands there. */
async function settled(canvas: HTMLElement): Promise<void> {
  await waitFor(() => expect(find(canvas, '[part=skeleton]')).toBeNull());
  await canvas.querySelector(TAG)!.updateComplete;
}

/** Presses the button of a comment with these words. */
async function press(canvas: HTMLElement, id: string, label: string): Promise<void> {
  await settled(canvas);
  const buttons = insideOf(canvas, TAG).querySelectorAll<HTMLElement>(`[id=${id}] button`);
  await userEvent.click([...buttons].find((each) => each.textContent.trim() === label)!);
}

/** Below a comment something is open, and the focus is in it. */
const opened = (canvas: HTMLElement, selector: string) =>
  waitFor(() => expect(insideOf(canvas, TAG).activeElement?.matches(`.panel ${selector}`)).toBe(true));

/** Types a comment, ticks the box and presses send. */
async function post(canvas: HTMLElement, text = 'Đề nghị Sở đăng kèm toàn văn báo cáo.'): Promise<void> {
  await settled(canvas);
  await userEvent.type(find(canvas, '#name')!, 'Nguyễn Thị Ánh Tuyết');
  // All at once, as from the clipboard.
  await fireEvent.input(find(canvas, '#text')!, { target: { value: text } });
  await userEvent.click(find(canvas, '#consent')!);
  await userEvent.click(find(canvas, '[part=send]')!);
}

/** Posts while something is wrong with the server. */
async function postWhile(fault: FakeApi['fault'], canvas: HTMLElement, id: string): Promise<void> {
  await settled(canvas);
  apiOf({ id }).fault = fault;
  await post(canvas);
}

/** Three published comments, newest first. */
export const Default: Story = {
  name: 'Có ý kiến',
  parameters: onStage({ api: { comments: threeComments() } }),
  async play({ canvasElement }) {
    await waitFor(() => expect(texts(canvasElement, '[part=comment]')).toHaveLength(3));
  },
};

/** Nobody has commented yet. */
export const Empty: Story = {
  name: 'Chưa có ý kiến',
  async play({ canvasElement }) {
    await waitFor(() => expect(status(canvasElement)).toContain('Chưa có ý kiến nào'));
  },
};

/** The server has not answered yet: there is room for the comments, and one can already be written. */
export const Loading: Story = {
  name: 'Đang tải',
  parameters: onStage({ api: { fault: 'silent' } }),
  async play({ canvasElement }) {
    await waitFor(() => expect(status(canvasElement)).toBe('Đang tải ý kiến…'));
    await expect(find(canvasElement, '[part=skeleton]')).toBeVisible();
  },
};

const many = { pageSize: 4, comments: Array.from({ length: 7 }, (_, index) => fakeComment(50 - index)) };

/** The thread has another page. */
export const MorePages: Story = {
  name: 'Còn ý kiến ở trang sau',
  parameters: onStage({ api: many }),
  async play({ canvasElement }) {
    await waitFor(() => expect(texts(canvasElement, '[part=more]')).toEqual(['Xem thêm 3 ý kiến']));
  },
};

/** The reader has asked for the rest: focus is where it begins, and the button is gone. */
export const AllPages: Story = {
  name: 'Đã xem thêm',
  parameters: { ...onStage({ api: many }), ...framed(900) },
  async play({ canvasElement }) {
    await waitFor(() => expect(find(canvasElement, '[part=more]')).not.toBeNull());
    await userEvent.click(find(canvasElement, '[part=more]')!);
    await waitFor(() => expect(texts(canvasElement, '[part=comment]')).toHaveLength(7));
    await expect(find(canvasElement, '[part=more]')).toBeNull();
  },
};

/** The reader's own comment waits for a moderator; nobody else sees it. */
export const OwnPending: Story = {
  name: 'Ý kiến của mình chờ duyệt',
  parameters: onStage({ api: { comments: [ownComment('pending'), ...threeComments()] }, returning: true }),
  async play({ canvasElement }) {
    await waitFor(() => expect(texts(canvasElement, '[part=badge]')).toEqual(['Chờ duyệt']));
  },
};

/** A moderator has decided not to publish the reader's own comment, and says why. */
export const OwnRejected: Story = {
  name: 'Ý kiến của mình không được đăng',
  parameters: onStage({
    api: {
      comments: [{ ...ownComment('rejected'), reason: 'Ý kiến có số điện thoại của người khác.' }, ...threeComments()],
    },
    returning: true,
  }),
  async play({ canvasElement }) {
    await waitFor(() => expect(texts(canvasElement, '[part=badge]')).toEqual(['Không đăng']));
    await expect(texts(canvasElement, '[part=comment]')[0]).toContain('Lý do: Ý kiến có số điện thoại');
  },
};

/** Sent without name, text and consent: each field says so, and the first has the focus. */
export const FormFaults: Story = {
  name: 'Thiếu thông tin',
  parameters: framed(900),
  async play({ canvasElement, id }) {
    await settled(canvasElement);
    await userEvent.click(find(canvasElement, '[part=send]')!);
    await waitFor(() => expect(faults(canvasElement)).toHaveLength(3));
    await expect(focused(canvasElement)).toBe('name');
    await expect(apiOf({ id }).requests).toHaveLength(1);
  },
};

/** The server finds the text too long; nothing of it is lost. */
export const TooLong: Story = {
  name: 'Nội dung quá dài',
  parameters: framed(800),
  async play({ canvasElement }) {
    await post(canvasElement, 'Đề nghị công khai. '.repeat(250));
    await waitFor(() => expect(faults(canvasElement)).toEqual(['Dài quá 4.000 ký tự.']));
    await expect(focused(canvasElement)).toBe('text');
  },
};

/** On the way to the server: the fields cannot be changed. */
export const Sending: Story = {
  name: 'Đang gửi',
  parameters: { ...onStage({ api: { comments: threeComments() } }), ...framed(800) },
  async play({ canvasElement, id }) {
    await postWhile('silent', canvasElement, id);
    await waitFor(() => expect(texts(canvasElement, '[part=send]')).toEqual(['Gửi ý kiến…']));
    await expect(find(canvasElement, '#text')).toHaveAttribute('readonly');
  },
};

/** The connection is gone: the comment waits in sight, and goes by itself once there is one again. */
export const Queued: Story = {
  name: 'Chưa gửi được, đang chờ kết nối',
  parameters: { ...onStage({ api: { comments: threeComments() } }), ...framed(1000) },
  async play({ canvasElement, id }) {
    await postWhile('offline', canvasElement, id);
    await waitFor(() =>
      expect(texts(canvasElement, '[part=queued] [part=badge]')).toEqual(['Sẽ tự gửi khi có kết nối']),
    );
    await expect(texts(canvasElement, '[part=queued] button')).toEqual(['Gửi lại', 'Hủy gửi']);
    await expect(find(canvasElement, '#text')).toHaveValue('');
  },
};

/** One comment too many in a short time: it says when it is sent again. */
export const TooFast: Story = {
  name: 'Gửi quá nhanh',
  parameters: { ...onStage({ api: { comments: threeComments() } }), ...framed(1000) },
  async play({ canvasElement, id }) {
    await postWhile('urn:tinh:problem:too-fast', canvasElement, id);
    await waitFor(() => expect(texts(canvasElement, '[part=queued] [part=badge]')[0]).toContain('Bạn gửi hơi nhanh.'));
  },
};

/** The browser stores nothing, as in private mode: the page must stay open until the comment has arrived. */
export const NotStored: Story = {
  name: 'Trình duyệt không lưu được',
  parameters: { ...onStage({ api: { comments: threeComments() } }), ...framed(1000) },
  beforeEach() {
    const { setItem } = Storage.prototype;
    Storage.prototype.setItem = () => {
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
    };
    return () => {
      Storage.prototype.setItem = setItem;
    };
  },
  async play({ canvasElement, id }) {
    await postWhile('offline', canvasElement, id);
    await waitFor(() => expect(texts(canvasElement, '[part=queued]')[0]).toContain('Trình duyệt không lưu được.'));
  },
};

/** The thread was closed while the comment waited: it says why it was not accepted, and the words can be had back. */
export const RefusedLater: Story = {
  name: 'Không được nhận sau khi chờ',
  parameters: { ...onStage({ api: { comments: threeComments() } }), ...framed(1000) },
  async play({ canvasElement, id }) {
    await postWhile('offline', canvasElement, id);
    await waitFor(() => expect(find(canvasElement, '[part=queued]')).not.toBeNull());
    Object.assign(apiOf({ id }), { fault: null, closed: true });
    await userEvent.click(find(canvasElement, '[part=queued] button')!);
    await waitFor(() => expect(texts(canvasElement, '[part=queued]')[0]).toContain('Bài này đã ngừng nhận ý kiến.'));
  },
};

/** Posted on a site that approves first: the author alone sees the comment, and is told its code. */
export const PostedAndWaiting: Story = {
  name: 'Đã gửi, chờ duyệt',
  parameters: { ...onStage({ api: { comments: threeComments() } }), ...framed(1000) },
  async play({ canvasElement }) {
    await post(canvasElement);
    await waitFor(() => expect(texts(canvasElement, '[part=badge]')).toEqual(['Chờ duyệt']));
    await expect(notices(canvasElement)).toContain('đang chờ duyệt');
    await expect(texts(canvasElement, '[part=code]')).toEqual(['7K3M-0QXW-9T2B-1000']);
  },
};

/** Posted on a site that publishes at once. */
export const PostedAndPublished: Story = {
  name: 'Đã gửi, đăng ngay',
  parameters: { ...onStage({ api: { comments: threeComments(), moderation: 'after' } }), ...framed(1000) },
  async play({ canvasElement }) {
    await post(canvasElement);
    await waitFor(() => expect(notices(canvasElement)).toContain('Ý kiến đã được đăng.'));
    await expect(texts(canvasElement, '[part=badge]')).toEqual([]);
  },
};

/** The script tag names no site. The link written into the tag stays. */
export const WithoutSite: Story = {
  name: 'Chưa khai báo mã đơn vị',
  parameters: onStage({ site: false }),
  async play({ canvasElement }) {
    await waitFor(() => expect(status(canvasElement)).toContain('data-site'));
    await expect(find(canvasElement, 'form')).toBeNull();
    await expect(canvasElement.querySelector('a')).toBeVisible();
  },
};

/** The server's configuration does not allow this page. */
export const OriginRefused: Story = {
  name: 'Trang chưa được phép',
  parameters: onStage({ api: { fault: 'urn:tinh:problem:origin-refused' } }),
  async play({ canvasElement }) {
    await waitFor(() => expect(status(canvasElement)).toContain(location.origin));
    await expect(find(canvasElement, 'form')).toBeNull();
  },
};

/** The server has no site of this code. */
export const UnknownSite: Story = {
  name: 'Mã đơn vị không có trên máy chủ',
  parameters: onStage({ api: { fault: 'urn:tinh:problem:unknown-site' } }),
  async play({ canvasElement }) {
    await waitFor(() => expect(status(canvasElement)).toContain('“so-ngoai-vu”'));
  },
};

/** No connection: the thread can be asked for again, a comment written, and the plain page is a link away. */
export const Unreachable: Story = {
  name: 'Không kết nối được máy chủ',
  parameters: onStage({ api: { fault: 'offline' } }),
  async play({ canvasElement }) {
    await waitFor(() => expect(status(canvasElement)).toBe('Không kết nối được máy chủ.'));
    await expect(texts(canvasElement, 'button')).toContain('Thử lại');
    await expect(canvasElement.querySelector('a')).toBeVisible();
  },
};

/** A proxy's error page instead of an answer. */
export const ServerTrouble: Story = {
  name: 'Máy chủ gặp sự cố',
  parameters: onStage({ api: { fault: 'html' } }),
  async play({ canvasElement }) {
    await waitFor(() => expect(status(canvasElement)).toBe('Máy chủ đang gặp sự cố.'));
  },
};

/** Names and texts without a space, and a very long one, at 320 px. */
export const LongWords: Story = {
  name: 'Từ rất dài trên điện thoại',
  parameters: {
    ...onStage({
      api: {
        comments: [
          fakeComment(1, { name: 'Nguyễn'.repeat(13), text: `https://tayninh.example/${'cai-cach-'.repeat(30)}` }),
          fakeComment(2, { text: Array.from({ length: 40 }, () => 'Đề nghị công khai kết quả.').join(' ') }),
        ],
      },
    }),
    ...framed(900),
  },
  render: ({ thread }) => html`<div style="max-inline-size: 320px">${commentBox(thread)}</div>`,
  async play({ canvasElement }) {
    await waitFor(() => expect(texts(canvasElement, '[part=comment]')).toHaveLength(2));
    const list = find(canvasElement, '[part=list]')!;
    await expect(list.scrollWidth).toBeLessThanOrEqual(list.clientWidth);
  },
};

const talking = onStage({ api: { comments: conversation() }, returning: true });

/** A conversation: the agency's answer stands first, a reply to a reply says whom it answers. */
export const Conversation: Story = {
  name: 'Trao đổi nhiều tầng',
  parameters: talking,
  async play({ canvasElement }) {
    await waitFor(() => expect(texts(canvasElement, '[part=replies] [part=comment]')).toHaveLength(2));
    await expect(texts(canvasElement, '[part=replies] [part=badge]')).toEqual([`Trả lời của ${AGENCY}`]);
    await expect(texts(canvasElement, '[id=c5] > p > a:not([part])')).toEqual([`Trả lời ý kiến của ${AGENCY}`]);
  },
};

/** A comment that was sent on to the agency whose matter it is. */
export const Transferred: Story = {
  name: 'Đã chuyển cơ quan có thẩm quyền',
  parameters: onStage({
    api: {
      comments: [
        fakeComment(2, {
          text: 'Đường vào xã hỏng từ đầu mùa mưa.',
          transfer: { agency: 'Sở Giao thông vận tải tỉnh Tây Ninh', at: '2020-07-20T08:00:00+07:00' },
        }),
      ],
    },
  }),
  async play({ canvasElement }) {
    await waitFor(() =>
      expect(texts(canvasElement, '[part=comment]')[0]).toContain('Đã chuyển đến Sở Giao thông vận tải tỉnh Tây Ninh'),
    );
  },
};

/** A pinned comment stands before all others. */
export const Pinned: Story = {
  name: 'Ý kiến được ghim',
  parameters: onStage({ api: { comments: [...threeComments(), fakeComment(1, { pinned: true })] } }),
  async play({ canvasElement }) {
    await waitFor(() => expect(texts(canvasElement, '[part=comment]')[0]).toContain('Được ghim'));
  },
};

/** The thread takes no more comments; what there is stays to be read and liked. */
export const Closed: Story = {
  name: 'Đã ngừng nhận ý kiến',
  parameters: onStage({ api: { comments: threeComments(), closed: true } }),
  async play({ canvasElement }) {
    await settled(canvasElement);
    await expect(find(canvasElement, 'form')).toBeNull();
    await expect(insideOf(canvasElement, TAG).textContent).toContain('Bài này đã ngừng nhận ý kiến.');
  },
};

/** The form of a reply, below the comment it answers. */
export const ReplyOpen: Story = {
  name: 'Đang viết trả lời',
  parameters: { ...talking, ...framed(1300) },
  async play({ canvasElement }) {
    await press(canvasElement, 'c4', 'Trả lời');
    await opened(canvasElement, '#text-c4');
  },
};

/** The reader changes a comment of their own, within the time for it. */
export const EditOpen: Story = {
  name: 'Đang sửa ý kiến',
  parameters: { ...talking, ...framed(1300) },
  async play({ canvasElement }) {
    await press(canvasElement, 'c1', 'Sửa ý kiến');
    await opened(canvasElement, 'textarea');
    await expect(find(canvasElement, '.panel textarea')).toHaveValue('Đề nghị đăng cả bản tiếng Anh.');
  },
};

/** Before a comment is withdrawn, one more question. */
export const WithdrawAsked: Story = {
  name: 'Hỏi lại trước khi rút ý kiến',
  parameters: { ...talking, ...framed(1300) },
  async play({ canvasElement }) {
    await press(canvasElement, 'c1', 'Rút ý kiến');
    await opened(canvasElement, 'p');
  },
};

/** The reader has withdrawn a comment: its words are gone at once. */
export const Withdrawn: Story = {
  name: 'Đã rút ý kiến',
  parameters: { ...talking, ...framed(1300) },
  async play({ canvasElement }) {
    await press(canvasElement, 'c1', 'Rút ý kiến');
    await opened(canvasElement, 'p');
    await userEvent.click(find(canvasElement, '.panel button')!);
    await waitFor(() => expect(notices(canvasElement)).toBe('Đã rút ý kiến.'));
    await expect(texts(canvasElement, '[id=c1] [part=badge]')).toEqual(['Đã rút']);
  },
};

/** A comment is reported, with a reason. */
export const ReportOpen: Story = {
  name: 'Đang báo vi phạm',
  parameters: { ...talking, ...framed(1300) },
  async play({ canvasElement }) {
    await press(canvasElement, 'c3', 'Báo vi phạm');
    await opened(canvasElement, 'select');
  },
};

/** Others have written while the page was read: a button says so, and nothing has moved. */
export const Fresh: Story = {
  name: 'Có ý kiến mới',
  parameters: { ...onStage({ api: { comments: threeComments() } }), ...framed(900) },
  async play({ canvasElement, id }) {
    await settled(canvasElement);
    const api = apiOf({ id });
    api.comments = [fakeComment(58), fakeComment(57), ...api.comments];
    // Somebody comes back to the page: it asks at once.
    document.dispatchEvent(new Event('visibilitychange'));
    await waitFor(() => expect(texts(canvasElement, '[part=fresh]')).toEqual(['Xem 2 ý kiến mới']));
    await expect(texts(canvasElement, '[part=comment]')).toHaveLength(3);
  },
};

/** The page's address names one comment: it is marked, and the focus is there. */
export const PermalinkTarget: Story = {
  name: 'Liên kết đến một ý kiến',
  parameters: { ...onStage({ api: { comments: threeComments() } }), ...framed(900) },
  beforeEach: () => () => {
    history.replaceState(null, '', location.pathname + location.search);
  },
  async play({ canvasElement }) {
    await settled(canvasElement);
    const [, second] = insideOf(canvasElement, TAG).querySelectorAll<HTMLElement>('[part=comment]');
    await userEvent.click(second!.querySelector('[part=permalink]')!);
    await waitFor(() => expect(second).toHaveClass('target'));
    await expect(focused(canvasElement)).toBe(second!.id);
  },
};

/** The conversation on a page in English. */
export const English: Story = {
  name: 'English',
  parameters: onStage({ api: { comments: conversation('en') }, returning: true }),
  render: ({ thread }) => html`<div lang="en">${commentBox(thread, 'en')}</div>`,
  async play({ canvasElement }) {
    await waitFor(() => expect(texts(canvasElement, '[part=replies] [part=badge]')).toEqual([`Answer of ${AGENCY}`]));
  },
};
