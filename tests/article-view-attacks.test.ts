import { expect, fixture, html } from '@open-wc/testing';
import { executeServerCommand } from '@web/test-runner-commands';
import '../src/article-view/define.ts';
import { ATTACKS, BAD_ADDRESSES, leaksOf, provoke } from './support/attacks.ts';
import { endOf, openPanel } from './support/article.ts';
import { part, parts, recordConsole, settled, startServer, stub, type TestServer } from './support/fixture.ts';

const ADDRESS = 'https://so.example/tin/bai-1';

/** Where something was executed that should not have been. */
let executed: string[] = [];
let server: TestServer;

/** Everything that an attack does goes through one of these. */
function watchExecution(): void {
  executed = [];
  for (const name of ['alert', 'confirm', 'prompt', 'print', 'msgbox'])
    stub(globalThis, name, { value: (...words: unknown[]) => executed.push(`${name}(${words.join()})`) });
}

async function show(answer: () => Response): Promise<HTMLElement> {
  server.reply = ({ url }) => (url.startsWith(ADDRESS) ? answer() : undefined);
  const place = await fixture<HTMLElement>(
    html`<div><tinh-article-view src=${ADDRESS} without-metadata without-listen></tinh-article-view></div>`,
  );
  await settled();
  return place.querySelector('tinh-article-view')!;
}

/** What comes of an attack in HTML, or in the body of an article in JSON. */
async function outcome(payload: string, asJson: boolean): Promise<string[]> {
  executed = [];
  const element = await show(() =>
    asJson
      ? new Response(JSON.stringify({ headline: 'Bài', body: `<p>Trước</p>${payload}` }), {
          headers: { 'content-type': 'application/json' },
        })
      : new Response(`<p>Trước</p>${payload}`, { headers: { 'content-type': 'text/html' } }),
  );
  const before = location.href;
  await provoke(element);
  const found = [...leaksOf(element), ...executed];
  if (location.href.replace(/#.*/, '') !== before.replace(/#.*/, '')) found.push(`went to ${location.href}`);
  if (!element.textContent.includes('Trước')) found.push('the text is gone');
  element.parentElement!.remove();
  return found;
}

describe('attacks through `src`', () => {
  beforeEach(() => {
    server = startServer();
    recordConsole();
    watchExecution();
  });

  it('are seen by this test where nothing is done against them', async () => {
    const place = await fixture<HTMLElement>(html`<div></div>`);
    place.innerHTML = '<img src="x:" onerror="alert(1)"><a href="javascript:alert(2)">x</a><iframe></iframe>';
    await provoke(place);
    await new Promise((resolve) => setTimeout(resolve));
    expect(executed).to.include('alert(1)');
    expect(leaksOf(place)).to.have.lengthOf(4);
  });

  for (const [index, payload] of ATTACKS.entries()) {
    it(`execute nothing and leave nothing (${String(index + 1)}): ${payload.slice(0, 60)}`, async () => {
      expect(await outcome(payload, false)).to.deep.equal([]);
      expect(await outcome(payload, true)).to.deep.equal([]);
    });
  }

  it('of the public collections execute nothing and leave nothing, where the collections are at hand', async function (this: {
    timeout(milliseconds: number): void;
    skip(): void;
  }) {
    this.timeout(100_000);
    const payloads: string[] = await executeServerCommand('corpora');
    // They are no part of this project. Goes when they may be copied into it.
    if (payloads.length === 0) this.skip();
    const failed: string[] = [];
    for (const [index, payload] of payloads.entries()) {
      const found = await outcome(payload, index % 2 === 1);
      if (found.length > 0) failed.push(`${payload}\n  → ${found.join(', ')}`);
    }
    console.info(`${String(payloads.length)} payloads of public collections ran.`);
    expect(failed).to.deep.equal([]);
  });
});

describe('addresses that are none of the web', () => {
  beforeEach(() => {
    server = startServer();
    recordConsole();
    watchExecution();
  });

  for (const address of BAD_ADDRESSES) {
    it(`lead nowhere from any attribute, slot or field: ${JSON.stringify(address)}`, async () => {
      const element = await fixture<HTMLElement>(html`
        <tinh-article-view source="Báo" source-url=${address} moved-to=${address} audio-src=${address} without-metadata>
          <p>Nội dung</p>
          <ul slot="attachments">
            <li><a href=${address}>Tệp</a></li>
          </ul>
        </tinh-article-view>
      `);
      await settled();
      await endOf(element);
      await openPanel(element, 'share');
      for (const listen of parts(element, 'listen')) listen.click();
      await settled();
      const within = (root: ParentNode) =>
        [...root.querySelectorAll('[href], [src]')].map(
          (each) => each.getAttribute('href') ?? each.getAttribute('src')!,
        );
      const ours = within(element.shadowRoot!);
      expect(ours.filter((each) => !/^(https?:\/\/|mailto:\?)/.test(each))).to.deep.equal([]);
      expect(parts(element, 'source')[0]?.querySelector('a') ?? null).to.equal(null);
      const given = { url: address, title: 'x', name: 'x', alt: 'x' };
      const other = await show(
        () =>
          new Response(
            JSON.stringify({
              headline: 'x',
              body: '<p>Nội dung</p>',
              movedTo: address,
              source: given,
              image: given,
              audio: [given],
              attachments: [given],
              tags: [given],
              newer: [given],
              older: [given],
              related: [given],
            }),
            { headers: { 'content-type': 'application/json' } },
          ),
      );
      expect(leaksOf(other)).to.deep.equal([]);
      expect(within(other)).to.deep.equal([]);
      expect(part(other, 'meta').textContent).not.to.include('script');
      expect(executed).to.deep.equal([]);
    });
  }
});
