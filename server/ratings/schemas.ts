import { Type } from 'typebox';
import { LONGEST_KEY } from '../http/validation.ts';

const page = Type.String({ minLength: 1, maxLength: LONGEST_KEY });
const stars = Type.Union([Type.Literal(1), Type.Literal(2), Type.Literal(3), Type.Literal(4), Type.Literal(5)]);

/** `NewRating` of the contract. */
export const newRatingSchema = Type.Object({ page, stars });

/** Query of the ratings of one article. */
export const ratingsQuerySchema = Type.Object({ page });

/** `Ratings` of the contract. */
export const ratingsSchema = Type.Object({
  page: Type.String(),
  count: Type.Integer({ minimum: 0 }),
  average: Type.Union([Type.Number({ minimum: 1, maximum: 5 }), Type.Null()]),
  own: Type.Union([stars, Type.Null()]),
});
