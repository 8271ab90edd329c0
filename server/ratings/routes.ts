import type { FastifyRequest } from 'fastify';
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { Ratings, Stars } from '../../src/api/contract.ts';
import { tokenHeadersSchema } from '../comments/schemas.ts';
import { readerOf } from '../comments/reader.ts';
import { clientOf } from '../http/address.ts';
import { isUnchanged } from '../http/cache.ts';
import { notModified, problemResponses, tooFast } from '../http/problem.ts';
import { cleanKey, fieldProblem } from '../http/validation.ts';
import { siteOf, siteParams } from '../site-guard.ts';
import type { ActionLimits } from '../spam/limits.ts';
import type { Database } from '../storage/database.ts';
import { newRatingSchema, ratingsQuerySchema, ratingsSchema } from './schemas.ts';
import { rate, readRatings } from './store.ts';

interface RatingOptions {
  db: Database;
  /** Null for none. */
  limits: ActionLimits | null;
  now: () => number;
}

/** What readers think of articles: routes below `/api/v1/sites/:site`. */
export const ratingRoutes: FastifyPluginCallbackTypebox<RatingOptions> = (app, { db, limits, now }, done) => {
  const common = { params: siteParams };

  app.get(
    '/ratings',
    {
      schema: {
        ...common,
        summary: 'What readers think of an article; with a token also what its reader does',
        querystring: ratingsQuerySchema,
        response: { 200: ratingsSchema, 304: notModified, ...problemResponses },
      },
    },
    async (request, reply) => {
      const page = cleanKey(request.query.page, 'page');
      const { raterHash } = readerOf(request.headers.authorization);
      const ratings = await readRatings(db, { site: siteOf(request).slug, page }, raterHash);
      reply.header('vary', 'authorization');
      const caching = raterHash === null ? 'public, max-age=10' : 'private, no-cache';
      if (isUnchanged(request, reply, ratings, caching)) return reply.code(304).send(undefined);
      return reply.code(200).send(ratings);
    },
  );

  app.put(
    '/ratings',
    {
      schema: {
        ...common,
        summary: 'Rates an article, or changes the rating',
        headers: tokenHeadersSchema,
        body: newRatingSchema,
        response: { 200: ratingsSchema, ...problemResponses },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return keep(request, request.body.page, request.body.stars);
    },
  );

  app.delete(
    '/ratings',
    {
      schema: {
        ...common,
        summary: 'Takes one’s own rating back',
        headers: tokenHeadersSchema,
        querystring: ratingsQuerySchema,
        response: { 200: ratingsSchema, ...problemResponses },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return keep(request, request.query.page, null);
    },
  );

  async function keep(request: FastifyRequest, key: string, stars: Stars | null): Promise<Ratings> {
    const page = cleanKey(key, 'page');
    const { raterHash: rater } = readerOf(request.headers.authorization);
    if (rater === null) throw fieldProblem('authorization', 'invalid', 'must be Bearer and a token');
    const allow = async (): Promise<void> => {
      const wait = (await limits?.rating(clientOf(request.ip))) ?? 0;
      if (wait > 0) throw tooFast(wait);
    };
    return rate(db, { site: siteOf(request).slug, page, rater, stars, allow, now: now() });
  }
  done();
};
