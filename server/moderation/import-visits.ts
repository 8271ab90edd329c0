import { sql } from 'kysely';
import type { Site } from '../config.ts';
import { isDay } from '../days.ts';
import { Refusal } from '../refusal.ts';
import type { Database } from '../storage/database.ts';
import { lockCounts } from '../visits/write.ts';
import { zoneTime } from '../zone.ts';
import type { Acting } from './acting.ts';
import { writeAudit } from './audit.ts';

/** What another counter has counted on a day. */
export interface OldDay {
  readonly day: string;
  readonly visits: number;
  readonly views: number;
}

/** So many days are taken at once: fifty years. */
const MOST_DAYS = 18_300;

/**
 * Reads days as `2019-01-31;532` or `2019-01-31;532;1204` (visits, views), a line each, commas or semicolons, with or without a first line of
 * headings.
 *
 * @throws Refusal that names the line
 */
export function readOldDays(text: string): OldDay[] {
  const days: OldDay[] = [];
  const seen = new Set<string>();
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = raw.trim();
    if (line === '' || (index === 0 && !/^["\d-]/.test(line))) continue;
    const cells = line.split(/[;,\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    const [day = '', visits = '', views = '0'] = cells;
    const isNumber = (cell: string): boolean => /^\d+$/.test(cell) && Number.isSafeInteger(Number(cell));
    if (cells.length > 3 || !isDay(day) || !isNumber(visits) || !isNumber(views)) {
      throw new Refusal(
        `Dòng ${index + 1} chưa đúng, cần dạng NĂM-THÁNG-NGÀY;LƯỢT-TRUY-CẬP[;LƯỢT-XEM], ví dụ 2019-01-31;532. Chưa nhập gì.`,
        `Line ${index + 1} is not right, expected YYYY-MM-DD;VISITS[;VIEWS], for example 2019-01-31;532. Nothing was imported.`,
      );
    }
    if (seen.has(day)) {
      throw new Refusal(
        `Dòng ${index + 1}: ngày ${day} có hai lần. Chưa nhập gì.`,
        `Line ${index + 1}: ${day} is there twice. Nothing was imported.`,
      );
    }
    seen.add(day);
    days.push({ day, visits: Number(visits), views: Number(views) });
  }
  if (days.length === 0 || days.length > MOST_DAYS) {
    throw new Refusal(
      `Tệp cần có từ 1 đến ${MOST_DAYS} ngày. Chưa nhập gì.`,
      `The file needs 1 to ${MOST_DAYS} days. Nothing was imported.`,
    );
  }
  return days;
}

/**
 * Adds what another counter has counted before this server did: to its days, months and years, and to the total. All of it or nothing; reports
 * name the last of these days as that of the change-over.
 *
 * @throws Refusal when this server has counted on one of the days, or before
 */
export async function importVisits(
  db: Database,
  by: Pick<Acting, 'actor' | 'now'>,
  site: Site,
  days: readonly OldDay[],
): Promise<void> {
  const { slug } = site;
  const sorted = days.map(({ day }) => day).sort();
  const [first = '', last = ''] = [sorted[0], sorted.at(-1)];
  if (site.startingFigures) {
    throw new Refusal(
      `Trang ${slug} đã có "startingFigures" trong cấu hình: số liệu cũ sẽ bị tính hai lần. Hãy bỏ mục đó trước. Chưa nhập gì.`,
      `The site ${slug} has "startingFigures" in the configuration: old visits would count twice. Remove them first. Nothing was imported.`,
    );
  }
  await db.transaction().execute(async (trx) => {
    await lockCounts(trx, slug);
    const rows = await trx.selectFrom('visit_counts').select('period').where('site', '=', slug).execute();
    const counted = rows
      .map(({ period }) => period)
      .filter((period) => period.length === 10)
      .sort()[0];
    const today = zoneTime(by.now, site.timeZone).day;
    const limit = counted !== undefined && counted < today ? counted : today;
    if (last >= limit) {
      throw new Refusal(
        `Chỉ nhập được các ngày trước ${limit}, từ đó máy chủ này đã tự đếm hoặc đã nhập. Chưa nhập gì.`,
        `Only days before ${limit} can be imported: from then on this server counts, or they were imported before. Nothing was imported.`,
      );
    }
    const sums = new Map<string, { visits: number; views: number }>();
    for (const { day, visits, views } of days) {
      for (const period of ['total', day.slice(0, 4), day.slice(0, 7), day]) {
        const sum = sums.get(period) ?? { visits: 0, views: 0 };
        sums.set(period, { visits: sum.visits + visits, views: sum.views + views });
      }
    }
    for (const [period, sum] of sums) {
      await trx
        .insertInto('visit_counts')
        .values({ site: slug, period, ...sum })
        .onConflict((conflict) =>
          conflict.columns(['site', 'period']).doUpdateSet({
            visits: sql`visit_counts.visits + excluded.visits`,
            views: sql`visit_counts.views + excluded.views`,
          }),
        )
        .execute();
    }
    const { visits } = sums.get('total')!;
    await trx
      .insertInto('visit_imports')
      .values({ site: slug, first_day: first, last_day: last, visits, imported_at: by.now })
      .execute();
    await writeAudit(trx, by, {
      ...{ action: 'import-visits', site: slug, kind: 'visits', objectId: first },
      detail: { last, days: days.length, visits },
    });
  });
}
