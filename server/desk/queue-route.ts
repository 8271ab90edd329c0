import type { FastifyInstance } from 'fastify';
import { fill } from '../http/page-parts.ts';
import { contextOf } from '../moderation/context.ts';
import { countOpen } from '../moderation/correction-list.ts';
import { type Count, countQueue, countWaiting, readQueue, VIEWS } from '../moderation/queue.ts';
import { DESK, type DeskFrame } from './frame.ts';
import { type DeskOptions, seatOf, siteOfSeat } from './seat.ts';
import { QUEUE_PAGE } from './templates.ts';
import { asCommentView, numberOf } from './view.ts';
import type { DeskWords } from './words.ts';

/** Comments on one page. */
export const PAGE = 25;

/** The comments of a site that wait, were reported, published or rejected. */
export function queueRoute(app: FastifyInstance, options: DeskOptions, frame: DeskFrame): void {
  const { db, now } = options;

  app.get(`/${DESK}`, { schema: { hide: true } }, async (request, reply) => {
    const seat = await seatOf(request, options);
    const query = request.query as Record<string, unknown>;
    const words = frame.wordsOf(request);
    const view = VIEWS.find((each) => each === query['state']) ?? 'pending';
    const after = typeof query['after'] === 'string' ? query['after'] : null;
    const waiting = await countWaiting(
      db,
      seat.sites.map(({ slug }) => slug),
    );
    // Whoever asks for no site gets one where something waits.
    const busy = seat.sites.find(({ slug }) => waiting.has(slug)) ?? seat.sites[0]!;
    const site = typeof query['site'] === 'string' ? siteOfSeat(seat, query['site']) : busy;
    const found = await countQueue(db, site.slug, now());

    const { rows, next } = await readQueue(db, { site: site.slug, view, after, limit: PAGE });
    const context = await contextOf(db, rows);
    const reader = { site, lang: seat.lang, words, now: now() };
    const path = `${DESK}?${new URLSearchParams({ site: site.slug, state: view }).toString()}`;
    const here = after === null ? path : `${path}&after=${encodeURIComponent(after)}`;
    const hereNow = frame.address(request, here);
    const name = words.viewNames[view];
    return frame.send(request, reply, seat, {
      template: QUEUE_PAGE,
      title: seat.sites.length > 1 ? `${name} – ${site.name}` : name,
      entry: 'queue',
      here,
      view: {
        at: DESK,
        state: view,
        siteChoice: seat.sites.length > 1,
        sites: seat.sites.map(({ slug, name: siteName }) => ({
          slug,
          name: siteName,
          current: slug === site.slug,
          waiting: numberOf(waiting.get(slug) ?? 0, words) || null,
        })),
        views: VIEWS.map((each) => ({
          name: words.viewNames[each],
          count: numberOf(found[each], words) || null,
          href: frame.address(request, DESK, { site: site.slug, state: each }),
          current: each === view,
        })),
        ages: view === 'pending' ? agesOf(found.ages, words) : null,
        any: rows.length > 0,
        empty: words.empty[view],
        comments: rows.map((row) => ({
          ...asCommentView(row, reader, {
            thread: context.threadOf(row),
            parent: context.parentOf(row),
            isDraft: context.isDraft(row),
            assignment: context.assignmentOf(row),
          }),
          link: frame.address(request, `${DESK}/comment`, { id: row.id, back: hereNow }),
        })),
        bulk: {
          publish: view !== 'published',
          reject: view !== 'rejected' && view !== 'drafts' && view !== 'approval',
          pending: view === 'published' || view === 'rejected',
        },
        firstPage: after === null ? null : frame.address(request, path),
        next: next === null ? null : frame.address(request, path, { after: next }),
      },
    });
  });
}

/** How much waits, for a page that is left open. */
export function waitingRoute(app: FastifyInstance, options: DeskOptions, frame: DeskFrame): void {
  app.get(`/${DESK}/waiting`, { schema: { hide: true } }, async (request, reply) => {
    const seat = await seatOf(request, options);
    const counts = await countWaiting(
      options.db,
      seat.sites.map(({ slug }) => slug),
    );
    const comments = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const corrections = await countOpen(
      options.db,
      seat.sites.map(({ slug }) => slug),
    );
    const words = frame.wordsOf(request);
    const title = [
      fill(words.waitingNow, { n: comments }),
      ...(corrections > 0 ? [fill(words.correctionsNow, { n: corrections })] : []),
    ].join(' · ');
    return reply.header('cache-control', 'no-store').send({ waiting: comments + corrections, title });
  });
}

function agesOf(ages: Readonly<Record<'day' | 'days' | 'older', Count>>, words: DeskWords): string | null {
  const parts = (['older', 'days', 'day'] as const)
    .filter((age) => ages[age] > 0)
    .map((age) => `${words.ageNames[age]}: ${numberOf(ages[age], words)}`);
  return parts.length > 0 ? parts.join(' · ') : null;
}
