import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, type TemplateResult } from 'lit';
import { expect, waitFor } from 'storybook/test';
import '../src/article-view/define.ts';
import type { Article } from '../src/index.ts';
import { ARTICLE } from './seed.ts';
import { framed, insideOf, onStage, part, staged } from './stage.ts';

const TAG = 'tinh-article-view';

const meta: Meta = {
  ...staged,
  id: 'articles',
  title: 'Thành phần/tinh-article-view/Các phần',
  component: TAG,
};
export default meta;

type Story = StoryObj;

const LEAD =
  'Sáng ngày 08/7/2020, Sở Ngoại vụ đã tổ chức Hội nghị sơ kết công tác cải cách hành chính 6 tháng đầu năm 2020.';

/** A picture that needs no network: a meeting room seen from far away. */
const picture = (color: string, width = 960, height = 540): string =>
  `data:image/svg+xml,${encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}" viewBox="0 0 96 54"><path fill="#e8e2d6" d="M0 0h96v54H0z"/><path fill="${color}" d="M8 6h80v16H8z"/><path fill="#8b6b47" d="M0 38h96v16H0z"/><path fill="#fff" d="M12 40h8v6h-8zm16 0h8v6h-8zm16 0h8v6h-8zm16 0h8v6h-8zm16 0h8v6h-8z"/></svg>`,
  )}`;

const ADDRESS = 'https://so.invalid/tin/bai-1.json';

const WHOLE: Article = {
  headline: 'Hội nghị sơ kết công tác cải cách hành chính',
  body: `<p>${LEAD}</p><h2>Kết quả đạt được</h2><p>${LEAD}</p><h2>Tồn tại, hạn chế</h2><p>${LEAD}</p>`,
  section: 'Cải cách hành chính',
  published: '2020-07-17T18:00:00+07:00',
  author: { name: 'Thanh Tâm', role: 'Chuyên viên Văn phòng' },
  language: 'vi',
  attachments: [{ name: 'Báo cáo sơ kết', url: 'bao-cao.pdf', type: 'application/pdf', size: 1_234_567, pages: 12 }],
  tags: [{ name: 'cải cách hành chính', url: '/the/cchc' }],
  related: [
    { title: 'Kế hoạch cải cách hành chính năm 2020', url: '/ke-hoach', published: '2020-01-15T08:00:00+07:00' },
  ],
};

/** The page's `fetch` answers for the address of the article as a site would. */
const answering =
  (answer: () => Response | Promise<Response>): Meta['beforeEach'] =>
  () => {
    const { fetch } = globalThis;
    globalThis.fetch = (input, init) => (input === ADDRESS ? Promise.resolve(answer()) : fetch(input, init));
    return () => {
      globalThis.fetch = fetch;
    };
  };

const json = (body: unknown): Response =>
  new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } });

const fromAddress = (): TemplateResult =>
  html`<tinh-article-view src=${ADDRESS} without-metadata>
    <p slot="fallback"><a href="#bai">Đọc bài trên trang của Sở</a></p>
  </tinh-article-view>`;

/** The article comes from an address: nothing of it stands in the page. */
export const FromAddress: Story = {
  name: 'Bài lấy từ địa chỉ (src)',
  beforeEach: answering(() => json(WHOLE)),
  parameters: { ...onStage({ site: false }), ...framed(900) },
  render: fromAddress,
  async play({ canvasElement }) {
    await waitFor(() => expect(canvasElement.querySelector('h1, h2[slot]')).toHaveTextContent(WHOLE.headline));
  },
};

/** It is still coming. */
export const Loading: Story = {
  name: 'Đang tải bài',
  beforeEach: answering(() => new Promise<Response>(() => undefined)),
  parameters: { ...onStage({ site: false }), ...framed(600) },
  render: fromAddress,
  async play({ canvasElement }) {
    await waitFor(() => expect(part(canvasElement, TAG, '[part=skeleton]')).toBeTruthy());
  },
};

/** It does not come: why, another try, and what the page has written instead. */
export const Failed: Story = {
  name: 'Không tải được bài',
  beforeEach: answering(() => new Response('', { status: 503 })),
  parameters: { ...onStage({ site: false }), ...framed(300) },
  render: fromAddress,
  async play({ canvasElement }) {
    await waitFor(() => expect(part(canvasElement, TAG, '[part=failure]')).toHaveTextContent('lỗi 503'));
  },
};

const withPictures = (): TemplateResult =>
  html`<tinh-article-view published=${ARTICLE.published} without-metadata>
    <h1 slot="headline">Hội nghị sơ kết công tác cải cách hành chính</h1>
    <p>${LEAD}</p>
    <figure>
      <img src=${picture('#a3151f')} alt="Hội trường nhìn từ phía sau" width="960" height="540" />
      <figcaption>Quang cảnh hội nghị. <small>Ảnh: Minh An</small></figcaption>
    </figure>
    <figure>
      <img src=${picture('#1f4e8c')} alt="Phòng họp nhỏ" width="960" height="540" />
      <figcaption>Thảo luận tại tổ.</figcaption>
    </figure>
  </tinh-article-view>`;

async function enlarge(canvas: HTMLElement): Promise<HTMLDialogElement> {
  await waitFor(() => expect(part(canvas, TAG, '[part=pictures]')).toBeTruthy());
  const root = insideOf(canvas, TAG);
  root.querySelector<HTMLElement>('[part=pictures]')!.click();
  await waitFor(() => expect(root.querySelector('[part=picture][open]')).toBeTruthy());
  return root.querySelector<HTMLDialogElement>('[part=picture]')!;
}

/** Pictures with caption and credit; they can be enlarged. */
export const Pictures: Story = {
  name: 'Ảnh trong bài',
  parameters: { ...onStage({ site: false }), ...framed(900) },
  render: withPictures,
  async play({ canvasElement }) {
    await waitFor(() => expect(part(canvasElement, TAG, '[part=pictures]')).toHaveTextContent('Xem ảnh (2)'));
  },
};

/** One of them, as large as the window allows. */
export const PictureEnlarged: Story = {
  name: 'Ảnh phóng to',
  parameters: { ...onStage({ site: false }), ...framed(700) },
  render: withPictures,
  async play({ canvasElement }) {
    const dialog = await enlarge(canvasElement);
    await expect(dialog.querySelector('figcaption')).toHaveTextContent('Quang cảnh hội nghị. Ảnh: Minh An');
  },
};

/** A picture that cannot be loaded. */
export const PictureFailed: Story = {
  name: 'Ảnh không tải được',
  parameters: { ...onStage({ site: false }), ...framed(700) },
  render: withPictures,
  async play({ canvasElement }) {
    const dialog = await enlarge(canvasElement);
    dialog.querySelector('img')!.dispatchEvent(new Event('error'));
    await waitFor(() => expect(dialog.querySelector('[role=alert]')).toHaveTextContent('Không tải được'));
  },
};

/** A recording with two voices, whose file cannot be played. */
export const Recording: Story = {
  name: 'Bản ghi âm, tệp không phát được',
  parameters: { ...onStage({ site: false }), ...framed(500) },
  render: () =>
    html`<tinh-article-view
      published=${ARTICLE.published}
      audio-src="nu.mp3 Giọng nữ miền Bắc, nam.mp3 Giọng nam miền Nam"
      without-metadata
    >
      <h1 slot="headline">Hội nghị sơ kết công tác cải cách hành chính</h1>
      <p>${LEAD}</p>
    </tinh-article-view>`,
  async play({ canvasElement }) {
    await waitFor(() => expect(part(canvasElement, TAG, '[part=listen]')).toBeTruthy());
    part(canvasElement, TAG, '[part=listen]')!.click();
    await waitFor(() => expect(part(canvasElement, TAG, '[part=speech] select')).toBeTruthy());
    await waitFor(() => expect(part(canvasElement, TAG, '[part=notice]')).toHaveTextContent('Không phát được'));
  },
};

const withEnd = (): TemplateResult =>
  html`<tinh-article-view published=${ARTICLE.published} without-metadata>
    <h1 slot="headline">Quyết định ban hành danh mục thủ tục hành chính</h1>
    <p>${LEAD}</p>
    <ul slot="attachments">
      <li><a href="quyet-dinh.pdf" data-size="1234567" data-pages="12">Quyết định số 123/QĐ-UBND ngày 17/7/2020</a></li>
      <li><a href="bieu-mau.docx" data-size="45100">Biểu mẫu kèm theo</a></li>
      <li><a href="so-lieu.xlsx">Số liệu 6 tháng đầu năm</a></li>
    </ul>
    <ul slot="tags">
      <li><a href="#cchc">cải cách hành chính</a></li>
      <li><a href="#tthc">thủ tục hành chính</a></li>
    </ul>
    <ul slot="newer">
      <li><a href="#moi">Lịch tiếp công dân tháng 8 năm 2020</a></li>
    </ul>
    <ul slot="older">
      <li><a href="#cu">Kế hoạch kiểm tra cải cách hành chính</a></li>
    </ul>
    <ul slot="related">
      <li><a href="#lq">Kế hoạch cải cách hành chính năm 2020</a></li>
    </ul>
  </tinh-article-view>`;

/** What stands below an article: files, tags, other articles, rating. */
export const End: Story = {
  name: 'Tệp đính kèm, từ khóa, tin liên quan, đánh giá',
  parameters: { ...onStage({ api: { rated: { count: 12, stars: 52 } } }), ...framed(1100) },
  render: withEnd,
  async play({ canvasElement }) {
    await waitFor(() =>
      expect(part(canvasElement, TAG, '[part=rating-average]')).toHaveTextContent('Trung bình 4,3 trên 5'),
    );
    await expect(insideOf(canvasElement, TAG).querySelectorAll('[part=attachment]')).toHaveLength(3);
  },
};

/** The same on a phone. */
export const EndOnPhone: Story = {
  ...End,
  name: 'Phần cuối bài trên điện thoại',
  render: () => html`<div style="max-inline-size: 328px">${withEnd()}</div>`,
};

/** A PDF within the page, shown by the browser itself. */
export const PdfPreview: Story = {
  name: 'Xem tệp PDF trong trang',
  parameters: { ...onStage({ site: false }), ...framed(1100) },
  beforeEach: () => {
    Object.defineProperty(navigator, 'pdfViewerEnabled', { configurable: true, value: true });
    return () => {
      Reflect.deleteProperty(navigator, 'pdfViewerEnabled');
    };
  },
  render: () =>
    html`<tinh-article-view without-metadata>
      <h1 slot="headline">Quyết định ban hành danh mục thủ tục hành chính</h1>
      <ul slot="attachments">
        <li><a href="favicon.svg" type="application/pdf" data-pages="12">Quyết định số 123/QĐ-UBND</a></li>
      </ul>
    </tinh-article-view>`,
  async play({ canvasElement }) {
    await waitFor(() => expect(part(canvasElement, TAG, '[part=attachment] button')).toBeTruthy());
    part(canvasElement, TAG, '[part=attachment] button')!.click();
    await waitFor(() => expect(part(canvasElement, TAG, '[part=pdf]')).toBeTruthy());
  },
};

const shortArticle = (): TemplateResult =>
  html`<tinh-article-view published=${ARTICLE.published} without-metadata>
    <h1 slot="headline">Hội nghị sơ kết công tác cải cách hành chính</h1>
    <p>${LEAD}</p>
  </tinh-article-view>`;

const choose = async (canvas: HTMLElement, stars: number): Promise<void> => {
  await waitFor(() => expect(part(canvas, TAG, '[part=rating]')).toBeTruthy());
  insideOf(canvas, TAG)
    .querySelector<HTMLElement>(`[part=rating] label:nth-of-type(${String(stars)}) input`)!
    .click();
};

/** Nobody has rated it yet. */
export const Unrated: Story = {
  name: 'Chưa có đánh giá',
  parameters: framed(600),
  render: shortArticle,
  async play({ canvasElement }) {
    await waitFor(() => expect(part(canvasElement, TAG, '[part=rating-average]')).toHaveTextContent('Chưa có'));
  },
};

/** This reader has rated it, and can take that back. */
export const Rated: Story = {
  name: 'Đã đánh giá',
  parameters: { ...onStage({ api: { rated: { count: 12, stars: 52 } } }), ...framed(600) },
  render: shortArticle,
  async play({ canvasElement }) {
    await choose(canvasElement, 5);
    await waitFor(() =>
      expect(part(canvasElement, TAG, '[part=rating]')).toHaveTextContent('Đã ghi nhận đánh giá của bạn'),
    );
  },
};

/** How long ago it was, for the keyboard. */
export const RelativeTime: Story = {
  name: 'Bài đăng bao lâu rồi',
  parameters: { ...onStage({ site: false }), ...framed(300) },
  render: shortArticle,
  async play({ canvasElement }) {
    await waitFor(() => expect(part(canvasElement, TAG, 'time')).toBeTruthy());
    part(canvasElement, TAG, 'time')!.focus();
    await expect(part(canvasElement, TAG, 'time')!.dataset['ago']).toMatch(/năm trước$/);
  },
};
