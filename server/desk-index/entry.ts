import type { Selectable, Transaction } from 'kysely';
import { linkify } from '../../src/text/linkify.ts';
import type { WordsOf } from '../storage/desk-words.ts';
import type { AuditRow, CommentRow, DeskIndexRow, Tables } from '../storage/schema.ts';
import { firstPlace, stretchOf } from './place.ts';
import { TAGS, wordsOf } from './words.ts';

/** A comment for the index, without its place. */
export type Entry = Omit<DeskIndexRow, 'seq'>;

/** What of a comment the index looks at. */
export type Source = Pick<
  CommentRow,
  'id' | 'site' | 'thread' | 'name' | 'text' | 'state' | 'created_at' | 'agency' | 'parent' | 'reports' | 'edited_at'
>;

/** Reads comments and makes their entries. */
export async function readEntries(
  trx: Transaction<Tables>,
  ids: readonly string[],
): Promise<{ readonly source: Source; readonly entry: Entry }[]> {
  const sources = await trx
    .selectFrom('comments')
    .select(['id', 'site', 'thread', 'name', 'text', 'state', 'created_at', 'agency', 'parent', 'reports', 'edited_at'])
    .where('id', 'in', ids)
    .execute();
  const lines = await trx
    .selectFrom('audit_log')
    .selectAll()
    .where('kind', '=', 'comment')
    .where('object_id', 'in', ids)
    .where('action', 'in', ['publish', 'reject', 'undo'])
    .orderBy('id')
    .execute();
  const answers = await trx
    .selectFrom('comments')
    .select(['parent', ({ fn }) => fn.min('created_at').as('at')])
    .where('parent', 'in', ids)
    .where('agency', 'is not', null)
    .where('state', '=', 'published')
    .groupBy('parent')
    .execute();
  const open = await trx
    .selectFrom('assignments')
    .select('comment_id')
    .where('comment_id', 'in', ids)
    .where('open', '=', 1)
    .execute();
  const assigned = new Set(open.map((row) => row.comment_id));
  const decisions = standing(lines);
  const answered = new Map(answers.map(({ parent, at }) => [parent, at]));
  return sources.map((source) => ({
    source,
    entry: {
      ...entryOf(source, decisions.get(source.id) ?? [], answered.get(source.id) ?? null),
      assigned: Number(assigned.has(source.id)),
    },
  }));
}

/** What the comment is found by. One that has been withdrawn or erased is found by its state and place alone. */
export function wordsIn(
  { name, text, state, site, thread, created_at: createdAt }: Source,
  entry: Entry,
): Omit<WordsOf, 'seq'> {
  const tags = [
    TAGS.site(site),
    TAGS.thread(site, thread),
    TAGS.stretch(stretchOf(firstPlace(createdAt))),
    ...(state === 'published' ? [] : [TAGS.state(state)]),
    ...(entry.links === 1 ? [TAGS.links] : []),
    ...(entry.reported === 1 ? [TAGS.reported] : []),
    ...(entry.answered_at === null ? [] : [TAGS.answered]),
    ...(entry.assigned === 1 ? [TAGS.assigned] : []),
  ];
  return { tags, texts: [wordsOf(name), wordsOf(text)] };
}

function entryOf(source: Source, decisions: readonly Decision[], answeredAt: number | null): Omit<Entry, 'assigned'> {
  const { id, site, thread, text, state, created_at: createdAt, agency, reports } = source;
  return {
    comment_id: id,
    site,
    thread,
    created_at: createdAt,
    state,
    agency: Number(agency !== null),
    decided_at: state === 'pending' ? null : (decisions[0]?.at ?? null),
    answered_at: answeredAt,
    reject_code: state === 'rejected' ? reasonOf(decisions) : null,
    links: Number(linkify(text).some(({ href }) => href !== undefined)),
    reported: Number(reports > 0),
  };
}

/** A line of the audit log about a decision. */
interface Decision {
  readonly at: number;
  readonly action: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Decisions of officials on each comment that were not undone, in their order. */
function standing(lines: readonly Selectable<AuditRow>[]): Map<string, Decision[]> {
  const details = lines.map((line) => JSON.parse(line.detail) as Decision['detail']);
  const undone = new Set<string>();
  for (const [number, { action, object_id: id }] of lines.entries()) {
    if (action === 'undo') undone.add(JSON.stringify([id, details[number]!.of]));
  }
  const decisions = new Map<string, Decision[]>();
  for (const [number, line] of lines.entries()) {
    const detail = details[number]!;
    // What was done together is one step, with the id of its first line.
    const step = detail.with ?? line.id;
    if (line.action === 'undo' || line.actor_id === 'system' || undone.has(JSON.stringify([line.object_id, step])))
      continue;
    const known = decisions.get(line.object_id) ?? [];
    decisions.set(line.object_id, [...known, { at: line.at, action: line.action, detail }]);
  }
  return decisions;
}

function reasonOf(decisions: readonly Decision[]): string | null {
  const reason = decisions.findLast(({ action }) => action === 'reject')?.detail.reason;
  return typeof reason === 'string' ? reason : null;
}
