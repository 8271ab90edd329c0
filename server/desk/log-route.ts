import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { type AuditFilter, type AuditLine, readAudit } from '../moderation/audit.ts';
import { CSV_BEGIN, csvRows } from '../statistics/csv.ts';
import type { Database } from '../storage/database.ts';
import { zoneTime } from '../zone.ts';
import { DESK, type DeskFrame } from './frame.ts';
import { type DeskOptions, type Seat, seatOf } from './seat.ts';
import { LOG_PAGE } from './templates.ts';
import type { DeskWords } from './words.ts';
import { asLogView, whoOf } from './view.ts';

const PAGE = 50;

/** So many lines of the file are in memory at once. */
const PART = 1000;

/** Who did what when, on the official's sites. */
export function logRoute(app: FastifyInstance, options: DeskOptions, frame: DeskFrame): void {
  app.get(`/${DESK}/log`, { schema: { hide: true } }, async (request, reply) => {
    const seat = await seatOf(request, options);
    const words = frame.wordsOf(request);
    const { before: asked } = request.query as { before?: unknown };
    const before = typeof asked === 'string' && /^\d{1,15}$/.test(asked) ? Number(asked) : null;
    const path = `${DESK}/log`;
    const { lines, next } = await readAudit(options.db, {
      ...ownLines(seat),
      ...(before !== null && { before }),
      limit: PAGE,
    });
    const zones = new Map(seat.sites.map(({ slug, timeZone }) => [slug, timeZone]));
    return frame.send(request, reply, seat, {
      template: LOG_PAGE,
      title: words.logHeading,
      entry: 'log',
      here: before === null ? path : `${path}?before=${before}`,
      view: {
        newest: before === null ? null : frame.address(request, path),
        file: frame.address(request, `${DESK}/log.csv`),
        older: next === null ? null : frame.address(request, path, { before: next }),
        lines: lines.map((line) => {
          const isKnown = line.site !== null && zones.has(line.site);
          const zone = (line.site !== null && zones.get(line.site)) || seat.sites[0]!.timeZone;
          return {
            ...asLogView(line, words, zone),
            object: `${words.kinds[line.kind]} ${line.kind === 'comment' || line.kind === 'block' ? line.objectId.slice(0, 8) : line.objectId}`,
            link:
              line.kind === 'comment' && isKnown
                ? frame.address(request, `${DESK}/comment`, { id: line.objectId, back: frame.address(request, path) })
                : null,
          };
        }),
      },
    });
  });

  app.get(`/${DESK}/log.csv`, { schema: { hide: true } }, async (request, reply) => {
    const seat = await seatOf(request, options);
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="nhat-ky.csv"')
      .header('cache-control', 'no-store')
      .send(Readable.from(fileOf(options.db, seat, frame.wordsOf(request))));
  });
}

/** An administrator sees as well what belongs to no site, or to one that has gone from the configuration. */
function ownLines({ acting, sites }: Seat): Pick<AuditFilter, 'sites'> {
  return acting.administrator ? {} : { sites: sites.map(({ slug }) => slug) };
}

/** The log as a file, the newest line first, part by part. */
async function* fileOf(db: Database, seat: Seat, words: DeskWords): AsyncGenerator<string> {
  const { logTime, logWho, logWhat, site, logObject, logDetail } = words;
  yield `${CSV_BEGIN}${csvRows([[logTime, logWho, logWhat, site, logObject, logDetail]])}`;
  for (let before: number | null = Number.MAX_SAFE_INTEGER; before !== null;) {
    const { lines, next } = await readAudit(db, { ...ownLines(seat), before, limit: PART });
    yield csvRows(lines.map((line) => rowOf(line, seat, words)));
    before = next;
  }
}

function rowOf(line: AuditLine, { sites }: Seat, words: DeskWords): string[] {
  const { timeZone } = sites.find(({ slug }) => slug === line.site) ?? sites[0]!;
  return [
    zoneTime(line.at, timeZone).iso.slice(0, 19).replace('T', ' '),
    whoOf(line, words),
    words.actions[line.action],
    line.site ?? '',
    `${words.kinds[line.kind]} ${line.objectId}`,
    Object.keys(line.detail).length === 0 ? '' : JSON.stringify(line.detail),
  ];
}
