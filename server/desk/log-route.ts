import type { FastifyInstance } from 'fastify';
import { readAudit } from '../moderation/audit.ts';
import { DESK, type DeskFrame } from './frame.ts';
import { type DeskOptions, seatOf } from './seat.ts';
import { LOG_PAGE } from './templates.ts';
import { asLogView } from './view.ts';

const PAGE = 50;

/** Who did what when, on the official's sites. */
export function logRoute(app: FastifyInstance, options: DeskOptions, frame: DeskFrame): void {
  app.get(`/${DESK}/log`, { schema: { hide: true } }, async (request, reply) => {
    const seat = await seatOf(request, options);
    const words = frame.wordsOf(request);
    const { before: asked } = request.query as { before?: unknown };
    const before = typeof asked === 'string' && /^\d{1,15}$/.test(asked) ? Number(asked) : null;
    const path = `${DESK}/log`;
    const { lines, next } = await readAudit(options.db, {
      // An administrator sees as well what belongs to no site, or to one that has gone from the configuration.
      ...(!seat.acting.administrator && { sites: seat.sites.map(({ slug }) => slug) }),
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
}
