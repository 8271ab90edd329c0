import type { FastifyInstance, FastifyRequest } from 'fastify';
import { readThread } from '../comments/read.ts';
import type { Site } from '../config.ts';
import { A_MOMENT, catchUp } from '../desk-index/catch-up.ts';
import { addDays, isDay, startOfDay } from '../days.ts';
import { findComments } from '../desk-index/find.ts';
import type { Wanted } from '../desk-index/wanted.ts';
import { fill } from '../http/page-parts.ts';
import { contextOf } from '../moderation/context.ts';
import { DESK, type DeskFrame } from './frame.ts';
import { PAGE } from './queue-route.ts';
import { type DeskOptions, type Seat, seatOf, siteOfSeat } from './seat.ts';
import { SEARCH_PAGE } from './templates.ts';
import { asCommentView, shortTime } from './view.ts';
import type { DeskWords } from './words.ts';

const STATES = ['pending', 'published', 'rejected', 'withdrawn'] as const;
const ORDERS = ['newest', 'oldest'] as const;
const FIELDS = [
  'q',
  'site',
  'state',
  'from',
  'to',
  'thread',
  'reported',
  'links',
  'answered',
  'unit',
  'overdue',
  'order',
] as const;

/** What the form of the page holds; empty for what is not asked for. */
type Asked = Record<(typeof FIELDS)[number], string>;

/** Finding comments of the official's sites by words, with or without diacritics, and by what is known of them. */
export function searchRoute(app: FastifyInstance, options: DeskOptions, frame: DeskFrame): void {
  const { db, now, searchTime: longest } = options;

  app.get(`/${DESK}/comments`, { schema: { hide: true } }, async (request, reply) => {
    const seat = await seatOf(request, options);
    const words = frame.wordsOf(request);
    const asked = askedOf(request);
    const isAsked = FIELDS.some((field) => field !== 'order' && asked[field] !== '');
    const site = asked.site === '' ? null : siteOfSeat(seat, asked.site);
    const after = textOf(request, 'after');
    const order = ORDERS.find((each) => each === asked.order) ?? 'newest';
    // What was posted a moment ago is found as well.
    const { more: isBehind } = isAsked ? await catchUp(db, now(), A_MOMENT) : { more: false };
    const wanted = wantedOf(asked, seat, site, now());
    const found = isAsked
      ? await findComments(db, wanted, {
          order,
          cursor: after === '' ? null : after,
          limit: PAGE,
          ...(longest !== undefined && { longest }),
        })
      : { rows: [], next: null, until: null, truncated: false, wordless: false };
    const until =
      found.until === null ? null : untilWords(found.until, order, (site ?? seat.sites[0]!).timeZone, words);
    const thread =
      asked.thread === '' ? undefined : await readThread(db, site?.slug ?? seat.sites[0]!.slug, asked.thread);

    const query = Object.fromEntries(FIELDS.flatMap((field) => (asked[field] === '' ? [] : [[field, asked[field]]])));
    const path = `${DESK}/comments?${new URLSearchParams(query).toString()}`;
    const next = found.next === null ? null : frame.address(request, path, { after: found.next });
    if (request.headers.accept === 'application/json') {
      return reply.header('cache-control', 'no-store').send({ found: found.rows.length, until, next });
    }
    const context = await contextOf(db, found.rows);
    const here = after === '' ? path : `${path}&after=${encodeURIComponent(after)}`;
    const hereNow = frame.address(request, here);
    return frame.send(request, reply, seat, {
      template: SEARCH_PAGE,
      title: asked.q === '' ? words.search : `${asked.q} – ${words.search}`,
      entry: 'search',
      here,
      view: {
        q: asked.q,
        from: asked.from,
        to: asked.to,
        thread: asked.thread || null,
        threadTitle: thread?.title || asked.thread,
        filtered: FIELDS.some((field) => field !== 'q' && field !== 'thread' && asked[field] !== ''),
        choices: choicesOf(asked, seat, words),
        asked: isAsked,
        notes: [
          ...(found.truncated ? [words.searchTruncated] : []),
          ...(found.wordless ? [words.searchWordless] : []),
          ...(isBehind ? [words.searchBehind] : []),
        ],
        any: found.rows.length > 0,
        none: found.rows.length === 0 && until === null,
        until,
        nextWords: until === null ? words.next : words.searchOn,
        comments: found.rows.map((row) => ({
          ...asCommentView(
            row,
            { site: seat.sites.find(({ slug }) => slug === row.site)!, lang: seat.lang, words, now: now() },
            {
              thread: context.threadOf(row),
              parent: context.parentOf(row),
              isDraft: context.isDraft(row),
              assignment: context.assignmentOf(row),
            },
          ),
          link: frame.address(request, `${DESK}/comment`, { id: row.id, back: hereNow }),
        })),
        bulk: { publish: true, reject: true, pending: true },
        firstPage: after === '' ? null : frame.address(request, path),
        next,
      },
    });
  });
}

/** How far the page has looked. */
function untilWords(until: number, order: (typeof ORDERS)[number], timeZone: string, words: DeskWords): string {
  return fill(words.searchUntil[order], { time: shortTime(until, timeZone) });
}

function textOf(request: FastifyRequest, name: string): string {
  const value = (request.query as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : '';
}

function askedOf(request: FastifyRequest): Asked {
  return Object.fromEntries(FIELDS.map((field) => [field, textOf(request, field)])) as Asked;
}

function wantedOf(asked: Asked, { sites }: Seat, site: Site | null, now: number): Wanted {
  const { timeZone } = site ?? sites[0]!;
  const state = STATES.find((each) => each === asked.state);
  const flag = (name: 'reported' | 'links' | 'answered'): { readonly [Name in typeof name]?: boolean } =>
    asked[name] === 'yes' || asked[name] === 'no' ? { [name]: asked[name] === 'yes' } : {};
  return {
    sites: (site ? [site] : sites).map(({ slug }) => slug),
    query: asked.q,
    ...(state && { state }),
    from: isDay(asked.from) ? startOfDay(asked.from, timeZone) : undefined,
    to: isDay(asked.to) ? startOfDay(addDays(asked.to, 1), timeZone) : undefined,
    ...(asked.thread !== '' && { thread: asked.thread }),
    ...flag('reported'),
    ...flag('links'),
    ...flag('answered'),
    ...(asked.unit !== '' && { unit: asked.unit === '*' ? '' : asked.unit }),
    ...(asked.overdue === 'yes' && { overdueAt: now }),
  };
}

/** What can be chosen besides words and days. */
function choicesOf(asked: Asked, { sites }: Seat, words: DeskWords): object[] {
  const any = { value: '', words: words.any };
  const yesNo = [any, { value: 'yes', words: words.yes }, { value: 'no', words: words.no }];
  const units = new Map(sites.flatMap(({ comments }) => comments.units.map(({ code, name }) => [code, name])));
  const choices: { name: keyof Asked; label: string; options: { value: string; words: string }[] }[] = [
    ...(sites.length > 1
      ? [
          {
            name: 'site' as const,
            label: words.site,
            options: [
              { value: '', words: words.anySite },
              ...sites.map(({ slug, name }) => ({ value: slug, words: name })),
            ],
          },
        ]
      : []),
    {
      name: 'state',
      label: words.state,
      options: [any, ...STATES.map((value) => ({ value, words: words.states[value] }))],
    },
    { name: 'reported', label: words.reported, options: yesNo },
    { name: 'links', label: words.links, options: yesNo },
    { name: 'answered', label: words.answered, options: yesNo },
    ...(units.size > 0
      ? [
          {
            name: 'unit' as const,
            label: words.unit,
            options: [
              any,
              { value: '*', words: words.unitAny },
              ...[...units].map(([value, name]) => ({ value, words: name })),
            ],
          },
          {
            name: 'overdue' as const,
            label: words.overdueOnly,
            options: [any, { value: 'yes', words: words.yes }],
          },
        ]
      : []),
    { name: 'order', label: words.order, options: ORDERS.map((value) => ({ value, words: words.orders[value] })) },
  ];
  return choices.map(({ name, label, options }) => ({
    name,
    label,
    options: options.map((option) => ({ ...option, chosen: option.value === asked[name] })),
  }));
}
