import { en } from './en.ts';
import { vi, type LaterKey, type StringKey } from './vi.ts';

/** Languages inside the bundle. */
export type Language = 'vi' | 'en';

/** Replacement strings: by language, then by key. */
export type StringOverrides = Readonly<Partial<Record<Language, Readonly<Partial<Record<StringKey, string>>>>>>;

/** Values for the placeholders of a string; `n` is written as a number of the language. */
export type Placeholders = Readonly<Record<string, string | number>>;

/** A string in the language of a tag. */
export type Say = (key: StringKey, values?: Placeholders) => string;

const DICTIONARIES: Readonly<Record<Language, Partial<Record<StringKey, string>>>> = { vi: { ...vi }, en: { ...en } };

/** A later file brings the strings that only it needs. */
export function addStrings(strings: Readonly<Record<Language, Partial<Record<LaterKey, string>>>>): void {
  Object.assign(DICTIONARIES.vi, strings.vi);
  Object.assign(DICTIONARIES.en, strings.en);
}

/** Whether a site can replace a string of this name; those of later files are known by their beginning, whether they are here yet or not. */
export function isStringKey(key: string): boolean {
  return key in DICTIONARIES.vi || /^(article|comments|session)\./.test(key);
}

const GROUPS: Readonly<Record<Language, string>> = { vi: '.', en: ',' };
const WEEKDAYS: Readonly<Record<Language, string>> = {
  vi: 'Chủ Nhật|Thứ Hai|Thứ Ba|Thứ Tư|Thứ Năm|Thứ Sáu|Thứ Bảy',
  en: 'Sunday|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday',
};

/** Vietnam's clock before UTC (ms); there is no summer time. */
const AHEAD = 7 * 60 * 60_000;

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
  const [one, many = one] = (overrides?.[language]?.[key] ?? DICTIONARIES[language][key] ?? '').split('|');
  return (values['n'] === 1 ? one : many)!.replace(/{(\w+)}/g, (_, name: string) => {
    const value = values[name] ?? '';
    return typeof value === 'number' ? formatNumber(language, value) : value;
  });
}

/** A whole number the way the language writes it: 1604377 is “1.604.377” in Vietnamese. Not by `Intl`: see ADR 0024. */
export function formatNumber(language: Language, value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, GROUPS[language]);
}

/**
 * A point in time with its weekday, in Vietnam's time zone: “Thứ Sáu, 17/07/2020, 18:00”. Not by `Intl`: see ADR 0024.
 *
 * @throws {RangeError} for an invalid date
 */
export function formatTime(language: Language, time: Date): string {
  const there = new Date(time.getTime() + AHEAD);
  const [, year, month, day, clock] = /^(.+)-(..)-(..)T(.{5})/.exec(there.toISOString())!;
  return `${WEEKDAYS[language].split('|')[there.getUTCDay()]!}, ${day!}/${month!}/${year!}, ${clock!}`;
}
