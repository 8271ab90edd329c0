import type { Transaction } from 'kysely';
import { codePoints } from '../../src/text/clean.ts';
import { retentionEnd } from '../comments/policy.ts';
import type { Retention } from '../config-comments.ts';
import type { SitePolicy } from '../config-schema.ts';
import type { Site } from '../config.ts';
import { ProblemError } from '../http/problem.ts';
import type { Acting } from './acting.ts';
import { type AuditDetail, type AuditLine, lastAudit, writeAudit } from './audit.ts';
import { transact } from './outcome.ts';
import { addStep } from './record.ts';
import type { Database } from '../storage/database.ts';
import type { Tables } from '../storage/schema.ts';
import {
  type PolicyFault,
  policyFaults,
  readPolicy,
  SITE_FIELDS,
  siteWith,
  THREAD_FIELDS,
} from '../policies/policy.ts';
import { lockPolicy, policyStampOf, writePolicy } from '../policies/store.ts';

/** New settings of a site or of a thread. */
export interface PolicyOrder {
  /** The site as the configuration has it. */
  readonly configured: Site;
  /** Key; null for those of the site. */
  readonly thread: string | null;
  /** `policyStampOf` what the page showed. */
  readonly seen: string;
  /** All that is not as in the configuration, or for a thread not as for the site; not yet checked. */
  readonly policy: Readonly<Record<string, unknown>>;
  /** Whether the official knows that comments will be erased. */
  readonly erase?: boolean;
}

/** Why a setting was not taken; `erases`: so many comments would be erased, which has to be confirmed. */
export type ChangeFault = PolicyFault | { readonly code: 'erases'; readonly n: number };

/** Faults by field. */
export type ChangeFaults = Partial<Record<keyof SitePolicy, ChangeFault>>;

/** It holds from now on. */
interface PolicyDone {
  readonly result: 'done';
  /** For `undo`. */
  readonly undo: number;
}

/** Nothing was done: it is what it was; settings cannot be; or somebody else has changed them since the page was shown. */
type PolicyRefused =
  | { readonly result: 'same' }
  | { readonly result: 'faults'; readonly faults: ChangeFaults }
  | { readonly result: 'changed'; readonly last: AuditLine | null };

/**
 * Changes the settings of a site or thread, in whole: what `policy` lacks is as in the configuration again. To be followed by
 * `LiveSites.reload`.
 *
 * @throws ProblemError `not-allowed` for anybody but an administrator, `unknown-site`
 */
export function changePolicy(db: Database, by: Acting, order: PolicyOrder): Promise<PolicyDone | PolicyRefused> {
  const { configured, thread, seen, policy } = order;
  if (!by.administrator) throw new ProblemError('not-allowed', 'Only administrators change settings.');
  const { slug: site } = configured;
  if (!by.sites.some((each) => each.slug === site)) throw new ProblemError('unknown-site');
  const fields = thread === null ? SITE_FIELDS : THREAD_FIELDS;
  const wanted: SitePolicy = Object.fromEntries(
    fields.filter((field) => policy[field] !== undefined).map((field) => [field, policy[field]]),
  );
  return transact<PolicyDone, PolicyRefused>(db, async (trx, stop) => {
    const place = { site, thread };
    const stored = await lockPolicy(trx, by, place);
    const kind = thread === null ? 'site' : 'thread';
    const objectId = thread ?? site;
    if (policyStampOf(stored) !== seen) {
      return stop({ result: 'changed', last: await lastAudit(trx, { kind, site, objectId }) });
    }
    let faults: ChangeFaults = policyFaults(configured, wanted);
    if (thread === null && Object.keys(faults).length === 0) {
      const before = siteWith(configured, readPolicy(configured, JSON.stringify(stored), fields), configured);
      faults = await consequences(trx, by, before, siteWith(configured, wanted, configured), order);
    }
    if (Object.keys(faults).length > 0) return stop({ result: 'faults', faults });
    const changed = fields.filter((field) => stored[field] !== wanted[field]);
    if (changed.length === 0) return stop({ result: 'same' });

    await writePolicy(trx, by, place, wanted);
    const detail = Object.fromEntries(changed.map((field) => [field, codeOf(field, wanted[field])]));
    const undo = await writeAudit(trx, by, { action: 'policy', site, kind, objectId, detail });
    await addStep(trx, by, 'policy', undo);
    await trx
      .insertInto('undo_items')
      .values({
        step_id: undo,
        kind: `${kind}-policy`,
        site,
        object_id: objectId,
        before: JSON.stringify(stored),
        words: null,
        after: policyStampOf(wanted),
      })
      .execute();
    return { result: 'done', undo };
  });
}

/** What only shows when the settings of before are known. */
async function consequences(
  trx: Transaction<Tables>,
  { now }: Acting,
  before: Site,
  after: Site,
  { erase = false }: PolicyOrder,
): Promise<ChangeFaults> {
  const [old, consent] = [before.comments.consent, after.comments.consent];
  // The version stands at each comment: it has to say which words its author agreed to.
  const isOther = old.text !== consent.text || old.url !== consent.url;
  if (isOther && old.version === consent.version) return { consentVersion: { code: 'same-consent-version' } };
  if (erase) return {};
  const n = await countErased(trx, before, after.comments.retention, now);
  return n > 0 ? { retentionMonths: { code: 'erases', n } } : {};
}

/** How many comments would be erased that are kept now. */
async function countErased(
  trx: Transaction<Tables>,
  { slug, comments }: Site,
  retention: Retention | null,
  now: number,
): Promise<number> {
  if (retention === null) return 0;
  const end = retentionEnd(retention, now);
  if (comments.retention !== null && retentionEnd(comments.retention, now) >= end) return 0;
  const { n } = await trx
    .selectFrom('comments')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('site', '=', slug)
    .where('state', 'in', ['pending', 'published', 'rejected', 'withdrawn'])
    .where('created_at', '<=', end)
    .executeTakeFirstOrThrow();
  return n;
}

/** A setting for the log, which takes no words; null for that of the configuration. */
function codeOf(field: keyof SitePolicy, value: SitePolicy[keyof SitePolicy]): AuditDetail[string] {
  if (value === undefined) return null;
  if (typeof value !== 'string') return value;
  return field.startsWith('consent') ? codePoints(value) : value;
}
