/**
 * Text without the diacritics of Vietnamese and other Latin letters: `Đường bộ` becomes `Duong bo`. Other scripts keep their vowel signs.
 *
 * Many words fall together: `lồn`, `lớn` and `lon` are one. Use it to find, never to judge.
 */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036F]/g, '')
    .replace(/đ/g, 'd')
    .replace(/Đ/g, 'D')
    .normalize('NFC');
}
