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
import { parseConfig } from '../config.ts';
import type { Acting } from '../moderation/acting.ts';
import { close, decide, pin } from '../moderation/actions.ts';
import { type Database, openDatabase } from '../storage/database.ts';
import { bearer, comment, config, newComment, type TestServer } from './support.ts';

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

/** An official who works for the site of the tests. */
export function official(now: number, id = 'official-1', changes: Partial<Acting> = {}): Acting {
  const { sites } = parseConfig(config());
  return { actor: { id, name: 'Trần Thị Duyệt' }, sites, administrator: false, leader: false, now, ...changes };
}

const ACTIONS = { pending: 'pending', published: 'publish', rejected: 'reject' } as const;

/** An official moves comments into a state; answers the ids that are unknown. */
export async function setState(
  db: Database,
  comments: readonly string[],
  state: keyof typeof ACTIONS,
  now: number,
  reason: string | null = null,
): Promise<readonly string[]> {
  const seen = comments.map((id) => ({ id, seen: null }));
  const decided = await decide(db, official(now), { action: ACTIONS[state], comments: seen, reason: { text: reason } });
  return decided.result === 'unknown' ? decided.ids : [];
}

/** An official pins a comment, or takes the pin away; answers how that went. */
export async function pinComment(db: Database, id: string, pinned: boolean, now: number): Promise<string> {
  return (await pin(db, official(now), { id, seen: null, pinned })).result;
}

/** An official closes a thread, or opens it. */
export async function closeThread(
  db: Database,
  site: string,
  thread: string,
  closed: boolean,
  now: number,
): Promise<void> {
  await close(db, official(now), { site, thread, closed, seen: null });
}
