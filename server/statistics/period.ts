import type { PageLanguage } from '../http/page-parts.ts';
import { zoneTime } from '../zone.ts';
import { addDays, daysBetween, isDay, monthAfter, startOfDay, weekday } from '../days.ts';

/** Some days of a site, from which and to which statistics count. */
export interface Period extends Days {
  readonly kind: 'month' | 'quarter' | 'year' | 'range';
  /** What chooses it in an address. */
  readonly query: Readonly<Record<string, string>>;
}

/** What is wrong with the period that was asked for. */
export type PeriodFault = 'unreadable' | 'unknown-day' | 'upside-down' | 'too-long';

/** How the days of a period are put together for the plot. */
export type Grouping = 'day' | 'week' | 'month';

/** Some days of a site. */
export interface Days {
  /** First and last day, `YYYY-MM-DD`. */
  readonly first: string;
  readonly last: string;
  /** Milliseconds; `to` is the first moment after them. */
  readonly from: number;
  readonly to: number;
}

/** One bar of the plot: a day, or the part of a week or month that is in the period. */
export type Bucket = Days;

/** Longest period, in days: three years. */
export const LONGEST_PERIOD = 3 * 366;

/** More bars than so many cannot be told apart. */
const MOST_BARS = 93;

/**
 * The period that a query asks for: `period=2026-Q3`, `2026-07` or `2026`, or `from` and `to` as days. Without any it is the current quarter,
 * and so it is for one that cannot be, with what is wrong about it.
 *
 * @param now milliseconds
 */
export function readPeriod(
  query: Readonly<Record<string, unknown>>,
  timeZone: string,
  now: number,
): { readonly period: Period; readonly fault: PeriodFault | null } {
  const [name, from, to] = [query.period, query.from, query.to].map((value) =>
    typeof value === 'string' ? value.trim() : value === undefined ? '' : '?',
  ) as [string, string, string];
  const current = currentQuarter(timeZone, now);
  if (name !== '') {
    const period = namedPeriod(name, timeZone);
    return period ? { period, fault: null } : { period: current, fault: 'unreadable' };
  }
  if (from === '' && to === '') return { period: current, fault: null };
  const fault = rangeFault(from, to);
  return fault ? { period: current, fault } : { period: rangePeriod(from, to, timeZone), fault: null };
}

/** The quarter of this moment. */
export function currentQuarter(timeZone: string, now: number): Period {
  const { year, month } = zoneTime(now, timeZone);
  return quarterPeriod(Number(year), Math.ceil(Number(month.slice(5)) / 3), timeZone);
}

/** The period of the same kind, or of the same number of days, that ends where this one begins. */
export function periodBefore({ kind, first, last }: Period, timeZone: string): Period {
  const [year = 0, month = 1] = first.split('-').map(Number);
  if (kind === 'year') return yearPeriod(year - 1, timeZone);
  if (kind === 'month') return monthPeriod(monthAfter(first, -1), timeZone);
  if (kind === 'quarter') {
    const quarter = Math.ceil(month / 3);
    return quarter === 1 ? quarterPeriod(year - 1, 4, timeZone) : quarterPeriod(year, quarter - 1, timeZone);
  }
  return rangePeriod(addDays(first, -daysBetween(first, last)), addDays(first, -1), timeZone);
}

/** The periods that a person can choose by name: quarters, months and years up to now, the newest first. */
export function periodChoices(timeZone: string, now: number): Record<'quarters' | 'months' | 'years', Period[]> {
  const { year, month } = zoneTime(now, timeZone);
  const back = (count: number, start: Period): Period[] => {
    const periods = [start];
    while (periods.length < count) periods.push(periodBefore(periods.at(-1)!, timeZone));
    return periods;
  };
  return {
    quarters: back(8, currentQuarter(timeZone, now)),
    months: back(12, monthPeriod(`${month}-01`, timeZone)),
    years: back(3, yearPeriod(Number(year), timeZone)),
  };
}

/** The name of a period as an official writes it. */
export function periodLabel({ kind, first, last }: Period, lang: PageLanguage): string {
  const [year = '', month = '1'] = first.split('-');
  const isVi = lang === 'vi';
  if (kind === 'year') return isVi ? `Năm ${year}` : year;
  if (kind === 'month')
    return isVi ? `Tháng ${Number(month)} năm ${year}` : `${ENGLISH_MONTHS[Number(month) - 1]} ${year}`;
  if (kind === 'quarter') {
    const quarter = Math.ceil(Number(month) / 3);
    return isVi ? `Quý ${ROMAN[quarter - 1]} năm ${year}` : `Quarter ${quarter} of ${year}`;
  }
  if (first === last) return isVi ? `Ngày ${shortDay(first)}` : shortDay(first);
  return isVi ? `Từ ${shortDay(first)} đến ${shortDay(last)}` : `${shortDay(first)} to ${shortDay(last)}`;
}

/** `2026-07-01` as `01/07/2026`. */
export function shortDay(day: string): string {
  return day.split('-').reverse().join('/');
}

/** How the days of a period are put together unless somebody asks for another way. */
export function usualGrouping({ first, last }: Period): Grouping {
  const days = daysBetween(first, last);
  return days <= 35 ? 'day' : days <= 190 ? 'week' : 'month';
}

/** In which ways the days of a period can be put together without too many bars, or only one. */
export function groupings(period: Period): Grouping[] {
  const days = daysBetween(period.first, period.last);
  const bars: Record<Grouping, number> = { day: days, week: Math.ceil(days / 7), month: Math.ceil(days / 31) };
  return (['day', 'week', 'month'] as const).filter(
    (each) => each === usualGrouping(period) || (bars[each] > 1 && bars[each] <= MOST_BARS),
  );
}

/** The days, weeks (from Monday on) or months of a period, in their order. */
export function bucketsOf(
  { first, last }: Pick<Days, 'first' | 'last'>,
  grouping: Grouping,
  timeZone: string,
): Bucket[] {
  const buckets: Bucket[] = [];
  for (let begin = first; begin <= last;) {
    const next =
      grouping === 'day'
        ? addDays(begin, 1)
        : grouping === 'week'
          ? addDays(begin, 8 - weekday(begin))
          : monthAfter(begin, 1);
    const end = next > last ? last : addDays(next, -1);
    buckets.push({
      first: begin,
      last: end,
      from: startOfDay(begin, timeZone),
      to: startOfDay(addDays(end, 1), timeZone),
    });
    begin = addDays(end, 1);
  }
  return buckets;
}

const ROMAN = ['I', 'II', 'III', 'IV'] as const;
const ENGLISH_MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
] as const;

function namedPeriod(name: string, timeZone: string): Period | null {
  const [, year, quarter, month] = /^(20\d\d)(?:-Q([1-4])|-(0[1-9]|1[0-2]))?$/i.exec(name) ?? [];
  if (year === undefined) return null;
  if (quarter !== undefined) return quarterPeriod(Number(year), Number(quarter), timeZone);
  return month === undefined ? yearPeriod(Number(year), timeZone) : monthPeriod(`${year}-${month}-01`, timeZone);
}

function rangeFault(from: string, to: string): PeriodFault | null {
  if (!isDay(from) || !isDay(to)) return 'unknown-day';
  if (to < from) return 'upside-down';
  return daysBetween(from, to) > LONGEST_PERIOD ? 'too-long' : null;
}

function quarterPeriod(year: number, quarter: number, timeZone: string): Period {
  const first = `${year}-${String(quarter * 3 - 2).padStart(2, '0')}-01`;
  return make('quarter', first, monthAfter(first, 3), { period: `${year}-Q${quarter}` }, timeZone);
}

function monthPeriod(first: string, timeZone: string): Period {
  return make('month', first, monthAfter(first, 1), { period: first.slice(0, 7) }, timeZone);
}

function yearPeriod(year: number, timeZone: string): Period {
  return make('year', `${year}-01-01`, `${year + 1}-01-01`, { period: String(year) }, timeZone);
}

function rangePeriod(first: string, last: string, timeZone: string): Period {
  return make('range', first, addDays(last, 1), { from: first, to: last }, timeZone);
}

function make(
  kind: Period['kind'],
  first: string,
  next: string,
  query: Readonly<Record<string, string>>,
  timeZone: string,
): Period {
  const [from, to] = [startOfDay(first, timeZone), startOfDay(next, timeZone)];
  return { kind, first, last: addDays(next, -1), from, to, query };
}
