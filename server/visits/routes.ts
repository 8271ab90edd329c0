import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { isbot } from 'isbot';
import { isUnchanged } from '../http/cache.ts';
import { notModified, problemResponses } from '../http/problem.ts';
import { siteOf, siteParams } from '../site-guard.ts';
import { cleanKey } from '../http/validation.ts';
import type { Database } from '../storage/database.ts';
import { figuresQuerySchema, figuresSchema, visitSchema } from './schemas.ts';
import { countVisit, readFigures } from './store.ts';

/** Routes of the visit counter below `/api/v1/sites/:site`. */
export const visitRoutes: FastifyPluginCallbackTypebox<{ db: Database; now: () => number }> = (
  app,
  { db, now },
  done,
) => {
  // A page posts JSON as text/plain, so that the browser asks no preflight.
  app.addContentTypeParser('text/plain', { parseAs: 'string' }, app.getDefaultJsonParser('error', 'error'));

  app.get(
    '/visits',
    {
      schema: {
        summary: 'The figures of the site and of one page',
        params: siteParams,
        querystring: figuresQuerySchema,
        response: { 200: figuresSchema, 304: notModified, ...problemResponses },
      },
    },
    async (request, reply) => {
      const page = cleanKey(request.query.page, 'page');
      const figures = await readFigures(db, siteOf(request), page, now());
      if (isUnchanged(request, reply, figures, 'public, max-age=10')) return reply.code(304).send(undefined);
      return reply.code(200).send(figures);
    },
  );

  app.post(
    '/visits',
    {
      schema: {
        summary: 'Counts a visit, a view, a heartbeat; answers with the figures',
        consumes: ['text/plain', 'application/json'],
        params: siteParams,
        body: visitSchema,
        response: { 200: figuresSchema, ...problemResponses },
      },
    },
    async (request, reply) => {
      const site = siteOf(request);
      const page = cleanKey(request.body.page, 'page');
      const agent = request.headers['user-agent'];
      const isProgram = agent === undefined || agent === '' || isbot(agent);
      if (!isProgram) await countVisit(db, site, { ...request.body, page }, now());
      return reply.header('cache-control', 'no-store').send(await readFigures(db, site, page, now()));
    },
  );
  done();
};
