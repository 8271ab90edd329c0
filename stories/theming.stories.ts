import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, type TemplateResult } from 'lit';
import { expect, userEvent, waitFor } from 'storybook/test';
import '../src/article-view/define.ts';
import '../src/comment-box/define.ts';
import '../src/quick-links/define.ts';
import '../src/session-prompt/define.ts';
import '../src/visit-counter/define.ts';
import { articleView, commentBox, FIGURES, ownComment, quickLinks, threeComments, visitCounter } from './seed.ts';
import { apiOf, framed, onStage, part, staged } from './stage.ts';

const meta: Meta = {
  ...staged,
  id: 'theming',
  title: 'Giao diện',
  tags: ['autodocs'],
  parameters: {
    ...onStage({
      api: {
        figures: FIGURES,
        comments: [ownComment('pending'), ...threeComments()],
        session: { state: 'active', user: 'Tài khoản dùng thử', expiresIn: 59, absoluteExpiresIn: 28_800 },
      },
      returning: true,
    }),
    ...framed(1200),
  },
  render: () => page(),
};
export default meta;

type Story = StoryObj;

/** All elements of a page but the dialog. */
function page(): TemplateResult {
  return html`<div style="display: grid; gap: 2.5em; max-inline-size: 48em">
    ${articleView()} ${commentBox()} ${visitCounter()} ${quickLinks(6)}
  </div>`;
}

/** The form with its faults, so that the colours of faults and of the focus are seen as well. */
const playPage: Story['play'] = async ({ canvasElement }) => {
  await waitFor(() => expect(part(canvasElement, 'tinh-comment-box', '[part=badge]')).not.toBeNull());
  await userEvent.click(part(canvasElement, 'tinh-comment-box', '[part=send]')!);
  await waitFor(() => expect(part(canvasElement, 'tinh-comment-box', '#name-fault')?.textContent).not.toBe(''));
};

/** No theme: the page's own type and colours. */
export const Light: Story = { name: 'Sáng', globals: { theme: 'light' }, play: playPage };

/** A page with a dark colour scheme; no token is set. */
export const Dark: Story = { name: 'Tối', globals: { theme: 'dark' }, play: playPage };

/** The brand colour of the theme in force, as the send button shows it. */
const brand = (canvas: HTMLElement) =>
  getComputedStyle(part(canvas, 'tinh-comment-box', '[part=send]')!).backgroundColor;

/** Theme of a department of health: `demo/theme-so-y-te.css`. */
export const SoYTe: Story = {
  name: 'Sở Y tế',
  globals: { theme: 'so-y-te' },
  async play(context) {
    await playPage(context);
    await expect(brand(context.canvasElement)).toBe('rgb(0, 107, 79)');
  },
};

/** Theme of a youth union: `demo/theme-tinh-doan.css`. */
export const TinhDoan: Story = {
  name: 'Tỉnh đoàn',
  globals: { theme: 'tinh-doan' },
  async play(context) {
    await playPage(context);
    await expect(brand(context.canvasElement)).toBe('rgb(0, 84, 166)');
  },
};

/** The session prompt alone, since it lies over everything else. */
const prompt: Story = {
  parameters: framed(320),
  render: (_, context) =>
    html`<tinh-session-prompt
      expires-in="59"
      status-url="${apiOf(context).server}api/v1/session"
    ></tinh-session-prompt>`,
  async play({ canvasElement }) {
    await waitFor(() => expect(part(canvasElement, 'tinh-session-prompt', 'dialog')).not.toBeNull());
  },
};

/** The dialog without a theme. */
export const LightPrompt: Story = { ...prompt, name: 'Sáng, nhắc phiên đăng nhập', globals: { theme: 'light' } };

/** The dialog on a dark page. */
export const DarkPrompt: Story = { ...prompt, name: 'Tối, nhắc phiên đăng nhập', globals: { theme: 'dark' } };

/** The dialog of the department of health. */
export const SoYTePrompt: Story = { ...prompt, name: 'Sở Y tế, nhắc phiên đăng nhập', globals: { theme: 'so-y-te' } };

/** The dialog of the youth union. */
export const TinhDoanPrompt: Story = {
  ...prompt,
  name: 'Tỉnh đoàn, nhắc phiên đăng nhập',
  globals: { theme: 'tinh-doan' },
};
