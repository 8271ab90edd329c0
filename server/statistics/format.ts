import type { PageLanguage } from '../http/page-parts.ts';
import { zoneTime } from '../zone.ts';
import { fill, statisticsWords } from './words.ts';

const LOCALES = { vi: 'vi-VN', en: 'en-GB' } as const;
const MINUTE = 60_000;

/** A number with the separators of the language: `1.234` or `1,234`. */
export function number(value: number, lang: PageLanguage, digits = 0): string {
  return value.toLocaleString(LOCALES[lang], { maximumFractionDigits: digits });
}

/**
 * A time in its two largest units, rounded to the smaller one: `2 giờ 15 phút`, `3 ngày 4 giờ`.
 *
 * @param ms milliseconds; null when there is none
 */
export function duration(ms: number | null, lang: PageLanguage): string {
  const words = statisticsWords[lang];
  if (ms === null) return words.none;
  let minutes = Math.round(Math.max(0, ms) / MINUTE);
  if (minutes === 0) return words.underMinute;
  if (minutes >= 24 * 60) minutes = Math.round(minutes / 60) * 60;
  const [days, hours] = [Math.floor(minutes / (24 * 60)), Math.floor(minutes / 60) % 24];
  return [
    days > 0 && fill(words.days, { n: number(days, lang) }),
    hours > 0 && fill(words.hours, { n: hours }),
    minutes % 60 > 0 && fill(words.minutes, { n: minutes % 60 }),
  ]
    .filter((part) => part !== false)
    .join(' ');
}

/** How a count has changed: `+12 (+5,2%)`. Of nothing there is no percentage. */
export function countDifference(now: number, before: number, lang: PageLanguage, digits = 0): string {
  if (now === before) return statisticsWords[lang].same;
  const signed = (value: number, places: number): string =>
    `${value > 0 ? '+' : '−'}${number(Math.abs(value), lang, places)}`;
  const share = before > 0 ? ` (${signed(((now - before) / before) * 100, 1)}%)` : '';
  return `${signed(now - before, digits)}${share}`;
}

/** How a waiting time has changed, in milliseconds: `nhanh hơn 2 giờ`. */
export function waitDifference(now: number | null, before: number | null, lang: PageLanguage): string {
  const words = statisticsWords[lang];
  if (now === null || before === null) return words.none;
  // What is shown as the same must not differ.
  if (Math.abs(now - before) < MINUTE / 2) return words.same;
  return fill(now < before ? words.faster : words.slower, { time: duration(Math.abs(now - before), lang) });
}

/**
 * The day of a moment as it stands above a signature: `Ngày 05 tháng 01 năm 2026`. Days below ten and the first two months have a zero in
 * front, so that none can be written there (Decree 30/2020/NĐ-CP, annex I).
 */
export function dayInWords(ms: number, timeZone: string, lang: PageLanguage): string {
  const [year = '', month = '', day = ''] = zoneTime(ms, timeZone).day.split('-');
  const isShort = lang === 'vi' && Number(month) > 2;
  return fill(statisticsWords[lang].printedOn, { day, month: isShort ? Number(month) : month, year });
}

/** A moment to the minute: `18:05 ngày 26/11/2026`. */
export function minuteOf(ms: number, timeZone: string, lang: PageLanguage): string {
  const { day, iso } = zoneTime(ms, timeZone);
  const date = day.split('-').reverse().join('/');
  return `${iso.slice(11, 16)}${lang === 'vi' ? ' ngày ' : ', '}${date}`;
}
