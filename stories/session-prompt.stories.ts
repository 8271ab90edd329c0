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
  'expires-in': string;
  /** Where to sign in again. */
  'sign-in-url'?: string;
}

const session = (expiresIn: number): Session => ({
  state: 'active',
  user: 'Tài khoản dùng thử',
  expiresIn,
  absoluteExpiresIn: 28_800,
});
const signedOut: Session = { state: 'signed-out', user: null, expiresIn: null, absoluteExpiresIn: null };

/** A modal dialog must not lie over the whole docs page: every story has a frame of its own. */
const behind = (api: Stage['api']) => ({ ...onStage({ api }), ...framed(320) });

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
      <tinh-session-prompt
        expires-in=${args['expires-in']}
        sign-in-url=${args['sign-in-url'] ?? nothing}
        status-url="${apiOf(context).server}api/v1/session"
      ></tinh-session-prompt>`,
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
    await waitFor(() => expect(part(canvasElement, TAG, 'dialog')).toBeNull());
    await expect(apiOf({ id }).requests.at(-1)?.path).toBe('session/extend');
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

/** The server has confirmed the end. */
export const Expired: Story = {
  name: 'Đã hết phiên',
  args: { 'expires-in': '0' },
  parameters: behind({ session: signedOut }),
  async play({ canvasElement }) {
    await waitFor(() => expect(buttons(canvasElement)).toEqual(['Đăng nhập lại', 'Đóng']));
  },
};

/** The end, where the page names no place to sign in. */
export const ExpiredWithoutLink: Story = {
  name: 'Đã hết phiên, không có trang đăng nhập',
  args: { 'expires-in': '0', 'sign-in-url': undefined },
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
  args: { 'expires-in': '0' },
  parameters: behind({ session: signedOut }),
  render: english,
  async play({ canvasElement }) {
    await waitFor(() => expect(buttons(canvasElement)).toEqual(['Sign in again', 'Close']));
  },
};
