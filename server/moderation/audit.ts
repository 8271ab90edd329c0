import type { Selectable, Transaction } from 'kysely';
import type { Database } from '../storage/database.ts';
import type { AuditRow, CommentRow, Tables } from '../storage/schema.ts';
import type { Acting } from './acting.ts';

/** What was done. */
export type AuditAction =
  | 'publish'
  | 'reject'
  | 'pending'
  | 'edit'
  | 'answer'
  | 'pin'
  | 'unpin'
  | 'close'
  | 'open'
  | 'assign'
  | 'unassign'
  | 'transfer'
  | 'untransfer'
  | 'keep'
  | 'submit'
  | 'return'
  | 'policy'
  | 'block'
  | 'unblock'
  | 'accept-correction'
  | 'decline-correction'
  | 'reopen-correction'
  | 'take-out-visits'
  | 'put-back-visits'
  | 'import-visits'
  | 'undo'
  | 'retention'
  | 'export-person'
  | 'erase-person';

/** Codes, ids and numbers. */
export type AuditDetail = Readonly<Record<string, string | number | boolean | null>>;

/** What is written. */
export interface AuditEntry {
  readonly action: AuditAction;
  /** Null for what belongs to no site. */
  readonly site: string | null;
  readonly kind: 'comment' | 'thread' | 'correction' | 'site' | 'block' | 'account' | 'person' | 'visits';
  /** Id of the comment, correction, block or account, key of the thread, slug of the site, minute or day of visits; of a person only by what they were found. */
  readonly objectId: string;
  readonly detail?: AuditDetail;
}

/** What is read. */
export interface AuditLine extends Required<AuditEntry> {
  readonly id: number;
  /** Milliseconds. */
  readonly at: number;
  readonly actorId: string;
  /** As the account is called today; null when it is gone. On the command line the user of the operating system. */
  readonly actorName: string | null;
}

/** A part of the log, the newest first. */
export interface AuditPage {
  readonly lines: readonly AuditLine[];
  /** `before` of the next part; null when there is none. */
  readonly next: number | null;
}

/** Whatever has a space may be a sentence. */
const CODE = /^[\w.:@\\-]{1,64}$/;

/**
 * Writes a line into the audit log, in the transaction of what it tells.
 *
 * @returns the id of the line
 * @throws when the detail holds anything but codes, ids and numbers: the log can never be erased
 */
export async function writeAudit(
  trx: Transaction<Tables>,
  { actor, now }: Pick<Acting, 'actor' | 'now'>,
  { action, site, kind, objectId, detail = {} }: AuditEntry,
): Promise<number> {
  for (const [name, value] of Object.entries(detail)) {
    if (typeof value === 'string' && !CODE.test(value)) throw new Error(`the audit log takes no words: ${name}`);
  }
  // Whoever is not in the table of accounts is known by nothing else.
  const user = actor.id === 'cli' && CODE.test(actor.name) ? { user: actor.name } : {};
  const { id } = await trx
    .insertInto('audit_log')
    .values({
      at: now,
      actor_id: actor.id,
      site,
      action,
      kind,
      object_id: objectId,
      detail: JSON.stringify({ ...detail, ...user }),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** What of the log is read. */
export interface AuditFilter {
  /** Only what belongs to one of these; absent: everything. */
  readonly sites?: readonly string[];
  /** Only what was done to this. */
  readonly object?: { readonly kind: AuditEntry['kind']; readonly id: string };
  /** Only lines with a smaller id. */
  readonly before?: number;
  readonly limit: number;
}

/** Reads the audit log, the newest line first. */
export async function readAudit(db: Database, { sites, object, before, limit }: AuditFilter): Promise<AuditPage> {
  let query = lines(db).orderBy('audit_log.id', 'desc');
  if (sites !== undefined) query = query.where('audit_log.site', 'in', sites);
  if (object !== undefined) {
    query = query.where('audit_log.kind', '=', object.kind).where('audit_log.object_id', '=', object.id);
  }
  if (before !== undefined) query = query.where('audit_log.id', '<', before);
  const rows = await query.limit(limit + 1).execute();
  const shown = rows.slice(0, limit).map(asLine);
  return { lines: shown, next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
}

/** The last thing that an official did to a comment or thread. */
export async function lastAudit(
  db: Database,
  { kind, site, objectId }: Pick<AuditEntry, 'kind' | 'objectId'> & { readonly site: string },
): Promise<AuditLine | null> {
  const row = await lines(db)
    .where('audit_log.kind', '=', kind)
    .where('audit_log.object_id', '=', objectId)
    .where('audit_log.site', '=', site)
    .orderBy('audit_log.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? asLine(row) : null;
}

/** Who of the officials made a comment what it is now; null when it was its author, or nobody. */
export async function lastDecision(db: Database, row: CommentRow): Promise<AuditLine | null> {
  if (row.state === 'withdrawn' || row.state === 'erased') return null;
  const line = await lastAudit(db, { kind: 'comment', site: row.site, objectId: row.id });
  return line && line.at >= (row.edited_at ?? 0) ? line : null;
}

/** Whether an answer of the agency was written at the desk and no reader has seen it yet. */
export async function isDraft(db: Database, { id, agency, state }: CommentRow): Promise<boolean> {
  if (agency === null || state === 'published') return false;
  const found = await db
    .selectFrom('audit_log')
    .select('action')
    .where('kind', '=', 'comment')
    .where('object_id', '=', id)
    .where('action', 'in', ['answer', 'publish'])
    .execute();
  return found.length > 0 && found.every(({ action }) => action === 'answer');
}

const lines = (db: Database) =>
  db
    .selectFrom('audit_log')
    .leftJoin('accounts', 'accounts.id', 'audit_log.actor_id')
    .selectAll('audit_log')
    .select('accounts.display_name');

function asLine(row: Selectable<AuditRow> & { readonly display_name: string | null }): AuditLine {
  const detail = JSON.parse(row.detail) as AuditDetail;
  const { user = 'command line' } = detail;
  return {
    id: row.id,
    at: row.at,
    actorId: row.actor_id,
    actorName: row.actor_id === 'cli' ? String(user) : row.display_name,
    site: row.site,
    action: row.action as AuditAction,
    kind: row.kind as AuditEntry['kind'],
    objectId: row.object_id,
    detail,
  };
}
