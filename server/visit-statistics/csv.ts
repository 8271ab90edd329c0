import type { Site } from '../config.ts';
import type { PageLanguage } from '../http/page-parts.ts';
import { type Cell, csvFile } from '../statistics/csv.ts';
import { minuteOf } from '../statistics/format.ts';
import { periodLabel } from '../statistics/period.ts';
import { addDays } from '../days.ts';
import type { VisitFigures, VisitSum } from './figures.ts';
import { comparedFigures } from './page.ts';
import { visitWords } from './words.ts';

/** All figures, one a row, beside those of the period before. */
export function visitFiguresFile(figures: VisitFigures, site: Site, now: number, lang: PageLanguage): string {
  const words = visitWords[lang];
  const { file, unit } = words;
  const { period, periodBefore, changeOver } = figures;
  const compared = comparedFigures(figures);
  const units = { visits: unit.visits, views: unit.visits, perVisit: unit.pages, perDay: unit.day };
  const rounded = (value: number | null): Cell => (value === null ? null : Math.round(value * 100) / 100);
  const lists = [
    [words.pages, words.views, figures.pages],
    [words.referrers, words.visits, figures.referrers],
    [words.links, words.clicks, figures.links],
  ] as const;
  return csvFile([
    [file.group, file.figure, file.code, words.thisPeriod, words.periodBefore, file.unit],
    [file.general, file.site, site.slug, site.name, site.name, ''],
    [file.general, file.period, 'period', periodLabel(period, lang), periodLabel(periodBefore, lang), ''],
    [file.general, file.first, 'first', period.first, periodBefore.first, ''],
    [file.general, file.last, 'last', period.last, periodBefore.last, ''],
    [file.general, file.made, 'made', minuteOf(now, site.timeZone, lang), null, ''],
    ...(changeOver === null ? [] : [[file.general, words.oldCounter, 'change-over', changeOver, null, '']]),
    ...(['visits', 'perDay', 'views', 'perVisit'] as const).map((name) => [
      words.summary,
      words[name],
      name,
      ...compared[name].map(rounded),
      units[name],
    ]),
    ...lists.flatMap(([group, , names]) => [
      ...names.names.map(({ name, count }) => [group, name, '', count, null, unit.visits]),
      ...(names.others > 0 ? [[group, words.others, '', names.others, null, unit.visits]] : []),
    ]),
  ]);
}

/** Visits and views by day, days without any included. */
export function visitDaysFile(
  { first, last }: { readonly first: string; readonly last: string },
  days: ReadonlyMap<string, VisitSum>,
  lang: PageLanguage,
): string {
  const { file, visits, views } = visitWords[lang];
  const rows: Cell[][] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) {
    const sum = days.get(day);
    rows.push([day, sum?.visits ?? 0, sum?.views ?? 0]);
  }
  return csvFile([[file.day, visits, views], ...rows]);
}

/** Visits and views by the hour of the day. */
export function visitHoursFile({ hours }: VisitFigures, lang: PageLanguage): string {
  const { hour, visits, views } = visitWords[lang];
  return csvFile([[hour, visits, views], ...hours.map((sum, place) => [place, sum.visits, sum.views])]);
}

/** Name of the file, in letters that every system takes. */
export function visitFileName(
  table: 'figures' | 'days' | 'hours',
  { slug }: Pick<Site, 'slug'>,
  { period }: Pick<VisitFigures, 'period'>,
): string {
  const names = { figures: 'thong-ke-truy-cap', days: 'truy-cap-theo-ngay', hours: 'truy-cap-theo-gio' };
  return `${names[table]}-${slug}-${period.query.period ?? `${period.first}-${period.last}`}.csv`;
}
