import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { problemResponses } from './problem.ts';

/** Collects the schemas of the routes that are registered after it. */
export async function collectOpenApi(app: FastifyInstance, publicUrl: URL | null): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'tinh', description: 'Companion server of the tinh web components', version: '1' },
      servers: [{ url: publicUrl?.href.replace(/\/$/, '') ?? '/' }],
    },
  });
}

/** Publishes what was collected at `/api/v1/openapi.json`. */
export function serveOpenApi(app: FastifyInstance): void {
  app.get(
    '/api/v1/openapi.json',
    {
      schema: {
        summary: 'This description',
        response: { 200: Type.Object({}, { additionalProperties: true }), ...problemResponses },
      },
    },
    async (_request, reply) => reply.header('cache-control', 'public, max-age=300').send(app.swagger()),
  );
}
