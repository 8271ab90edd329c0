import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Site } from './config.ts';
import { formSource } from './http/forms.ts';
import { isAllowedOrigin, isOwnOrigin } from './http/origins.ts';
import { ProblemError } from './http/problem.ts';

/** Path parameter of every route below a site. */
export const siteParams = Type.Object({ site: Type.String() });

const sitesOfRequests = new WeakMap<FastifyRequest, Site>();

/** The site that a request below `/api/v1/sites/:site` is about. */
export function siteOf(request: FastifyRequest): Site {
  const site = sitesOfRequests.get(request);
  if (!site) throw new Error('siteOf outside the routes of a site');
  return site;
}

/** Where sites come from. */
export interface SiteSource {
  /** Reads them again where that is due, and answers when it is done; never rejects. */
  refresh(): Promise<void> | undefined;
  find(slug: string): Site | undefined;
}

/**
 * Before anything else is read: the site must exist and allow the page that asks.
 *
 * @param forms what is posted are forms of our own pages, from wherever the reader's browser says that they come; then no other page may
 */
export function guardSites(
  app: FastifyInstance,
  live: SiteSource,
  publicUrl: URL | null,
  { forms = false } = {},
): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const reading = live.refresh();
    if (reading) void reading.then(() => guard(request, done));
    else guard(request, done);
  });

  function guard(request: FastifyRequest, done: (error?: Error) => void): void {
    const { site: slug } = request.params as { site: string };
    const site = live.find(slug);
    const { origin } = request.headers;
    const isForm = forms && request.method === 'POST';
    if (!site) {
      done(new ProblemError('unknown-site', 'The site is not in the configuration of this server.'));
    } else if (isForm) {
      const isForeign = formSource(request, publicUrl) === 'foreign';
      sitesOfRequests.set(request, site);
      done(isForeign ? new ProblemError('forged-request', 'Another site sent this form.') : undefined);
    } else if (origin !== undefined && !isOwnOrigin(origin, request, publicUrl) && !isAllowedOrigin(origin, site)) {
      done(new ProblemError('origin-refused', `The site "${slug}" does not list the origin ${origin}.`));
    } else {
      sitesOfRequests.set(request, site);
      done();
    }
  }
}
