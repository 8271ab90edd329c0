import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Site } from '../config.ts';
import { formField } from '../http/forms.ts';
import { sendPage } from '../http/page.ts';
import { ProblemError } from '../http/problem.ts';
import type { Database } from '../storage/database.ts';
import { clearSessionCookie, sessionToken } from './cookie.ts';
import { frameOf, installForms, isOutdated, langOf } from './forms.ts';
import { ACCOUNT_ICON, ACCOUNT_PAGE, ACCOUNT_STYLE, SIGN_IN_PAGE, signInWords } from './page-template.ts';
import { returnPath } from './return-path.ts';
import type { SignIn } from './sign-in.ts';
import { asSession } from './state.ts';
import { endSession, findSession } from './store.ts';

/** What the pages need. */
export interface SessionPagesOptions {
  readonly db: Database;
  readonly sites: readonly Site[];
  readonly publicUrl: URL | null;
  readonly signIn: SignIn;
  readonly now: () => number;
}

interface Fault {
  readonly status: number;
  readonly sentence?: string;
  readonly nameFault?: string;
  readonly passwordFault?: string;
}

/** The pages to sign in and out, which need no script. */
export const sessionPages: FastifyPluginAsyncTypebox<SessionPagesOptions> = async (app, options) => {
  const { db, sites, publicUrl, signIn, now } = options;
  const base = publicUrl?.pathname ?? '/';
  const { writing, token } = await installForms(app, publicUrl);

  app.setErrorHandler(async (error, request, reply) => {
    const words = signInWords[langOf(request)];
    const fault = isOutdated(error) ? { status: 403, sentence: words.outdated } : faultOf(error, words);
    if (!fault || request.method !== 'POST') throw error;
    if (error instanceof ProblemError && error.retryAfter !== null) reply.header('retry-after', error.retryAfter);
    // Another page of this browser may have signed in meanwhile; then there is nothing to sign in for.
    if (await currentSession(request)) return sendAccount(request, reply, fault);
    return sendSignIn(request, reply, formField(request, 'return'), fault);
  });

  function currentSession(request: FastifyRequest): ReturnType<typeof findSession> {
    return findSession(db, sessionToken(request), now());
  }

  function frame(request: FastifyRequest, reply: FastifyReply): Record<string, unknown> {
    return { ...frameOf(request, signInWords[langOf(request)], sites), token: token(request, reply) };
  }

  function sendSignIn(request: FastifyRequest, reply: FastifyReply, back: string, fault?: Fault): FastifyReply {
    const { status = 200, ...faults } = fault ?? {};
    const query = back === '' ? '' : `${new URLSearchParams({ return: back }).toString()}&`;
    return sendPage(reply.code(status), SIGN_IN_PAGE, {
      ...frame(request, reply),
      ...faults,
      failed: fault !== undefined,
      signedOut: !fault && request.method === 'GET' && 'signed-out' in (request.query as object),
      here: `sign-in?${query}`,
      name: formField(request, 'name'),
      return: back,
    });
  }

  async function sendAccount(request: FastifyRequest, reply: FastifyReply, fault?: Fault): Promise<FastifyReply> {
    const session = await currentSession(request);
    if (!session) return reply.redirect(`${base}sign-in?lang=${langOf(request)}`, 303);
    const { user, expiresIn, absoluteExpiresIn } = asSession(session, now());
    return sendPage(reply.code(fault?.status ?? 200), ACCOUNT_PAGE, {
      ...frame(request, reply),
      failed: fault !== undefined,
      sentence: fault?.sentence,
      here: 'account?',
      user,
      expiresIn,
      absoluteExpiresIn,
      minutes: Math.ceil((expiresIn ?? 0) / 60),
    });
  }

  const accountPath = (request: FastifyRequest): string => `${base}account?lang=${langOf(request)}`;

  app.get('/sign-in', { schema: { hide: true } }, async (request, reply) => {
    const { return: wanted } = request.query as { return?: unknown };
    if (await currentSession(request)) return reply.redirect(returnPath(wanted, base, accountPath(request)), 303);
    return sendSignIn(request, reply, typeof wanted === 'string' ? wanted : '');
  });

  app.post('/sign-in', writing, async (request, reply) => {
    const words = signInWords[langOf(request)];
    const [name, password, back] = ['name', 'password', 'return'].map((field) => formField(request, field));
    if (!name?.trim() || !password) {
      return sendSignIn(request, reply, back ?? '', {
        status: 400,
        ...(!name?.trim() && { nameFault: words.nameMissing }),
        ...(!password && { passwordFault: words.passwordMissing }),
      });
    }
    await signIn(request, reply, { name, password });
    return reply.redirect(returnPath(back, base, accountPath(request)), 303);
  });

  app.get('/account', { schema: { hide: true } }, (request, reply) => sendAccount(request, reply));

  app.post('/sign-out', writing, async (request, reply) => {
    await endSession(db, sessionToken(request));
    clearSessionCookie(reply, publicUrl);
    return reply.redirect(`${base}sign-in?lang=${langOf(request)}&signed-out`, 303);
  });

  const files = {
    'account.css': ['text/css; charset=utf-8', ACCOUNT_STYLE],
    'account.svg': ['image/svg+xml', ACCOUNT_ICON],
  };
  for (const [name, [type = '', content]] of Object.entries(files)) {
    app.get(`/${name}`, { schema: { hide: true } }, (_request, reply) =>
      reply.type(type).header('cache-control', 'public, max-age=300').send(content),
    );
  }
};

/** What the page says about a fault of signing in; null for faults that are not the reader's business. */
function faultOf(error: unknown, words: (typeof signInWords)['vi' | 'en']): Fault | null {
  if (!(error instanceof ProblemError)) return null;
  const { statusCode: status, retryAfter } = error;
  switch (error.problem.type) {
    case 'urn:tinh:problem:wrong-credentials':
      return { status, sentence: words.wrong };
    case 'urn:tinh:problem:too-many-attempts':
      return { status, sentence: `${words.tooMany}: ${Math.ceil((retryAfter ?? 0) / 60)}.` };
    case 'urn:tinh:problem:unavailable':
      return { status, sentence: words.busy };
    default:
      return null;
  }
}
