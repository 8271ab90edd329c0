import assert from 'node:assert/strict';
import { it } from 'node:test';
import { contentReasons, listedWords } from '../spam/assess.ts';
import { findHosts, hostsIn } from '../spam/hosts.ts';
import { countLinks } from '../spam/links.ts';
import { Recent } from '../spam/recent.ts';
import { accepted, guard, HOUR, moderated, site } from './spam-support.ts';

const LONG = 'Đề nghị Sở trả lời rõ về thời gian cấp giấy phép lao động.';

it('counts links in all spellings that lead somewhere', () => {
  const links = [
    'http://a.example',
    'HTTPS://A.EXAMPLE/b?c=d#e',
    'www.example.com.vn',
    'hxxp://a.example',
    'hXXps://a.example',
    'http : // a.example',
    'hxxp[:]//a[.]example',
    'http:\\\\a.example',
    'ｈｔｔｐ：／／ａ．ｅｘａｍｐｌｅ',
    'http://a\u200B.exa\u00ADmple',
    'h\u200Bttp://a.example',
    'http://sở-ngoại-vụ.vn/bài-viết',
    'http://xn--s-lym.example',
    'https://192.0.2.1:8080/a',
    'http://[2001:db8::1]/',
    'https://user@evil.example',
    'sở-ngoại-vụ.vn',
    'example.com',
    'example。com',
    'example[.]com',
    'example (.) com',
    'example[dot]com',
    'xem tại example.com.',
    'casino.vip/dang-ky',
    'zalo.me/0912345678',
    't.me/nhom',
    'bit.ly/abc',
    '<a href="http://a.example">',
    '[url=http://a.example]',
    'Xem:http://a.example',
    'ftp://a.example',
  ];
  for (const text of links) assert.equal(countLinks(text), 1, text);
  assert.equal(countLinks('http://a.example,http://b.example/http://c.example www.d.example;e.com'), 5);
});

it('takes no sentence for a link that lacks a space, and no mail address', () => {
  const sentences = [
    'Bài viết hay quá.Cảm ơn tòa soạn. Com trưa ngon.',
    'Tôi đã nộp xong.Ai biết thì chỉ giúp.Me toi cung vay.',
    'Điều 5.1.2 Nghị định số 356/2025/NĐ-CP, mục 3.4.',
    'Giá 1.500.000đ, tỷ lệ 3:2, lúc 17:30.',
    'Liên hệ so-ngoai-vu@tayninh.gov.vn nhé',
    'xem.me nói gì',
    'TP.HCM và TP.Tây Ninh, v.v...',
    'Trang WWW . là gì, http là gì?',
    'tệp baocao.docx, hinh.jpg',
  ];
  for (const text of sentences) assert.equal(countLinks(text), 0, text);
});

it('lets a comment with more links than the site allows wait', async () => {
  const { assess } = guard();
  accepted(await assess({ text: `${LONG} http://a.example http://b.example` }));
  moderated(await assess({ text: `${LONG} http://a.example http://b.example hxxp://c.example` }), 'links');
  moderated(await assess({ site: site({ links: 0 }), text: `${LONG} www.a.example` }), 'links');
  moderated(await assess({ site: site({ links: 0 }), name: 'casino.com' }), 'links');
});

it('finds listed words as whole words with their diacritics, in any case and composition', () => {
  const words = (list: string[], text: string): string[] => listedWords(site({ words: list }), text);
  assert.deepEqual(words(['lồn'], 'Mua cái lon, ăn salon, lớn lên, LON'), []);
  for (const text of ['lồn', 'Đồ LỒN!', 'lồn'.normalize('NFD'), 'l\u200Bồn', '“lồn”', 'a_lồn', 'ｌồn']) {
    assert.deepEqual(words(['Lồn'.normalize('NFD')], text), ['lồn'], text);
  }
  assert.deepEqual(words(['cờ bạc'], 'chơi Cờ\n  Bạc online'), ['cờ bạc']);
  assert.deepEqual(words(['cờ bạc'], 'cờ bạch'), []);
  assert.deepEqual(words(['bò'], 'con bò, con bò sữa; bòn'), ['bò']);
  assert.deepEqual(words(['an'], 'lan ăn an'), ['an']);
  assert.deepEqual(words(['🖕'], 'này🖕🖕'), ['🖕']);
  assert.deepEqual(words(['𠀀'], 'a𠀀a 𠀀'), ['𠀀']);
  assert.deepEqual(words(['an'], '𠀀an an𠀀'), []);
});

it('finds words of the folded list with and without diacritics', () => {
  const { wordsFolded } = { wordsFolded: ['Cá độ bóng đá'] };
  for (const text of ['ca do bong da', 'CÁ ĐỘ BÓNG ĐÁ', 'cá độ bong đa', 'Ca Dô Bòng Dã']) {
    assert.deepEqual(listedWords(site({ wordsFolded }), text), ['ca do bong da'], text);
  }
  assert.deepEqual(listedWords(site({ wordsFolded }), 'ca do bong dap'), []);
});

it('takes every character of a listed word for itself', () => {
  const list = ['.*', 'c++', '(a|b', '[x', '$$$', 'a.c', '\\d', '^', '*** khuyến mãi ***'];
  const { words } = site({ words: list }).comments;
  for (const word of words) assert.deepEqual(listedWords(site({ words: list }), `xem ${word} nhé`), [word]);
  assert.deepEqual(listedWords(site({ words: list }), 'Học C, abc, a, b, x, 5 và c+ đều được.'), []);
});

it('is done with a megabyte of anything', () => {
  const strict = site({ links: 0, words: ['a b', 'aaaaaaaab', '@'], wordsFolded: ['b'] });
  const pieces = ['a', 'a.', '.', '@', 'a@', 'http:', '//', 'www.', '[.]', ' ', '\u0301', 'ế', 'a-', 'h', '1'];
  for (const piece of pieces) {
    const text = piece.repeat(2 ** 20 / piece.length);
    contentReasons(strict, { name: 'An', text, authors: [] });
    findHosts(text, ['a.com', 'aaaa.example']);
    hostsIn(text);
  }
});

it('remembers no more than it may, and forgets the oldest first', () => {
  const clock = { ms: 0 };
  const recent = new Recent<number>(100, () => clock.ms, 3);
  for (const [index, key] of ['a', 'b', 'a', 'c', 'd'].entries()) recent.set(key, index);
  assert.deepEqual(
    ['a', 'b', 'c', 'd'].map((key) => recent.get(key)),
    [2, undefined, 3, 4],
  );
  clock.ms = 100;
  assert.equal(recent.get('d'), undefined);
});

it('lets the same text wait when it comes again within a day, whoever sends it', async () => {
  const { assess, clock } = guard();
  accepted(await assess({ text: LONG }));
  moderated(await assess({ text: LONG }), 'duplicate');
  moderated(await assess({ text: `  ${LONG.toUpperCase().normalize('NFD')}!!\n`, author: null }), 'duplicate');
  accepted(await assess({ text: LONG, site: site({}, 'khac') }));
  clock.ms += 24 * HOUR;
  accepted(await assess({ text: LONG }));
});

it('takes a short text for a duplicate of the same author’s only', async () => {
  const { assess } = guard();
  for (const text of ['Cảm ơn!', 'Rất hay', '👍👍', '...']) {
    accepted(await assess({ text, author: 'one' }));
    accepted(await assess({ text, author: 'two' }));
    moderated(await assess({ text, author: 'one' }), 'duplicate');
  }
  accepted(await assess({ text: 'Đồng ý', author: null }));
  moderated(await assess({ text: 'đồng ý.', author: null }), 'duplicate');
  accepted(await assess({ text: '👎', author: 'one' }));
});

it('takes a comment’s own retry for no duplicate, nor the text of a refused one', async () => {
  const { assess, proof } = guard();
  const once = await proof();
  accepted(await assess({ text: LONG, key: 'one-comment', proof: once }));
  accepted(await assess({ text: LONG, key: 'one-comment' }));
  const text = `${LONG} Xin cảm ơn.`;
  assert.equal((await assess({ text, key: 'refused-comment', proof: once })).verdict, 'refuse');
  accepted(await assess({ text, key: 'sent-once-more' }));
});
