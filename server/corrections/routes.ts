import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { PostDesk } from '../comments/post.ts';
import { keyHeadersSchema } from '../comments/schemas.ts';
import { clientOf } from '../http/address.ts';
import { problemResponses } from '../http/problem.ts';
import { anyObject } from '../http/validation.ts';
import { siteOf, siteParams } from '../site-guard.ts';
import { postCorrection } from './post.ts';
import { correctionReceiptSchema, newCorrectionSchema } from './schemas.ts';

/** Route of corrections below `/api/v1/sites/:site`. */
export const correctionRoutes: FastifyPluginCallbackTypebox<{ desk: PostDesk }> = (app, { desk }, done) => {
  app.post(
    '/corrections',
    {
      schema: {
        summary: 'Tells the officials of a mistake in an article',
        params: siteParams,
        headers: keyHeadersSchema,
        body: newCorrectionSchema,
        response: { 201: correctionReceiptSchema, ...problemResponses },
      },
      // The fields are checked by `postCorrection`, which names all faults at once.
      validatorCompiler: anyObject,
    },
    async (request, reply) => {
      await postCorrection(desk, {
        site: siteOf(request),
        body: request.body,
        key: request.headers['idempotency-key'],
        client: clientOf(request.ip),
      });
      return reply
        .code(201)
        .header('cache-control', 'no-store')
        .send({ received: true as const });
    },
  );
  done();
};
