import { type Static, type TSchema, Type } from 'typebox';

const nullable = <T extends TSchema>(schema: T): Type.TUnion<[T, Type.TNull]> => Type.Union([schema, Type.Null()]);
const count = Type.Integer({ minimum: 0 });
const time = Type.String({ format: 'date-time' });
const text = nullable(Type.String());

const comment = {
  id: Type.String(),
  name: Type.String(),
  text: Type.String(),
  state: Type.Enum(['pending', 'published', 'rejected', 'withdrawn', 'erased']),
  createdAt: time,
  editedAt: nullable(time),
  parent: nullable(Type.Object({ id: Type.String(), name: text })),
  root: Type.String(),
  replies: count,
  likes: count,
  liked: Type.Boolean(),
  agency: text,
  transfer: nullable(Type.Object({ agency: Type.String(), at: time })),
  verified: Type.Boolean(),
  pinned: Type.Boolean(),
  mine: Type.Boolean(),
  reason: text,
  editableUntil: nullable(time),
};

/** `Comment` of the contract. */
export const commentSchema = Type.Object(comment);

/** `PostedComment` of the contract. */
export const postedCommentSchema = Type.Object({ ...comment, code: Type.String() });

const rootCommentSchema = Type.Object({ ...comment, firstReplies: Type.Array(commentSchema), repliesCursor: text });

const sort = Type.Enum(['newest', 'oldest', 'likes']);

/** `CommentRules` of the contract. */
export const commentRulesSchema = Type.Object({
  longest: Type.Integer({ minimum: 1 }),
  editMinutes: count,
  likes: Type.Boolean(),
  replies: Type.Boolean(),
  reports: Type.Boolean(),
  email: Type.Enum(['none', 'optional', 'required']),
  consent: Type.Object({ text, url: text, version: Type.String() }),
  writers: Type.Enum(['everyone', 'signed-in']),
  moderated: Type.Boolean(),
});

const commentPage = {
  thread: Type.String(),
  sort,
  total: count,
  roots: count,
  closed: Type.Boolean(),
  newest: text,
  rules: commentRulesSchema,
  items: Type.Array(rootCommentSchema),
  nextCursor: text,
  previousCursor: text,
};

/** `CommentPage` of the contract. */
export const commentPageSchema = Type.Object(commentPage);

/** `CommentReplies` of the contract. */
export const commentRepliesSchema = Type.Object({
  items: Type.Array(commentSchema),
  nextCursor: text,
  previousCursor: text,
});

/** `CommentPlace` of the contract. */
export const commentPlaceSchema = Type.Object({
  ...commentPage,
  comment: commentSchema,
  replies: nullable(commentRepliesSchema),
});

/** `CommentCounts` of the contract. */
export const commentCountsSchema = Type.Object({
  counts: Type.Array(Type.Object({ thread: Type.String(), total: count, newest: text })),
});

/** `FoundComment` of the contract. */
export const foundCommentSchema = Type.Object({
  thread: Type.String(),
  url: Type.String(),
  title: Type.String(),
  comment: commentSchema,
  answers: Type.Array(commentSchema),
});

/** `CommentLikes` of the contract. */
export const commentLikesSchema = Type.Object({ likes: count, liked: Type.Boolean() });

/** `ReportReceipt` of the contract. */
export const reportReceiptSchema = Type.Object({ reported: Type.Literal(true) });

/** `NewComment` of the contract. `check.ts` checks it, to name every fault at once. */
export const newCommentSchema = Type.Object({
  thread: Type.String({ minLength: 1, maxLength: 500 }),
  url: Type.String({ format: 'uri' }),
  title: Type.String(),
  parent: Type.Optional(text),
  name: Type.String({ minLength: 1, maxLength: 80 }),
  text: Type.String({ minLength: 1, maxLength: 4000 }),
  consent: Type.Boolean(),
  consentVersion: Type.Optional(text),
  email: Type.Optional(nullable(Type.String({ maxLength: 254 }))),
  altcha: Type.Optional(text),
});

/** `CommentEdit` of the contract. `check.ts` checks it as it does the text of a new comment. */
export const commentEditSchema = Type.Object({ text: Type.String({ minLength: 1, maxLength: 4000 }) });

/** `CommentLookup` of the contract. */
export const commentLookupSchema = Type.Object({ code: Type.String({ minLength: 1, maxLength: 100 }) });

/** `NewReport` of the contract. */
export const newReportSchema = Type.Object({
  reason: Type.Enum(['spam', 'abuse', 'privacy', 'other']),
  text: Type.Optional(nullable(Type.String({ maxLength: 1000 }))),
});

const limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 100 }));

/** Query of the list. */
export const commentsQuerySchema = Type.Object({
  thread: Type.String({ minLength: 1 }),
  sort: Type.Optional(sort),
  cursor: Type.Optional(Type.String()),
  limit,
});

/** Query of one comment's place in the list. */
export const placeQuerySchema = Type.Object({ sort: Type.Optional(sort), limit });

/** Query of the replies. */
export const repliesQuerySchema = Type.Object({ cursor: Type.Optional(Type.String()) });

/** Query of the counts. */
export const countsQuerySchema = Type.Object({
  thread: Type.Array(Type.String({ minLength: 1 }), { minItems: 1, maxItems: 100 }),
});

/** Path of one comment. */
export const commentParams = Type.Object({ site: Type.String(), id: Type.String() });

/** A token where it is wanted. */
export const readerHeadersSchema = Type.Object({
  authorization: Type.Optional(Type.String({ description: 'Bearer and a token, 22 to 64 of A-Za-z0-9_-' })),
});

/** A token where it is needed. */
export const tokenHeadersSchema = Type.Object({
  authorization: Type.String({ description: 'Bearer and a token, 22 to 64 of A-Za-z0-9_-' }),
});

/** The author's token or code. */
export const authorHeadersSchema = Type.Object({
  authorization: Type.String({ description: 'Bearer and the token of the author, or Code and the lookup code' }),
});

/** The key that makes of many tries one. */
const key = { 'idempotency-key': Type.String({ pattern: '^[A-Za-z0-9_-]{8,64}$' }) };

/** Headers of what is sent once, by nobody in particular. */
export const keyHeadersSchema = Type.Object(key);

/** Headers of posting. */
export const postHeadersSchema = Type.Object({
  ...key,
  authorization: readerHeadersSchema.properties.authorization,
  'tinh-user': Type.Optional(
    Type.String({ description: 'Token (JWT) with which the site vouches for a signed-in reader' }),
  ),
});

/** `CommentPage` as it is made. */
export type PageAnswer = Static<typeof commentPageSchema>;

/** `CommentReplies` as it is made. */
export type RepliesAnswer = Static<typeof commentRepliesSchema>;

/** `CommentPlace` as it is made. */
export type PlaceAnswer = Static<typeof commentPlaceSchema>;
