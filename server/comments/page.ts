import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Site } from '../config.ts';
import { isAllowedOrigin, isOwnOrigin } from '../http/origins.ts';
import { languageOf, type PageLanguage } from '../http/page-parts.ts';
import { sendPage } from '../http/page.ts';
import { ProblemError } from '../http/problem.ts';
import { siteOf, siteParams } from '../http/sites.ts';
import { cleanKey, fieldProblem } from '../http/validation.ts';
import type { Database } from '../storage/database.ts';
import type { CommentRow } from '../storage/schema.ts';
import { zoneTime } from '../zone.ts';
import { FAULT_PAGE, PAGE_ICON, PAGE_STYLE, pageWords, THREAD_PAGE } from './page-template.ts';
import { countComments, type Position, readComments } from './store.ts';

const PAGE_LENGTH = 50;
const LOCALES = { vi: 'vi-VN', en: 'en-GB' } as const;

/** The plain page of a thread below `/sites/:site`: published comments, readable without any script. */
export const commentPage: FastifyPluginCallbackTypebox<{ db: Database; publicUrl: URL | null }> = (
  app,
  { db, publicUrl },
  done,
) => {
  app.setErrorHandler((error, request, reply) => {
    // The server's own faults keep their usual answer and their line in the log.
    if (!(error instanceof ProblemError) || error.statusCode >= 500) throw error;
    const lang = languageOf((request.query as { lang?: unknown }).lang);
    const words = pageWords[lang];
    const sentence = error.problem.type === 'urn:tinh:problem:unknown-site' ? words.faultSite : words.faultOther;
    return sendPage(reply.code(error.statusCode), FAULT_PAGE, { lang, words, sentence });
  });

  const querystring = Type.Object({
    thread: Type.String({ minLength: 1 }),
    before: Type.Optional(Type.String()),
    lang: Type.Optional(Type.String()),
  });

  app.get('/comments', { schema: { hide: true, params: siteParams, querystring } }, async (request, reply) => {
    const site = siteOf(request);
    const lang = languageOf(request.query.lang);
    const thread = cleanKey(request.query.thread, 'thread');
    const after = positionOf(request.query.before);
    const rows = await readComments(db, { site: site.slug, thread, authorHash: null, after, limit: PAGE_LENGTH + 1 });
    const total = (await countComments(db, site.slug, [thread])).get(thread) ?? 0;
    const shown = rows.slice(0, PAGE_LENGTH);
    const last = shown.at(-1);
    // Title and address came with the first comment: before a moderator has published any, nobody has looked at them.
    const article = total > 0 ? await readThread(db, site.slug, thread) : undefined;
    const addresses = [article?.url, request.headers.referer];
    return sendPage(reply, THREAD_PAGE, {
      lang,
      words: pageWords[lang],
      siteName: site.name,
      title: article?.title,
      back: addresses.find((address) => isPageOfSite(address, site, request, publicUrl)),
      total: total.toLocaleString(LOCALES[lang]),
      any: shown.length > 0,
      comments: shown.map((row) => asShown(row, site, lang)),
      newest: after && `?${new URLSearchParams({ thread, lang }).toString()}`,
      older:
        last && rows.length > PAGE_LENGTH
          ? `?${new URLSearchParams({ thread, lang, before: `${last.created_at}.${last.id}` }).toString()}`
          : null,
    });
  });

  const files = {
    'comments.css': ['text/css; charset=utf-8', PAGE_STYLE],
    'comments.svg': ['image/svg+xml', PAGE_ICON],
  };
  for (const [name, [type = '', content]] of Object.entries(files)) {
    app.get(`/${name}`, { schema: { hide: true, params: siteParams } }, (_request, reply) =>
      reply.type(type).header('cache-control', 'public, max-age=300').send(content),
    );
  }
  done();
};

function readThread(db: Database, site: string, key: string): Promise<{ url: string; title: string } | undefined> {
  return db
    .selectFrom('threads')
    .select(['url', 'title'])
    .where('site', '=', site)
    .where('key', '=', key)
    .executeTakeFirst();
}

/** Readers send the address of a thread and browsers the referrer: only pages of the site itself are linked. */
function isPageOfSite(address: string | undefined, site: Site, request: FastifyRequest, own: URL | null): boolean {
  if (address === undefined || !URL.canParse(address)) return false;
  const { protocol, origin, pathname } = new URL(address);
  if (!/^https?:$/.test(protocol) || pathname.endsWith(`/sites/${site.slug}/comments`)) return false;
  return isOwnOrigin(origin, request, own) || isAllowedOrigin(origin, site);
}

function asShown({ id, name, text, created_at: createdAt }: CommentRow, site: Site, lang: PageLanguage): object {
  const { timeZone } = site;
  const day = { weekday: 'long', day: '2-digit', month: '2-digit', year: 'numeric', timeZone } as const;
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone } as const;
  const time = new Date(createdAt);
  return {
    id: `y-kien-${id}`,
    name,
    iso: zoneTime(createdAt, timeZone).iso,
    time: `${time.toLocaleDateString(LOCALES[lang], day)}, ${time.toLocaleTimeString(LOCALES[lang], clock)}`,
    paragraphs: text.split('\n').filter((line) => line.trim() !== ''),
  };
}

function positionOf(before: string | undefined): Position | null {
  if (before === undefined) return null;
  const [, createdAt, id] = /^(\d{1,15})\.([0-9a-f]{20})$/.exec(before) ?? [];
  if (createdAt === undefined || id === undefined) {
    throw fieldProblem('before', 'invalid', 'must come from a link of the page before');
  }
  return { createdAt: Number(createdAt), id };
}
