import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { clientOf } from '../http/address.ts';
import { problemResponses } from '../http/problem.ts';
import { siteOf, siteParams } from '../site-guard.ts';
import { anyObject } from '../http/validation.ts';
import { postComment, type PostDesk } from './post.ts';
import { present } from './present.ts';
import { readerOf } from './reader.ts';
import { newCommentSchema, postedCommentSchema, postHeadersSchema } from './schemas.ts';

/** Route of posting below `/api/v1/sites/:site`. */
export const postRoute: FastifyPluginCallbackTypebox<{ desk: PostDesk }> = (app, { desk }, done) => {
  app.post(
    '/comments',
    {
      schema: {
        summary: 'Posts a comment',
        params: siteParams,
        headers: postHeadersSchema,
        body: newCommentSchema,
        response: { 201: postedCommentSchema, ...problemResponses },
      },
      // The fields are checked by `postComment`, which names all faults at once.
      validatorCompiler: anyObject,
    },
    async (request, reply) => {
      const site = siteOf(request);
      const reader = readerOf(request.headers.authorization);
      const { row, code } = await postComment(desk, {
        site,
        body: request.body,
        key: request.headers['idempotency-key'],
        reader,
        client: clientOf(request.ip),
        userToken: request.headers['tinh-user'],
        origin: 'api',
      });
      const [posted] = await present(desk.db, [row], { site, reader, now: desk.now() });
      return (
        reply
          .code(201)
          .header('cache-control', 'no-store')
          // Whoever has the key has the code, and so the words: a retry may come from a browser that keeps no token.
          .send({ ...posted!, name: row.name, text: row.text, code })
      );
    },
  );
  done();
};
