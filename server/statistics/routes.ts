import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Site } from '../config.ts';
import { isOwnOrigin } from '../http/origins.ts';
import type { PageLanguage } from '../http/page-parts.ts';
import { renderPart, sendPage } from '../http/page.ts';
import type { Database } from '../storage/database.ts';
import { daysFile, figuresFile, fileName } from './csv.ts';
import { countDays, figuresOf } from './figures.ts';
import { MonthMemory } from './month-memory.ts';
import { reportView, type StatisticsContext, statisticsView } from './page.ts';
import { askedPeriod } from './asked.ts';
import { groupings, type Period, usualGrouping } from './period.ts';
import { REPORT_STYLE } from './style.ts';
import { REPORT_PAGE, STATISTICS_MAIN, STATISTICS_PARTS } from './template.ts';
import { statisticsWords } from './words.ts';

/** What the statistics need from the desk that they are a part of. */
export interface StatisticsOptions {
  readonly db: Database;
  /** Milliseconds. */
  readonly now: () => number;
  readonly publicUrl: URL | null;
  /** The sites and language of the official who is signed in; throws when nobody is. */
  readonly seat: (request: FastifyRequest) => Promise<{ readonly sites: readonly Site[]; readonly lang: PageLanguage }>;
  /** Answers a page of the desk with this inside of its `<main>`, which is safe HTML. */
  readonly frame: (
    request: FastifyRequest,
    reply: FastifyReply,
    page: { readonly title: string; readonly main: string; readonly nav: 'statistics' },
  ) => FastifyReply | Promise<FastifyReply>;
}

/**
 * The statistics of the sites of an official, below `/moderation`: the page, its files and the report. `?site=` chooses one of several
 * sites; one that is not theirs is as unknown as one that there is not.
 */
export const statisticsRoutes: FastifyPluginCallbackTypebox<StatisticsOptions> = (app, options, done) => {
  const { db, now, publicUrl, seat, frame } = options;
  const memory = new MonthMemory();
  const hidden = { schema: { hide: true } };

  app.get('/statistics', hidden, async (request, reply) => {
    const context = await contextOf(request);
    const main = renderPart(STATISTICS_MAIN, statisticsView(context), STATISTICS_PARTS);
    return frame(request, reply, { title: statisticsWords[context.lang].heading, main, nav: 'statistics' });
  });

  app.get('/report', hidden, async (request, reply) =>
    sendPage(reply, REPORT_PAGE, reportView(await contextOf(request)), STATISTICS_PARTS),
  );

  app.get('/statistics.csv', hidden, async (request, reply) => {
    const { site, lang, period } = await askedFor(request);
    const table = queryOf(request).table === 'days' ? 'days' : 'figures';
    const name = fileName(table, site, { period });
    reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${name}"`)
      .header('cache-control', 'no-store');
    if (table === 'days') return reply.send(daysFile(await countDays(db, site, period, memory), lang));
    const figures = await figuresOf(db, site, period, { memory });
    return reply.send(figuresFile(figures, site, now(), lang));
  });

  app.get('/statistics.css', hidden, (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=300').send(REPORT_STYLE),
  );

  async function askedFor(
    request: FastifyRequest,
  ): Promise<Omit<StatisticsContext, 'figures'> & { readonly period: Period }> {
    const { sites, lang } = await seat(request);
    const isOwn = (origin: string): boolean => isOwnOrigin(origin, request, publicUrl);
    return { ...askedPeriod(queryOf(request), sites, now()), sites, lang, isOwn };
  }

  async function contextOf(request: FastifyRequest): Promise<StatisticsContext> {
    const { period, ...asked } = await askedFor(request);
    const wanted = queryOf(request).by;
    const grouping = groupings(period).find((each) => each === wanted) ?? usualGrouping(period);
    return { ...asked, figures: await figuresOf(db, asked.site, period, { grouping, memory }) };
  }
  done();
};

function queryOf(request: FastifyRequest): Readonly<Record<string, unknown>> {
  return request.query as Readonly<Record<string, unknown>>;
}
