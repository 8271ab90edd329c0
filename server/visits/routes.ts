import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { isbot } from 'isbot';
import { isUnchanged, knows } from '../http/cache.ts';
import { notModified, problemResponses } from '../http/problem.ts';
import { siteOf, siteParams } from '../site-guard.ts';
import { cleanKey, fieldProblem } from '../http/validation.ts';
import type { VisitCounter } from './counter.ts';
import {
  clickReceiptSchema,
  clickSchema,
  clicksSchema,
  figuresQuerySchema,
  figuresSchema,
  visitSchema,
} from './schemas.ts';

/** Caches of the reader and of those in between may keep the figures so many seconds. */
const CACHED = 'public, max-age=10, s-maxage=10';
/** Programs' names that are known by heart; looking one up costs as much as the rest of a request. */
const MOST_AGENTS = 1000;

/** Routes of the visit counter below `/api/v1/sites/:site`. */
export const visitRoutes: FastifyPluginCallbackTypebox<{ counter: VisitCounter; now: () => number }> = (
  app,
  { counter, now },
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
      // Written once for all who ask within a second.
      serializerCompiler: () => (body) => (typeof body === 'string' ? body : JSON.stringify(body)),
    },
    async (request, reply) => {
      const page = cleanKey(request.query.page, 'page');
      const { body, etag } = await counter.read(siteOf(request), page, now());
      reply.header('etag', etag).header('cache-control', CACHED);
      if (knows(request, etag)) return reply.code(304).send(undefined);
      return reply.type('application/json; charset=utf-8').send(body as never);
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
      const { body } = request;
      const visit = { ...body, page: cleanKey(body.page, 'page'), referrer: hostOf(body.referrer) };
      const arrival = { visit, at: now(), isBot: isProgram(request) };
      return reply.header('cache-control', 'no-store').send(await counter.count(siteOf(request), arrival));
    },
  );

  app.post(
    '/clicks',
    {
      schema: {
        summary: 'Counts a click on a link',
        consumes: ['text/plain', 'application/json'],
        params: siteParams,
        body: clickSchema,
        response: { 201: clickReceiptSchema, ...problemResponses },
      },
    },
    async (request, reply) => {
      const link = addressOf(request.body.link);
      if (!isProgram(request)) await counter.countClick(siteOf(request), link, now());
      return reply
        .code(201)
        .header('cache-control', 'no-store')
        .send({ received: true as const });
    },
  );

  app.get(
    '/clicks',
    {
      schema: {
        summary: 'How often links were used',
        params: siteParams,
        response: { 200: clicksSchema, 304: notModified, ...problemResponses },
      },
    },
    async (request, reply) => {
      const clicks = await counter.readClicks(siteOf(request));
      if (isUnchanged(request, reply, clicks, 'public, max-age=60, s-maxage=60'))
        return reply.code(304).send(undefined);
      return reply.send(clicks);
    },
  );
  done();
};

/** @throws ProblemError for what no link leads to */
function addressOf(raw: string): string {
  const link = cleanKey(raw, 'link');
  if (!URL.canParse(link) || !/^(https?|mailto|tel):$/.test(new URL(link).protocol)) {
    throw fieldProblem('link', 'invalid', 'is no http(s), mailto or tel address');
  }
  return link;
}

const agents = new Map<string, boolean>();

/** Programs that say what they are, and browsers that only fetch ahead: nobody reads. */
function isProgram({ headers }: FastifyRequest): boolean {
  const purpose = headers['sec-purpose'] ?? headers['purpose'] ?? headers['x-moz'];
  if (purpose !== undefined && /prefetch|prerender|preview/i.test(String(purpose))) return true;
  const agent = headers['user-agent'];
  if (agent === undefined || agent === '') return true;
  let isKnown = agents.get(agent);
  if (isKnown === undefined) {
    isKnown = isbot(agent);
    if (agents.size >= MOST_AGENTS) agents.clear();
    agents.set(agent, isKnown);
  }
  return isKnown;
}

/** The host that a reader came from; undefined for what is none, which must not make the visit uncounted. */
function hostOf(referrer: string | undefined): string | undefined {
  const host = referrer?.trim().toLowerCase();
  return host !== undefined && host.length <= 253 && /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(host) ? host : undefined;
}
