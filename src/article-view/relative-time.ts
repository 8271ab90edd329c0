import type { Language } from '../i18n/localize.ts';

/** Units from the largest on, with their seconds; a month is a twelfth of a year of 365.25 days. */
const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** How long ago a time was, or in how long it will be, in the largest unit that it fills: “6 năm trước”. */
export function relativeTime(language: Language, time: Date): string {
  const seconds = (time.getTime() - Date.now()) / 1000;
  const [unit, length] = UNITS.find(([, each]) => Math.abs(seconds) >= each) ?? UNITS.at(-1)!;
  return new Intl.RelativeTimeFormat(language).format(Math.trunc(seconds / length), unit);
}
