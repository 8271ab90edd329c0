import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { countComments } from '../comments/read.ts';
import { sendPage } from '../http/page.ts';
import { sessionToken } from '../session/cookie.ts';
import { asSession } from '../session/state.ts';
import { findSession } from '../session/store.ts';
import { readFigures } from '../visits/figures.ts';
import { zoneTime } from '../zone.ts';
import { type DemoOptions, signInRoutes } from './sign-in.ts';

/** What the pages need to know of `content/page.json`. */
interface Page {
  readonly site?: { readonly slug: string };
  readonly article?: { readonly key: string };
  readonly visits?: readonly { readonly figure: 'online' | 'today' | 'month' | 'total' }[];
  readonly quickLinks?: readonly Link[];
}

interface Link {
  readonly slug: string;
}

/** Files of the demo's folder that are no static files. */
const PRIVATE = /^\/((index|link|masthead|session)\.html|tinh\.config\.json|content\/.*|.*\.(ts|md))$/;

/** The demo's pages, its static files and its account. */
export const demoRoutes: FastifyPluginAsyncTypebox<DemoOptions> = async (app, options) => {
  const { folder, sites, db, publicUrl, now } = options;
  const base = publicUrl?.pathname ?? '/';

  async function view(lang: string | undefined, token: string | undefined): Promise<Record<string, unknown>> {
    const [content, words] = await Promise.all(
      ['page.json', 'words.json'].map((file) => readJson(join(folder, 'content', file))),
    );
    const page = await withFigures(content as Page);
    const session = await findSession(db, token, now());
    const language = lang === 'en' ? 'en' : 'vi';
    return {
      lang: language,
      isVi: language === 'vi',
      isEn: language === 'en',
      words: words?.[language],
      page,
      links: page.quickLinks,
      base,
      signedIn: session !== null,
      ...(session && asSession(session, now())),
      year: zoneTime(now(), 'Asia/Ho_Chi_Minh').year,
    };
  }

  /** What a reader without script sees are the figures of this moment, as a CMS would print them. */
  async function withFigures(page: Page): Promise<Page> {
    const site = sites.find(({ slug }) => slug === page.site?.slug);
    if (!site || !page.article) return page;
    const { key } = page.article;
    const { figures, views } = await readFigures(db, site, [key], now());
    const comments = (await countComments(db, site.slug, [key])).get(key)?.total ?? 0;
    const visits = page.visits?.map((row) => ({
      ...row,
      value: figures[row.figure].toLocaleString('vi-VN'),
      valueEn: figures[row.figure].toLocaleString('en-GB'),
    }));
    return { ...page, article: { ...page.article, views: views.get(key), comments } as Page['article'], visits };
  }

  async function render(template: string, values: Record<string, unknown>, reply: FastifyReply): Promise<FastifyReply> {
    const [page = '', masthead = '', session = ''] = await Promise.all(
      [template, 'masthead.html', 'session.html'].map((file) => readFile(join(folder, file), 'utf8')),
    );
    return sendPage(reply, page, values, { masthead, session });
  }

  const querystring = Type.Object({ lang: Type.Optional(Type.String()) });

  app.get('/', { schema: { hide: true, querystring } }, async (request, reply) => {
    return render(
      'index.html',
      { ...(await view(request.query.lang, sessionToken(request))), here: '', atHome: true },
      reply,
    );
  });

  app.get(
    '/lien-ket/:slug',
    { schema: { hide: true, querystring, params: Type.Object({ slug: Type.String() }) } },
    async (request, reply) => {
      const values = await view(request.query.lang, sessionToken(request));
      const link = (values.links as readonly Link[] | undefined)?.find(({ slug }) => slug === request.params.slug);
      if (!link) {
        reply.callNotFound();
        return reply;
      }
      return render('link.html', { ...values, link, here: `lien-ket/${link.slug}`, atHome: false }, reply);
    },
  );

  await app.register(fastifyStatic, {
    root: folder,
    prefix: '/',
    decorateReply: false,
    index: false,
    dotfiles: 'ignore',
    maxAge: 0,
    allowedPath: (path) => !PRIVATE.test(path),
  });
  await app.register(signInRoutes, options);
};

/** A plain page for a wrong address. */
export function sendDemoNotFound(reply: FastifyReply, publicUrl: URL | null): FastifyReply {
  return sendPage(reply.code(404), NOT_FOUND, { base: publicUrl?.pathname ?? '/' });
}

const NOT_FOUND = `<!doctype html>
<html lang="vi">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Không tìm thấy trang</title>
<h1>Không tìm thấy trang</h1>
<p>Địa chỉ này không có trang nào. Mời bạn <a href="{{base}}">về trang chủ</a>.</p>
<p lang="en">There is no page at this address. <a href="{{base}}?lang=en">Go to the home page</a>.</p>
</html>
`;

async function readJson(file: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
}
