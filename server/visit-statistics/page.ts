import type { PageLanguage } from '../http/page-parts.ts';
import type { Site } from '../config.ts';
import type { Asked } from '../statistics/asked.ts';
import { countDifference, dayInWords, minuteOf, number } from '../statistics/format.ts';
import { groupings, periodLabel, shortDay, usualGrouping } from '../statistics/period.ts';
import { bucketLabel, bucketName, bucketSpan, choices } from '../statistics/period-view.ts';
import { legendSign, lyingBar, type Series, stackedBars } from '../statistics/plot.ts';
import { fill } from '../statistics/words.ts';
import type { Marked, Span } from '../visits/minutes.ts';
import { MINUTE } from '../visits/write.ts';
import type { Names, VisitFigures, VisitSum } from './figures.ts';
import { visitWords } from './words.ts';

/** For whom and of what the statistics of visits are shown. */
export interface VisitsContext extends Omit<Asked, 'period'> {
  readonly figures: VisitFigures;
  readonly marked: Marked;
  /** All sites of the official, to choose from. */
  readonly sites: readonly Site[];
  readonly lang: PageLanguage;
  readonly administrator: boolean;
  /** Path and query of the page itself. */
  readonly here: string;
  /** Where the forms about minutes go. */
  readonly action: string;
}

/** What `VISITS_MAIN` needs, but for the `token` of its forms. */
export function visitsView(context: VisitsContext): Record<string, unknown> {
  const { figures, marked, site, sites, lang, now, fault, typed, administrator, here } = context;
  const words = visitWords[lang];
  const { period } = figures;
  const ways = groupings(period);
  return {
    ...figuresView(context),
    page: 'visits',
    fault: fault && words.faults[fault],
    lang: lang === 'en' && lang,
    site: site.slug,
    sites: sites.length > 1 && {
      items: sites.map(({ slug, name }) => ({ slug, name, selected: slug === site.slug })),
    },
    choices: choices(period, site, now, lang),
    isRange: period.kind === 'range' || typed !== null,
    first: typed?.from ?? period.first,
    last: typed?.to ?? period.last,
    groupings: ways.length > 1 && {
      items: ways.map((way) => ({
        name: words.groupings[way],
        href: address('visits', context, { by: way }),
        current: way === figures.grouping,
      })),
    },
    administrator,
    here,
    action: context.action,
    markedHow: fill(words.markedHow, { from: number(marked.from, lang), usual: number(marked.usual, lang) }),
    spans: marked.spans.length > 0 && { items: marked.spans.map((span) => spanView(span, context)) },
    more: marked.more,
    report: address('visits-report', context),
    figuresFile: address('visits.csv', context, { table: 'figures' }),
    daysFile: address('visits.csv', context, { table: 'days' }),
    hoursFile: address('visits.csv', context, { table: 'hours' }),
  };
}

/** What `VISIT_REPORT` needs. */
export function visitReportView(context: VisitsContext): Record<string, unknown> {
  const { site, lang, now, marked } = context;
  const out = marked.spans.filter(({ isOut }) => isOut).reduce((sum, { visits }) => sum + visits, 0);
  return {
    ...figuresView(context),
    lang,
    date: dayInWords(now, site.timeZone, lang),
    back: address('visits', context),
    taken: out > 0 && `${visitWords[lang].marked} – ${visitWords[lang].out}: ${number(out, lang)}.`,
  };
}

function figuresView({ figures, site, lang, now }: VisitsContext): Record<string, unknown> {
  const words = visitWords[lang];
  const { period, periodBefore, now: current, before, changeOver, months } = figures;
  const list = (names: Names, heading: string, name: string, count: string, none = ''): object => ({
    heading,
    name,
    count,
    none,
    months: fill(words.wholeMonths, { months: months.map((month) => month.split('-').reverse().join('/')).join(', ') }),
    any: names.all > 0,
    rows: [...names.names, ...(names.others > 0 ? [{ name: words.others, count: names.others }] : [])].map((row) => ({
      name: row.name,
      count: number(row.count, lang),
      bar: lyingBar(row.count, Math.max(names.names[0]?.count ?? 0, names.others)),
    })),
  });
  return {
    words,
    siteName: site.name,
    label: periodLabel(period, lang),
    days: period.kind === 'range' ? null : `${shortDay(period.first)} – ${shortDay(period.last)}`,
    unfinished:
      now >= period.from && now < period.to
        ? fill(words.unfinished, { time: minuteOf(now, site.timeZone, lang) })
        : now < period.from && words.future,
    changeOver: changeOver !== null && fill(words.changeOver, { day: shortDay(changeOver) }),
    empty: current.visits + current.views === 0 && words.empty,
    any: current.visits + current.views > 0,
    comparable: current.visits + before.visits + current.views + before.views > 0,
    compareWith: fill(words.compareWith, { period: periodLabel(periodBefore, lang) }),
    groups: [{ rows: summaryOf(figures, lang) }],
    plot: timesView(figures, lang),
    hours: hoursView(figures, lang),
    years: yearsView(figures, lang),
    lists: [
      list(figures.pages, words.pages, words.page, words.views),
      list(figures.referrers, words.referrers, words.referrer, words.visits, words.noReferrers),
      list(figures.links, words.links, words.link, words.clicks, words.noLinks),
    ],
  };
}

/** Figures of this period and of the one before; null for what has none. */
type Compared = Readonly<Record<'visits' | 'views' | 'perVisit' | 'perDay', readonly [number | null, number | null]>>;

/** The figures that the page, the report and the file compare. */
export function comparedFigures({ now, before }: Pick<VisitFigures, 'now' | 'before'>): Compared {
  const ratio = (of: number, by: number): number | null => (by > 0 ? of / by : null);
  return {
    visits: [now.visits, before.visits],
    views: [now.views, before.views],
    perVisit: [ratio(now.views, now.visits), ratio(before.views, before.visits)],
    perDay: [ratio(now.visits, now.days), ratio(before.visits, before.days)],
  };
}

function summaryOf(figures: VisitFigures, lang: PageLanguage): object[] {
  const words = visitWords[lang];
  const compared = comparedFigures(figures);
  const shown = (value: number | null, digits: number): string =>
    value === null ? words.none : number(value, lang, digits);
  const row = (name: keyof Compared, digits: number, part: boolean): object => {
    const [a, b] = compared[name];
    const scale = 10 ** digits;
    const rounded = (value: number): number => Math.round(value * scale) / scale;
    return {
      name: words[name],
      now: shown(a, digits),
      before: shown(b, digits),
      difference: a === null || b === null ? words.none : countDifference(rounded(a), rounded(b), lang, digits),
      part,
    };
  };
  return [row('visits', 0, false), row('perDay', 0, true), row('views', 0, false), row('perVisit', 1, true)];
}

function timesView({ buckets, grouping, period, now }: VisitFigures, lang: PageLanguage): object {
  const words = visitWords[lang];
  const most = buckets.reduce((best, each) => (each.visits > best.visits ? each : best), buckets[0]!);
  return plotOf({
    id: 'by-time',
    title: words.byTime[grouping],
    inFull: `${words.byTime[grouping]}, ${periodLabel(period, lang)}`,
    description: fill(words.plotNote, {
      visits: number(now.visits, lang),
      most: number(most.visits, lang),
      when: bucketName(most, grouping, lang),
    }),
    bucket: words.bucket[grouping],
    bars: buckets.map((bucket) => ({
      ...bucket,
      name: bucketName(bucket, grouping, lang),
      label: bucketLabel(bucket, grouping),
      row: grouping === 'month' ? bucketLabel(bucket, grouping) : bucketSpan(bucket),
    })),
    lang,
  });
}

function hoursView({ hours, period }: VisitFigures, lang: PageLanguage): object | false {
  const words = visitWords[lang];
  const most = hours.reduce((best, { visits }, hour) => (visits > hours[best]!.visits ? hour : best), 0);
  // Days of another counter have no hours.
  if (hours.every(({ visits, views }) => visits + views === 0)) return false;
  const name = (hour: number): string => fill(words.hourName, { n: hour });
  return plotOf({
    id: 'by-hour',
    title: words.hours,
    inFull: `${words.hours}, ${periodLabel(period, lang)}`,
    description: fill(words.hoursNote, { when: name(most), most: number(hours[most]!.visits, lang) }),
    bucket: words.hour,
    bars: hours.map((sum, hour) => ({ ...sum, name: name(hour), label: name(hour), row: name(hour) })),
    lang,
  });
}

function yearsView({ years }: VisitFigures, lang: PageLanguage): object | false {
  const words = visitWords[lang];
  // One year says no more than the summary.
  if (years.length < 2) return false;
  return plotOf({
    id: 'by-year',
    title: words.allYears,
    inFull: words.allYears,
    description: fill(words.yearsNote, { first: years[0]!.year, last: years.at(-1)!.year }),
    bucket: words.year,
    bars: years.map((sum) => ({ ...sum, name: `${words.year} ${sum.year}`, label: sum.year, row: sum.year })),
    lang,
  });
}

function plotOf({
  id,
  title,
  inFull,
  description,
  bucket,
  bars,
  lang,
}: {
  readonly id: string;
  readonly title: string;
  readonly inFull: string;
  readonly description: string;
  /** What a row of the table is. */
  readonly bucket: string;
  readonly bars: readonly (VisitSum & { readonly name: string; readonly label: string; readonly row: string })[];
  readonly lang: PageLanguage;
}): object {
  const words = visitWords[lang];
  const count = (value: number): string => number(value, lang);
  const series: Series[] = [{ kind: 'published', name: words.visits }];
  return {
    title,
    svg: stackedBars({
      id,
      title: inFull,
      description,
      series,
      bars: bars.map(({ name, label, visits }) => ({ name, label, values: [visits] })),
      format: count,
    }),
    legend: series.map((each) => ({ name: each.name, sign: legendSign(id, each) })),
    bucket,
    columns: [words.visits, words.views],
    rows: bars.map(({ row, visits, views }) => ({ name: row, counts: [count(visits), count(views)] })),
    sum: [
      count(bars.reduce((sum, { visits }) => sum + visits, 0)),
      count(bars.reduce((sum, { views }) => sum + views, 0)),
    ],
  };
}

function spanView({ first, last, visits, isOut }: Span, { site, lang, administrator }: VisitsContext): object {
  const words = visitWords[lang];
  const [begin, end] = [first, last].map((minute) => minuteOf(minute * MINUTE, site.timeZone, lang)) as [
    string,
    string,
  ];
  const isOneDay = begin.slice(5) === end.slice(5);
  const time = first === last ? begin : `${isOneDay ? begin.slice(0, 5) : begin} – ${end}`;
  return {
    ...{ time, first, last, visits: number(visits, lang), state: isOut ? words.out : words.counted },
    does: administrator && (isOut ? 'put-back-visits' : 'take-out-visits'),
    name: isOut ? words.putBack : words.takeOut,
    of: fill(words.ofTime, { time }),
  };
}

/** A relative address: all these pages are at one depth. */
function address(
  page: string,
  { figures, site, sites, lang }: VisitsContext,
  more: Readonly<Record<string, string>> = {},
): string {
  const { period, grouping } = figures;
  const isUnusual = grouping !== usualGrouping(period) && !page.endsWith('.csv');
  const query = new URLSearchParams({
    ...(sites.length > 1 && { site: site.slug }),
    ...period.query,
    ...(isUnusual && { by: grouping }),
    ...more,
    ...(lang === 'en' && { lang }),
  });
  return `${page}?${query.toString()}`;
}
