import { globSync } from 'node:fs';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** The bundle, what it loads later from beside it, and their maps. */
const LIBRARY_FILE = /^tinh[\w-]*\.(js|js\.map|css)$/;
const CACHE = { maxAge: 300_000, index: false } as const;

/**
 * The library for the pages of the sites: all of it at `/dist/`, its main files at the root too.
 *
 * @param folder where the built library lies
 */
export async function serveLibrary(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(fastifyStatic, { root: folder, prefix: '/dist/', ...CACHE });
  for (const file of globSync('tinh*', { cwd: folder }).filter((name) => LIBRARY_FILE.test(name))) {
    app.get(`/${file}`, { schema: { hide: true } }, (_request, reply) => reply.sendFile(file));
  }
}
