import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { expect, waitFor } from 'storybook/test';
import '../src/article-view/define.ts';
import { ARTICLE, articleView, longArticle, FIGURES, threeComments, type ArticleArgs } from './seed.ts';
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
  [...insideOf(canvas, TAG).querySelectorAll('[part=meta] li:not([part=reading-time])')].map((item) =>
    item.textContent.trim(),
  );

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

/** A button of the tools, by the words on it. */
const tool = (canvas: HTMLElement, words: string) =>
  [...insideOf(canvas, TAG).querySelectorAll<HTMLElement>('button, summary, label')].find((each) =>
    each.textContent.includes(words),
  )!;

/** Sections, a wide table, where the article is from and when it was changed. */
export const Long: Story = {
  name: 'Bài dài có đề mục và bảng',
  parameters: { ...onStage({ site: false }), ...framed(900) },
  render: () => longArticle(),
  async play({ canvasElement }) {
    await waitFor(() =>
      expect([...insideOf(canvasElement, TAG).querySelectorAll('nav a')].map(({ textContent }) => textContent)).toEqual(
        ['Kết quả đạt được', 'Cải cách thể chế', 'Tồn tại, hạn chế'],
      ),
    );
  },
};

/** The same on a phone: the list of sections is closed, the table scrolls within its place. */
export const LongOnPhone: Story = {
  name: 'Bài dài trên điện thoại',
  parameters: { ...onStage({ site: false }), ...framed(900) },
  render: () => html`<div style="max-inline-size: 328px">${longArticle()}</div>`,
  async play({ canvasElement }) {
    await waitFor(() => expect(canvasElement.querySelector('table')).toHaveAttribute('tabindex', '0'));
  },
};

/** White on black, whatever colours the page has given the text. */
export const HighContrast: Story = {
  name: 'Tương phản cao',
  parameters: { ...onStage({ site: false }), ...framed(900) },
  render: () => longArticle(),
  async play({ canvasElement }) {
    await waitFor(() => expect(tool(canvasElement, 'Chế độ đọc')).toBeTruthy());
    tool(canvasElement, 'Chế độ đọc').click();
    await waitFor(() => expect(tool(canvasElement, 'Tương phản cao')).toBeTruthy());
    tool(canvasElement, 'Tương phản cao').click();
    await expect(getComputedStyle(canvasElement.querySelector('p')!).color).toBe('rgb(255, 255, 255)');
  },
};

/** Brown on light yellow, with lines further apart. */
export const Sepia: Story = {
  name: 'Nền vàng nhạt, giãn dòng',
  parameters: { ...onStage({ site: false }), ...framed(900) },
  render: () => longArticle(),
  async play({ canvasElement }) {
    await waitFor(() => expect(tool(canvasElement, 'Chế độ đọc')).toBeTruthy());
    tool(canvasElement, 'Chế độ đọc').click();
    await waitFor(() => expect(tool(canvasElement, 'Dịu mắt')).toBeTruthy());
    tool(canvasElement, 'Dịu mắt').click();
    tool(canvasElement, 'Giãn dòng').click();
    await expect(getComputedStyle(canvasElement.querySelector('p')!).color).toBe('rgb(58, 47, 28)');
  },
};

/** Text of one and a half times its size; the tools stay as they are. */
export const LargeText: Story = {
  name: 'Chữ lớn',
  parameters: { ...onStage({ site: false }), ...framed(900) },
  render: () => longArticle(),
  async play({ canvasElement }) {
    await waitFor(() => expect(tool(canvasElement, 'Phóng to chữ')).toBeTruthy());
    for (let press = 0; press < 3; press += 1) tool(canvasElement, 'Phóng to chữ').click();
    await waitFor(() => expect(part(canvasElement, TAG, '[part=notice]')).toHaveTextContent('Cỡ chữ 150%'));
  },
};

/** What leads to others; Zalo's own button could stand in the slot. */
export const Share: Story = {
  name: 'Chia sẻ',
  parameters: { ...onStage({ site: false }), ...framed(600) },
  async play({ canvasElement }) {
    await waitFor(() => expect(tool(canvasElement, 'Chia sẻ')).toBeTruthy());
    tool(canvasElement, 'Chia sẻ').click();
    await waitFor(() => expect(tool(canvasElement, 'Sao chép liên kết').checkVisibility()).toBe(true));
  },
};

/** The tag stands above an article that it cannot stand around: `for` names it. */
export const ForAnElement: Story = {
  name: 'Gắn vào bài có sẵn (for)',
  parameters: { ...onStage({ site: false }), ...framed(900) },
  render: () => longArticle('news-bodyhtml'),
  async play({ canvasElement }) {
    await waitFor(() => expect(insideOf(canvasElement, TAG).querySelectorAll('nav a')).toHaveLength(3));
  },
};

/** A device with a Vietnamese voice: machines that take the pictures of the stories have none. */
const withVoice: Meta['beforeEach'] = () => {
  const own = Object.getOwnPropertyDescriptor(window, 'speechSynthesis');
  const engine = Object.assign(new EventTarget(), {
    getVoices: () => [{ lang: 'vi-VN', name: 'Linh', default: true, localService: true }],
    // It never comes to the end of a sentence, so that the story stands still.
    speak: ({ onstart }: { onstart?: () => void }) => onstart?.(),
    cancel: () => undefined,
  });
  Object.defineProperty(window, 'speechSynthesis', { configurable: true, value: engine });
  const { SpeechSynthesisUtterance: utterance } = window;
  Object.assign(window, { SpeechSynthesisUtterance: Object });
  return () => {
    if (own) Object.defineProperty(window, 'speechSynthesis', own);
    else Reflect.deleteProperty(window, 'speechSynthesis');
    Object.assign(window, { SpeechSynthesisUtterance: utterance });
  };
};

/** Read aloud: the sentence that is heard is marked. */
export const ReadAloud: Story = {
  name: 'Nghe bài viết',
  beforeEach: withVoice,
  parameters: { ...onStage({ site: false }), ...framed(900) },
  render: () => longArticle(),
  async play({ canvasElement }) {
    await waitFor(() => expect(tool(canvasElement, 'Nghe bài viết')).toBeTruthy());
    tool(canvasElement, 'Nghe bài viết').click();
    await waitFor(() => expect(tool(canvasElement, 'Tạm dừng')).toBeTruthy());
  },
};

const stateOf = (canvas: HTMLElement) => part(canvas, TAG, '[part=state]')?.textContent ?? '';

/** Somebody of the agency looks at it before it is published. */
export const Preview: Story = {
  name: 'Bản xem trước',
  parameters: onStage({ site: false }),
  render: () =>
    html`<tinh-article-view preview published=${ARTICLE.published}>
      <h2 slot="headline">Thông báo tuyển dụng</h2>
      <p>Nội dung đang soạn.</p>
    </tinh-article-view>`,
  async play({ canvasElement }) {
    await waitFor(() => expect(stateOf(canvasElement)).toContain('chưa được đăng'));
  },
};

/** A notice whose time is over. */
export const Expired: Story = {
  name: 'Hết hiệu lực',
  parameters: onStage({ site: false }),
  render: () =>
    html`<tinh-article-view published=${ARTICLE.published} expires="2020-12-31T17:00:00+07:00">
      <h2 slot="headline">Thông báo tuyển dụng</h2>
      <p>Nhận hồ sơ đến hết ngày 31/12/2020.</p>
    </tinh-article-view>`,
  async play({ canvasElement }) {
    await waitFor(() => expect(stateOf(canvasElement)).toContain('hết hiệu lực từ Thứ Năm, 31/12/2020'));
  },
};

/** The article is at another address now. */
export const Moved: Story = {
  name: 'Đã chuyển đi',
  parameters: onStage({ site: false }),
  render: () =>
    html`<tinh-article-view
      published=${ARTICLE.published}
      moved-to="https://tayninh.gov.vn/tin-tuc/thong-bao-tuyen-dung"
    >
      <h2 slot="headline">Thông báo tuyển dụng</h2>
      <p>Tóm tắt của bài.</p>
    </tinh-article-view>`,
  async play({ canvasElement }) {
    await waitFor(() => expect(stateOf(canvasElement)).toContain('đã chuyển'));
  },
};

/** The page is there in other languages. */
export const Translations: Story = {
  name: 'Có bản ngôn ngữ khác',
  beforeEach: () => {
    const links = ['en', 'zh'].map((lang) =>
      Object.assign(document.createElement('link'), { rel: 'alternate', hreflang: lang, href: `/${lang}` }),
    );
    document.head.append(...links);
    return () => {
      for (const link of links) link.remove();
    };
  },
  async play({ canvasElement }) {
    await waitFor(() => expect(part(canvasElement, TAG, '[part=translations]')?.querySelectorAll('a')).toHaveLength(2));
  },
};

/** Opens the form for mistakes, with the first paragraph selected or without. */
async function openCorrection(canvas: HTMLElement, isSelected: boolean): Promise<ShadowRoot> {
  await waitFor(() => expect(tool(canvas, 'Báo lỗi trong bài')).toBeTruthy());
  const root = insideOf(canvas, TAG);
  getSelection()!.removeAllRanges();
  const paragraph = root.host.querySelector('p:not([slot])')!;
  if (isSelected) getSelection()!.selectAllChildren(paragraph);
  tool(canvas, 'Báo lỗi trong bài').click();
  await waitFor(() => expect(root.querySelector('[part=correction][open]')).toBeTruthy());
  getSelection()!.removeAllRanges();
  return root;
}

/** A reader has selected a passage and reports a mistake in it. */
export const Correction: Story = {
  name: 'Báo lỗi trong bài',
  parameters: framed(760),
  async play({ canvasElement }) {
    const root = await openCorrection(canvasElement, true);
    await expect(root.querySelector<HTMLTextAreaElement>('#correct-passage')!.value).not.toBe('');
  },
};

/** Nothing is filled in: each fault stands at its field. */
export const CorrectionFaults: Story = {
  name: 'Báo lỗi trong bài: thiếu nội dung',
  parameters: framed(760),
  async play({ canvasElement }) {
    const root = await openCorrection(canvasElement, false);
    root.querySelector<HTMLElement>('[part=correction] .primary')!.click();
    await waitFor(() => expect(root.querySelectorAll('[aria-invalid]')).toHaveLength(2));
  },
};

/** The server does not answer: the words stay. */
export const CorrectionUnsent: Story = {
  name: 'Báo lỗi trong bài: chưa gửi được',
  parameters: { ...onStage({ api: { fault: 'offline' } }), ...framed(760) },
  async play({ canvasElement }) {
    const root = await openCorrection(canvasElement, true);
    const note = root.querySelector<HTMLTextAreaElement>('#correct-note')!;
    note.value = 'Ngày này chưa đúng.';
    root.querySelector<HTMLElement>('[part=correction] .primary')!.click();
    await waitFor(() => expect(root.querySelector('[role=alert]')!.textContent).toContain('vẫn còn nguyên'));
    await expect(note.value).toBe('Ngày này chưa đúng.');
  },
};

/** Each tool can be left out. */
export const WithoutTools: Story = {
  name: 'Không có công cụ',
  parameters: onStage({ site: false }),
  render: () =>
    html`<tinh-article-view
      published=${ARTICLE.published}
      without-text-size
      without-display
      without-listen
      without-print
      without-save
      without-share
      without-correction
      without-pictures
      without-rating
      without-contents
      without-reading-time
      ><p>Chỉ có ngày đăng và bài viết.</p></tinh-article-view
    >`,
};
