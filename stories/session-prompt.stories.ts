import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, nothing } from 'lit';
import { expect, userEvent, waitFor } from 'storybook/test';
import '../src/session-prompt/define.ts';
import type { Session } from '../src/api/contract.ts';
import { SEED_STRINGS } from './seed.ts';
import { apiOf, framed, insideOf, onStage, part, staged, type Stage } from './stage.ts';

const TAG = 'tinh-session-prompt';

interface Args {
  /** Seconds left, as the server prints them into the page. */
  'expires-in'?: string;
  /** Seconds until the end that nothing moves. */
  'absolute-expires-in'?: string;
  /** Where to sign in again. */
  'sign-in-url'?: string;
  /** Where to sign out. */
  'sign-out-url'?: string;
  /** The page's own limit, where no server has one. */
  'idle-limit'?: string;
  /** Says the limit where the tag stands. */
  notice?: boolean;
  /** Hides the page when the session is over. */
  'blank-on-expire'?: boolean;
  /** Keeps what is typed in forms. */
  'keep-forms'?: string;
  /** Whose session it is. */
  user?: string;
  /** False: nobody can be asked how the session stands. */
  status?: boolean;
}

const session = (expiresIn: number, absoluteExpiresIn = 28_800): Session => ({
  state: 'active',
  user: 'Tài khoản dùng thử',
  expiresIn,
  absoluteExpiresIn,
});
const signedOut: Session = { state: 'signed-out', user: null, expiresIn: null, absoluteExpiresIn: null };

/** A modal dialog must not lie over the whole docs page: every story has a frame of its own. */
const behind = (api: Stage['api']) => ({ ...onStage({ api }), ...framed(320) });

const tag = (args: Args, server: string) =>
  html`<tinh-session-prompt
    expires-in=${args['expires-in'] ?? nothing}
    absolute-expires-in=${args['absolute-expires-in'] ?? nothing}
    sign-in-url=${args['sign-in-url'] ?? nothing}
    sign-out-url=${args['sign-out-url'] ?? nothing}
    idle-limit=${args['idle-limit'] ?? nothing}
    user=${args.user ?? nothing}
    keep-forms=${args['keep-forms'] ?? nothing}
    status-url=${args.status === false ? nothing : `${server}api/v1/session`}
    extend-url=${args.status === false ? `${server}api/v1/session/extend` : nothing}
    ?notice=${args.notice}
    ?blank-on-expire=${args['blank-on-expire']}
  ></tinh-session-prompt>`;

const form = html`<form>
  <p>
    <label>Tiêu đề kiến nghị <input name="tieu-de" value="" /></label>
  </p>
  <p>
    <label>Nội dung <textarea name="noi-dung" rows="3"></textarea></label>
  </p>
</form>`;

const meta: Meta<Args> = {
  ...staged,
  id: 'session-prompt',
  title: 'Thành phần/tinh-session-prompt',
  component: TAG,
  tags: ['autodocs'],
  args: { 'expires-in': '59', 'sign-in-url': '#dang-nhap' },
  parameters: behind({ session: session(59) }),
  render: (args, context) =>
    html`<p>Nội dung trang của người đang đăng nhập.</p>
      ${tag(args, apiOf(context).server)}`,
};
export default meta;

type Story = StoryObj<Args>;

const words = (canvas: HTMLElement, selector: string) => part(canvas, TAG, selector)?.textContent.trim();
const buttons = (canvas: HTMLElement) =>
  [...insideOf(canvas, TAG).querySelectorAll('.actions > *')].map((each) => each.textContent.trim());

/** Less than a minute left: the prompt with its countdown, the button has the focus. */
export const Default: Story = {
  name: 'Sắp hết phiên',
  async play({ canvasElement }) {
    await waitFor(() => expect(words(canvasElement, '[part=countdown]')).toMatch(/^Thời gian còn lại: 5\d giây$/));
    await expect(insideOf(canvasElement, TAG).activeElement).toBe(part(canvasElement, TAG, '[part=action]'));
  },
};

/** The demo's own words, set by `tinh-site-config`. */
export const SeedWords: Story = {
  name: 'Lời nhắc riêng của đơn vị',
  render: (args, context) =>
    html`<p>Nội dung trang của người đang đăng nhập.</p>
      <tinh-site-config strings=${SEED_STRINGS}>
        <tinh-session-prompt
          expires-in=${args['expires-in']}
          status-url="${apiOf(context).server}api/v1/session"
        ></tinh-session-prompt>
      </tinh-site-config>`,
  async play({ canvasElement }) {
    await waitFor(() => expect(words(canvasElement, '[part=message]')).toBe('Bạn đã không sử dụng Site'));
    await expect(words(canvasElement, '[part=countdown]')).toMatch(/^Thời gian chờ: \d+ giây$/);
  },
};

/** Far from the end there is nothing to see. */
export const Quiet: Story = {
  name: 'Còn lâu mới hết phiên',
  args: { 'expires-in': '1800' },
  parameters: behind({ session: session(1800) }),
  async play({ canvasElement }) {
    await waitFor(() => expect(insideOf(canvasElement, TAG)).not.toBeNull());
    await expect(part(canvasElement, TAG, 'dialog')).toBeNull();
  },
};

/** The reader has pressed the button: the server has extended the session, and the prompt is gone. */
export const Extended: Story = {
  name: 'Đã duy trì đăng nhập',
  async play({ canvasElement, id }) {
    await waitFor(() => expect(part(canvasElement, TAG, '[part=action]')).not.toBeNull());
    await userEvent.click(part(canvasElement, TAG, '[part=action]')!);
    await waitFor(() => expect(words(canvasElement, '[part=status]')).toBe('Đã gia hạn phiên đăng nhập.'));
    await expect(part(canvasElement, TAG, 'dialog')).toBeNull();
    await expect(apiOf({ id }).requests.at(-1)?.path).toBe('session/extend');
  },
};

/** With an address to sign out, the prompt offers that too. */
export const WithSignOut: Story = {
  name: 'Có nút đăng xuất',
  args: { 'sign-out-url': '#dang-xuat' },
  async play({ canvasElement }) {
    await waitFor(() => expect(buttons(canvasElement)).toEqual(['Duy trì đăng nhập', 'Đăng xuất']));
  },
};

/** The absolute limit is near: nothing can be extended, the prompt offers to save. */
export const Absolute: Story = {
  name: 'Không gia hạn được nữa',
  args: { 'expires-in': '45', 'absolute-expires-in': '45' },
  parameters: behind({ session: session(45, 45) }),
  async play({ canvasElement }) {
    await waitFor(() => expect(buttons(canvasElement)).toEqual(['Lưu nội dung', 'Đóng']));
  },
};

/** What was typed is kept in this browser. */
export const Saved: Story = {
  name: 'Đã lưu nội dung',
  args: { 'expires-in': '45', 'absolute-expires-in': '45', 'keep-forms': '', user: 'saved' },
  parameters: behind({ session: session(45, 45) }),
  async play({ canvasElement }) {
    await waitFor(() => expect(part(canvasElement, TAG, '[part=action]')).not.toBeNull());
    await userEvent.click(part(canvasElement, TAG, '[part=action]')!);
    await waitFor(() =>
      expect(words(canvasElement, '[role=status]')).toMatch(/^Đã giữ tạm nội dung trong thẻ trình duyệt này/),
    );
  },
};

/** The page can keep nothing, and says so. */
export const NotSaved: Story = {
  name: 'Chưa lưu được nội dung',
  args: { 'expires-in': '45', 'absolute-expires-in': '45' },
  parameters: behind({ session: session(45, 45) }),
  async play({ canvasElement }) {
    await waitFor(() => expect(part(canvasElement, TAG, '[part=action]')).not.toBeNull());
    await userEvent.click(part(canvasElement, TAG, '[part=action]')!);
    await waitFor(() => expect(words(canvasElement, '[role=status]')).toMatch(/^Chưa lưu được/));
  },
};

/** A form begins with the limit in words (WCAG 2.2.6). */
export const Notice: Story = {
  name: 'Báo trước thời hạn ở đầu biểu mẫu',
  args: { 'expires-in': '1800', notice: true, 'keep-forms': '', user: 'noticed' },
  parameters: behind({ session: session(1800) }),
  render: (args, context) => html`${tag(args, apiOf(context).server)}${form}`,
  async play({ canvasElement }) {
    await waitFor(() => expect(words(canvasElement, '[part=notice]')).toMatch(/sau 30 phút .* trước 60 giây/));
  },
};

/** After signing in again the form has its words back. */
export const Restored: Story = {
  name: 'Đã khôi phục nội dung nhập dở',
  args: { 'expires-in': '1800', 'keep-forms': '', user: 'restored' },
  parameters: behind({ session: session(1800) }),
  render: (args, context) => html`${form}${tag(args, apiOf(context).server)}`,
  async play({ canvasElement, id }) {
    const [title, text] = canvasElement.querySelectorAll<HTMLInputElement>('input, textarea');
    const prompt = canvasElement.querySelector(TAG)!;
    text!.value = 'Đề nghị công khai lịch tiếp công dân.';
    apiOf({ id }).session = session(59);
    prompt.expiresIn = 59;
    await waitFor(() => expect(part(canvasElement, TAG, 'dialog')).not.toBeNull());
    // The page is loaded anew, as after signing in.
    apiOf({ id }).session = session(1800);
    canvasElement.querySelector('form')!.reset();
    const again = prompt.cloneNode() as typeof prompt;
    again.setAttribute('expires-in', '1800');
    prompt.replaceWith(again);
    await waitFor(() => expect(words(canvasElement, '[part=status]')).toBe('Đã khôi phục nội dung bạn đang nhập dở.'));
    await expect(text!.value).toBe('Đề nghị công khai lịch tiếp công dân.');
    await expect(title!.value).toBe('');
  },
};

/** The server does not answer: it is asked again, and nobody is signed out on the local clock alone. */
export const Unreachable: Story = {
  name: 'Không kết nối được máy chủ',
  parameters: behind({ fault: 'offline' }),
  async play({ canvasElement }) {
    await waitFor(() =>
      expect(words(canvasElement, '[role=alert]')).toBe('Không kết nối được máy chủ. Đang tự thử lại.'),
    );
  },
};

/** Nobody can be asked: the end may have come, which the button finds out. */
export const Unsure: Story = {
  name: 'Có thể đã hết phiên',
  args: { 'expires-in': '1', status: false },
  parameters: behind({}),
  async play({ canvasElement }) {
    await waitFor(() => expect(words(canvasElement, '[part=message]')).toBe('Phiên đăng nhập có thể đã hết hạn.'), {
      timeout: 5000,
    });
    await expect(buttons(canvasElement)).toEqual(['Duy trì đăng nhập', 'Đăng nhập lại', 'Đóng']);
  },
};

/** No server keeps the time: the page itself does, and any activity moves the end. */
export const IdleLimit: Story = {
  name: 'Giới hạn không thao tác do trang tự tính',
  args: { 'expires-in': undefined, 'idle-limit': '50', status: false },
  parameters: behind({}),
  async play({ canvasElement }) {
    await waitFor(() => expect(words(canvasElement, '[part=countdown]')).toMatch(/^Thời gian còn lại: (50|4\d) giây$/));
  },
};

/** Somebody has signed out, here or in another tab. */
export const SignedOut: Story = {
  name: 'Đã đăng xuất ở thẻ khác',
  args: { 'sign-out-url': '#dang-xuat' },
  async play({ canvasElement, id }) {
    await waitFor(() => expect(part(canvasElement, TAG, 'dialog')).not.toBeNull());
    const prompt = canvasElement.querySelector(TAG)!;
    prompt.signOutUrl = `${apiOf({ id }).server}api/v1/session`;
    prompt.signOutMethod = 'DELETE';
    await prompt.signOut();
    await waitFor(() => expect(words(canvasElement, '[part=message]')).toBe('Bạn đã đăng xuất.'));
  },
};

/** The server did not take the sign-out: nobody is told that they are signed out. */
export const NotSignedOut: Story = {
  name: 'Chưa đăng xuất được',
  args: { 'sign-out-url': '#dang-xuat' },
  async play({ canvasElement, id }) {
    await waitFor(() => expect(buttons(canvasElement)).toEqual(['Duy trì đăng nhập', 'Đăng xuất']));
    const prompt = canvasElement.querySelector(TAG)!;
    prompt.signOutUrl = `${apiOf({ id }).server}api/v1/khong-co`;
    await prompt.signOut();
    await waitFor(() => expect(words(canvasElement, '[role=status]')).toMatch(/^Chưa đăng xuất được/));
  },
};

/** For computers that many people use: nothing of the page can be seen any more. */
export const Blank: Story = {
  name: 'Che trang khi hết phiên (máy dùng chung)',
  args: { 'expires-in': '5', 'blank-on-expire': true },
  parameters: behind({ session: signedOut }),
  async play({ canvasElement }) {
    await waitFor(() => expect(buttons(canvasElement)).toEqual(['Đăng nhập lại']));
    await expect(getComputedStyle(canvasElement.querySelector('p')!).visibility).toBe('hidden');
  },
};

/** The server has confirmed the end. */
export const Expired: Story = {
  name: 'Đã hết phiên',
  args: { 'expires-in': '5' },
  parameters: behind({ session: signedOut }),
  async play({ canvasElement }) {
    await waitFor(() => expect(buttons(canvasElement)).toEqual(['Đăng nhập lại', 'Đóng']));
  },
};

/** The end, where the page names no place to sign in. */
export const ExpiredWithoutLink: Story = {
  name: 'Đã hết phiên, không có trang đăng nhập',
  args: { 'expires-in': '5', 'sign-in-url': undefined },
  parameters: behind({ session: signedOut }),
  async play({ canvasElement }) {
    await waitFor(() => expect(buttons(canvasElement)).toEqual(['Đóng']));
  },
};

const english: Story['render'] = (args, context) =>
  html`<div lang="en">
    <p>A page for somebody who is signed in.</p>
    <tinh-session-prompt
      expires-in=${args['expires-in']}
      sign-in-url="#sign-in"
      status-url="${apiOf(context).server}api/v1/session"
    ></tinh-session-prompt>
  </div>`;

/** English words of the countdown. */
export const English: Story = {
  name: 'English',
  render: english,
  async play({ canvasElement }) {
    await waitFor(() => expect(words(canvasElement, '[part=countdown]')).toMatch(/^Time left: 5\d seconds$/));
  },
};

/** English words of the end. */
export const EnglishExpired: Story = {
  name: 'English, expired',
  args: { 'expires-in': '5' },
  parameters: behind({ session: signedOut }),
  render: english,
  async play({ canvasElement }) {
    await waitFor(() => expect(buttons(canvasElement)).toEqual(['Sign in again', 'Close']));
  },
};
