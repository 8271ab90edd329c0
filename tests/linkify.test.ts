import { expect } from '@open-wc/testing';
import { linkify } from '../src/text/linkify.ts';

/** The text with its links in brackets; where a link leads elsewhere than it reads, that stands behind a bar. */
const marked = (text: string) =>
  linkify(text)
    .map((part) => (part.href ? `⟦${part.text}${part.href === part.text ? '' : `|${part.href}`}⟧` : part.text))
    .join('');

/** The links of a text. */
const links = (text: string) => linkify(text).flatMap(({ href }) => href ?? []);

describe('addresses in text', () => {
  it('become links where they are http or https', () => {
    expect(marked('Xem https://vnexpress.net/a và http://a.vn:8080/b?c=d#e')).to.equal(
      'Xem ⟦https://vnexpress.net/a⟧ và ⟦http://a.vn:8080/b?c=d#e⟧',
    );
    expect(marked('HTTPS://VNEXPRESS.NET/A')).to.equal('⟦HTTPS://VNEXPRESS.NET/A|https://vnexpress.net/A⟧');
    expect(linkify('')).to.deep.equal([]);
    expect(linkify('Không có gì')).to.deep.equal([{ text: 'Không có gì', href: undefined }]);
  });

  it('leave the marks of the sentence outside', () => {
    for (const mark of ['.', ',', ';', ':', '!', '?', '…', ')', '"', '”', '»', '’', '>', '?!', '...', ').', '"),']) {
      for (const address of ['https://a.vn/b', 'https://a.vn']) {
        const href = new URL(address).href;
        expect(linkify(`(Xem ${address}${mark} Xin cảm ơn`)[1], mark).to.deep.equal({ text: address, href });
      }
    }
  });

  it('keep brackets that are theirs', () => {
    expect(links('(https://vi.wikipedia.org/wiki/Huế_(thành_phố))')).to.deep.equal([
      new URL('https://vi.wikipedia.org/wiki/Huế_(thành_phố)').href,
    ]);
    expect(marked('https://a.vn/x(1)[2].')).to.equal('⟦https://a.vn/x(1)[2]⟧.');
    expect(marked('[https://a.vn/x]( và')).to.equal('[⟦https://a.vn/x⟧]( và');
    expect(marked('https://a.vn/x(xem')).to.equal('⟦https://a.vn/x(xem⟧');
  });

  it('may have Vietnamese letters in path and host', () => {
    expect(linkify('Ở https://tiếngviệt.vn/đường/đi?tên=Huệ.')[1]).to.deep.equal({
      text: 'https://tiếngviệt.vn/đường/đi?tên=Huệ',
      href: 'https://xn--tingvit-5t4cyc.vn/%C4%91%C6%B0%E1%BB%9Dng/%C4%91i?t%C3%AAn=Hu%E1%BB%87',
    });
  });

  it('are no links with another scheme, without a scheme or without a dot in the host', () => {
    for (const text of [
      'javascript:alert(1)',
      'javascript://a.vn/%0Aalert(1)',
      'data:text/html,x',
      'ftp://a.vn/',
      'file:///etc/passwd',
      'vbscript:x',
      'tel:19001000',
      'www.a.vn',
      'a.vn/b',
      'xhttp://a.vn',
      'http:/a.vn',
      'http:a.vn',
      'https://',
      'https://…',
      'http://localhost:3000/',
      'http://a.vn:99999/',
      'https://[::1]/',
    ]) {
      expect(links(text), text).to.deep.equal([]);
    }
  });

  it('lead where they seem to lead', () => {
    expect(marked('https://bank.vn@evil.vn/')).to.equal('⟦https://bank.vn|https://bank.vn/⟧@evil.vn/');
    expect(marked('https://bank.vn\\@evil.vn/')).to.equal('⟦https://bank.vn|https://bank.vn/⟧\\@evil.vn/');
    expect(links('https://bank:vn@evil.vn/')).to.deep.equal([]);
  });

  it('do not carry markup along', () => {
    expect(marked('<a href="https://a.vn/b" onclick="x">y</a>')).to.equal(
      '<a href="⟦https://a.vn/b⟧" onclick="x">y</a>',
    );
    expect(links('https://a.vn/"><img/src=x>')).to.deep.equal(['https://a.vn/']);
  });

  it('change nothing of the text around them, whatever it is', () => {
    const bits = [
      'http://',
      'https://a.vn',
      '/b',
      '(',
      ')',
      '.',
      ' ',
      '\n',
      'ế',
      '\uD800',
      '😀',
      '@',
      ':8',
      '?',
      '…',
      '<',
    ];
    let seed = 1;
    const next = () => (seed = (seed * 48_271) % 2_147_483_647);
    for (let round = 0; round < 3000; round += 1) {
      const text = Array.from({ length: next() % 20 }, () => bits[next() % bits.length]).join('');
      const parts = linkify(text);
      expect(parts.map((part) => part.text).join('')).to.equal(text);
      expect(
        parts.every((part) => part.text && (!part.href || /^https?:\/\/[!-~]+$/.test(part.href))),
        text,
      ).to.be.true;
    }
  });

  // A square of a million would take an hour; the runner stops a test after ten seconds.
  it('are found in a megabyte of anything', () => {
    for (const bit of [
      'http://',
      'https://a',
      'https://a.vn/(',
      'http://a.',
      '(',
      ')',
      'https://a.vn ',
      'h',
      'http',
      '.',
      '/',
      'ế',
      ':1',
    ]) {
      for (const start of ['', 'https://a.vn/', 'https://']) {
        const text = start + bit.repeat(2 ** 20 / bit.length);
        expect(
          linkify(text).reduce((sum, part) => sum + part.text.length, 0),
          start + bit,
        ).to.equal(text.length);
      }
    }
  });
});
