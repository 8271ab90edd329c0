import { type Static, Type } from 'typebox';

/** A challenge of ALTCHA, version 1, with two figures more that spare the client its own clock, which may be a day off. */
export const challengeSchema = Type.Object({
  algorithm: Type.Literal('SHA-256'),
  challenge: Type.String({ description: 'SHA-256 of salt and the number that is looked for, hexadecimal' }),
  maxnumber: Type.Integer({ minimum: 1, description: 'The number is from 1 to this' }),
  salt: Type.String(),
  signature: Type.String(),
  expiresIn: Type.Integer({ description: 'Seconds from now in which a comment with the proof must arrive' }),
  minimumSeconds: Type.Integer({
    description: 'A comment that arrives sooner than so many seconds from now is moderated',
  }),
});

/** Answer of `GET sites/{site}/challenge`. */
export type Challenge = Static<typeof challengeSchema>;
