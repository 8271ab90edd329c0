import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type {
  Comment,
  CommentPage,
  CommentPlace,
  CommentReplies,
  NewComment,
  PostedComment,
} from '../../src/api/contract.ts';
import { addComment } from '../comments/store.ts';
import { type Database, openDatabase } from '../storage/database.ts';
import { bearer, comment, newComment, type TestServer } from './support.ts';

/** The thread of all comments that name no other. */
export const THREAD = '/tin-tuc/bai-1';

/** A token of its own for each number. */
export function token(number: number): string {
  return `token-of-reader-${String(number).padStart(8, '0')}`;
}

/** The database of a running server, open until the test ends. */
export async function databaseOf(t: TestContext, server: TestServer): Promise<Database> {
  const db = await openDatabase(server.place);
  t.after(() => db.destroy());
  return db;
}

/** Posts a reply that must be accepted. */
export function reply(
  server: TestServer,
  to: Comment,
  changes: Partial<NewComment> = {},
  options = {},
): Promise<PostedComment> {
  return comment(server, { parent: to.id, ...changes }, options);
}

/** The agency answers, as its moderator's command does. */
export async function answer(db: Database, server: TestServer, to: Comment, text = 'Sở xin trả lời.'): Promise<string> {
  const row = await addComment(db, {
    site: 'so',
    comment: newComment({ parent: to.id, name: 'Sở Ngoại vụ', text }),
    state: 'published',
    idempotencyKey: `answer-${Math.random().toString(36).slice(2)}`,
    authorHash: null,
    codeHash: null,
    agency: 'Sở Ngoại vụ',
    now: server.clock.ms,
  });
  return row.id;
}

/** Reads JSON that must come. */
export async function read<T>(server: TestServer, path: string, reader: string | null = null): Promise<T> {
  const response = await server.site(path, { headers: bearer(reader) });
  assert.equal(response.status, 200, path);
  return (await response.json()) as T;
}

/** A page of replies. */
export function replies(server: TestServer, root: Comment, cursor: string | null = null): Promise<CommentReplies> {
  return read(server, `comments/${root.id}/replies${cursor === null ? '' : `?cursor=${cursor}`}`);
}

/** The place of one comment. */
export function place(server: TestServer, id: string, query = '', reader: string | null = null): Promise<CommentPlace> {
  return read(server, `comments/${id}${query}`, reader);
}

/** Sends something that changes a comment. */
export function send(
  server: TestServer,
  method: string,
  path: string,
  authorization: string | null,
  body?: object,
): Promise<Response> {
  return server.site(path, {
    method,
    headers: {
      ...(authorization !== null && { authorization }),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
}

/** Likes a comment, or takes the like back; answers the number of likes. */
export async function like(server: TestServer, { id }: Comment, reader: string, liked = true): Promise<number> {
  const response = await send(server, liked ? 'PUT' : 'DELETE', `comments/${id}/like`, `Bearer ${reader}`);
  assert.equal(response.status, 200);
  return ((await response.json()) as { likes: number }).likes;
}

/** Ids in their order. */
export function ids(list: CommentPage | CommentReplies): string[] {
  return list.items.map(({ id }) => id);
}
