import type { Site } from '../config.ts';
import type { PageLanguage } from '../http/page-parts.ts';
import { type Bucket, type Grouping, type Period, periodChoices, periodLabel, shortDay } from './period.ts';
import { statisticsWords } from './words.ts';

/** The days of a bar: `01/07 – 07/07/2026`. */
export function bucketSpan({ first, last }: Pick<Bucket, 'first' | 'last'>): string {
  return first === last ? shortDay(first) : `${shortDay(first).slice(0, 5)} – ${shortDay(last)}`;
}

/** What stands below a bar. */
export function bucketLabel({ first }: Bucket, grouping: Grouping): string {
  return grouping === 'month' ? `${Number(first.slice(5, 7))}/${first.slice(0, 4)}` : shortDay(first).slice(0, 5);
}

/** A bar in full, for those who point at it. */
export function bucketName(bucket: Bucket, grouping: Grouping, lang: PageLanguage): string {
  const words = statisticsWords[lang];
  return `${words.bucket[grouping]} ${grouping === 'month' ? bucketLabel(bucket, grouping) : bucketSpan(bucket)}`;
}

/** Quarters, months and years to choose from. */
export function choices(period: Period, { timeZone }: Site, now: number, lang: PageLanguage): object[] {
  const words = statisticsWords[lang];
  const { quarters, months, years } = periodChoices(timeZone, now);
  const named = { quarter: quarters, month: months, year: years };
  const { kind, query } = period;
  // Whoever follows a link to an older period finds it chosen.
  if (kind !== 'range' && !named[kind].some((each) => each.query.period === query.period)) named[kind].push(period);
  const option = (each: Period): object => ({
    value: each.query.period,
    name: periodLabel(each, lang),
    selected: each.query.period === query.period,
  });
  return [
    { name: words.quarters, options: quarters.map(option) },
    { name: words.months, options: months.map(option) },
    { name: words.years, options: years.map(option) },
  ];
}
