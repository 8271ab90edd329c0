import cookie from '@fastify/cookie';
import cors from '@fastify/cors';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyInstance, type FastifyRequest, LogController } from 'fastify';
import { Type } from 'typebox';
import { PasswordHasher, type ScryptCost } from './accounts/password.ts';
import { AuthorDesk } from './comments/author.ts';
import { commentPage } from './comments/page.ts';
import { openPostDesk, type SpamSettings } from './comments/post.ts';
import { commentRoutes } from './comments/routes.ts';
import { correctionRoutes } from './corrections/routes.ts';
import { ratingRoutes } from './ratings/routes.ts';
import type { Config } from './config.ts';
import { sweepRegularly } from './moderation/sweep.ts';
import { removeDemoAccount } from './demo/account.ts';
import { demoRoutes, sendDemoNotFound } from './demo/pages.ts';
import { deskPages } from './desk/desk.ts';
import { catchUpRegularly } from './desk-index/regularly.ts';
import { commonHeaders } from './http/headers.ts';
import { collectOpenApi, serveOpenApi } from './http/openapi.ts';
import {
  answerClientError,
  installProblems,
  nothingHere,
  ProblemError,
  problemResponses,
  sendFrameworkError,
} from './http/problem.ts';
import { guardSites } from './site-guard.ts';
import { serveLibrary } from './http/static.ts';
import { validatorCompiler } from './http/validation.ts';
import { LiveSites } from './policies/live-sites.ts';
import { SignInAttempts } from './session/attempts.ts';
import { firstAccountPage } from './session/first-account.ts';
import { sessionPages } from './session/pages.ts';
import { sessionRoutes } from './session/routes.ts';
import { makeSignIn } from './session/sign-in.ts';
import { tellRegularly } from './notices/regularly.ts';
import type { MailTimes } from './notices/mailer.ts';
import type { MailServer } from './settings-mail.ts';
import type { Database } from './storage/database.ts';
import { VisitCounter } from './visits/counter.ts';
import { visitRoutes } from './visits/routes.ts';

/** Everything the server is made of. */
export interface AppOptions {
  readonly config: Config;
  readonly database: Database;
  /** Address at which browsers reach the server, with a slash at the end; null when it is the one it listens on. */
  readonly publicUrl: URL | null;
  /** Folder of the demo's pages; null outside demo mode. */
  readonly demo: string | null;
  /** Folder of the built library. */
  readonly library: string;
  /** The clock: milliseconds since 1970. */
  readonly now: () => number;
  /** Addresses of proxies whose `X-Forwarded-For` is believed; default none. */
  readonly trustProxy?: readonly string[];
  /** What hashing a password costs; default what OWASP recommends. */
  readonly passwordCost?: ScryptCost;
  /** How the guard against spam is set; for tests and measurements. */
  readonly spam?: SpamSettings;
  /** Where notices are handed in; default null: none are sent. Needs a `publicUrl`. */
  readonly mailServer?: MailServer | null;
  /** How long is waited for the mail server; for tests. */
  readonly mailTimes?: MailTimes;
  /** How long a page of the desk's search may look, milliseconds; for tests. */
  readonly searchTime?: number;
  /** `silent` for tests. */
  readonly logLevel?: string;
}

const BODY_LIMIT = 64 * 1024;

/** The server, not yet listening. Closing it leaves the database open. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { config, database: db, publicUrl, demo, library, now, logLevel = 'info' } = options;
  const { trustProxy = [], passwordCost, spam, mailServer = null, mailTimes, searchTime } = options;
  const app = Fastify({
    bodyLimit: BODY_LIMIT,
    trustProxy: trustProxy.length > 0 && [...trustProxy],
    // A request that began before the end is answered, not refused.
    return503OnClosing: false,
    logController: new LogController({ disableRequestLogging: true }),
    logger: { level: logLevel, serializers: { req: describeRequest } },
    routerOptions: { maxParamLength: 200 },
    rewriteUrl: (request) => withoutPrefix(request.url ?? '/', publicUrl),
    frameworkErrors: (error, request, reply) => sendFrameworkError(error, request, reply as never),
    clientErrorHandler: answerClientError,
  }).withTypeProvider<TypeBoxTypeProvider>();

  app.setValidatorCompiler(validatorCompiler);
  installProblems(app);
  app.setNotFoundHandler((request, reply) => {
    if (demo !== null && wantsPage(request)) return sendDemoNotFound(reply, publicUrl);
    throw nothingHere(request);
  });
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(commonHeaders);
  });
  app.addHook('onResponse', async (request, reply) => {
    const milliseconds = Math.round(reply.elapsedTime * 10) / 10;
    request.log.info({ req: request, status: reply.statusCode, milliseconds }, 'answered');
  });
  await app.register(cors, {
    origin: '*',
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ['content-type', 'authorization', 'idempotency-key', 'if-none-match', 'tinh-user'],
    exposedHeaders: ['ETag', 'Retry-After'],
    maxAge: 86_400,
    strictPreflight: false,
  });
  await app.register(cookie);
  await collectOpenApi(app, publicUrl);

  app.get('/healthz', { schema: healthSchema }, async (_request, reply) => {
    try {
      await db.selectFrom('threads').select('key').limit(1).execute();
    } catch (error) {
      app.log.error({ err: error }, 'the database does not answer');
      throw new ProblemError('unavailable', 'The database does not answer.');
    }
    return reply.header('cache-control', 'no-store').send({ status: 'ok' as const });
  });
  const live = new LiveSites(db, config.sites, now);
  await live.load();
  const desk = await openPostDesk(db, live, now, spam);
  const authors = new AuthorDesk(db, now);
  sweepRegularly(app, desk);
  catchUpRegularly(app, { db, now });
  if (mailServer !== null && publicUrl !== null) {
    tellRegularly(app, { db, sites: config.sites, publicUrl, mailServer, ...(mailTimes && { times: mailTimes }), now });
  }
  await app.register(
    async (sites) => {
      guardSites(sites, live, publicUrl);
      await sites.register(commentRoutes, { desk, authors });
      await sites.register(correctionRoutes, { desk });
      await sites.register(ratingRoutes, { db, limits: desk.actions, now });
      await sites.register(visitRoutes, { counter: new VisitCounter(db), now });
    },
    { prefix: '/api/v1/sites/:site' },
  );
  await app.register(
    async (pages) => {
      guardSites(pages, live, publicUrl, { forms: true });
      await pages.register(commentPage, { desk, authors, publicUrl });
    },
    { prefix: '/sites/:site' },
  );
  const limits = config.session;
  const hasher = new PasswordHasher(passwordCost);
  const attempts = new SignInAttempts();
  const signIn = makeSignIn({ db, limits, hasher, attempts, publicUrl, trustsProxy: trustProxy.length > 0, now });
  await app.register(sessionRoutes, { prefix: '/api/v1', db, limits, publicUrl, signIn, now });
  await app.register(deskPages, { db, live, publicUrl, signIn, now, ...(searchTime !== undefined && { searchTime }) });
  await app.register(sessionPages, { db, sites: config.sites, publicUrl, signIn, now });
  if (demo === null) {
    await removeDemoAccount(db);
    await app.register(firstAccountPage, { db, limits, publicUrl, sites: config.sites, hasher, attempts, now });
  }
  serveOpenApi(app);
  await serveLibrary(app, library);
  if (demo !== null) await app.register(demoRoutes, { folder: demo, sites: config.sites, db, limits, publicUrl, now });
  return app;
}

const healthSchema = {
  summary: 'Whether the server and its database answer',
  response: { 200: Type.Object({ status: Type.Literal('ok') }), ...problemResponses },
};

/** For the logs: neither the client's address nor what stands in the query. */
function describeRequest({ method, url }: { method: string; url: string }): {
  method: string;
  path: string | undefined;
} {
  return { method, path: url.split('?')[0] };
}

/** Behind a proxy that keeps the path of `PUBLIC_URL`, routes begin after it. */
function withoutPrefix(url: string, publicUrl: URL | null): string {
  const prefix = publicUrl?.pathname ?? '/';
  if (prefix === '/') return url;
  if (url.startsWith(prefix)) return url.slice(prefix.length - 1);
  const [path, ...query] = url.split('?');
  return `${path}/` === prefix ? ['/', ...query].join('?') : url;
}

function wantsPage({ headers, url }: FastifyRequest): boolean {
  return (headers.accept ?? '').includes('text/html') && !url.startsWith('/api/');
}
