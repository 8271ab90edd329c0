import { Type } from 'typebox';

const comment = {
  id: Type.String(),
  name: Type.String(),
  text: Type.String(),
  state: Type.Enum(['pending', 'published', 'rejected']),
  createdAt: Type.String({ format: 'date-time' }),
  mine: Type.Boolean(),
};

/** `Comment` of the contract. */
export const commentSchema = Type.Object(comment);

/** `CommentPage` of the contract. */
export const commentPageSchema = Type.Object({
  thread: Type.String(),
  total: Type.Integer({ minimum: 0 }),
  items: Type.Array(commentSchema),
  nextCursor: Type.Union([Type.String(), Type.Null()]),
});

/** `CommentCounts` of the contract. */
export const commentCountsSchema = Type.Object({
  counts: Type.Array(Type.Object({ thread: Type.String(), total: Type.Integer({ minimum: 0 }) })),
});

/** `NewComment` of the contract. `check.ts` checks it, to name every fault at once. */
export const newCommentSchema = Type.Object({
  thread: Type.String({ minLength: 1, maxLength: 500 }),
  url: Type.String({ format: 'uri' }),
  title: Type.String(),
  name: Type.String({ minLength: 1, maxLength: 80 }),
  text: Type.String({ minLength: 1, maxLength: 4000 }),
  consent: Type.Boolean(),
});

/** Query of the list. */
export const commentsQuerySchema = Type.Object({
  thread: Type.String({ minLength: 1 }),
  cursor: Type.Optional(Type.String()),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
});

/** Query of the counts. */
export const countsQuerySchema = Type.Object({
  thread: Type.Array(Type.String({ minLength: 1 }), { minItems: 1, maxItems: 100 }),
});

/** Author's token. */
export const authorHeadersSchema = Type.Object({
  authorization: Type.Optional(
    Type.String({ description: 'Bearer and the token of the author, 22 to 64 of A-Za-z0-9_-' }),
  ),
});

/** Headers of posting. */
export const postHeadersSchema = Type.Object({
  'idempotency-key': Type.String({ pattern: '^[A-Za-z0-9_-]{8,64}$' }),
  authorization: authorHeadersSchema.properties.authorization,
});
