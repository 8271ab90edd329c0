import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { formField } from '../http/forms.ts';
import { fill } from '../http/page-parts.ts';
import { ProblemError } from '../http/problem.ts';
import { MOST_AT_ONCE } from '../moderation/actions.ts';
import { countCorrections, CORRECTION_STATES, readCorrections } from '../moderation/correction-list.ts';
import { type ChangedCorrections, decideCorrections } from '../moderation/corrections.ts';
import type { Seen } from '../moderation/lock.ts';
import { CORRECTIONS_PAGE } from './correction-template.ts';
import { asCorrectionView, changedCorrectionSentences } from './correction-view.ts';
import { correctionWords } from './correction-words.ts';
import { type DecideParts, picksOf } from './decide-route.ts';
import { DESK } from './frame.ts';
import { PAGE } from './queue-route.ts';
import { type DeskOptions, type Seat, seatOf, siteOfSeat } from './seat.ts';
import { CONFIRM_PAGE } from './templates.ts';
import { excerptOf, numberOf } from './view.ts';

const HERE = `${DESK}/corrections`;

/** Which buttons a correction has. */
const WAYS = { open: ['accept', 'decline'], accepted: ['reopen'], declined: ['reopen'] } as const;
const ACTIONS = ['accept', 'decline', 'reopen'] as const;

/** Mistakes that readers have found in articles. */
export function correctionRoute(
  app: FastifyInstance,
  options: DeskOptions,
  { frame, writing }: Pick<DecideParts, 'frame' | 'writing'>,
): void {
  const { db, now } = options;

  app.get(`/${HERE}`, { schema: { hide: true } }, async (request, reply) => {
    const seat = await seatOf(request, options);
    const query = request.query as Record<string, unknown>;
    const words = frame.wordsOf(request);
    const c = correctionWords[seat.lang];
    const state = CORRECTION_STATES.find((each) => each === query['state']) ?? 'open';
    const after = typeof query['after'] === 'string' ? query['after'] : null;
    const counts = new Map(
      await Promise.all(seat.sites.map(async ({ slug }) => [slug, await countCorrections(db, slug)] as const)),
    );
    // Whoever asks for no site gets one where something is open.
    const busy = seat.sites.find(({ slug }) => counts.get(slug)!.open > 0) ?? seat.sites[0]!;
    const site = typeof query['site'] === 'string' ? siteOfSeat(seat, query['site']) : busy;
    const { rows, next } = await readCorrections(db, { site: site.slug, state, after, limit: PAGE });
    const path = `${HERE}?${new URLSearchParams({ site: site.slug, state }).toString()}`;
    const ways = WAYS[state].map((action) => ({ action, name: c[action], second: action !== 'accept' }));
    return frame.send(request, reply, seat, {
      template: CORRECTIONS_PAGE,
      title: seat.sites.length > 1 ? `${c.heading} – ${site.name}` : c.heading,
      entry: 'corrections',
      here: after === null ? path : `${path}&after=${encodeURIComponent(after)}`,
      view: {
        c,
        at: HERE,
        state,
        siteChoice: seat.sites.length > 1,
        sites: seat.sites.map(({ slug, name }) => ({
          slug,
          name,
          current: slug === site.slug,
          waiting: numberOf(counts.get(slug)!.open, words) || null,
        })),
        views: CORRECTION_STATES.map((each) => ({
          name: c.states[each],
          count: numberOf(counts.get(site.slug)![each], words) || null,
          href: frame.address(request, HERE, { site: site.slug, state: each }),
          current: each === state,
        })),
        any: rows.length > 0,
        empty: c.empty[state],
        corrections: rows.map((row) => ({ ...asCorrectionView(row, seat, words, now()), ways })),
        all: ways,
        pickedHint: fill(c.pickedHint, { n: MOST_AT_ONCE }),
        firstPage: after === null ? null : frame.address(request, path),
        next: next === null ? null : frame.address(request, path, { after: next }),
      },
    });
  });

  app.post(`/${HERE}`, writing, async (request, reply) => {
    const seat = await seatOf(request, options);
    const c = correctionWords[seat.lang];
    const { action, picks } = picksOf(request, ACTIONS);
    const back = frame.backOf(request);
    if (!action || picks.length === 0) return say(request, reply, seat, { status: 400, heading: c.nothingPicked });
    if (picks.length > MOST_AT_ONCE) {
      return say(request, reply, seat, { status: 400, heading: fill(c.tooManyPicked, { n: MOST_AT_ONCE }) });
    }
    if (picks.length > 1 && formField(request, 'sure') === '') return confirm(request, reply, seat, { action, picks });
    const outcome = await decideCorrections(db, seat.acting, { action, corrections: picks });
    switch (outcome.result) {
      case 'done':
        return frame.goOn(request, reply, back, { done: String(outcome.undo) });
      case 'unknown':
        throw new ProblemError('unknown-comment');
      case 'changed-corrections': {
        const others = picks.filter(({ id }) => !outcome.changed.some(({ row }) => row.id === id));
        return confirm(request, reply, seat, { action, picks: others, changed: outcome });
      }
    }
  });

  /** Asks once more before something happens to several, and says what has changed meanwhile. */
  async function confirm(
    request: FastifyRequest,
    reply: FastifyReply,
    seat: Seat,
    asked: {
      readonly action: (typeof ACTIONS)[number];
      readonly picks: readonly Seen[];
      readonly changed?: ChangedCorrections;
    },
  ): Promise<FastifyReply> {
    const { action, picks, changed } = asked;
    const words = frame.wordsOf(request);
    const c = correctionWords[seat.lang];
    const slugs = seat.sites.map(({ slug }) => slug);
    const ids = picks.map(({ id }) => id);
    const rows =
      ids.length === 0
        ? []
        : await db.selectFrom('corrections').selectAll().where('id', 'in', ids).where('site', 'in', slugs).execute();
    const question = fill(c.confirm[action], { n: rows.length });
    return frame.send(request, reply, seat, {
      template: CONFIRM_PAGE,
      title: question,
      entry: 'corrections',
      status: changed ? 409 : 200,
      alert: changed
        ? { heading: words.changedHeading, sentences: changedCorrectionSentences(changed, seat, words) }
        : null,
      view: {
        to: 'corrections',
        list: c.list,
        question,
        any: rows.length > 0,
        action,
        actionWords: changed ? fill(c.goOn, { n: rows.length }) : c[action],
        back: frame.backOf(request),
        picks: picks.filter(({ id }) => rows.some((row) => row.id === id)).map(({ id, seen }) => ({ id, stamp: seen })),
        comments: rows.map((row) => ({ name: row.title || row.thread, excerpt: excerptOf(row.passage) })),
      },
    });
  }

  function say(
    request: FastifyRequest,
    reply: FastifyReply,
    seat: Seat,
    { status, heading }: { readonly status: number; readonly heading: string },
  ): Promise<FastifyReply> {
    const question = correctionWords[seat.lang].heading;
    return frame.send(request, reply, seat, {
      template: CONFIRM_PAGE,
      title: question,
      entry: 'corrections',
      status,
      alert: { heading },
      view: { question, any: false, back: frame.backOf(request) },
    });
  }
}
