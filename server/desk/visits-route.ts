import type { FastifyInstance, FastifyRequest } from 'fastify';
import { formField } from '../http/forms.ts';
import { renderPart, sendPage } from '../http/page.ts';
import { ProblemError } from '../http/problem.ts';
import { changeMinutes, type MinuteAction } from '../moderation/visit-minutes.ts';
import type { Forms } from '../session/forms.ts';
import { askedPeriod } from '../statistics/asked.ts';
import { groupings, usualGrouping } from '../statistics/period.ts';
import { visitDaysFile, visitFileName, visitFiguresFile, visitHoursFile } from '../visit-statistics/csv.ts';
import { visitDays, visitFigures } from '../visit-statistics/figures.ts';
import { visitReportView, visitsView, type VisitsContext } from '../visit-statistics/page.ts';
import { VISIT_PARTS, VISIT_REPORT, VISITS_MAIN } from '../visit-statistics/template.ts';
import { visitWords } from '../visit-statistics/words.ts';
import { markedMinutes } from '../visits/minutes.ts';
import { DESK, type DeskFrame } from './frame.ts';
import { administratorSeat } from './policy-route.ts';
import { type DeskOptions, seatOf, siteOfSeat } from './seat.ts';

const HERE = `${DESK}/visits`;
const ACTIONS: readonly MinuteAction[] = ['take-out-visits', 'put-back-visits'];

/** The statistics of visits: page, report and files; administrators take unusual minutes out of the figures. */
export function visitsRoute(
  app: FastifyInstance,
  options: DeskOptions,
  { frame, writing, token }: Forms & { readonly frame: DeskFrame },
): void {
  const { db } = options;
  const hidden = { schema: { hide: true } };

  app.get(`/${HERE}`, hidden, async (request, reply) => {
    const context = await contextOf(request);
    return frame.send(request, reply, await seatOf(request, options), {
      template: '{{{visits}}}',
      title: visitWords[context.lang].heading,
      entry: 'visits',
      style: 'plots.css',
      here: pathOf(request),
      view: { visits: renderPart(VISITS_MAIN, { ...visitsView(context), token: token(request, reply) }, VISIT_PARTS) },
    });
  });

  // Where one looks for it.
  app.get('/statistics', hidden, (request, reply) => {
    const query = request.url.split('?')[1];
    return reply.redirect(`${frame.base}${HERE}${query === undefined ? '' : `?${query}`}`, 303);
  });

  app.get(`/${HERE}-report`, hidden, async (request, reply) =>
    sendPage(reply, VISIT_REPORT, visitReportView(await contextOf(request)), VISIT_PARTS),
  );

  app.get(`/${HERE}.csv`, hidden, async (request, reply) => {
    const { figures, site, lang, now } = await contextOf(request);
    const wanted = queryOf(request)['table'];
    const table = wanted === 'days' || wanted === 'hours' ? wanted : 'figures';
    reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${visitFileName(table, site, figures)}"`)
      .header('cache-control', 'no-store');
    if (table === 'hours') return reply.send(visitHoursFile(figures, lang));
    if (table === 'figures') return reply.send(visitFiguresFile(figures, site, now, lang));
    const { first, last } = figures.period;
    return reply.send(visitDaysFile(figures.period, await visitDays(db, site.slug, first, last), lang));
  });

  app.post(`/${HERE}/minutes`, writing, async (request, reply) => {
    const seat = await administratorSeat(request, options);
    const site = siteOfSeat(seat, formField(request, 'site'));
    const action = ACTIONS.find((each) => each === formField(request, 'action'));
    const [first, last] = ['first', 'last'].map((name) => formField(request, name)) as [string, string];
    if (action === undefined || !/^\d{1,9}$/.test(first) || !/^\d{1,9}$/.test(last)) {
      throw new ProblemError('invalid-request', 'No such minutes.');
    }
    const span = { first: Number(first), last: Number(last) };
    const done = await changeMinutes(db, seat.acting, site, action, span);
    return frame.goOn(
      request,
      reply,
      frame.backOf(request),
      done === null ? { said: 'same-policy' } : { done: String(done) },
    );
  });

  async function contextOf(request: FastifyRequest): Promise<VisitsContext> {
    const { sites, lang, acting } = await seatOf(request, options);
    const query = queryOf(request);
    const { period, ...asked } = askedPeriod(query, sites, options.now());
    const grouping = groupings(period).find((each) => each === query['by']) ?? usualGrouping(period);
    return {
      ...asked,
      figures: await visitFigures(db, asked.site, period, asked.now, grouping),
      marked: await markedMinutes(db, asked.site.slug, period, asked.now),
      sites,
      lang,
      administrator: acting.administrator,
      here: `${frame.base}${pathOf(request)}`,
      action: frame.address(request, `${HERE}/minutes`),
    };
  }
}

/** Path and query of the page, without what was said and in no language. */
function pathOf({ url }: FastifyRequest): string {
  const [path = '', query = ''] = url.replace(/^\//, '').split('?');
  const search = new URLSearchParams(query);
  search.delete('lang');
  for (const said of ['done', 'said', 'undone']) search.delete(said);
  return search.size > 0 ? `${path}?${search.toString()}` : path;
}

function queryOf(request: FastifyRequest): Readonly<Record<string, unknown>> {
  return request.query as Readonly<Record<string, unknown>>;
}
