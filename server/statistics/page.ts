import type { Site } from '../config.ts';
import { isAllowedOrigin } from '../http/origins.ts';
import type { PageLanguage } from '../http/page-parts.ts';
import { type Figures, type PeriodFigures, sumOf } from './figures.ts';
import { type StateCounts, STATES } from './month-figures.ts';
import { countDifference, dayInWords, duration, minuteOf, number, waitDifference } from './format.ts';
import { groupings, type PeriodFault, periodLabel, shortDay, usualGrouping } from './period.ts';
import { bucketLabel, bucketName, bucketSpan, choices } from './period-view.ts';
import { legendSign, lyingBar, type Series, stackedBars } from './plot.ts';
import { reasonName } from './reason-name.ts';
import type { Waits } from './waits.ts';
import { fill, statisticsWords } from './words.ts';

/** For whom and of what the statistics are shown. */
export interface StatisticsContext {
  readonly figures: Figures;
  readonly site: Site;
  /** All sites of the official, to choose from. */
  readonly sites: readonly Site[];
  readonly lang: PageLanguage;
  /** Milliseconds. */
  readonly now: number;
  /** Of the period that was asked for. */
  readonly fault: PeriodFault | null;
  /** The days that were asked for, when they were none; null otherwise. */
  readonly typed: { readonly from: string; readonly to: string } | null;
  /** Whether pages of this origin are the server's own, and may be linked like those of the site. */
  readonly isOwn: (origin: string) => boolean;
}

const PLOT = 'by-time';

/** What `STATISTICS_MAIN` needs. */
export function statisticsView(context: StatisticsContext): Record<string, unknown> {
  const { figures, site, sites, lang, now, fault, typed } = context;
  const words = statisticsWords[lang];
  const { period } = figures;
  return {
    ...figuresView(context),
    page: 'statistics',
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
    groupings: waysToGroup(context),
    report: address('report', context),
    figuresFile: address('statistics.csv', context, { table: 'figures' }),
    daysFile: address('statistics.csv', context, { table: 'days' }),
  };
}

/** What `REPORT_PAGE` needs. */
export function reportView(context: StatisticsContext): Record<string, unknown> {
  const { site, lang, now } = context;
  return {
    ...figuresView(context),
    lang,
    date: dayInWords(now, site.timeZone, lang),
    back: address('statistics', context),
  };
}

/** The tables and plots, the same on the page and in the report. */
function figuresView({ figures, site, lang, now, isOwn }: StatisticsContext): Record<string, unknown> {
  const words = statisticsWords[lang];
  const { period, periodBefore, now: current, before, waiting, threads } = figures;
  const count = (value: number): string => number(value, lang);
  const mostReasons = Math.max(...current.reasons.map((each) => each.count), 0);
  return {
    words,
    siteName: site.name,
    label: periodLabel(period, lang),
    days: period.kind === 'range' ? null : `${shortDay(period.first)} – ${shortDay(period.last)}`,
    unfinished:
      now >= period.from && now < period.to
        ? fill(words.unfinished, { time: minuteOf(now, site.timeZone, lang) })
        : now < period.from && words.future,
    empty: current.received === 0 && words.empty,
    any: current.received > 0,
    comparable: current.received + before.received > 0,
    waiting: count(waiting),
    compareWith: fill(words.compareWith, { period: periodLabel(periodBefore, lang) }),
    groups: summary(current, before, lang),
    plot: plotView(figures, lang),
    reasons: {
      any: current.reasons.length > 0,
      items: current.reasons.map((each) => ({
        name: reasonName(each.code, site, lang),
        count: count(each.count),
        bar: lyingBar(each.count, mostReasons),
      })),
    },
    threads: threads.map(({ title, url, count: comments }) => ({
      title,
      url: url !== null && isPage(url, site, isOwn) && url,
      count: count(comments),
      bar: lyingBar(comments, threads[0]!.count),
    })),
  };
}

interface SummaryRow {
  readonly name: string;
  readonly now: string;
  readonly before: string;
  readonly difference: string;
  /** A part of the row above. */
  readonly part: boolean;
}

function summary(now: PeriodFigures, before: PeriodFigures, lang: PageLanguage): { rows: SummaryRow[] }[] {
  const words = statisticsWords[lang];
  const counted = (name: string, a: number, b: number, part = false): SummaryRow => ({
    name,
    now: number(a, lang),
    before: number(b, lang),
    difference: countDifference(a, b, lang),
    part,
  });
  const waited = (name: string, a: number | null, b: number | null): SummaryRow => ({
    name,
    now: duration(a, lang),
    before: duration(b, lang),
    difference: waitDifference(a, b, lang),
    part: true,
  });
  const waits = (name: string, a: Waits, b: Waits): SummaryRow[] => [
    counted(name, a.count, b.count),
    waited(words.median, a.median, b.median),
    waited(words.percentile90, a.percentile90, b.percentile90),
  ];
  const states = STATES.map((state) => counted(words.states[state], now.states[state], before.states[state], true));
  return [
    { rows: [counted(words.received, now.received, before.received), ...states] },
    { rows: waits(words.decided, now.decided, before.decided) },
    { rows: waits(words.answered, now.answered, before.answered) },
  ];
}

function plotView({ buckets, grouping, period, now }: Figures, lang: PageLanguage): Record<string, unknown> {
  const words = statisticsWords[lang];
  const count = (value: number): string => number(value, lang);
  const series: Series[] = [
    { kind: 'published', name: words.states.published },
    { kind: 'pending', name: words.states.pending },
    { kind: 'rejected', name: words.states.rejected },
    { kind: 'gone', name: words.gone },
  ];
  const of = (states: StateCounts): number[] => [
    states.published,
    states.pending,
    states.rejected,
    states.withdrawn + states.erased,
  ];
  const most = buckets.reduce((best, each) => (sumOf(each.states) > sumOf(best.states) ? each : best), buckets[0]!);
  const title = `${words.byTime[grouping]}, ${periodLabel(period, lang)}`;
  return {
    title: words.byTime[grouping],
    svg: stackedBars({
      id: PLOT,
      title,
      description: fill(words.plotNote, {
        received: count(now.received),
        most: count(sumOf(most.states)),
        when: bucketName(most, grouping, lang),
      }),
      series,
      bars: buckets.map((bucket) => ({
        name: bucketName(bucket, grouping, lang),
        label: bucketLabel(bucket, grouping),
        values: of(bucket.states),
      })),
      format: count,
    }),
    legend: series.map((each) => ({ name: each.name, sign: legendSign(PLOT, each) })),
    bucket: words.bucket[grouping],
    columns: [...series.map(({ name }) => name), words.total],
    rows: buckets.map((bucket) => ({
      name: grouping === 'month' ? bucketLabel(bucket, grouping) : bucketSpan(bucket),
      counts: [...of(bucket.states), sumOf(bucket.states)].map(count),
    })),
    sum: [...of(now.states), now.received].map(count),
  };
}

function waysToGroup(context: StatisticsContext): false | { items: object[] } {
  const { figures, lang } = context;
  const ways = groupings(figures.period);
  const words = statisticsWords[lang];
  return (
    ways.length > 1 && {
      items: ways.map((way) => ({
        name: words.groupings[way],
        href: address('statistics', context, { by: way }),
        current: way === figures.grouping,
      })),
    }
  );
}

/** A relative address: all pages of the statistics are at one depth. */
function address(
  page: string,
  { figures, site, sites, lang }: StatisticsContext,
  more: Readonly<Record<string, string>> = {},
): string {
  const { period, grouping } = figures;
  const isUnusual = grouping !== usualGrouping(period) && (page === 'report' || page === 'statistics');
  const query = new URLSearchParams({
    ...(sites.length > 1 && { site: site.slug }),
    ...period.query,
    ...(isUnusual && { by: grouping }),
    ...more,
    ...(lang === 'en' && { lang }),
  });
  return `${page}?${query.toString()}`;
}

/** Addresses come from readers, so only pages of the site itself are linked. */
function isPage(url: string, site: Site, isOwn: (origin: string) => boolean): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, origin } = new URL(url);
  return /^https?:$/.test(protocol) && (isAllowedOrigin(origin, site) || isOwn(origin));
}
