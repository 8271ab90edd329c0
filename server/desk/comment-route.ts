import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readThread } from '../comments/read.ts';
import { hasWords } from '../comments/moves.ts';
import { fill } from '../http/page-parts.ts';
import { ProblemError } from '../http/problem.ts';
import { isDraft, readAudit } from '../moderation/audit.ts';
import { readApproval } from '../moderation/approvals.ts';
import { contextOf, othersOf, reportsOf, versionsOf } from '../moderation/context.ts';
import { nextWaiting } from '../moderation/queue.ts';
import { threadStampOf } from '../moderation/stamp.ts';
import { answersOf } from '../moderation/words.ts';
import { returnPath } from '../session/return-path.ts';
import type { Database } from '../storage/database.ts';
import { zoneTime } from '../zone.ts';
import type { CommentRow, ThreadRow } from '../storage/schema.ts';
import { isClosed } from '../comments/policy.ts';
import type { Site } from '../config.ts';
import { siteOfThread } from '../policies/policy.ts';
import { blockingView } from './block-view.ts';
import { BLOCK_PART } from './policy-template.ts';
import { policyWords } from './policy-words.ts';
import { type Alert, DESK, type DeskFrame } from './frame.ts';
import { type DeskOptions, type Seat, seatOf, siteOfSeat } from './seat.ts';
import { COMMENT_PAGE } from './templates.ts';
import { asCommentView, asLogView, authorOf, excerptOf, shortTime } from './view.ts';
import type { DeskWords } from './words.ts';

/** What somebody typed into a form of the page, when it comes back to them. */
export interface Typed {
  readonly answer?: string;
  readonly answerFault?: string;
  readonly edit?: string;
  readonly editFault?: string;
  readonly reasonCode?: string;
  readonly reason?: string;
  readonly unit?: string;
  readonly unitFault?: string;
  /** `2026-07-17` */
  readonly due?: string;
  readonly dueFault?: string;
  readonly agency?: string;
  readonly agencyFault?: string;
  readonly note?: string;
  readonly noteFault?: string;
}

/** How the page of a comment is sent again, with what was typed and what went wrong. */
export interface CommentAgain {
  readonly status?: number;
  readonly alert?: Alert;
  readonly typed?: Typed;
}

/** Sends the page of one comment. */
export type SendComment = (
  request: FastifyRequest,
  reply: FastifyReply,
  seat: Seat,
  id: string,
  again?: CommentAgain & { readonly back?: string },
) => Promise<FastifyReply>;

/**
 * A comment of one of the official's sites.
 *
 * @throws ProblemError `unknown-comment`, whether it does not exist or is of somebody else's site
 */
export async function commentOfSeat(db: Database, { sites }: Seat, id: string): Promise<CommentRow> {
  const row = await db
    .selectFrom('comments')
    .selectAll()
    .where('id', '=', id)
    .where(
      'site',
      'in',
      sites.map(({ slug }) => slug),
    )
    .executeTakeFirst();
  if (!row) throw new ProblemError('unknown-comment');
  return row;
}

/** One comment with everything that is known of it, and everything that can be done. */
export function commentRoute(app: FastifyInstance, options: DeskOptions, frame: DeskFrame): SendComment {
  const { db, now } = options;

  const send: SendComment = async (request, reply, seat, id, again = {}) => {
    const row = await commentOfSeat(db, seat, id);
    const site = siteOfSeat(seat, row.site);
    const words = frame.wordsOf(request);
    const said = policyWords[seat.lang];
    const reader = { site, lang: seat.lang, words, now: now() };
    const { typed = {}, alert = null, status = 200, back = '' } = again;
    const here = `${DESK}/comment?${new URLSearchParams({ id, ...(back && { back }) }).toString()}`;
    const draft = await isDraft(db, row);
    const living = hasWords(row);
    const context = await contextOf(db, [row]);
    const thread = await readThread(db, row.site, row.thread);
    const answers = row.agency === null ? await answersOf(db, row.id) : [];
    const { lines } = await readAudit(db, { object: { kind: 'comment', id }, sites: [row.site], limit: 50 });
    const next = row.agency === null ? await nextWaiting(db, row) : null;
    const linkTo = (to: string): string => frame.address(request, `${DESK}/comment`, { id: to, back });
    return frame.send(request, reply, seat, {
      template: COMMENT_PAGE,
      parts: { block: BLOCK_PART },
      title: fill(row.agency === null ? words.comment : words.answerOf, { who: authorOf(row) || '…' }),
      entry: 'queue',
      here,
      status,
      alert,
      view: {
        ...asCommentView(row, reader, {
          thread,
          parent: context.parentOf(row),
          isDraft: draft,
          whole: true,
          assignment: context.assignmentOf(row),
        }),
        back: back || frame.address(request, DESK, { site: row.site }),
        onSite:
          row.state === 'published'
            ? `${frame.base}sites/${row.site}/comments?comment=${row.id}${seat.lang === 'en' ? '&lang=en' : ''}`
            : null,
        decide: living,
        canWait: row.state !== 'pending',
        canPin: row.state === 'published' && row.parent === null && row.pinned_at === null,
        canUnpin: row.pinned_at !== null,
        reasons: reasonsView(site.comments.rejectReasons, typed),
        answering: living && row.agency === null,
        canAnswer: row.state === 'published',
        answers: await answersView(db, answers, linkTo, words, site.timeZone),
        answerHint: fill(words.answerHint, { who: site.name }),
        answerTyped: typed.answer ?? '',
        answerFault: typed.answerFault ?? null,
        approval: row.agency !== null && row.state !== 'published' && (await approvalView(seat, row, typed, words)),
        work: living &&
          row.agency === null && {
            units: site.comments.units.map((unit) => ({
              ...unit,
              chosen: unit.code === (typed.unit ?? context.assignmentOf(row)?.unit),
            })),
            unitFault: typed.unitFault ?? null,
            due: typed.due ?? dayOf(context.assignmentOf(row)?.due_at, site.timeZone),
            dueFault: typed.dueFault ?? null,
            today: zoneTime(now(), site.timeZone).day,
            agencyTyped: typed.agency ?? row.transferred_to ?? '',
            agencyFault: typed.agencyFault ?? null,
            transferOpen: row.transferred_to !== null || typed.agencyFault !== undefined,
          },
        canKeep: row.reports > 0,
        others: (await othersOf(db, row)).map((other) => ({
          link: linkTo(other.id),
          time: shortTime(other.created_at, site.timeZone),
          stateName: words.states[other.state],
          excerpt: excerptOf(other.text),
        })),
        editing: living && {
          open: typed.edit !== undefined,
          hint: draft ? words.editHintDraft : words.editHint,
          typed: typed.edit ?? row.text,
          fault: typed.editFault ?? null,
        },
        reports: (await reportsOf(db, id)).map((report) => ({
          reason: words.reportReasons[report.reason],
          text: report.text,
          time: shortTime(report.created_at, site.timeZone),
        })),
        versions: (await versionsOf(db, id)).map((version) => ({
          by: fill(words.versionBy, {
            time: shortTime(version.replaced_at, site.timeZone),
            who: version.replacer ?? (version.replaced_by === null ? words.theAuthor : words.someone),
          }),
          text: version.text,
        })),
        thread: {
          site: row.site,
          key: row.thread,
          stamp: threadStampOf(thread ?? { closed_at: null }),
          closed: thread?.closed_at != null,
          sentence: threadSentence(siteOfThread(site, row.thread), thread, words, now()),
          policy: seat.acting.administrator
            ? frame.address(request, `${DESK}/policies/thread`, { site: row.site, thread: row.thread })
            : null,
          policyWords: said.threadLink,
        },
        said,
        blocking: living && row.agency === null && (await blockingView(db, row, said)),
        history: lines.map((line) => asLogView(line, words, site.timeZone)),
        nextWaiting: next && linkTo(next.id),
      },
    });
  };

  async function approvalView(
    { acting, sites }: Seat,
    row: CommentRow,
    { note = '', noteFault }: Typed,
    words: DeskWords,
  ): Promise<object> {
    const approval = await readApproval(db, row.id);
    const timeZone = sites.find(({ slug }) => slug === row.site)!.timeZone;
    const who = approval && (await nameOf(db, approval.by));
    const said = approval && {
      time: shortTime(approval.at, timeZone),
      who: who ?? words.someone,
      note: approval.note ?? '',
    };
    return {
      said: said ? fill(approval.state === 'asked' ? words.asked : words.returned, said) : null,
      canSubmit: approval?.state !== 'asked',
      canReturn: approval?.state === 'asked' && acting.leader,
      typed: note,
      fault: noteFault ?? null,
    };
  }

  app.get(`/${DESK}/comment`, { schema: { hide: true } }, async (request, reply) => {
    const seat = await seatOf(request, options);
    const { id, back } = request.query as { id?: unknown; back?: unknown };
    if (typeof id !== 'string') throw new ProblemError('unknown-comment');
    return send(request, reply, seat, id, { back: returnPath(back, `${frame.base}${DESK}`, '') });
  });
  return send;
}

/** Whether readers can write there, and why not. */
function threadSentence(site: Site, thread: ThreadRow | undefined, words: DeskWords, now: number): string {
  const { mode } = site.comments;
  if (mode !== 'open') return mode === 'closed' ? words.threadHidden : words.threadReadOnly;
  if (thread?.closed_at != null) return words.threadClosed;
  return isClosed(site, thread, now) ? words.threadOver : words.threadOpen;
}

/** The site's list, and what was chosen and typed. */
export function reasonsView(
  list: readonly { readonly code: string; readonly text: string }[],
  { reasonCode = '', reason = '' }: Typed = {},
): Record<string, unknown> {
  return {
    list: list.map((each) => ({ ...each, chosen: each.code === reasonCode })),
    none: !list.some(({ code }) => code === reasonCode),
    typed: reason,
    open: reason !== '' || reasonCode !== '',
  };
}

function dayOf(ms: number | null | undefined, timeZone: string): string {
  return ms == null ? '' : zoneTime(ms, timeZone).day;
}

async function nameOf(db: Database, account: string): Promise<string | undefined> {
  const found = await db.selectFrom('accounts').select('display_name').where('id', '=', account).executeTakeFirst();
  return found?.display_name;
}

async function answersView(
  db: Database,
  answers: readonly CommentRow[],
  linkTo: (id: string) => string,
  words: DeskWords,
  timeZone: string,
): Promise<object[]> {
  const views: object[] = [];
  for (const answer of answers) {
    views.push({
      link: linkTo(answer.id),
      name: authorOf(answer),
      time: shortTime(answer.created_at, timeZone),
      stateName: (await isDraft(db, answer)) ? words.draft : words.states[answer.state],
      excerpt: excerptOf(answer.text),
    });
  }
  return views;
}
