import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { expect, waitFor } from 'storybook/test';
import '../src/article-view/define.ts';
import { ARTICLE, articleView, FIGURES, threeComments, type ArticleArgs } from './seed.ts';
import { framed, insideOf, onStage, part, staged } from './stage.ts';

const TAG = 'tinh-article-view';

const meta: Meta<ArticleArgs> = {
  ...staged,
  id: 'article-view',
  title: 'Thành phần/tinh-article-view',
  component: TAG,
  tags: ['autodocs'],
  args: ARTICLE,
  parameters: onStage({ api: { figures: FIGURES } }),
  render: (args) => articleView(args),
};
export default meta;

type Story = StoryObj<ArticleArgs>;

const facts = (canvas: HTMLElement) =>
  [...insideOf(canvas, TAG).querySelectorAll('li')].map((item) => item.textContent.trim());

/** The demo's article; the server counts views and comments. */
export const Default: Story = {
  name: 'Mặc định',
  parameters: onStage({ api: { comments: threeComments() } }),
  async play({ canvasElement }) {
    await waitFor(() =>
      expect(facts(canvasElement)).toEqual(['Thứ Sáu, 17/07/2020, 18:00', '75 lượt xem', '3 ý kiến']),
    );
  },
};

/** The page names no site: the tag shows what its attributes say and asks nobody. */
export const WithoutServer: Story = {
  name: 'Không cần máy chủ',
  parameters: onStage({ site: false }),
  async play({ canvasElement }) {
    await waitFor(() =>
      expect(facts(canvasElement)).toEqual(['Thứ Sáu, 17/07/2020, 18:00', '75 lượt xem', '0 ý kiến']),
    );
  },
};

/** The server does not answer: the last known figures stay. */
export const Unreachable: Story = {
  name: 'Không kết nối được máy chủ',
  args: { views: '1.204', comments: '12' },
  parameters: onStage({ api: { fault: 'offline' } }),
  async play({ canvasElement }) {
    await waitFor(() =>
      expect(facts(canvasElement)).toEqual(['Thứ Sáu, 17/07/2020, 18:00', '1.204 lượt xem', '12 ý kiến']),
    );
  },
};

/** Attributes that make no sense are left out, each with a warning in the console; the rest still shows. */
export const BadAttributes: Story = {
  name: 'Thuộc tính sai',
  args: { published: 'yesterday', views: 'nhiều', comments: '12' },
  parameters: onStage({ site: false }),
  async play({ canvasElement }) {
    await waitFor(() => expect(facts(canvasElement)).toEqual(['12 ý kiến']));
  },
};

/** Only the article's own HTML: neither time nor figures nor author. */
export const WithoutFacts: Story = {
  name: 'Không có thông tin bài',
  args: { published: undefined, views: undefined, comments: undefined, author: undefined, 'author-role': undefined },
  parameters: onStage({ site: false }),
};

/** For pages that have a print button of their own. */
export const WithoutPrint: Story = {
  name: 'Không có nút in',
  args: { 'without-print': true },
  async play({ canvasElement }) {
    await waitFor(() => expect(facts(canvasElement)).toHaveLength(3));
    await expect(part(canvasElement, TAG, '[part=print]')).toBeNull();
  },
};

/** A headline of four lines and a long author's line at 320 px. */
export const LongHeadline: Story = {
  name: 'Tiêu đề dài trên điện thoại',
  args: {
    author: 'Nguyễn Hoàng Phương Thảo Nguyên',
    'author-role': 'Phó Trưởng phòng Lãnh sự và Người Việt Nam ở nước ngoài',
    views: '1.604.377',
  },
  parameters: { ...onStage({ site: false }), ...framed(720) },
  render: (args) =>
    html`<div style="max-inline-size: 320px">
      ${articleView(
        args,
        'Hội nghị tổng kết mười năm thực hiện Nghị quyết về chương trình tổng thể cải cách hành chính nhà nước và triển khai phương hướng, nhiệm vụ giai đoạn tiếp theo trên địa bàn tỉnh Tây Ninh',
      )}
    </div>`,
};

/** On an English page; the article itself stays Vietnamese and says so. */
export const English: Story = {
  name: 'English',
  parameters: onStage({ api: { comments: threeComments().slice(0, 1) } }),
  render: (args) => html`<div lang="en">${articleView(args)}</div>`,
  async play({ canvasElement }) {
    await waitFor(() => expect(facts(canvasElement)).toEqual(['Friday, 17/07/2020, 18:00', '75 views', '1 comment']));
  },
};
