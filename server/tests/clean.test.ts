import assert from 'node:assert/strict';
import { it } from 'node:test';
import { cleanLine, cleanText, codePoints } from '../../src/text/clean.ts';

it('puts every spelling of Vietnamese accents into one form', () => {
  assert.equal(cleanText('Tiếng Việt'.normalize('NFD')), 'Tiếng Việt'.normalize('NFC'));
});

it('keeps line breaks as line feeds, whatever the system wrote', () => {
  assert.equal(cleanText('a\r\nb\rc\u2028d\u2029e\nf\n\ng'), 'a\nb\nc\nd\ne\nf\n\ng');
});

it('removes control characters, makes a tab a space, trims', () => {
  assert.equal(cleanText(' \u0000a\u0007b\u001B[31mc\u007F\u0085\td\n '), 'ab[31mc d');
});

it('replaces lone surrogates and keeps whole ones', () => {
  assert.equal(cleanText('a\uD800b\uDC00c😀'), 'a\uFFFDb\uFFFDc😀');
});

it('removes what turns the direction of writing around, but no letters of such writing', () => {
  assert.equal(cleanText('a\u202Eb\u202Ac\u2066d\u2069e שלום'), 'abcde שלום');
});

it('takes text that shows nothing as empty', () => {
  for (const blank of ['', ' \n ', '\u200B', '\u200B\u2060\uFEFF', '\u0301']) assert.equal(cleanText(blank), '');
  assert.equal(cleanText('👍'), '👍');
});

it('makes a name one line', () => {
  assert.equal(cleanLine('Nguyễn\nVăn\r\nAn\u2028'), 'Nguyễn Văn An');
});

it('changes nothing when it cleans again', () => {
  const hard = ['e\u0000\u0301', '\u202E\u0301a', 'a\u2000\n', '\uD800\u0301', '\t\u200Ba\t', 'e\u202D\u0323\u0302'];
  for (const raw of hard) {
    assert.equal(cleanText(cleanText(raw)), cleanText(raw));
    assert.equal(cleanLine(cleanLine(raw)), cleanLine(raw));
    assert.equal(cleanText(raw), cleanText(raw).normalize('NFC'));
  }
});

it('counts code points', () => {
  assert.equal(codePoints('ề😀'), 2);
  assert.equal(codePoints(''), 0);
});
