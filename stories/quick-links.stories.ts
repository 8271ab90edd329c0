import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { expect, userEvent, waitFor } from 'storybook/test';
import '../src/quick-links/define.ts';
import { quickLinks } from './seed.ts';
import { apiOf, insideOf, onStage, part, staged } from './stage.ts';

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

const grouped = html`
  <a href="#bo-ngoai-giao" data-category="Bộ, ngành">Bộ Ngoại giao</a>
  <a href="#bo-noi-vu" data-category="Bộ, ngành">Bộ Nội vụ</a>
  <a href="#chau-thanh" data-category="Địa phương">Châu Thành</a>
  <a href="#go-dau" data-category="Địa phương">Gò Dầu</a>
  <a href="#hoi-dap">Hỏi đáp</a>
`;

/** Links below the headings of their categories. */
export const Categories: Story = {
  name: 'Theo nhóm',
  render: () => html`<tinh-quick-links>${grouped}</tinh-quick-links>`,
  async play({ canvasElement }) {
    await waitFor(() => expect(insideOf(canvasElement, TAG).querySelectorAll('[role=heading]')).toHaveLength(2));
  },
};

/** A reader has typed without diacritics. */
export const Filtered: Story = {
  name: 'Tìm không dấu',
  render: () => html`<tinh-quick-links filter>${grouped}</tinh-quick-links>`,
  async play({ canvasElement }) {
    await waitFor(() => expect(tiles(canvasElement)).toHaveLength(5));
    await userEvent.type(insideOf(canvasElement, TAG).querySelector('input')!, 'bo n');
    await waitFor(() => expect(tiles(canvasElement)).toEqual(['Bộ Ngoại giao', 'Bộ Nội vụ']));
  },
};

/** Nothing that was typed is there. */
export const FoundNothing: Story = {
  name: 'Không tìm thấy',
  render: () => html`<tinh-quick-links filter>${grouped}</tinh-quick-links>`,
  async play({ canvasElement }) {
    await waitFor(() => expect(tiles(canvasElement)).toHaveLength(5));
    await userEvent.type(insideOf(canvasElement, TAG).querySelector('input')!, 'sân bay');
    await waitFor(() => expect(tiles(canvasElement)).toHaveLength(0));
  },
};

/** One below the other, in the order of a Vietnamese dictionary. */
export const List: Story = {
  name: 'Danh sách theo chữ cái',
  render: () =>
    html`<div style="max-inline-size: 22em">
      <tinh-quick-links layout="list" order="alphabetical"
        ><a href="#dat-dai">Đất đai</a><a href="#dan-so">Dân số</a><a href="#an-ninh">An ninh</a></tinh-quick-links
      >
    </div>`,
  async play({ canvasElement }) {
    await waitFor(() => expect(tiles(canvasElement)).toEqual(['An ninh', 'Dân số', 'Đất đai']));
  },
};

/** What the CMS had as a drop-down of websites, opened. */
export const Menu: Story = {
  name: 'Mở ra từ một nút',
  render: () => html`<tinh-quick-links layout="menu">${grouped}</tinh-quick-links>`,
  async play({ canvasElement }) {
    await waitFor(() => expect(insideOf(canvasElement, TAG).querySelector('summary')).toBeTruthy());
    insideOf(canvasElement, TAG).querySelector('summary')!.click();
    await expect(insideOf(canvasElement, TAG).querySelector('summary')).toHaveTextContent('Liên kết website');
    await waitFor(() => expect(canvasElement.querySelector('a')).toBeVisible());
  },
};

/** A picture as a file of the page. */
const banner = (colour: string) =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="230" height="94"><rect width="230" height="94" fill="${colour}"/></svg>`)}`;

/** Pictures of the seed's 230 × 94, their words below; one could not be loaded. */
export const Banners: Story = {
  name: 'Ảnh liên kết',
  render: () =>
    html`<tinh-quick-links layout="banners">
      <a href="#cai-cach"><img src=${banner('#00529b')} alt="Cải cách hành chính" /></a>
      <a href="https://dichvucong.gov.vn/"><img src=${banner('#a3151f')} alt="Cổng Dịch vụ công quốc gia" /></a>
      <a href="#hong"><img src="data:image/png,hong" alt="Ảnh này không tải được" /></a>
      <a href="#cong-bao"><img src=${banner('#2e7d32')} alt="" />Công báo</a>
    </tinh-quick-links>`,
  async play({ canvasElement }) {
    await waitFor(() => expect(canvasElement.querySelector('[data-tinh-broken]')).toBeTruthy());
    await expect(insideOf(canvasElement, TAG).querySelectorAll('[part=caption]')).toHaveLength(3);
  },
};

/** Links to other websites say so; a note stands below. */
export const External: Story = {
  name: 'Trang khác, có ghi chú',
  render: () =>
    html`<tinh-quick-links>
      <a href="https://mofa.gov.vn/" data-note="Cổng thông tin điện tử">Bộ Ngoại giao</a>
      <a href="https://zalo.me/" target="_blank" rel="noopener">Zalo của Sở</a>
      <a href="#gop-y" data-note="Đến hết ngày 31/12">Góp ý dự thảo</a>
    </tinh-quick-links>`,
  async play({ canvasElement }) {
    await waitFor(() => expect(insideOf(canvasElement, TAG).querySelectorAll('[part=external]')).toHaveLength(2));
  },
};

/** Links as data of the page's script. */
export const Data: Story = {
  name: 'Từ dữ liệu',
  render: () =>
    html`<tinh-quick-links
      .links=${[
        { label: 'Bộ Ngoại giao', address: 'https://mofa.gov.vn/', category: 'Bộ, ngành' },
        { label: 'Góp ý dự thảo', address: '#gop-y', note: 'Văn bản đang lấy ý kiến' },
      ]}
    ></tinh-quick-links>`,
  async play({ canvasElement }) {
    await waitFor(() => expect(tiles(canvasElement)).toEqual(['Góp ý dự thảo', 'Bộ Ngoại giao']));
  },
};

/** The list of an address did not come: the page's own links stay. */
export const SourceFailed: Story = {
  name: 'Chưa tải được danh sách',
  render: () =>
    html`<tinh-quick-links src="data:application/json,[]"><a href="#hoi-dap">Hỏi đáp</a></tinh-quick-links>`,
  async play({ canvasElement }) {
    await waitFor(() => expect(part(canvasElement, TAG, '[part=error]')).toBeTruthy());
    await expect(tiles(canvasElement)).toEqual(['Hỏi đáp']);
  },
};

/** What readers use most comes first; clicks are counted. */
export const ByClicks: Story = {
  name: 'Theo lượt bấm',
  parameters: onStage({ api: { clicks: [{ link: new URL('#hoi-dap', document.baseURI).href, clicks: 12 }] } }),
  render: () =>
    html`<tinh-quick-links order="clicks" count-clicks>
      <a href="#lich-cong-tac">Lịch công tác</a>
      <a href="#hoi-dap">Hỏi đáp</a>
    </tinh-quick-links>`,
  async play({ canvasElement, id }) {
    await waitFor(() => expect(tiles(canvasElement)).toEqual(['Hỏi đáp', 'Lịch công tác']));
    await expect(apiOf({ id }).requests).toHaveLength(1);
  },
};
