import { expect } from '@open-wc/testing';
import { webAddress } from '../src/text/web-address.ts';
import { BAD_ADDRESSES } from './support/attacks.ts';

describe('addresses that a page may lead to', () => {
  it('are those of http and https, whole', () => {
    const base = 'https://so.example/tin/bai';
    for (const [address, whole] of [
      ['https://a.vn/x?y=1#z', 'https://a.vn/x?y=1#z'],
      ['http://a.vn', 'http://a.vn/'],
      [' /tep/a b.pdf ', 'https://so.example/tep/a%20b.pdf'],
      ['../ảnh.png', 'https://so.example/%E1%BA%A3nh.png'],
      ['//cdn.example/x', 'https://cdn.example/x'],
      ['#muc', 'https://so.example/tin/bai#muc'],
    ] as const)
      expect(webAddress(address, base)).to.equal(whole);
  });

  it('are nothing else', () => {
    for (const address of [...BAD_ADDRESSES, '', ' ', null, undefined, 'https://', 'http://[', 'mailto:a@b.vn'])
      expect(webAddress(address, 'https://so.example/'), String(address)).to.equal(undefined);
  });
});
