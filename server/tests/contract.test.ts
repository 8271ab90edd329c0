import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/schema';
import type * as contract from '../../src/api/contract.ts';
import type * as comments from '../comments/schemas.ts';
import type * as corrections from '../corrections/schemas.ts';
import type * as ratings from '../ratings/schemas.ts';
import { type problemSchema } from '../http/problem.ts';
import { type sessionSchema, type signInSchema } from '../session/schemas.ts';
import {
  type clickReceiptSchema,
  type clickSchema,
  type clicksSchema,
  type figuresSchema,
  type visitSchema,
} from '../visits/schemas.ts';
import { type challengeSchema } from '../spam/schemas.ts';
import { addTestAccount, postSession } from './accounts.ts';
import { newCorrection, postCorrection } from './corrections-support.ts';
import { bearer, BROWSER, comment, newComment, postComment, serve, TOKEN } from './support.ts';

type Writable<T> = T extends object ? { -readonly [Key in keyof T]: Writable<T[Key]> } : T;
// The comparison of two generic functions is the only exact one of types: it sees optional keys and unions too.
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Holds<Schema extends TSchema, Type> = Same<Writable<Static<Schema>>, Writable<Type>>;

// Compile-time: each schema of the server is exactly its type of the contract, read-only marks apart.
const schemasAreTheContract: [
  Holds<typeof comments.commentSchema, contract.Comment>,
  Holds<typeof comments.commentRulesSchema, contract.CommentRules>,
  Holds<typeof challengeSchema, contract.Challenge>,
  Holds<typeof comments.commentPageSchema, contract.CommentPage>,
  Holds<typeof comments.commentRepliesSchema, contract.CommentReplies>,
  Holds<typeof comments.commentPlaceSchema, contract.CommentPlace>,
  Holds<typeof comments.commentCountsSchema, contract.CommentCounts>,
  Holds<typeof comments.commentLikesSchema, contract.CommentLikes>,
  Holds<typeof comments.commentEditSchema, contract.CommentEdit>,
  Holds<typeof comments.commentLookupSchema, contract.CommentLookup>,
  Holds<typeof comments.foundCommentSchema, contract.FoundComment>,
  Holds<typeof comments.newCommentSchema, contract.NewComment>,
  Holds<typeof comments.postedCommentSchema, contract.PostedComment>,
  Holds<typeof comments.newReportSchema, contract.NewReport>,
  Holds<typeof comments.reportReceiptSchema, contract.ReportReceipt>,
  Holds<typeof corrections.newCorrectionSchema, contract.NewCorrection>,
  Holds<typeof corrections.correctionReceiptSchema, contract.CorrectionReceipt>,
  Holds<typeof ratings.newRatingSchema, contract.NewRating>,
  Holds<typeof ratings.ratingsSchema, contract.Ratings>,
  Holds<typeof figuresSchema, contract.Figures>,
  Holds<typeof visitSchema, contract.Visit>,
  Holds<typeof clickSchema, contract.LinkClick>,
  Holds<typeof clickReceiptSchema, contract.LinkClickReceipt>,
  Holds<typeof clicksSchema, contract.LinkClicks>,
  Holds<typeof sessionSchema, contract.Session>,
  Holds<typeof signInSchema, contract.SignIn>,
  Holds<typeof problemSchema, contract.Problem>,
] = [
  true,
  true,
  true,
  true,
  true,
  true,
  true,
  true,
  true,
  true,
  true,
  true,
  true,
  true,
  true,
  true,
  true,
  true,
  true,
  true,
  true,
  true,
  true,
  true,
  true,
  true,
  true,
];

interface Operation {
  readonly responses: Record<string, { content?: Record<string, { schema: object }> }>;
}
interface OpenApi {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
}

const ROUTES = [
  'GET /healthz',
  'GET /api/v1/sites/{site}/comments',
  'POST /api/v1/sites/{site}/comments',
  'GET /api/v1/sites/{site}/comments/{id}',
  'PATCH /api/v1/sites/{site}/comments/{id}',
  'DELETE /api/v1/sites/{site}/comments/{id}',
  'GET /api/v1/sites/{site}/comments/{id}/replies',
  'PUT /api/v1/sites/{site}/comments/{id}/like',
  'DELETE /api/v1/sites/{site}/comments/{id}/like',
  'POST /api/v1/sites/{site}/comments/{id}/reports',
  'GET /api/v1/sites/{site}/challenge',
  'POST /api/v1/sites/{site}/comment-lookup',
  'GET /api/v1/sites/{site}/comment-counts',
  'POST /api/v1/sites/{site}/corrections',
  'GET /api/v1/sites/{site}/ratings',
  'PUT /api/v1/sites/{site}/ratings',
  'DELETE /api/v1/sites/{site}/ratings',
  'GET /api/v1/sites/{site}/visits',
  'POST /api/v1/sites/{site}/visits',
  'GET /api/v1/sites/{site}/clicks',
  'POST /api/v1/sites/{site}/clicks',
  'GET /api/v1/session',
  'POST /api/v1/session',
  'DELETE /api/v1/session',
  'POST /api/v1/session/extend',
  'GET /api/v1/openapi.json',
];

it('describes every route in OpenAPI 3.1 with its answers and the problem document', async (t) => {
  assert.ok(schemasAreTheContract.every(Boolean));
  const server = await serve(t);
  const document = (await (await fetch(`${server.url}api/v1/openapi.json`)).json()) as OpenApi;
  assert.equal(document.openapi, '3.1.0');
  const described = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  assert.deepEqual(described.sort(), [...ROUTES].sort());
  for (const operations of Object.values(document.paths)) {
    for (const { responses } of Object.values(operations)) {
      assert.deepEqual(
        Object.keys(responses).filter((status) => /^[45]XX$/.test(status)),
        ['4XX', '5XX'],
      );
      assert.ok(responses['200'] ?? responses['201']);
    }
  }
});

it('answers every route as its schema says, with no field more', async (t) => {
  const server = await serve(t);
  const document = (await (await fetch(`${server.url}api/v1/openapi.json`)).json()) as OpenApi;
  const left = new Set(ROUTES);
  const json = { 'content-type': 'application/json' };
  const seen = JSON.stringify({ page: '/', visit: true, view: true, beat: true });
  const first = await comment(server);
  const second = await comment(server, { text: 'Hai', parent: first.id });
  await comment(server, { text: 'Ba', parent: second.id });

  async function check(route: string, response: Response): Promise<void> {
    const [method = '', path = ''] = route.split(' ');
    const responses = document.paths[path]?.[method.toLowerCase()]?.responses ?? {};
    const schema = (responses[response.status] ?? responses[`${String(response.status)[0]}XX`])?.content?.[
      'application/json'
    ]?.schema;
    assert.ok(schema, `${route} ${response.status} is described`);
    const body: unknown = await response.json();
    const [fits, errors] = Compile(closed(schema) as never).Errors(body);
    assert.ok(fits, `${route}: ${JSON.stringify(errors)}`);
    left.delete(route);
  }

  const comments = (query: string, token: string | null = null): Promise<Response> =>
    server.site(`comments?thread=/tin-tuc/bai-1${query}`, { headers: bearer(token) });
  const one = (method: string, path: string, body?: object, token: string | null = TOKEN): Promise<Response> =>
    server.site(path, {
      method,
      headers: { ...bearer(token), ...(body && json) },
      ...(body && { body: JSON.stringify(body) }),
    });
  const session = (method: string, path = ''): Promise<Response> =>
    fetch(`${server.url}api/v1/session${path}`, { method, headers: { 'tinh-request': '1' } });
  await check('GET /healthz', await fetch(`${server.url}healthz`));
  await check('GET /api/v1/sites/{site}/comments', await comments(''));
  await check('GET /api/v1/sites/{site}/comments', await comments('&limit=1', TOKEN));
  await check('GET /api/v1/sites/{site}/comments', await comments('&limit=0'));
  await check('POST /api/v1/sites/{site}/comments', await postComment(server, newComment()));
  await check('POST /api/v1/sites/{site}/comments', await postComment(server, {}));
  const of = (id: string, part = ''): string => `comments/${id}${part}`;
  await check('GET /api/v1/sites/{site}/comments/{id}', await one('GET', of(second.id)));
  await check('GET /api/v1/sites/{site}/comments/{id}', await one('GET', of('none')));
  await check('PATCH /api/v1/sites/{site}/comments/{id}', await one('PATCH', of(second.id), { text: 'Hai.' }));
  await check('PATCH /api/v1/sites/{site}/comments/{id}', await one('PATCH', of(second.id), {}));
  await check('GET /api/v1/sites/{site}/comments/{id}/replies', await one('GET', of(first.id, '/replies')));
  await check('PUT /api/v1/sites/{site}/comments/{id}/like', await one('PUT', of(first.id, '/like')));
  await check('DELETE /api/v1/sites/{site}/comments/{id}/like', await one('DELETE', of(first.id, '/like')));
  await check(
    'DELETE /api/v1/sites/{site}/comments/{id}/like',
    await one('DELETE', of(first.id, '/like'), undefined, null),
  );
  const report = { reason: 'spam' };
  await check('POST /api/v1/sites/{site}/comments/{id}/reports', await one('POST', of(first.id, '/reports'), report));
  await check('POST /api/v1/sites/{site}/comment-lookup', await one('POST', 'comment-lookup', { code: first.code }));
  await check('POST /api/v1/sites/{site}/comment-lookup', await one('POST', 'comment-lookup', { code: 'none' }));
  await check('DELETE /api/v1/sites/{site}/comments/{id}', await one('DELETE', of(second.id)));
  await check('GET /api/v1/sites/{site}/comments', await comments('', TOKEN));
  await check('GET /api/v1/sites/{site}/challenge', await server.site('challenge'));
  await check('GET /api/v1/sites/{site}/comment-counts', await server.site('comment-counts?thread=/a'));
  await check('POST /api/v1/sites/{site}/corrections', await postCorrection(server, newCorrection()));
  await check('POST /api/v1/sites/{site}/corrections', await postCorrection(server, {}));
  const rating = { page: '/a', stars: 4 };
  await check('PUT /api/v1/sites/{site}/ratings', await one('PUT', 'ratings', rating));
  await check('PUT /api/v1/sites/{site}/ratings', await one('PUT', 'ratings', { ...rating, stars: 6 }));
  await check('GET /api/v1/sites/{site}/ratings', await server.site('ratings?page=/a'));
  await check('GET /api/v1/sites/{site}/ratings', await server.site('ratings?page=/b'));
  await check('DELETE /api/v1/sites/{site}/ratings', await one('DELETE', 'ratings?page=/a'));
  await check('GET /api/v1/sites/{site}/visits', await server.site('visits?page=/'));
  const counted = await server.site('visits', {
    method: 'POST',
    headers: { ...json, 'user-agent': BROWSER },
    body: seen,
  });
  await check('POST /api/v1/sites/{site}/visits', counted);
  const clicked = {
    headers: { ...json, 'user-agent': BROWSER },
    body: JSON.stringify({ link: 'https://mofa.gov.vn/' }),
  };
  await check('POST /api/v1/sites/{site}/clicks', await server.site('clicks', { method: 'POST', ...clicked }));
  await check('GET /api/v1/sites/{site}/clicks', await server.site('clicks'));
  await check('GET /api/v1/session', await session('GET'));
  const credentials = { name: 'an', password: 'một câu đủ dài' };
  await addTestAccount(server, credentials);
  await check('POST /api/v1/session', await postSession(server, credentials));
  await check('POST /api/v1/session', await postSession(server, { ...credentials, password: 'sai' }));
  await check('POST /api/v1/session', await postSession(server, {}));
  await check('POST /api/v1/session/extend', await session('POST', '/extend'));
  await check('DELETE /api/v1/session', await session('DELETE'));
  left.delete('GET /api/v1/openapi.json');
  assert.deepEqual([...left], []);
});

/** The same schema, refusing keys it does not name. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return 'properties' in schema ? { ...inner, additionalProperties: false } : inner;
}
