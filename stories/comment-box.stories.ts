import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { expect, fireEvent, userEvent, waitFor } from 'storybook/test';
import '../src/comment-box/define.ts';
import { fakeComment } from './fake-api.ts';
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

/** Waits until the thread has been read, or could not be. */
const settled = (canvas: HTMLElement) => waitFor(() => expect(status(canvas)).not.toBe('…'));

/** Types a comment, ticks the box and presses send. */
async function post(canvas: HTMLElement, text = 'Đề nghị Sở đăng kèm toàn văn báo cáo.'): Promise<void> {
  await settled(canvas);
  await userEvent.type(find(canvas, '#name')!, 'Nguyễn Thị Ánh Tuyết');
  // All at once, as from the clipboard.
  await fireEvent.input(find(canvas, '#text')!, { target: { value: text } });
  await userEvent.click(find(canvas, '#consent')!);
  await userEvent.click(find(canvas, '[part=send]')!);
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

/** The server has not answered yet; a comment can already be written. */
export const Loading: Story = {
  name: 'Đang tải',
  parameters: onStage({ api: { fault: 'silent' } }),
  async play({ canvasElement }) {
    await waitFor(() => expect(status(canvasElement)).toBe('…'));
  },
};

const many = { pageSize: 4, comments: Array.from({ length: 7 }, (_, index) => fakeComment(50 - index)) };

/** The thread has another page. */
export const MorePages: Story = {
  name: 'Còn ý kiến ở trang sau',
  parameters: onStage({ api: many }),
  async play({ canvasElement }) {
    await waitFor(() => expect(texts(canvasElement, '[part=more]')).toEqual(['Xem thêm']));
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

/** A moderator has decided not to publish the reader's own comment. */
export const OwnRejected: Story = {
  name: 'Ý kiến của mình không được đăng',
  parameters: onStage({ api: { comments: [ownComment('rejected'), ...threeComments()] }, returning: true }),
  async play({ canvasElement }) {
    await waitFor(() => expect(texts(canvasElement, '[part=badge]')).toEqual(['Không đăng']));
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
    await settled(canvasElement);
    apiOf({ id }).fault = 'silent';
    await post(canvasElement);
    await waitFor(() => expect(texts(canvasElement, '[part=send]')).toEqual(['Gửi ý kiến…']));
    await expect(find(canvasElement, '#text')).toHaveAttribute('readonly');
  },
};

/** The connection is gone: the text stays in the field and on the device, and can be sent again. */
export const SendingFailed: Story = {
  name: 'Chưa gửi được',
  parameters: { ...onStage({ api: { comments: threeComments() } }), ...framed(900) },
  async play({ canvasElement, id }) {
    await settled(canvasElement);
    apiOf({ id }).fault = 'offline';
    await post(canvasElement);
    await waitFor(() => expect(texts(canvasElement, '[part=send]')).toEqual(['Gửi lại']));
    await expect(texts(canvasElement, '[role=alert]')[0]).toContain('vẫn được giữ trên máy này');
  },
};

/** Posted on a site that approves first: the author alone sees the comment. */
export const PostedAndWaiting: Story = {
  name: 'Đã gửi, chờ duyệt',
  parameters: { ...onStage({ api: { comments: threeComments() } }), ...framed(1000) },
  async play({ canvasElement }) {
    await post(canvasElement);
    await waitFor(() => expect(texts(canvasElement, '[part=badge]')).toEqual(['Chờ duyệt']));
    await expect(texts(canvasElement, 'p[role=status]')[0]).toContain('đang chờ duyệt');
  },
};

/** Posted on a site that publishes at once. */
export const PostedAndPublished: Story = {
  name: 'Đã gửi, đăng ngay',
  parameters: { ...onStage({ api: { comments: threeComments(), moderation: 'after' } }), ...framed(1000) },
  async play({ canvasElement }) {
    await post(canvasElement);
    await waitFor(() => expect(texts(canvasElement, 'p[role=status]')[0]).toBe('Cảm ơn bạn.'));
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

/** English words; three comments, and the reader's own waiting. */
export const English: Story = {
  name: 'English',
  parameters: onStage({ api: { comments: [ownComment('pending', 'en'), ...threeComments('en')] }, returning: true }),
  render: ({ thread }) => html`<div lang="en">${commentBox(thread, 'en')}</div>`,
  async play({ canvasElement }) {
    await waitFor(() => expect(texts(canvasElement, '[part=badge]')).toEqual(['Waiting for approval']));
  },
};

/** English words of the form's faults. */
export const EnglishFaults: Story = {
  name: 'English, faults',
  parameters: framed(900),
  render: ({ thread }) => html`<div lang="en">${commentBox(thread, 'en')}</div>`,
  async play({ canvasElement }) {
    await settled(canvasElement);
    await userEvent.click(find(canvasElement, '[part=send]')!);
    await waitFor(() => expect(faults(canvasElement)[0]).toBe('Please enter your full name.'));
  },
};
