import { Type } from 'typebox';

const secondsLeft = Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]);

/** `Session` of the contract. */
export const sessionSchema = Type.Object({
  state: Type.Enum(['active', 'signed-out']),
  user: Type.Union([Type.String(), Type.Null()]),
  expiresIn: secondsLeft,
  absoluteExpiresIn: secondsLeft,
});

/** `SignIn` of the contract. */
export const signInSchema = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 200 }),
  password: Type.String({ minLength: 1, maxLength: 256 }),
});

/** Proof that a page of this server sends the request: other sites' pages cannot set this header on it. */
export const writingHeadersSchema = Type.Object({
  'tinh-request': Type.Optional(Type.String({ description: 'Must be 1' })),
});
