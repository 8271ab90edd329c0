import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { expect, fireEvent, userEvent, waitFor } from 'storybook/test';
import '../src/comment-box/define.ts';
import { fakeRules, fakeToken } from './fake-api.ts';
import { commentBox, threeComments, THREAD } from './seed.ts';
import { apiOf, framed, insideOf, onStage, part, staged } from './stage.ts';

const TAG = 'tinh-comment-box';
const NAME = 'Đặng Thị Huệ';

const meta: Meta = {
  ...staged,
  id: 'comment-box-readers',
  title: 'Thành phần/tinh-comment-box/Quy định và người gửi',
  component: TAG,
  render: () => commentBox(THREAD),
};
export default meta;

type Story = StoryObj;

const find = (canvas: HTMLElement, selector: string) => part(canvas, TAG, selector);
const says = (canvas: HTMLElement) => insideOf(canvas, TAG).textContent.replace(/\s+/g, ' ');
/** Waits until all that is loaded stands there. */
async function settled(canvas: HTMLElement): Promise<void> {
  await waitFor(() => expect(find(canvas, '[part=skeleton]')).toBeNull());
  await canvas.querySelector(TAG)!.updateComplete;
}

/** The page knows who is signed in. */
const signedIn = (name = NAME) =>
  html`<tinh-comment-box thread=${THREAD} user-token=${fakeToken(name)}
    ><a href="#y-kien">Ý kiến</a></tinh-comment-box
  >`;

/** The site asks for an e-mail address and has its own words about consent, with a link to the full text. */
export const EmailAndConsent: Story = {
  name: 'Cần e-mail, lời đồng ý của trang',
  parameters: onStage({
    api: {
      comments: threeComments(),
      rules: fakeRules({
        email: 'required',
        consent: {
          text: 'Tôi đồng ý để Sở Ngoại vụ lưu và công khai họ tên, ý kiến của tôi theo Quy chế tiếp nhận ý kiến.',
          url: 'https://so-ngoai-vu.example/quy-che',
          version: '2026-01',
        },
      }),
    },
  }),
  async play({ canvasElement }) {
    await settled(canvasElement);
    await expect(find(canvasElement, '#email')).toBeVisible();
    await expect(find(canvasElement, '#consent')).not.toBeChecked();
    await expect(find(canvasElement, '[part=consent]')).toHaveAttribute('href', 'https://so-ngoai-vu.example/quy-che');
  },
};

/** Sent without the address that the site asks for. */
export const EmailMissing: Story = {
  name: 'Thiếu e-mail',
  parameters: { ...onStage({ api: { rules: fakeRules({ email: 'required' }) } }), ...framed(900) },
  async play({ canvasElement }) {
    await settled(canvasElement);
    await fireEvent.input(find(canvasElement, '#email')!, { target: { value: 'hue' } });
    await userEvent.click(find(canvasElement, '[part=send]')!);
    await waitFor(() => expect(says(canvasElement)).toContain('Vui lòng nhập địa chỉ e-mail'));
  },
};

/** Every comment waits for a moderator: the form says so before it is sent. */
export const Moderated: Story = {
  name: 'Duyệt trước khi đăng',
  parameters: onStage({ api: { comments: threeComments(), rules: fakeRules({ moderated: true }) } }),
  async play({ canvasElement }) {
    await settled(canvasElement);
    await expect(find(canvasElement, '[part=hint]')).toHaveTextContent('Ý kiến được đăng sau khi duyệt.');
  },
};

/** The site has neither likes nor reports. */
export const WithoutLikes: Story = {
  name: 'Không có nút thích và báo vi phạm',
  parameters: onStage({ api: { comments: threeComments(), rules: fakeRules({ likes: false, reports: false }) } }),
  async play({ canvasElement }) {
    await settled(canvasElement);
    await expect(says(canvasElement)).not.toMatch(/Thích|Báo vi phạm/);
  },
};

/** Readers cannot reply to each other; what was replied before is still there. */
export const WithoutReplies: Story = {
  name: 'Không trả lời nhau',
  parameters: onStage({ api: { comments: threeComments(), rules: fakeRules({ replies: false }) } }),
  async play({ canvasElement }) {
    await settled(canvasElement);
    await expect(find(canvasElement, 'button[value=like]')).toBeVisible();
    await expect(find(canvasElement, 'button[value=reply]')).toBeNull();
  },
};

/** Only readers write who are signed in to the site; this one is not. */
export const SignInNeeded: Story = {
  name: 'Cần đăng nhập',
  parameters: onStage({ api: { comments: threeComments(), rules: fakeRules({ writers: 'signed-in' }) } }),
  render: () => html`<tinh-comment-box thread=${THREAD} sign-in-url="#dang-nhap"></tinh-comment-box>`,
  async play({ canvasElement }) {
    await settled(canvasElement);
    await expect(find(canvasElement, '[part=sign-in]')).toHaveTextContent('Vui lòng đăng nhập để gửi ý kiến.');
    await expect(find(canvasElement, 'form')).toBeNull();
  },
};

/** The site vouches for the reader: the name stands fast. */
export const SignedIn: Story = {
  name: 'Đã đăng nhập',
  parameters: onStage({ api: { comments: threeComments(), rules: fakeRules({ writers: 'signed-in' }) } }),
  render: () => signedIn(),
  async play({ canvasElement }) {
    await settled(canvasElement);
    await expect(find(canvasElement, '[part=user]')).toHaveTextContent(NAME);
  },
};

/** The user token is over: the comment waits until the reader has signed in again. */
export const TokenExpired: Story = {
  name: 'Đăng nhập đã hết hạn khi gửi',
  parameters: { ...onStage({ api: { comments: threeComments() } }), ...framed(1000) },
  render: () => signedIn(),
  async play({ canvasElement, id }) {
    await settled(canvasElement);
    apiOf({ id }).tokensOver = [fakeToken(NAME)];
    await fireEvent.input(find(canvasElement, '#text')!, { target: { value: 'Đề nghị đăng toàn văn báo cáo.' } });
    await userEvent.click(find(canvasElement, '#consent')!);
    await userEvent.click(find(canvasElement, '[part=send]')!);
    await waitFor(() => expect(find(canvasElement, '[part=queued]')).toHaveTextContent('Đăng nhập đã hết hạn.'));
  },
};

/** The browser stores nothing: who writes is told before anything is sent. */
export const StorageBlocked: Story = {
  name: 'Trình duyệt không lưu bản nháp',
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
  async play({ canvasElement }) {
    await settled(canvasElement);
    await fireEvent.input(find(canvasElement, '#text')!, { target: { value: 'Đề nghị' } });
    await waitFor(() => expect(find(canvasElement, 'form')).toHaveTextContent('Trình duyệt không lưu được.'));
  },
};

/** Somebody has sent two comments: the code of the first stays in sight until the page is left. */
export const TwoCodes: Story = {
  name: 'Mã tra cứu của hai ý kiến',
  parameters: {
    ...onStage({ api: { comments: threeComments(), rules: fakeRules({ moderated: true }) } }),
    ...framed(1000),
  },
  async play({ canvasElement }) {
    await settled(canvasElement);
    for (const text of ['Đề nghị đăng toàn văn báo cáo.', 'Đề nghị công khai lịch tiếp công dân của tháng tới.']) {
      await fireEvent.input(find(canvasElement, '#name')!, { target: { value: NAME } });
      await fireEvent.input(find(canvasElement, '#text')!, { target: { value: text } });
      const consent = find(canvasElement, '#consent') as HTMLInputElement;
      if (!consent.checked) await userEvent.click(consent);
      await userEvent.click(find(canvasElement, '[part=send]')!);
      await waitFor(() => expect(find(canvasElement, '#text')).toHaveValue(''));
    }
    await waitFor(() => expect(find(canvasElement, '[part=codes]')).toHaveTextContent('báo cáo'));
  },
};

/** The words of all rules on a page in English. */
export const English: Story = {
  name: 'English',
  parameters: onStage({
    api: {
      comments: threeComments('en'),
      rules: fakeRules({
        email: 'optional',
        moderated: true,
        consent: { text: null, url: 'https://a.example/', version: '1' },
      }),
    },
  }),
  render: () => html`<div lang="en">${commentBox(THREAD, 'en')}</div>`,
  async play({ canvasElement }) {
    await settled(canvasElement);
    await expect(find(canvasElement, '[part=hint]')).toHaveTextContent('Comments are published after approval.');
  },
};
