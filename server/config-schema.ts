import { type Static, Type } from 'typebox';

/** What a value must be, for the person who edits the file. */
export interface Expected {
  readonly vi: string;
  readonly en: string;
}

const expects = (vi: string, en: string): { expected: Expected } => ({ expected: { vi, en } });
/** What the whole file must be. */
export const ROOT = expects('đối tượng JSON có "sites"', 'a JSON object with "sites"');
/** What a day must be. */
export const DATE = expects('ngày có thật dạng YYYY-MM-DD', 'a real date YYYY-MM-DD');
/** What a time zone must be. */
export const TIME_ZONE = expects(
  'múi giờ IANA, ví dụ "Asia/Ho_Chi_Minh"',
  'an IANA time zone, for example "Asia/Ho_Chi_Minh"',
);
/** What an allowed origin must be. */
export const ORIGIN = expects(
  'scheme://host[:port], ví dụ "https://so-ngoai-vu.example"',
  'scheme://host[:port], for example "https://so-ngoai-vu.example"',
);

const LARGEST = Number.MAX_SAFE_INTEGER;
const wholeNumber = Type.Integer({
  minimum: 0,
  maximum: LARGEST,
  ...expects('số nguyên không âm', 'a whole number, not negative'),
});
const seconds = Type.Integer({
  minimum: 1,
  maximum: 31_536_000,
  ...expects('số giây, từ 1 đến 31536000', 'seconds, 1 to 31536000'),
});

const startingFiguresSchema = Type.Object(
  {
    date: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', ...DATE }),
    today: wholeNumber,
    month: wholeNumber,
    total: wholeNumber,
    pages: Type.Optional(
      Type.Record(
        Type.String(),
        wholeNumber,
        expects('đối tượng {"khóa trang": số lượt xem}', 'an object {"page key": views}'),
      ),
    ),
  },
  { additionalProperties: false, ...expects('đối tượng các con số ban đầu', 'an object of starting figures') },
);

const siteSchema = Type.Object(
  {
    slug: Type.String({
      pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
      maxLength: 63,
      ...expects(
        'chữ thường không dấu, số và gạch nối, tối đa 63 ký tự',
        'lower-case letters, digits and hyphens, at most 63',
      ),
    }),
    name: Type.String({
      minLength: 1,
      maxLength: 200,
      ...expects('tên trang, 1 đến 200 ký tự', 'the name of the site, 1 to 200 characters'),
    }),
    timeZone: Type.Optional(Type.String(TIME_ZONE)),
    origins: Type.Array(Type.String(ORIGIN), expects('danh sách các nguồn được phép', 'a list of allowed origins')),
    moderation: Type.Enum(
      ['before', 'after'],
      expects('"before" (duyệt trước) hoặc "after" (duyệt sau)', '"before" or "after"'),
    ),
    startingFigures: Type.Optional(startingFiguresSchema),
  },
  { additionalProperties: false, ...expects('đối tượng mô tả một trang', 'an object describing a site') },
);

/** Shape of the configuration file; `expected` of each value is shown when it is something else. */
export const configSchema = Type.Object(
  {
    sites: Type.Array(siteSchema, {
      minItems: 1,
      ...expects('danh sách có ít nhất một trang', 'a list of at least one site'),
    }),
    session: Type.Optional(
      Type.Object(
        { idleLimit: Type.Optional(seconds), absoluteLimit: Type.Optional(seconds) },
        {
          additionalProperties: false,
          ...expects('đối tượng có idleLimit, absoluteLimit', 'an object with idleLimit, absoluteLimit'),
        },
      ),
    ),
  },
  { additionalProperties: false, ...ROOT },
);

/** The configuration as the file holds it. */
export type RawConfig = Static<typeof configSchema>;
