import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendPage } from '../http/page.ts';
import { fill, type PageLanguage } from '../http/page-parts.ts';
import { countOpen } from '../moderation/correction-list.ts';
import { langOf } from '../session/forms.ts';
import { returnPath } from '../session/return-path.ts';
import { asSession } from '../session/state.ts';
import { correctionWords } from './correction-words.ts';
import { DESK_FRAME, MESSAGE_PAGE } from './frame-template.ts';
import type { DeskOptions, Seat } from './seat.ts';
import { ABOUT_PART, CHOOSE_PART, COMMENT_PART, LIST_PART, REASONS_PART } from './templates.ts';
import { numberOf } from './view.ts';
import { type DeskWords, deskWords } from './words.ts';

/** Pages of the desk, below the server's own path. */
export const DESK = 'moderation';

/** Something that the page says before anything else. */
export interface Alert {
  readonly heading: string;
  readonly sentences?: readonly string[];
  /** To the fields that are at fault. */
  readonly links?: readonly { readonly field: string; readonly text: string }[];
}

/** What stands in the frame. */
export interface DeskPage {
  /** A mustache template. */
  readonly template: string;
  /** Parts of it, besides those of all pages. */
  readonly parts?: Readonly<Record<string, string>>;
  readonly title: string;
  /** Which entry of the menu it belongs to. */
  readonly entry?: 'queue' | 'corrections' | 'search' | 'statistics' | 'visits' | 'policies' | 'log' | 'person';
  /** A stylesheet of its own, below `moderation/`. */
  readonly style?: string;
  /** Path and query of the page itself, below the server's own path and without language; undefined where it cannot be asked for again. */
  readonly here?: string;
  readonly view: object;
  readonly status?: number;
  readonly alert?: Alert | null;
}

/** Sends the pages of the desk. */
export interface DeskFrame {
  /** Path of the server, with a slash at both ends. */
  readonly base: string;
  wordsOf(request: FastifyRequest): DeskWords;
  /** Address of a page in the language of the request. */
  address(request: FastifyRequest, path: string, query?: Readonly<Record<string, string | number | null>>): string;
  /** The page that a form says to go back to, when it is one of the desk. */
  backOf(request: FastifyRequest): string;
  /** Goes there, where it will say what was done. */
  goOn(request: FastifyRequest, reply: FastifyReply, to: string, said: Readonly<Record<string, string>>): FastifyReply;
  /** @param seat null where nobody is signed in, or may see anything */
  send(request: FastifyRequest, reply: FastifyReply, seat: Seat | null, page: DeskPage): Promise<FastifyReply>;
  sendMessage(
    request: FastifyRequest,
    reply: FastifyReply,
    seat: Seat | null,
    said: { readonly status: number; readonly heading: string; readonly sentence: string },
  ): Promise<FastifyReply>;
}

const SAID = ['done', 'undone', 'said'] as const;
/** What is undone by doing the contrary. */
const GOOD = ['block', 'unblock', 'take-out-visits', 'put-back-visits'] as const;

/**
 * @param token for the hidden field of the forms
 */
export function makeFrame(
  { db, publicUrl, live: { configured: all }, now }: DeskOptions,
  token: (request: FastifyRequest, reply: FastifyReply) => string,
): DeskFrame {
  const base = publicUrl?.pathname ?? '/';

  function addressIn(lang: PageLanguage, path: string, query: Readonly<Record<string, string | number | null>> = {}) {
    const [page = '', own = ''] = path.split('?');
    const search = new URLSearchParams(own);
    for (const [name, value] of Object.entries(query)) {
      if (value !== null && value !== '') search.set(name, String(value));
    }
    if (lang === 'en') search.set('lang', lang);
    const text = search.toString();
    return `${base}${page}${text && `?${text}`}`;
  }

  const frame: DeskFrame = {
    base,
    wordsOf: (request) => deskWords[langOf(request)],
    address: (request, path, query) => addressIn(langOf(request), path, query),

    backOf(request) {
      const { back } = (request.body ?? {}) as { back?: unknown };
      const otherwise = frame.address(request, DESK);
      const path = returnPath(back, base, otherwise);
      return path === `${base}${DESK}` || /^[?/]/.test(path.slice(`${base}${DESK}`.length)) ? path : otherwise;
    },

    goOn(request, reply, to, said) {
      const [path = '', query = ''] = to.split('?');
      const search = new URLSearchParams(query);
      for (const name of SAID) search.delete(name);
      for (const [name, value] of Object.entries(said)) search.set(name, value);
      return reply.redirect(`${path}?${search.toString()}`, 303);
    },

    async send(request, reply, seat, page) {
      const { template, parts, title, entry, style, here, view, status = 200, alert = null } = page;
      const lang = langOf(request);
      const words = deskWords[lang];
      const { expiresIn, absoluteExpiresIn } = seat ? asSession(seat.session, now()) : {};
      const hereNow = here === undefined ? frame.address(request, DESK) : addressIn(lang, here);
      const [first, ...others] = seat?.sites ?? (all.length === 1 ? all : []);
      const menu = [
        { id: 'queue', path: DESK, name: words.queue },
        { id: 'corrections', path: `${DESK}/corrections`, name: await correctionsEntry(seat, lang) },
        { id: 'search', path: `${DESK}/comments`, name: words.search },
        { id: 'statistics', path: `${DESK}/statistics`, name: words.statistics },
        { id: 'visits', path: `${DESK}/visits`, name: words.visits },
        ...(seat?.acting.administrator ? [{ id: 'policies', path: `${DESK}/policies`, name: words.policies }] : []),
        { id: 'log', path: `${DESK}/log`, name: words.log },
        ...(seat?.acting.administrator ? [{ id: 'person', path: `${DESK}/person`, name: words.person }] : []),
      ];
      return sendPage(
        reply.code(status),
        DESK_FRAME,
        {
          lang,
          words,
          base,
          title,
          style: style ?? null,
          owner: first && others.length === 0 ? first.name : words.staff,
          languages: here === undefined ? null : { vi: addressIn('vi', here), en: addressIn('en', here) },
          isVi: lang === 'vi',
          isEn: lang === 'en',
          pages: menu.map(({ id, path, name }) => ({ href: addressIn(lang, path), name, current: id === entry })),
          seat: seat !== null,
          user: seat?.session.user_name,
          account: seat?.session.user_name,
          expiresIn,
          absoluteExpiresIn,
          token: token(request, reply),
          here: hereNow,
          hereEncoded: encodeURIComponent(hereNow),
          done: seat && (await doneOf(request, seat, words)),
          alert: alert && { sentences: [], links: [], ...alert },
          ...view,
        },
        {
          main: template,
          about: ABOUT_PART,
          choose: CHOOSE_PART,
          comment: COMMENT_PART,
          list: LIST_PART,
          reasons: REASONS_PART,
          ...parts,
        },
      );
    },

    sendMessage(request, reply, seat, { status, heading, sentence }) {
      const view = { heading, sentence, on: frame.address(request, DESK), onWords: frame.wordsOf(request).toQueue };
      return frame.send(request, reply, seat, { template: MESSAGE_PAGE, title: heading, status, view });
    },
  };

  /** Few pages have a number in the menu: this list is easily forgotten, since most days bring nothing. */
  async function correctionsEntry(seat: Seat | null, lang: PageLanguage): Promise<string> {
    const { menu, menuNone } = correctionWords[lang];
    const count =
      seat === null
        ? 0
        : await countOpen(
            db,
            seat.sites.map(({ slug }) => slug),
          );
    return count === 0 ? menuNone : fill(menu, { n: numberOf(count, deskWords[lang]) });
  }

  /** What the page before has done, as the database knows it: an address cannot make the page say what is not true. */
  async function doneOf(
    request: FastifyRequest,
    { acting }: Seat,
    words: DeskWords,
  ): Promise<{ sentence: string; undo: number | null } | null> {
    const { done, undone, said } = request.query as Record<(typeof SAID)[number], unknown>;
    if (undone !== undefined) return { sentence: words.undone, undo: null };
    if (said === 'same') return { sentence: words.same, undo: null };
    if (said === 'same-policy') return { sentence: words.samePolicy, undo: null };
    if (typeof done !== 'string' || !/^\d{1,15}$/.test(done)) return null;
    const step = await db
      .selectFrom('undo_steps')
      .innerJoin('undo_items', 'undo_items.step_id', 'undo_steps.id')
      .select(({ fn }) => ['undo_steps.action', fn.countAll<number>().as('number')])
      .where('undo_steps.id', '=', Number(done))
      .where('actor_id', '=', acting.actor.id)
      .groupBy('undo_steps.action')
      .executeTakeFirst();
    if (!step) return doneForGood(Number(done), acting, words);
    const sentence = words.done[step.action as keyof DeskWords['done']];
    return { sentence: fill(sentence, { n: step.number }), undo: Number(done) };
  }

  /** What is undone by doing the contrary. */
  async function doneForGood(
    id: number,
    { actor }: Seat['acting'],
    words: DeskWords,
  ): Promise<{ sentence: string; undo: null } | null> {
    const line = await db
      .selectFrom('audit_log')
      .select('action')
      .where('id', '=', id)
      .where('actor_id', '=', actor.id)
      .where('action', 'in', GOOD)
      .executeTakeFirst();
    return line ? { sentence: words.done[line.action as (typeof GOOD)[number]], undo: null } : null;
  }

  return frame;
}
