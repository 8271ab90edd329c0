import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { expect, waitFor } from 'storybook/test';
import '../src/visit-counter/define.ts';
import { FIGURES, visitCounter } from './seed.ts';
import { apiOf, insideOf, onStage, part, staged } from './stage.ts';

const TAG = 'tinh-visit-counter';

const meta: Meta = {
  ...staged,
  id: 'visit-counter',
  title: 'Thành phần/tinh-visit-counter',
  component: TAG,
  tags: ['autodocs'],
  parameters: onStage({ api: { figures: FIGURES } }),
  render: () => html`<div style="max-inline-size: 22em">${visitCounter()}</div>`,
};
export default meta;

type Story = StoryObj;

const figures = (canvas: HTMLElement) =>
  [...insideOf(canvas, TAG).querySelectorAll('dd')].map((figure) => figure.textContent);
const status = (canvas: HTMLElement) => part(canvas, TAG, '[part=status]')?.textContent;

/** The server has counted this visit. */
export const Default: Story = {
  name: 'Mặc định',
  async play({ canvasElement, id }) {
    await waitFor(() => expect(apiOf({ id }).requests).toHaveLength(1));
    await waitFor(() => expect(figures(canvasElement)).toEqual(['2', '899', '35.739', '1.604.377']));
    await expect(status(canvasElement)).toBeUndefined();
  },
};

/** Until the first answer the figures that the page printed are shown. */
export const LastKnown: Story = {
  name: 'Chờ máy chủ, có số liệu cũ',
  parameters: onStage({ api: { fault: 'silent' } }),
  async play({ canvasElement }) {
    await waitFor(() => expect(figures(canvasElement)).toEqual(['2', '899', '35.739', '1.604.377']));
  },
};

/** Nothing is known yet, and the server has not answered. */
export const Waiting: Story = {
  name: 'Chờ máy chủ, chưa có số liệu',
  parameters: onStage({ api: { fault: 'silent' } }),
  render: () => html`<div style="max-inline-size: 22em"><tinh-visit-counter></tinh-visit-counter></div>`,
  async play({ canvasElement }) {
    await waitFor(() => expect(figures(canvasElement)).toEqual(['…', '…', '…', '…']));
  },
};

/** The server does not answer: the last known figures stay, with a sentence that says so. */
export const Unreachable: Story = {
  name: 'Không kết nối được máy chủ',
  parameters: onStage({ api: { fault: 'offline' } }),
  async play({ canvasElement }) {
    await waitFor(() => expect(status(canvasElement)).toBe('Không kết nối được máy chủ.'));
    await expect(figures(canvasElement)).toEqual(['2', '899', '35.739', '1.604.377']);
  },
};

/** The server's configuration does not allow this page. */
export const OriginRefused: Story = {
  name: 'Trang chưa được phép',
  parameters: onStage({ api: { fault: 'urn:tinh:problem:origin-refused' } }),
  async play({ canvasElement }) {
    await waitFor(() => expect(status(canvasElement)).toContain(location.origin));
  },
};

/** The script tag names no site. */
export const WithoutSite: Story = {
  name: 'Chưa khai báo mã đơn vị',
  parameters: onStage({ site: false }),
  async play({ canvasElement }) {
    await waitFor(() => expect(status(canvasElement)).toContain('data-site'));
  },
};

/** In a side column of 200 px label and figure share the row as long as they can. */
export const Narrow: Story = {
  name: 'Cột hẹp',
  render: () => html`<div style="max-inline-size: 200px">${visitCounter()}</div>`,
};

/** English words and English grouping of digits. */
export const English: Story = {
  name: 'English',
  render: () => html`<div lang="en" style="max-inline-size: 22em">${visitCounter('en')}</div>`,
  async play({ canvasElement, id }) {
    await waitFor(() => expect(apiOf({ id }).requests).toHaveLength(1));
    await waitFor(() => expect(figures(canvasElement)).toEqual(['2', '899', '35,739', '1,604,377']));
  },
};

const ALL = 'online today yesterday week month year total page';

const withLook = (look: string, show = ALL) =>
  html`<tinh-visit-counter .look=${look} .show=${show}></tinh-visit-counter>`;

/** Every figure there is, one below the other. */
export const AllFigures: Story = {
  name: 'Mọi số liệu',
  render: () => html`<div style="max-inline-size: 22em">${withLook('list')}</div>`,
  async play({ canvasElement }) {
    await waitFor(() =>
      expect(figures(canvasElement)).toEqual(['2', '899', '1.204', '4.310', '35.739', '310.226', '1.604.377', '75']),
    );
  },
};

/** In a line of text, as at the foot of a page. */
export const Inline: Story = {
  name: 'Một dòng chữ',
  render: () => withLook('inline', 'online today total'),
  async play({ canvasElement }) {
    await waitFor(() => expect(figures(canvasElement)).toEqual(['2', '899', '1.604.377']));
  },
};

/** Small frames. */
export const Badge: Story = {
  name: 'Khung nhỏ',
  render: () => withLook('badge', 'online page'),
  async play({ canvasElement }) {
    await waitFor(() => expect(figures(canvasElement)).toEqual(['2', '75']));
  },
};

/** Who is there: readers who are signed in to the site, the others, and search engines. */
export const OnlineSplit: Story = {
  name: 'Ai đang truy cập',
  render: () => html`<div style="max-inline-size: 22em">${withLook('list', 'online members guests bots')}</div>`,
  async play({ canvasElement }) {
    await waitFor(() => expect(figures(canvasElement)).toEqual(['2', '1', '1', '3']));
  },
};
