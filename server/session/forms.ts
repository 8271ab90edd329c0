import csrf from '@fastify/csrf-protection';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify';
import type { Site } from '../config.ts';
import { acceptForms, formField, formSource } from '../http/forms.ts';
import { languageOf, type PageLanguage } from '../http/page-parts.ts';
import { ProblemError } from '../http/problem.ts';
import { cookieOptions, sessionToken } from './cookie.ts';

/** The forms of the pages of one plugin. */
export interface Forms {
  /** Options of the routes that take them: only forms of our own pages, sent by whom they were made for, get through. */
  readonly writing: Pick<RouteShorthandOptions, 'schema' | 'onRequest' | 'preHandler'>;
  /** For the hidden field `form` of every form. */
  readonly token: (request: FastifyRequest, reply: FastifyReply) => string;
}

/**
 * Lets the pages of a plugin have forms that need no script. Its error handler gets what `isOutdated` knows for a form without a
 * right token.
 */
export async function installForms(app: FastifyInstance, publicUrl: URL | null): Promise<Forms> {
  acceptForms(app);
  // A cookie and a field that belong together: no header of the browser is needed to tell our own form. The field is bound to
  // the session's token too, which is the secret here, not this key: a neighbour domain can plant a cookie, but not that one.
  await app.register(csrf, {
    cookieKey: 'tinh_form',
    cookieOpts: cookieOptions(publicUrl),
    csrfOpts: { hmacKey: 'tinh form', userInfo: true },
    getUserInfo: owner,
    getToken: (request) => formField(request, 'form'),
  });
  const refuseForeign = (request: FastifyRequest, _reply: FastifyReply, next: (refusal?: Error) => void): void => {
    const isForeign = formSource(request, publicUrl) === 'foreign';
    next(isForeign ? new ProblemError('forged-request', 'Another site sent this form.') : undefined);
  };
  return {
    writing: { schema: { hide: true }, onRequest: refuseForeign, preHandler: app.csrfProtection.bind(app) },
    token: (request, reply) => reply.generateCsrf({ userInfo: owner(request) }),
  };
}

/** Whether a form came without the token that belongs to it: it is too old, or the browser takes no cookies. */
export function isOutdated(error: unknown): boolean {
  return (error as { code?: string }).code?.startsWith('FST_CSRF_') ?? false;
}

/** Language of the page that is asked for. */
export function langOf(request: FastifyRequest): PageLanguage {
  return languageOf((request.query as { lang?: unknown }).lang);
}

/**
 * What every page for members of staff shows in its frame.
 *
 * @param words with the name of the pages where they are not one site's
 */
export function frameOf<Words extends { readonly staff: string }>(
  request: FastifyRequest,
  words: Words,
  sites: readonly Site[],
): { lang: PageLanguage; isVi: boolean; isEn: boolean; words: Words; owner: string } {
  const lang = langOf(request);
  const [first, ...others] = sites;
  const isOne = first !== undefined && others.length === 0;
  return { lang, isVi: lang === 'vi', isEn: lang === 'en', words, owner: isOne ? first.name : words.staff };
}

/** To whom a form belongs. */
function owner(request: FastifyRequest): string {
  return sessionToken(request) || 'nobody';
}
