import { Type } from 'typebox';

const count = Type.Integer({ minimum: 0 });

/** `Figures` of the contract. */
export const figuresSchema = Type.Object({
  online: count,
  members: count,
  bots: count,
  today: count,
  yesterday: count,
  week: count,
  month: count,
  year: count,
  total: count,
  views: count,
});

/** `Visit` of the contract. */
export const visitSchema = Type.Object({
  page: Type.String({ minLength: 1 }),
  visit: Type.Boolean(),
  view: Type.Boolean(),
  beat: Type.Boolean(),
  member: Type.Optional(Type.Boolean()),
  referrer: Type.Optional(Type.String({ maxLength: 500 })),
});

/** Query of the figures. */
export const figuresQuerySchema = Type.Object({ page: Type.String({ minLength: 1 }) });

/** `LinkClick` of the contract. */
export const clickSchema = Type.Object({ link: Type.String({ minLength: 1, maxLength: 2000 }) });

/** `LinkClickReceipt` of the contract. */
export const clickReceiptSchema = Type.Object({ received: Type.Literal(true) });

/** `LinkClicks` of the contract. */
export const clicksSchema = Type.Object({
  links: Type.Array(Type.Object({ link: Type.String(), clicks: count })),
});
