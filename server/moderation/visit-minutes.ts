import { sql, type Transaction } from 'kysely';
import type { Site } from '../config.ts';
import type { Database } from '../storage/database.ts';
import type { Tables } from '../storage/schema.ts';
import { markedMinutes } from '../visits/minutes.ts';
import { lockCounts, MINUTE } from '../visits/write.ts';
import { zoneTime } from '../zone.ts';
import type { Acting } from './acting.ts';
import { writeAudit } from './audit.ts';

/** What is done with minutes. */
export type MinuteAction = 'take-out-visits' | 'put-back-visits';

/**
 * Takes visits and views of the marked minutes between two out of all figures but those of pages and hosts, whose minutes are not known; or puts
 * them back. The log says who did it; the minutes themselves stay as they were counted.
 *
 * @param span first and last minute since 1970
 * @returns the id of the line in the log; null where it was done already
 */
export async function changeMinutes(
  db: Database,
  by: Acting,
  site: Site,
  action: MinuteAction,
  span: { readonly first: number; readonly last: number },
): Promise<number | null> {
  const isOut = action === 'take-out-visits';
  const time = { from: span.first * MINUTE, to: (span.last + 1) * MINUTE };
  const { from } = await markedMinutes(db, site.slug, time, by.now);
  return db.transaction().execute(async (trx) => {
    await lockCounts(trx, site.slug);
    let minutes = trx
      .selectFrom('visit_minutes')
      .select(['minute', 'visits', 'views'])
      .where('site', '=', site.slug)
      .where('minute', '>=', span.first)
      .where('minute', '<=', span.last)
      .where('minute', '<', Math.floor(by.now / MINUTE) - 1);
    minutes = isOut
      ? minutes.where('visits', '>=', from).where('taken_out_at', 'is', null)
      : minutes.where('taken_out_at', 'is not', null);
    const rows = await minutes.execute();
    if (rows.length === 0) return null;

    const sign = isOut ? -1 : 1;
    const sums = { visits: 0, views: 0 };
    for (const { minute, visits, views } of rows) {
      sums.visits += visits;
      sums.views += views;
      await addToPeriods(trx, site, minute * MINUTE, { visits: sign * visits, views: sign * views });
    }
    await trx
      .updateTable('visit_minutes')
      .set({ taken_out_at: isOut ? by.now : null })
      .where('site', '=', site.slug)
      .where(
        'minute',
        'in',
        rows.map(({ minute }) => minute),
      )
      .execute();
    const at = zoneTime(span.first * MINUTE, site.timeZone).iso.slice(0, 16);
    return writeAudit(trx, by, {
      ...{ action, site: site.slug, kind: 'visits', objectId: at },
      detail: { minutes: rows.length, ...sums },
    });
  });
}

async function addToPeriods(
  trx: Transaction<Tables>,
  { slug, timeZone }: Site,
  ms: number,
  { visits, views }: { readonly visits: number; readonly views: number },
): Promise<void> {
  const { year, month, day, iso } = zoneTime(ms, timeZone);
  await trx
    .updateTable('visit_counts')
    .set({ visits: sql`visits + ${visits}`, views: sql`views + ${views}` })
    .where('site', '=', slug)
    .where('period', 'in', ['total', year, month, day])
    .execute();
  await trx
    .updateTable('visit_hours')
    .set({ visits: sql`visits + ${visits}`, views: sql`views + ${views}` })
    .where('site', '=', slug)
    .where('day', '=', day)
    .where('hour', '=', Number(iso.slice(11, 13)))
    .execute();
}
