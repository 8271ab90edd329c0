import { paragraphsOf } from '../comments/page-frame.ts';
import type { Site } from '../config.ts';
import { isPageAddress } from '../http/fields.ts';
import { fill, type PageLanguage } from '../http/page-parts.ts';
import type { AuditLine } from '../moderation/audit.ts';
import { type Count, MOST_COUNTED } from '../moderation/queue.ts';
import { describeHeld } from '../moderation/reasons.ts';
import { stampOf } from '../moderation/stamp.ts';
import { duration } from '../statistics/format.ts';
import type { AssignmentRow, BlockRow, CommentRow, ThreadRow } from '../storage/schema.ts';
import { zoneTime } from '../zone.ts';
import type { DeskWords } from './words.ts';

/** In whose language and time something is shown. */
export interface Reader {
  readonly site: Site;
  readonly lang: PageLanguage;
  readonly words: DeskWords;
  /** Milliseconds. */
  readonly now: number;
}

/** What belongs to a comment that is shown. */
export interface Around {
  readonly thread?: Pick<ThreadRow, 'url' | 'title' | 'key'> | undefined;
  readonly parent?: CommentRow | undefined;
  readonly isDraft?: boolean;
  /** All of the comment that it answers, not only its beginning. */
  readonly whole?: boolean;
  readonly assignment?: AssignmentRow | undefined;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Waiting comments stand out from this age on. */
export const LATE = 3 * DAY;
const EXCERPT = 280;

/** Empty for none; more than are counted is said so. */
export function numberOf(count: Count, words: DeskWords): string {
  if (count === 0) return '';
  return count === MOST_COUNTED + 1 ? fill(words.more, { n: MOST_COUNTED }) : String(count);
}

/** `17/07/2020 18:00` in the site's time. */
export function shortTime(ms: number, timeZone: string): string {
  const [date = '', clock = ''] = zoneTime(ms, timeZone).iso.split('T');
  return `${date.split('-').reverse().join('/')} ${clock.slice(0, 5)}`;
}

/** The beginning of a text, in one line. */
export function excerptOf(text: string, longest = EXCERPT): string {
  const points = [...text.replaceAll(/\s+/gu, ' ')];
  return points.length > longest ? `${points.slice(0, longest - 1).join('')}…` : points.join('');
}

/** Who wrote it: an agency's answer has its name. */
export function authorOf(row: CommentRow): string {
  return row.agency ?? row.name;
}

/** A comment for the templates of the desk. */
export function asCommentView(row: CommentRow, reader: Reader, around: Around = {}): Record<string, unknown> {
  const { site, lang, words, now } = reader;
  const { thread, parent, isDraft = false, whole = false, assignment } = around;
  const isWaiting = row.state === 'pending' && !isDraft;
  const waited = now - row.created_at;
  return {
    id: row.id,
    stamp: stampOf(row),
    name: authorOf(row) || '…',
    article: thread?.title || row.thread,
    // Readers send the address of their page: nothing but the web is linked.
    articleUrl: thread && isPageAddress(thread.url) ? thread.url : null,
    iso: new Date(row.created_at).toISOString(),
    time: shortTime(row.created_at, site.timeZone),
    waited: isWaiting && waited >= 60_000 ? fill(words.waited, { time: duration(waited, lang) }) : null,
    email: row.email,
    signedIn: row.verified === 1,
    parent: parent && { name: authorOf(parent), text: whole ? parent.text : excerptOf(parent.text), whole },
    paragraphs: paragraphsOf(row.text),
    held: describeHeld(row.held, lang),
    reported: row.reports > 0 ? fill(words.reports, { n: row.reports }) : null,
    reason: row.reason,
    excerpt: excerptOf(row.text),
    badges: [
      ...badgesOf(row, words, { isDraft, isLate: isWaiting && waited >= LATE }),
      ...(assignment?.open === 1 ? [assignmentBadge(assignment, reader)] : []),
    ],
    transferred:
      row.transferred_to !== null && row.transferred_at !== null
        ? fill(words.transferred, {
            agency: row.transferred_to,
            time: shortTime(row.transferred_at, site.timeZone),
          })
        : null,
    canPublish: row.state !== 'published',
    canReject: row.state !== 'rejected' && !isDraft,
  };
}

/** To whom it was given; overdue stands out. */
function assignmentBadge(
  { unit, due_at: dueAt }: AssignmentRow,
  { site, words, now }: Reader,
): { text: string; late: boolean } {
  const name = site.comments.units.find(({ code }) => code === unit)?.name ?? words.unitGone;
  if (dueAt === null) return { text: fill(words.assigned, { unit: name }), late: false };
  const late = dueAt < now;
  const time = shortTime(dueAt, site.timeZone).split(' ')[0]!;
  return { text: fill(late ? words.overdue : words.assignedDue, { unit: name, time }), late };
}

/** The state, and what else is to be seen at first sight. */
function badgesOf(
  row: CommentRow,
  words: DeskWords,
  { isDraft, isLate }: { readonly isDraft: boolean; readonly isLate: boolean },
): { text: string; late: boolean }[] {
  const texts = [
    { text: isDraft ? words.draft : words.states[row.state], late: isLate },
    ...(row.pinned_at === null ? [] : [{ text: words.pinned, late: false }]),
    ...(row.edited_at === null ? [] : [{ text: words.edited, late: false }]),
  ];
  return texts;
}

/** What was done, in the words of the log. */
export function asLogView(line: AuditLine, words: DeskWords, timeZone: string): Record<string, unknown> {
  const { action, detail, at } = line;
  const of = typeof detail['what'] === 'string' ? detail['what'] : null;
  const what = words.actions[action];
  const kind = typeof detail['kind'] === 'string' ? detail['kind'] : '';
  const blocked = kind in words.blockKinds ? `: ${words.blockKinds[kind as BlockRow['kind']]}` : '';
  const fields = action === 'policy' ? `: ${fieldNames(Object.keys(detail), words.policyFields)}` : '';
  const undone = of && of in words.actions ? `: ${words.actions[of as AuditLine['action']]}` : '';
  const visits = line.kind === 'visits' ? ` (${String(detail['visits'])})` : '';
  return {
    iso: new Date(at).toISOString(),
    time: shortTime(at, timeZone),
    who: whoOf(line, words),
    what: `${what}${undone}${fields}${blocked}${visits}`,
  };
}

/** Names of settings in one line. */
export function fieldNames(fields: readonly string[], names: Readonly<Record<string, string>>): string {
  return fields.map((field) => names[field] ?? field).join(', ');
}

/** Who did it, as the desk calls them. */
export function whoOf({ actorId, actorName }: AuditLine, words: DeskWords): string {
  if (actorId === 'system') return words.system;
  if (actorId === 'cli') return `${actorName ?? ''} (${words.commandLine})`;
  return actorName ?? words.someone;
}
