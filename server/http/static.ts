import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const LIBRARY_FILES = ['tinh.js', 'tinh.js.map', 'tinh.css', 'tinh-session-watch.js'];
const CACHE = { maxAge: 300_000, index: false } as const;

/**
 * The library for the pages of the sites: all of it at `/dist/`, its main files at the root too.
 *
 * @param folder where the built library lies
 */
export async function serveLibrary(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(fastifyStatic, { root: folder, prefix: '/dist/', ...CACHE });
  for (const file of LIBRARY_FILES) {
    app.get(`/${file}`, { schema: { hide: true } }, (_request, reply) => reply.sendFile(file));
  }
}
