import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { fill } from '../http/page-parts.ts';
import { formField } from '../http/forms.ts';
import { ProblemError } from '../http/problem.ts';
import { decide, MOST_AT_ONCE, pin } from '../moderation/actions.ts';
import type { Seen } from '../moderation/lock.ts';
import type { Changed } from '../moderation/outcome.ts';
import { undo } from '../moderation/undo.ts';
import type { Forms } from '../session/forms.ts';
import type { CommentRow } from '../storage/schema.ts';
import { reasonsView, type SendComment, type Typed } from './comment-route.ts';
import { changedCorrectionSentences } from './correction-view.ts';
import { type Alert, DESK, type DeskFrame } from './frame.ts';
import { type DeskOptions, type Seat, seatOf } from './seat.ts';
import { CONFIRM_PAGE } from './templates.ts';
import { authorOf, excerptOf, shortTime, whoOf } from './view.ts';
import type { DeskWords } from './words.ts';

const DECISIONS = ['publish', 'reject', 'pending'] as const;
type DecisionAction = (typeof DECISIONS)[number];

/** What a form of the queue or of a comment asks for. */
export interface Asked {
  readonly action: DecisionAction | 'pin' | 'unpin';
  readonly picks: readonly Seen[];
  /** Whether it comes from a page that has shown all of it. */
  readonly sure: boolean;
  readonly typed: Typed;
}

/** Sends the page that asks once more. */
export type SendConfirm = (
  request: FastifyRequest,
  reply: FastifyReply,
  seat: Seat,
  asked: Asked,
  again?: { readonly status?: number; readonly alert?: Alert; readonly back?: string },
) => Promise<FastifyReply>;

/** What a decision needs of the other pages. */
export interface DecideParts {
  readonly frame: DeskFrame;
  readonly writing: Forms['writing'];
  readonly sendComment: SendComment;
}

/** Deciding on one or many comments, pinning, and undoing. */
export function decideRoute(
  app: FastifyInstance,
  options: DeskOptions,
  { frame, writing, sendComment }: DecideParts,
): SendConfirm {
  const { db, live } = options;

  const sendConfirm: SendConfirm = async (request, reply, seat, { action, picks, typed }, again = {}) => {
    const words = frame.wordsOf(request);
    const found = await rowsOf(seat, picks);
    const rows = picks.flatMap(({ id }) => found.get(id) ?? []);
    const lists = new Set(rows.map(({ site }) => site));
    const site = lists.size === 1 ? seat.sites.find(({ slug }) => lists.has(slug)) : undefined;
    const questions = { publish: words.confirmPublish, reject: words.confirmReject, pending: words.confirmPending };
    const doing = action === 'pin' || action === 'unpin' ? 'publish' : action;
    return frame.send(request, reply, seat, {
      template: CONFIRM_PAGE,
      title: fill(questions[doing], { n: rows.length }),
      entry: 'queue',
      status: again.status ?? 200,
      alert: again.alert ?? null,
      view: {
        to: 'decide',
        list: words.list,
        question: fill(questions[doing], { n: rows.length }),
        any: rows.length > 0,
        action: doing,
        actionWords: again.alert ? fill(words.goOn, { n: rows.length }) : words[doing],
        back: again.back ?? frame.backOf(request),
        picks: picks.filter(({ id }) => found.has(id)).map(({ id, seen }) => ({ id, stamp: seen })),
        comments: rows.map((row) => ({ name: authorOf(row) || '…', excerpt: excerptOf(row.text) })),
        reasons: doing === 'reject' && reasonsView(site?.comments.rejectReasons ?? [], typed),
      },
    });
  };

  async function rowsOf({ sites }: Seat, picks: readonly Seen[]): Promise<Map<string, CommentRow>> {
    if (picks.length === 0) return new Map();
    const slugs = sites.map(({ slug }) => slug);
    const ids = picks.map(({ id }) => id);
    const query = db.selectFrom('comments').selectAll().where('id', 'in', ids).where('site', 'in', slugs);
    return new Map((await query.execute()).map((row) => [row.id, row]));
  }

  app.post(`/${DESK}/decide`, writing, async (request, reply) => {
    const seat = await seatOf(request, options);
    const words = frame.wordsOf(request);
    const asked = askedOf(request);
    const back = frame.backOf(request);
    const refuse = (sentence: string): Promise<FastifyReply> =>
      frame.send(request, reply, seat, {
        template: CONFIRM_PAGE,
        title: words.queue,
        entry: 'queue',
        status: 400,
        alert: { heading: sentence },
        view: { question: words.queue, any: false, back },
      });
    if (!asked || asked.picks.length === 0) return refuse(words.nothingPicked);
    if (asked.picks.length > MOST_AT_ONCE) return refuse(words.tooManyPicked);
    const { action, picks, sure, typed } = asked;
    if (!sure && (action === 'reject' || picks.length > 1)) return sendConfirm(request, reply, seat, asked);

    if (action === 'pin' || action === 'unpin') {
      const outcome = await pin(db, seat.acting, { ...picks[0]!, pinned: action === 'pin' });
      switch (outcome.result) {
        case 'done':
          return frame.goOn(request, reply, back, { done: String(outcome.undo) });
        case 'unknown':
          throw new ProblemError('unknown-comment');
        case 'changed':
          return showChanged(request, reply, seat, asked, outcome, back);
        default: {
          const heading = outcome.result === 'too-many' ? words.tooManyPinned : words.notPinnable;
          return sendComment(request, reply, seat, picks[0]!.id, { status: 409, alert: { heading } });
        }
      }
    }
    let outcome;
    try {
      const reason = { code: typed.reasonCode || null, text: typed.reason ?? '' };
      outcome = await decide(db, seat.acting, { action, comments: picks, reason });
    } catch (error) {
      const code = error instanceof ProblemError ? error.problem.errors?.[0] : undefined;
      if (code?.field !== 'reason') throw error;
      const heading = code.code === 'too-long' ? words.reasonLong : words.reasonInvalid;
      return sendConfirm(request, reply, seat, asked, { status: 400, alert: { heading, sentences: [words.kept] } });
    }
    if (outcome.result === 'done') return frame.goOn(request, reply, back, { done: String(outcome.undo) });
    if (outcome.result === 'unknown') throw new ProblemError('unknown-comment');
    if (outcome.result === 'needs-approval') {
      const alert = { heading: words.needsApproval };
      return sendComment(request, reply, seat, picks[0]!.id, { status: 403, alert, typed, back });
    }
    return showChanged(request, reply, seat, asked, outcome, back);
  });

  /** Nothing was done; what has not changed can go on with one click, and what was typed stays. */
  async function showChanged(
    request: FastifyRequest,
    reply: FastifyReply,
    seat: Seat,
    asked: Asked,
    { changed }: Changed,
    back: string,
  ): Promise<FastifyReply> {
    const words = frame.wordsOf(request);
    const others = asked.picks.filter(({ id }) => !changed.some(({ row }) => row.id === id));
    const alert = { heading: words.changedHeading, sentences: changedSentences(changed, seat, words) };
    if (asked.picks.length === 1) {
      return sendComment(request, reply, seat, asked.picks[0]!.id, { status: 409, alert, typed: asked.typed, back });
    }
    return sendConfirm(request, reply, seat, { ...asked, picks: others }, { status: 409, alert, back });
  }

  app.post(`/${DESK}/undo`, writing, async (request, reply) => {
    const seat = await seatOf(request, options);
    const words = frame.wordsOf(request);
    const id = formField(request, 'id');
    const back = frame.backOf(request);
    if (!/^\d{1,15}$/.test(id)) throw new ProblemError('invalid-request', 'There is no such step.');
    const outcome = await undo(db, seat.acting, Number(id));
    if (outcome.result === 'done') {
      await live.reload();
      return frame.goOn(request, reply, back, { undone: '' });
    }
    const sentences =
      outcome.result === 'changed'
        ? changedSentences(outcome.changed, seat, words)
        : outcome.result === 'changed-corrections'
          ? changedCorrectionSentences(outcome, seat, words)
          : [];
    return frame.send(request, reply, seat, {
      template: CONFIRM_PAGE,
      title: words.undo,
      entry: 'queue',
      status: outcome.result === 'unknown' ? 404 : 409,
      alert: { heading: words.notUndone[outcome.result], sentences },
      view: { question: words.undo, any: false, back },
    });
  });

  return sendConfirm;
}

/** What a form asks for; null when it makes no sense. */
export function askedOf(request: FastifyRequest): Asked | null {
  const typed = { reasonCode: formField(request, 'reason-code'), reason: formField(request, 'reason') };
  const { action, picks } = picksOf(request, [...DECISIONS, 'pin', 'unpin'] as const);
  return action ? { action, picks, sure: formField(request, 'sure') !== '', typed } : null;
}

/** What a form asks for, and with what: the one whose button was pressed, or all that are picked. */
export function picksOf<Action extends string>(
  request: FastifyRequest,
  actions: readonly Action[],
): { action: Action | undefined; picks: Seen[] } {
  const [word = '', id, stamp] = formField(request, 'one').split(' ');
  const action = actions.find((each) => each === (word || formField(request, 'all')));
  if (id !== undefined && stamp !== undefined) return { action, picks: [{ id, seen: stamp }] };
  const picks = Object.entries((request.body ?? {}) as Record<string, unknown>).flatMap(([name, value]) =>
    name.startsWith('pick-') && typeof value === 'string' ? { id: name.slice('pick-'.length), seen: value } : [],
  );
  return { action, picks };
}

/** What is said where something has changed meanwhile. */
export function changedAlert({ changed }: Changed, seat: Seat, words: DeskWords, hasTyped: boolean): Alert {
  const sentences = changedSentences(changed, seat, words);
  return { heading: words.changedHeading, sentences: hasTyped ? [...sentences, words.kept] : sentences };
}

/** Who did what meanwhile, comment by comment. */
export function changedSentences(changed: Changed['changed'], { sites }: Seat, words: DeskWords): string[] {
  return changed.map(({ row, last }) => {
    const name = authorOf(row) || row.id.slice(0, 8);
    if (!last) return fill(words.changedByAuthor, { name });
    const timeZone = sites.find(({ slug }) => slug === row.site)?.timeZone ?? 'UTC';
    const time = shortTime(last.at, timeZone);
    return fill(words.changedBy, { name, who: whoOf(last, words), what: words.actions[last.action], time });
  });
}
