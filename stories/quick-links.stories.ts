import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { expect, waitFor } from 'storybook/test';
import '../src/quick-links/define.ts';
import { quickLinks } from './seed.ts';
import { insideOf, staged } from './stage.ts';

const TAG = 'tinh-quick-links';

const meta: Meta = {
  ...staged,
  id: 'quick-links',
  title: 'Thành phần/tinh-quick-links',
  component: TAG,
  tags: ['autodocs'],
  render: () => quickLinks(),
};
export default meta;

type Story = StoryObj;

/** Text of what stands in each tile. */
const tiles = (canvas: HTMLElement) =>
  [...insideOf(canvas, TAG).querySelectorAll<HTMLSlotElement>('li slot')].map(
    (slot) => slot.assignedElements()[0]?.textContent,
  );

/** The eighteen links of the demo; the width of the element decides the columns. */
export const Default: Story = {
  name: 'Mười tám liên kết',
  async play({ canvasElement }) {
    await waitFor(() => expect(tiles(canvasElement)).toHaveLength(18));
    await expect(tiles(canvasElement)).not.toContain(undefined);
  },
};

/** Few links keep the width of a column instead of stretching over the page. */
export const Three: Story = { name: 'Ba liên kết', render: () => quickLinks(3) };

/** One column in a narrow place, whatever the width of the window. */
export const Narrow: Story = {
  name: 'Khung hẹp',
  render: () => html`<div style="max-inline-size: 240px">${quickLinks(8)}</div>`,
};

/** Labels of very different length: tiles keep one height, long words break. */
export const LongLabels: Story = {
  name: 'Tên liên kết dài',
  render: () =>
    html`<div style="max-inline-size: 500px">
      <tinh-quick-links>
        <a href="#mot"
          >Hệ thống thông tin giải quyết thủ tục hành chính của Ủy ban nhân dân tỉnh và các huyện, thị xã</a
        >
        <a href="#hai">Hỏi đáp</a>
        <a href="#ba">dichvucong-truc-tuyen-toan-trinh.tayninh.example</a>
      </tinh-quick-links>
    </div>`,
};

/** Anything that is no link is shown below the grid. */
export const ForeignChild: Story = {
  name: 'Có nội dung không phải liên kết',
  render: () =>
    html`<tinh-quick-links>
      <a href="#hoi-dap">Hỏi đáp</a>
      <p>Liên kết do Văn phòng Sở cập nhật hằng tuần.</p>
      <a href="#lich-cong-tac">Lịch công tác</a>
    </tinh-quick-links>`,
  async play({ canvasElement }) {
    await waitFor(() => expect(tiles(canvasElement)).toEqual(['Hỏi đáp', 'Lịch công tác']));
    await expect(canvasElement.querySelector('p')!.assignedSlot).not.toBeNull();
  },
};

/** No link at all: takes no room. */
export const Empty: Story = {
  name: 'Không có liên kết',
  render: () =>
    html`<p>Trước thẻ</p>
      <tinh-quick-links></tinh-quick-links>
      <p>Sau thẻ</p>`,
};

/** Links of an English page. */
export const English: Story = {
  name: 'English',
  render: () => html`<div lang="en">${quickLinks(18, 'en')}</div>`,
};
