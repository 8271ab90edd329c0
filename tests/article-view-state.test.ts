import { expect, fixture, html } from '@open-wc/testing';
import '../src/article-view/define.ts';
import { expectAccessible, installClock, part, parts, recordConsole, settled, words } from './support/fixture.ts';

const said = (element: Element) => parts(element, 'state').flatMap((note) => [...note.children].map(words));

describe('state of an article', () => {
  beforeEach(() => {
    installClock(Date.parse('2026-07-17T18:00:00+07:00'));
  });

  it('says that it is a preview, holds no longer since its day, or is elsewhere; alone or together', async () => {
    const element = await fixture<HTMLElement>(html`
      <tinh-article-view preview expires="2026-07-17T18:00:00+07:00" moved-to="https://moi.example/tin?a=1&b=2">
        <p>Bài.</p>
      </tinh-article-view>
    `);
    expect(said(element)).to.deep.equal([
      'Bản xem trước: bài này chưa được đăng.',
      'Bài này đã hết hiệu lực từ Thứ Sáu, 17/07/2026, 18:00.',
      'Bài này đã chuyển đến địa chỉ khác: https://moi.example/tin?a=1&b=2',
    ]);
    expect(part(element, 'state').querySelector('a')!.href).to.equal('https://moi.example/tin?a=1&b=2');
    await expectAccessible(element);
    element.setAttribute('expires', '2026-07-17T18:00:01+07:00');
    element.removeAttribute('preview');
    element.removeAttribute('moved-to');
    await settled();
    expect(said(element)).to.deep.equal([]);
    expect(element.textContent).to.include('Bài.');
  });

  it('leaves out what makes no sense, with a warning, and never makes a script of an address', async () => {
    const lines = recordConsole();
    const element = await fixture<HTMLElement>(html`
      <tinh-article-view expires="hôm qua" moved-to="javascript:alert(1)"><p>Bài.</p></tinh-article-view>
    `);
    expect(said(element)).to.deep.equal([]);
    expect(element.shadowRoot!.querySelector('[href^="javascript"]')).to.be.null;
    expect(lines.filter((line) => /expires|moved-to/.test(line))).to.have.lengthOf(2);
  });

  it('links to the other languages that the page names, each by its own name', async () => {
    const links = ['en', 'vi', 'x-default', 'zh-Hans', 'km'].map((lang) => {
      const link = document.createElement('link');
      Object.assign(link, { rel: 'alternate', hreflang: lang, href: `/${lang}/bai` });
      return link;
    });
    document.head.append(...links);
    document.documentElement.lang = 'vi';
    const element = await fixture<HTMLElement>(html`<tinh-article-view><p>Bài.</p></tinh-article-view>`);
    await settled();
    const shown = [...part(element, 'translations').querySelectorAll('a')];
    expect(shown.map(({ lang, hreflang }) => [lang, hreflang])).to.deep.equal([
      ['en', 'en'],
      ['zh-Hans', 'zh-Hans'],
      ['km', 'km'],
    ]);
    expect(words(shown[0])).to.equal('English');
    expect(shown[0]!.href).to.equal(`${location.origin}/en/bai`);
    await expectAccessible(element);
    for (const link of links) link.remove();
    const none = await fixture<HTMLElement>(html`<tinh-article-view><p>Bài.</p></tinh-article-view>`);
    await settled();
    expect(parts(none, 'translations')).to.have.lengthOf(0);
  });
});
