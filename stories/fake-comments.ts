import type {
  Challenge,
  Comment,
  CommentCounts,
  CommentEdit,
  CommentLikes,
  CommentLookup,
  CommentPage,
  CommentPlace,
  CommentReplies,
  CommentRules,
  CommentSort,
  FieldError,
  FoundComment,
  NewComment,
  PostedComment,
  Problem,
  ProblemType,
  ReportReceipt,
  RootComment,
  UserToken,
} from '../src/api/contract.ts';

/** What the stand-in knows of comments. Every thread holds the same ones; one reader asks, with a token or without. */
export interface FakeThread {
  /** Comments and replies of every thread, newest first. */
  comments: Comment[];
  /** State of a comment that is posted or changed now. */
  moderation: 'before' | 'after';
  /** Top-level comments on one page, and replies on one. */
  pageSize: number;
  /** Whether the thread takes no more comments. */
  closed: boolean;
  rules: CommentRules;
  /** Of the challenges that it gives. */
  minimumSeconds: number;
  expiresIn: number;
  /** `wanted`: a comment without proof waits for a moderator; `too-late`: every proof is. */
  proofs: 'any' | 'wanted' | 'too-late';
  /** User tokens that are not good any more. */
  tokensOver: readonly string[];
}

/** Rules of a site that asks for nothing special. */
export const RULES: CommentRules = {
  longest: 4000,
  editMinutes: 15,
  likes: true,
  replies: true,
  reports: true,
  email: 'none',
  consent: { text: null, url: null, version: 'v1' },
  writers: 'everyone',
  moderated: false,
};

/** Rules of a site that asks for more, or for less. */
export function fakeRules(more: Partial<CommentRules>): CommentRules {
  return { ...RULES, ...more };
}

/** The user token of a reader as a site makes it, but for its signature. */
export function fakeToken(name: string, more: Partial<UserToken> = {}): string {
  const claims = {
    sub: `account of ${name}`,
    name,
    aud: 'so-ngoai-vu',
    iat: 1_784_286_000,
    exp: 1_784_289_600,
    ...more,
  };
  const encode = (value: object) =>
    btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(value))))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', '');
  return `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}.c2lnbmF0dXJl`;
}

/** The claims of a token, or null. */
function claimsOf(token: string | null): UserToken | null {
  if (!token) return null;
  const payload = atob(token.split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/'));
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(payload, (each) => each.charCodeAt(0)))) as UserToken;
}

/** The stand-in's one challenge: 42 is the number that is looked for. */
const CHALLENGE: Omit<Challenge, 'expiresIn' | 'minimumSeconds'> = {
  algorithm: 'SHA-256',
  salt: '5a17?expires=4102444800&',
  challenge: 'a9b7e5834df3a53527aa973d2f7f47f1ac162fab09aa09ffb794a3896fd64f8e',
  maxnumber: 100,
  signature: '5'.repeat(64),
};

/** Whether a payload is the solution of the stand-in's challenge. */
export function isSolved(altcha: string | null | undefined): boolean {
  return !!altcha && (JSON.parse(atob(altcha)) as { number: number }).number === 42;
}

/** A request for comments: method and path in one, `PUT comments/c1/like`. */
export interface CommentRequest {
  readonly call: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly body: string;
}

/** An answer before it is sent: a status below 400 with its body, or a problem. */
export type FakeAnswer =
  { readonly status: number; readonly body: object } | { readonly type: ProblemType; readonly more?: Partial<Problem> };

/** A published comment for stories and tests. */
export function fakeComment(id: number, more: Partial<Comment> = {}): Comment {
  return {
    id: `c${String(id)}`,
    name: `Nguyễn Văn ${String.fromCharCode(65 + (id % 26))}`,
    text: `Ý kiến thứ ${String(id)}: đề nghị công khai kết quả cải cách hành chính theo quý.`,
    state: 'published',
    createdAt: new Date(Date.UTC(2020, 6, 18, 1, id)).toISOString(),
    editedAt: null,
    parent: null,
    root: `c${String(id)}`,
    replies: 0,
    likes: 0,
    liked: false,
    agency: null,
    verified: false,
    transfer: null,
    pinned: false,
    mine: false,
    reason: null,
    editableUntil: null,
    ...more,
  };
}

/** A published reply for stories and tests; how many replies the root has, the stand-in counts. */
export function fakeReply(id: number, to: Comment, more: Partial<Comment> = {}): Comment {
  return fakeComment(id, { parent: { id: to.id, name: to.name }, root: to.root, ...more });
}

const FIRST_REPLIES = 3;
const EDIT_WINDOW = 15 * 60_000;
const UNKNOWN: FakeAnswer = { type: 'urn:tinh:problem:unknown-comment' };

const ok = (body: object, status = 200): FakeAnswer => ({ status, body });
const invalid = (...errors: FieldError[]): FakeAnswer => ({
  type: 'urn:tinh:problem:invalid-comment',
  more: { errors },
});

/** Answers requests for comments out of `thread`; null for any other request. */
export function fakeComments(thread: FakeThread): (request: CommentRequest) => FakeAnswer | null {
  const posted = new Map<string, { readonly id: string; readonly code: string }>();

  const find = (id: string | undefined) => thread.comments.find((each) => each.id === id);
  const change = (old: Comment, more: Partial<Comment>): Comment => {
    const changed = { ...old, ...more };
    thread.comments = thread.comments.map((each) => (each.id === old.id ? changed : each));
    return changed;
  };
  const isPublished = ({ state }: Comment) => state === 'published';
  const published = () => thread.comments.filter(isPublished);
  const repliesOf = (root: Comment) => published().filter((each) => each.parent && each.root === root.id);

  /** The comment as the reader who asks sees it; null where it is not for their eyes. */
  function seen(comment: Comment, isAuthor: boolean): Comment | null {
    const mine = comment.mine && isAuthor;
    const replies = comment.parent ? 0 : repliesOf(comment).length;
    if (!isPublished(comment) && !mine && !replies) return null;
    const parent = comment.parent && find(comment.parent.id);
    const shown = {
      ...comment,
      replies,
      mine,
      liked: comment.liked && isAuthor,
      parent: comment.parent && { id: comment.parent.id, name: parent && isPublished(parent) ? parent.name : null },
    };
    if (mine) return shown;
    const hidden = isPublished(comment) ? {} : { name: '', text: '' };
    return { ...shown, ...hidden, reason: null, editableUntil: null };
  }

  function visible(isAuthor: boolean): Comment[] {
    return thread.comments.flatMap((each) => seen(each, isAuthor) ?? []);
  }

  function sortedRoots(sort: CommentSort, isAuthor: boolean): Comment[] {
    const roots = visible(isAuthor).filter(({ parent }) => !parent);
    if (sort === 'oldest') roots.reverse();
    if (sort === 'likes') roots.sort((a, b) => b.likes - a.likes);
    return roots;
  }

  function sortedReplies(root: string, isAuthor: boolean): Comment[] {
    const replies = visible(isAuthor).filter((each) => each.parent && each.root === root);
    return replies.reverse().sort((a, b) => Number(!a.agency) - Number(!b.agency));
  }

  /** Cursors name the comment that they stand beside, so that they stay right when others write. */
  function cut<T extends Comment>(all: readonly T[], cursor: string | null, limit: number) {
    const [, side, id] = /^(after|before|from)-(.+)$/.exec(cursor ?? '') ?? [];
    const place = all.findIndex((each) => each.id === id);
    const start = side === 'after' ? place + 1 : side === 'before' ? Math.max(0, place - limit) : Math.max(0, place);
    const items = all.slice(start, side === 'before' ? place : start + limit);
    const end = start + items.length;
    return {
      items,
      nextCursor: end < all.length && items.length ? `after-${items.at(-1)!.id}` : null,
      previousCursor: start > 0 && items.length ? `before-${items[0]!.id}` : null,
    };
  }

  function withReplies(root: Comment, isAuthor: boolean): RootComment {
    const { items, nextCursor } = cut(sortedReplies(root.id, isAuthor), null, FIRST_REPLIES);
    return { ...root, firstReplies: items, repliesCursor: nextCursor };
  }

  function page({ query }: CommentRequest, isAuthor: boolean, from: string | null): CommentPage {
    const sort = (query.get('sort') ?? 'newest') as CommentSort;
    const limit = Number(query.get('limit') ?? thread.pageSize);
    const all = sortedRoots(sort, isAuthor);
    // Beside an address of one comment, pinned ones stand where they belong.
    const others = from === null ? all.filter(({ pinned }) => !pinned) : all;
    const cursor = query.get('cursor') ?? (from === null ? null : `from-${from}`);
    const { items, nextCursor, previousCursor } = cut(others, cursor, limit);
    const first = from === null && previousCursor === null ? all.filter(({ pinned }) => pinned) : [];
    return {
      thread: query.get('thread') ?? 'bai-1',
      sort,
      total: published().length,
      roots: sortedRoots(sort, false).length,
      closed: thread.closed,
      rules: thread.rules,
      newest: published()[0]?.id ?? null,
      items: [...first, ...items].map((each) => withReplies(each, isAuthor)),
      nextCursor,
      previousCursor,
    };
  }

  function place(request: CommentRequest, isAuthor: boolean, id: string | undefined): FakeAnswer {
    const comment = visible(isAuthor).find((each) => each.id === id);
    if (!comment) return UNKNOWN;
    const first = page(request, isAuthor, comment.root);
    const isThere = !comment.parent || first.items[0]?.firstReplies.some((each) => each.id === comment.id);
    const replies = isThere ? null : cut(sortedReplies(comment.root, isAuthor), `from-${comment.id}`, thread.pageSize);
    return ok({ ...first, comment, replies } satisfies CommentPlace);
  }

  function post({ headers, body }: CommentRequest): FakeAnswer {
    const key = headers.get('idempotency-key') ?? '';
    const known = posted.get(key);
    const stored = find(known?.id);
    if (known && stored) return ok({ ...seen(stored, true)!, code: known.code } satisfies PostedComment, 201);
    if (thread.closed) return { type: 'urn:tinh:problem:thread-closed' };
    const { name, text, parent, email, altcha } = JSON.parse(body) as NewComment;
    const { rules } = thread;
    const token = headers.get('tinh-user');
    const user = claimsOf(token);
    if (token && thread.tokensOver.includes(token)) return { type: 'urn:tinh:problem:user-token-over' };
    if (!user && rules.writers === 'signed-in') return { type: 'urn:tinh:problem:sign-in-needed' };
    if (altcha && thread.proofs === 'too-late') return { type: 'urn:tinh:problem:challenge-expired' };
    if ([...text].length > rules.longest) return invalid({ field: 'text', code: 'too-long' });
    if (rules.email === 'required' && !email) return invalid({ field: 'email', code: 'required' });
    const to = find(parent ?? undefined);
    if (parent && (!to || !isPublished(to))) return invalid({ field: 'parent', code: 'invalid' });
    const number = 1000 + posted.size;
    const isDoubtful = thread.proofs !== 'any' && !user && !isSolved(altcha);
    const more: Partial<Comment> = {
      name: user?.name ?? name,
      text,
      verified: !!user,
      state: thread.moderation === 'before' || isDoubtful ? 'pending' : 'published',
      mine: true,
      editableUntil: new Date(Date.now() + EDIT_WINDOW).toISOString(),
    };
    const comment = to ? fakeReply(number, to, more) : fakeComment(number, more);
    const code = `7K3M-0QXW-9T2B-${String(number).padStart(4, '0')}`;
    posted.set(key, { id: comment.id, code });
    thread.comments = [comment, ...thread.comments];
    return ok({ ...comment, code } satisfies PostedComment, 201);
  }

  /** The comment that a request with the author's token or code may change. */
  function own(id: string | undefined, headers: Headers): Comment | undefined {
    const comment = find(id);
    const [, code] = /^Code (.+)$/.exec(headers.get('authorization') ?? '') ?? [];
    if (code) return [...posted.values()].some((each) => each.code === code && each.id === id) ? comment : undefined;
    return headers.has('authorization') && comment?.mine ? comment : undefined;
  }

  function edit(id: string | undefined, { headers, body }: CommentRequest): FakeAnswer {
    const comment = own(id, headers);
    if (!comment) return UNKNOWN;
    const over = !comment.editableUntil || Date.parse(comment.editableUntil) < Date.now();
    if (over) return { type: 'urn:tinh:problem:edit-window-over' };
    const { text } = JSON.parse(body) as CommentEdit;
    if (!text.trim()) return invalid({ field: 'text', code: 'required' });
    const state = thread.moderation === 'before' ? 'pending' : comment.state;
    return ok(seen(change(comment, { text, state, editedAt: new Date(Date.now()).toISOString() }), true)!);
  }

  function withdraw(id: string | undefined, { headers }: CommentRequest): FakeAnswer {
    const comment = own(id, headers);
    if (!comment) return UNKNOWN;
    return ok(seen(change(comment, { state: 'withdrawn', name: '', text: '', editableUntil: null }), true)!);
  }

  function like(id: string | undefined, liked: boolean): FakeAnswer {
    const comment = find(id);
    if (!comment || !isPublished(comment)) return UNKNOWN;
    const likes = comment.likes + Number(liked) - Number(comment.liked);
    change(comment, { likes, liked });
    return ok({ likes, liked } satisfies CommentLikes);
  }

  function lookUp({ body, query }: CommentRequest): FakeAnswer {
    const { code } = JSON.parse(body) as CommentLookup;
    const plain = (text: string) => text.toUpperCase().replace(/[^0-9A-Z]/g, '');
    const { id } = [...posted.values()].find((each) => plain(each.code) === plain(code)) ?? {};
    const comment = find(id);
    if (!comment) return UNKNOWN;
    const answers = sortedReplies(comment.root, false).filter(({ parent }) => parent?.id === comment.id);
    const about = { thread: query.get('thread') ?? 'bai-1', url: 'https://tayninh.example/bai-1', title: 'Bài 1' };
    return ok({ ...about, comment: seen(comment, true)!, answers } satisfies FoundComment);
  }

  return (request) => {
    const isAuthor = request.headers.has('authorization');
    const [, verb = '', id, part = ''] = /^(\w+) comments\/([^/]+)(\/\w+)?$/.exec(request.call) ?? [];
    switch (id === undefined ? request.call : `${verb} comment${part}`) {
      case 'GET challenge': {
        const { minimumSeconds, expiresIn } = thread;
        return ok({ ...CHALLENGE, minimumSeconds, expiresIn } satisfies Challenge);
      }
      case 'GET comments':
        return ok(page(request, isAuthor, null));
      case 'POST comments':
        return post(request);
      case 'GET comment':
        return place(request, isAuthor, id);
      case 'GET comment/replies':
        return ok(
          cut(sortedReplies(id!, isAuthor), request.query.get('cursor'), thread.pageSize) satisfies CommentReplies,
        );
      case 'PATCH comment':
        return edit(id, request);
      case 'DELETE comment':
        return withdraw(id, request);
      case 'PUT comment/like':
      case 'DELETE comment/like':
        return like(id, verb === 'PUT');
      case 'POST comment/reports':
        return find(id) ? ok({ reported: true } satisfies ReportReceipt, 201) : UNKNOWN;
      case 'POST comment-lookup':
        return lookUp(request);
      case 'GET comment-counts': {
        const count = { total: published().length, newest: published()[0]?.id ?? null };
        const counts = request.query.getAll('thread').map((key) => ({ thread: key, ...count }));
        return ok({ counts } satisfies CommentCounts);
      }
      default:
        return null;
    }
  };
}
