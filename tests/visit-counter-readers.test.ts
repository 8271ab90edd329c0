import { expect, fixture, html } from '@open-wc/testing';
import '../src/visit-counter/define.ts';
import type { Visit } from '../src/api/contract.ts';
import { FAKE_SERVER, FAKE_SITE } from '../stories/fake-api.ts';
import {
  installClock,
  newPageLoad,
  parts,
  startServer,
  words,
  type Clock,
  type TestServer,
} from './support/fixture.ts';

const figures = (element: Element) => parts(element, 'figure').map(words);
const counted = (api: TestServer) => api.calls('POST visits').map(({ body }) => JSON.parse(body) as Visit);

describe('visit counter: who is told of, and what is shown', () => {
  let clock: Clock;
  beforeEach(() => {
    clock = installClock();
  });

  const counter = () =>
    fixture(html`<tinh-visit-counter site=${FAKE_SITE} server=${FAKE_SERVER}></tinh-visit-counter>`);

  /** The reader leaves this page and opens another one of the site. */
  const nextPage = async (element: Element) => {
    element.remove();
    newPageLoad();
    const next = await counter();
    await clock.tick(0);
    return next;
  };

  it('tells the server of a reader who is signed in, and shows them, the others and programs where the page wants it', async () => {
    const api = startServer();
    const element = await fixture(html`
      <tinh-visit-counter
        site=${FAKE_SITE}
        server=${FAKE_SERVER}
        show="online members guests bots"
        member
      ></tinh-visit-counter>
    `);
    await clock.tick(0);
    expect(parts(element, 'label').map(words)).to.deep.equal(['Đang truy cập', 'Thành viên', 'Khách', 'Máy tìm kiếm']);
    expect(figures(element)).to.deep.equal(['2', '1', '1', '3']);
    expect(counted(api)).to.deep.equal([
      { page: counted(api)[0]!.page, visit: true, view: true, beat: true, member: true },
    ]);
  });

  it('says which other host a reader came from, with a visit alone, and never the page there', async () => {
    const came = (address: string) => {
      Object.defineProperty(document, 'referrer', { value: address, configurable: true });
    };
    try {
      for (const [address, host] of [
        ['https://www.google.com.vn/search?q=benh+an', 'www.google.com.vn'],
        [location.href, undefined],
        ['', undefined],
      ] as const) {
        came(address);
        localStorage.clear();
        const api = startServer();
        const element = await counter();
        await clock.tick(0);
        expect(counted(api)[0]?.referrer, address).to.equal(host);
        came('https://other.example/');
        await nextPage(element).then((next) => next.remove());
        expect(counted(api)[1], 'the second page').to.not.have.property('referrer');
        newPageLoad();
      }
    } finally {
      delete (document as { referrer?: string }).referrer;
    }
  });

  for (const wrong of [-1, NaN, 1.5, 2 ** 53, '12', null, undefined] as never[]) {
    it(`shows what the page printed where the server says ${String(wrong)}`, async () => {
      const api = startServer();
      Object.assign(api.figures, { yesterday: wrong });
      const element = await fixture(html`
        <tinh-visit-counter site=${FAKE_SITE} server=${FAKE_SERVER} show="yesterday today"
          ><dl>
            <dt>Hôm qua</dt>
            <dd data-figure="yesterday">1.203</dd>
          </dl></tinh-visit-counter
        >
      `);
      await clock.tick(0);
      expect(figures(element)).to.deep.equal(['1.203', '900']);
    });
  }
});
