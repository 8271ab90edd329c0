import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { expect, waitFor } from 'storybook/test';
import '../src/comment-box/define.ts';
import '../src/site-config/define.ts';
import '../src/visit-counter/define.ts';
import { FAKE_SITE } from './fake-api.ts';
import { commentBox, FIGURES, threeComments, visitCounter } from './seed.ts';
import { apiOf, framed, onStage, part, staged } from './stage.ts';

const meta: Meta = {
  ...staged,
  id: 'site-config',
  title: 'Thành phần/tinh-site-config',
  component: 'tinh-site-config',
  tags: ['autodocs'],
  // The tag itself names site and server here: the stage must not.
  parameters: onStage({ site: false, api: { figures: FIGURES, comments: threeComments() } }),
};
export default meta;

type Story = StoryObj;

const total = (canvas: ParentNode) => part(canvas, 'tinh-visit-counter', '.row:last-child dd')?.textContent;
const status = (canvas: ParentNode) => part(canvas, 'tinh-visit-counter', '[part=status]')?.textContent;

/** Settings for what is inside; the counter outside hears nothing of them. */
export const Part: Story = {
  name: 'Cho một phần của trang',
  render: (_, context) =>
    html`<section data-part="inside">
        <h2>Bên trong thẻ</h2>
        <tinh-site-config site=${FAKE_SITE} server=${apiOf(context).server}>${visitCounter()}</tinh-site-config>
      </section>
      <section data-part="outside">
        <h2>Bên ngoài thẻ</h2>
        <tinh-visit-counter></tinh-visit-counter>
      </section>`,
  async play({ canvasElement }) {
    const [inside, outside] = canvasElement.querySelectorAll('section');
    await waitFor(() => expect(total(inside!)).toBe('1.604.377'));
    await expect(status(inside!)).toBeUndefined();
    await expect(status(outside!)).toContain('data-site');
  },
};

/** Without children the settings are for every tag of the page, wherever it stands. */
export const Page: Story = {
  name: 'Cho cả trang',
  parameters: framed(300),
  render: (_, context) =>
    html`<tinh-site-config site=${FAKE_SITE} server=${apiOf(context).server}></tinh-site-config>${visitCounter()}`,
  async play({ canvasElement }) {
    await waitFor(() => expect(total(canvasElement)).toBe('1.604.377'));
    await expect(status(canvasElement)).toBeUndefined();
  },
};

const STRINGS = JSON.stringify({
  vi: {
    'comments.heading': 'Góp ý của người dân',
    'comments.name': 'Người góp ý',
    'comments.text': 'Nội dung góp ý',
    'comments.send': 'Gửi góp ý',
  },
});

/** The site's own words, by the keys of the dictionary; everything else keeps the usual words. */
export const Strings: Story = {
  name: 'Thay lời',
  render: (_, context) =>
    html`<tinh-site-config site=${FAKE_SITE} server=${apiOf(context).server} strings=${STRINGS}>
      ${commentBox()}
    </tinh-site-config>`,
  async play({ canvasElement }) {
    await waitFor(() =>
      expect(part(canvasElement, 'tinh-comment-box', 'h2')?.textContent).toContain('Góp ý của người dân'),
    );
  },
};

/** Strings that are no JSON: one warning in the console, and the usual words. */
export const BadStrings: Story = {
  name: 'Lời thay sai cú pháp',
  render: (_, context) =>
    html`<tinh-site-config site=${FAKE_SITE} server=${apiOf(context).server} strings="{vi: visits.today}">
      ${visitCounter()}
    </tinh-site-config>`,
  async play({ canvasElement }) {
    await waitFor(() => expect(total(canvasElement)).toBe('1.604.377'));
    await expect(part(canvasElement, 'tinh-visit-counter', 'dt')?.textContent).toBe('Đang truy cập');
  },
};
