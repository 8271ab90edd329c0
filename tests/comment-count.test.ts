import { expect, fixture, html } from '@open-wc/testing';
import type { TemplateResult } from 'lit';
import '../src/comment-count/define.ts';
import { FAKE_SERVER, FAKE_SITE, fakeComment } from '../stories/fake-api.ts';
import { expectAccessible, expectFocus, part, recordConsole, settled, startServer, words } from './support/fixture.ts';

const comments = [fakeComment(1), fakeComment(2)];

/** Tags below one that names the site, as far as they will come. */
async function show(content: TemplateResult): Promise<HTMLElement[]> {
  const home = await fixture(html`<div>${content}</div>`);
  for (const tag of home.querySelectorAll('tinh-comment-count')) {
    Object.assign(tag, { site: tag.site ?? FAKE_SITE, server: FAKE_SERVER });
  }
  await settled();
  return [...home.querySelectorAll<HTMLElement>('tinh-comment-count')];
}

/** What a reader sees of a tag. */
function shown(tag: HTMLElement): string {
  const slot = tag.shadowRoot!.querySelector('slot')!;
  return `${getComputedStyle(slot).display === 'none' ? '' : words(tag)} ${words(part(tag, 'count'))}`.trim();
}

const keys = (api: ReturnType<typeof startServer>) =>
  api.calls('GET comment-counts').map(({ query }) => query.getAll('thread'));

describe('comment count', () => {
  it('says how many comments a thread has', async () => {
    startServer({ comments });
    const [tag] = await show(html`<tinh-comment-count thread="bai-1"></tinh-comment-count>`);
    expect(shown(tag!)).to.equal('2 ý kiến');
    await expectAccessible(tag!);
  });

  it('speaks English on an English page, one comment in the singular', async () => {
    startServer({ comments: [fakeComment(1)] });
    const [tag] = await show(html`<p lang="en"><tinh-comment-count thread="one"></tinh-comment-count></p>`);
    expect(shown(tag!)).to.equal('1 comment');
  });

  it('asks for all tags of a page in one request, and for each thread once', async () => {
    const api = startServer({ comments });
    await show(
      html`${['a', 'b', 'a', 'c'].map((key) => html`<tinh-comment-count thread=${key}></tinh-comment-count>`)}`,
    );
    expect(keys(api)).to.deep.equal([['a', 'b', 'c']]);
    const [late] = await show(html`<tinh-comment-count thread="b"></tinh-comment-count>`);
    expect(shown(late!)).to.equal('2 ý kiến');
    expect(keys(api)).to.have.lengthOf(1);
  });

  it('asks for no more than a hundred threads at once, nor for an address that a proxy refuses', async () => {
    const api = startServer({ comments });
    const many = Array.from({ length: 101 }, (_, index) => `bai-${String(index)}`);
    await show(html`${many.map((key) => html`<tinh-comment-count thread=${key}></tinh-comment-count>`)}`);
    expect(keys(api).map((each) => each.length)).to.deep.equal([100, 1]);
    const long = Array.from({ length: 10 }, (_, index) => `${'ế'.repeat(120)}-${String(index)}`);
    await show(html`${long.map((key) => html`<tinh-comment-count thread=${key}></tinh-comment-count>`)}`);
    expect(keys(api).slice(2).flat()).to.deep.equal(long);
    expect(api.asked.every((line) => line.length < 8000)).to.be.true;
  });

  it('keeps the link inside, which names the thread, with the number behind it', async () => {
    const api = startServer({ comments });
    const link = html`<a href="/tin-tuc/bai-1/?utm_source=zalo#y-kien">Ý kiến</a>`;
    const [tag] = await show(html`<tinh-comment-count>${link}</tinh-comment-count>`);
    expect(keys(api)).to.deep.equal([['/tin-tuc/bai-1']]);
    expect(shown(tag!)).to.equal('Ý kiến (2)');
    expect(tag!.querySelector('a')!.checkVisibility()).to.be.true;
    await expectAccessible(tag!);
  });

  it('does not take the focus from the link when the number comes', async () => {
    const api = startServer({ comments, fault: 'silent' });
    const [tag] = await show(html`<tinh-comment-count><a href="/bai-1">Ý kiến</a></tinh-comment-count>`);
    tag!.querySelector('a')!.focus();
    api.fault = null;
    tag!.setAttribute('thread', 'bai-2');
    await settled();
    expect(shown(tag!)).to.equal('Ý kiến (2)');
    expectFocus(tag!.querySelector('a')!);
  });

  it('inside a link takes the place of the words, and the link names the thread', async () => {
    const api = startServer({ comments });
    const [tag] = await show(html`<a href="/bai-7"><tinh-comment-count>Ý kiến</tinh-comment-count></a>`);
    expect(keys(api)).to.deep.equal([['/bai-7']]);
    expect(shown(tag!)).to.equal('2 ý kiến');
    expect(words(tag), 'the page’s own node').to.equal('Ý kiến');
  });

  it('finds a link that is parsed later', async () => {
    const api = startServer({ comments });
    const [tag] = await show(html`<tinh-comment-count></tinh-comment-count>`);
    expect(api.requests).to.be.empty;
    tag!.append(Object.assign(document.createElement('a'), { href: '/bai-8', textContent: 'Ý kiến' }));
    await settled();
    expect(keys(api)).to.deep.equal([['/bai-8']]);
    expect(shown(tag!)).to.equal('Ý kiến (2)');
  });

  for (const fault of ['offline', 'html', 'urn:tinh:problem:unknown-site'] as const) {
    it(`leaves the content as it is where the number cannot be told: ${fault}`, async () => {
      recordConsole();
      startServer({ fault });
      const [tag] = await show(html`<tinh-comment-count thread="bai-1">Ý kiến</tinh-comment-count>`);
      expect(shown(tag!)).to.equal('Ý kiến');
    });
  }

  it('asks again for what could not be told, when another tag needs it', async () => {
    const api = startServer({ comments, fault: 'offline' });
    await show(html`<tinh-comment-count thread="bai-1"></tinh-comment-count>`);
    api.fault = null;
    const [tag] = await show(html`<tinh-comment-count thread="bai-1"></tinh-comment-count>`);
    expect(shown(tag!)).to.equal('2 ý kiến');
  });

  it('without thread and link asks nothing and throws nothing, also with a link to nowhere', async () => {
    const api = startServer();
    const tags = await show(
      html`<tinh-comment-count>Ý kiến</tinh-comment-count>
        <tinh-comment-count><a href="http://[xấu">Ý kiến</a></tinh-comment-count>`,
    );
    expect(api.requests).to.be.empty;
    expect(tags.map(shown)).to.deep.equal(['Ý kiến', 'Ý kiến']);
  });
});
