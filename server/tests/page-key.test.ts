import assert from 'node:assert/strict';
import { it } from 'node:test';
import { pageKey } from '../../src/text/page-key.ts';

const SITE = 'https://so.example';

it('is path and query of the address', () => {
  assert.equal(pageKey(`${SITE}/tin-tuc/bai-1?page=2`), '/tin-tuc/bai-1?page=2');
  assert.equal(pageKey(SITE), '/');
});

it('is the same with a fragment', () => {
  assert.equal(pageKey(`${SITE}/bai#y-kien`), '/bai');
});

it('is the same however the reader came', () => {
  assert.equal(pageKey(`${SITE}/bai?utm_source=zalo&id=7&fbclid=x&gclid=x&zarsrc=30&utm_campaign=a`), '/bai?id=7');
  assert.equal(pageKey(`${SITE}/bai?fbclid=x`), '/bai');
  assert.equal(pageKey(`${SITE}/bai?from_utm_x=1`), '/bai?from_utm_x=1');
});

it('is the same in any order of the query', () => {
  assert.equal(pageKey(`${SITE}/bai?b=2&a=1`), pageKey(`${SITE}/bai?a=1&b=2`));
});

it('is the same with slashes at the end', () => {
  assert.equal(pageKey(`${SITE}/bai/`), '/bai');
  assert.equal(pageKey(`${SITE}/bai///`), '/bai');
});

it('is the same escaped or not', () => {
  assert.equal(pageKey(`${SITE}/gi%E1%BB%9Bi-thi%E1%BB%87u`), pageKey(`${SITE}/giới-thiệu`.normalize('NFC')));
  assert.equal(pageKey(`${SITE}/50%-giam`), '/50%-giam');
});

it('is the same with composed and decomposed accents', () => {
  assert.equal(
    pageKey(`${SITE}/${'giới-thiệu'.normalize('NFD')}`),
    pageKey(`${SITE}/${'giới-thiệu'.normalize('NFC')}`),
  );
});

it('refuses what is no absolute address', () => {
  assert.throws(() => pageKey('/bai'), TypeError);
});
