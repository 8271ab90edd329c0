import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { problemResponses } from '../http/problem.ts';
import { siteOf, siteParams } from '../site-guard.ts';
import type { SpamGuard } from './assess.ts';
import { challengeSchema } from './schemas.ts';

/** Route of the challenge below `/api/v1/sites/:site`. */
export const challengeRoutes: FastifyPluginCallbackTypebox<{ spam: SpamGuard }> = (app, { spam }, done) => {
  app.get(
    '/challenge',
    {
      schema: {
        summary: 'A proof of work to solve before posting (ALTCHA, version 1)',
        params: siteParams,
        response: { 200: challengeSchema, ...problemResponses },
      },
    },
    async (request, reply) => {
      const challenge = await spam.challenge(siteOf(request));
      // Each is good for one comment.
      return reply.code(200).header('cache-control', 'no-store').send(challenge);
    },
  );
  done();
};
