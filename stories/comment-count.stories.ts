import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { expect, waitFor } from 'storybook/test';
import '../src/comment-count/define.ts';
import { threeComments } from './seed.ts';
import { apiOf, onStage, staged } from './stage.ts';

const TAG = 'tinh-comment-count';

const meta: Meta = {
  ...staged,
  id: 'comment-count',
  title: 'Thành phần/tinh-comment-count',
  component: TAG,
  tags: ['autodocs'],
  parameters: onStage({ api: { comments: threeComments() } }),
  render: () => html`
    <ul>
      <li><a href="#bai-1">Hội nghị sơ kết</a>: <tinh-comment-count thread="bai-1"></tinh-comment-count></li>
      <li>
        Lịch tiếp công dân: <tinh-comment-count><a href="#bai-2">Ý kiến</a></tinh-comment-count>
      </li>
      <li>
        Hỏi đáp: <a href="#bai-3"><tinh-comment-count>Ý kiến</tinh-comment-count></a>
      </li>
    </ul>
  `,
};
export default meta;

type Story = StoryObj;

/** What a reader sees of each tag: `innerText` knows what is hidden. */
const shown = (canvas: HTMLElement) =>
  [...canvas.querySelectorAll<HTMLElement>('li')].map((each) => each.innerText.split(': ')[1]?.trim());

const counts = (canvas: HTMLElement) =>
  [...canvas.querySelectorAll(TAG)].map((tag) => tag.shadowRoot!.querySelector('[part=count]')!.textContent);

/** A tag alone, one with a link inside, and one inside a link: one request for all. */
export const Default: Story = {
  name: 'Mặc định',
  async play({ canvasElement, id }) {
    await waitFor(() => expect(counts(canvasElement)).toEqual(['3 ý kiến', ' (3)', '3 ý kiến']));
    await expect(apiOf({ id }).requests).toHaveLength(1);
  },
};

/** Until the first answer, and without one, the words of the page stay. */
export const Unreachable: Story = {
  name: 'Không kết nối được máy chủ',
  parameters: onStage({ api: { fault: 'offline' } }),
  async play({ canvasElement, id }) {
    await waitFor(() => expect(apiOf({ id }).requests).toHaveLength(1));
    await expect(counts(canvasElement)).toEqual(['', '', '']);
    await expect(shown(canvasElement).slice(1)).toEqual(['Ý kiến', 'Ý kiến']);
  },
};

/** English words. */
export const English: Story = {
  name: 'English',
  render: () =>
    html`<p lang="en"><a href="#one">Office hours</a>: <tinh-comment-count thread="one"></tinh-comment-count></p>`,
  async play({ canvasElement }) {
    await waitFor(() => expect(counts(canvasElement)).toEqual(['3 comments']));
  },
};
