import { en } from './en.ts';
import { vi, type Dictionary, type StringKey } from './vi.ts';

/** Languages inside the bundle. */
export type Language = 'vi' | 'en';

/** Replacement strings: by language, then by key. */
export type StringOverrides = Readonly<Partial<Record<Language, Readonly<Partial<Record<StringKey, string>>>>>>;

/** Values for the placeholders of a string; `n` is written as a number of the language. */
export type Placeholders = Readonly<Record<string, string | number>>;

const DICTIONARIES: Readonly<Record<Language, Dictionary>> = { vi, en };
const LOCALES: Readonly<Record<Language, string>> = { vi: 'vi-VN', en: 'en-GB' };

/** Making a format takes a slow device milliseconds, and a page of comments has dozens of numbers and times. */
const NUMBERS: Partial<Record<Language, Intl.NumberFormat>> = {};
const TIMES: Partial<Record<Language, readonly [Intl.DateTimeFormat, Intl.DateTimeFormat]>> = {};

/**
 * The language an element stands in: the page's `lang` attributes decide, also across shadow roots; `fallback` counts
 * where there is none. `en` and `en-US` are English, anything else is Vietnamese.
 */
export function languageOf(element: Element, fallback = ''): Language {
  return /^en\b/i.test(nearestLang(element) ?? fallback) ? 'en' : 'vi';
}

/** The `lang` that counts for an element, also outside the shadow roots it stands in, where Firefox's `:lang()` ends. */
function nearestLang(element: Element | undefined): string | undefined {
  return (
    element &&
    (element.closest('[lang]')?.getAttribute('lang') ?? nearestLang((element.getRootNode() as ShadowRoot).host))
  );
}

/** One string of a language with its placeholders filled in; `overrides` go first. */
export function translate(
  language: Language,
  key: StringKey,
  values: Placeholders = {},
  overrides?: StringOverrides,
): string {
  const [one, many = one] = (overrides?.[language]?.[key] ?? DICTIONARIES[language][key]).split('|');
  return (values['n'] === 1 ? one : many)!.replace(/{(\w+)}/g, (_, name: string) => {
    const value = values[name] ?? '';
    return typeof value === 'number' ? formatNumber(language, value) : value;
  });
}

/** A whole number the way the language writes it: 1604377 is “1.604.377” in Vietnamese. */
export function formatNumber(language: Language, value: number): string {
  return (NUMBERS[language] ??= new Intl.NumberFormat(LOCALES[language])).format(value);
}

/**
 * A point in time with its weekday, in Vietnam's time zone: “Thứ Sáu, 17/07/2020, 18:00”. Day and clock are formatted
 * apart, since engines differ in the order of the whole.
 */
export function formatTime(language: Language, time: Date): string {
  const locale = LOCALES[language];
  const timeZone = 'Asia/Ho_Chi_Minh';
  const [day, clock] = (TIMES[language] ??= [
    new Intl.DateTimeFormat(locale, { weekday: 'long', day: '2-digit', month: '2-digit', year: 'numeric', timeZone }),
    new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }),
  ]);
  return `${day.format(time)}, ${clock.format(time)}`;
}
