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
/** What a list of words must be. */
export const WORDS = expects(
  'danh sách từ ngữ, hoặc tên tệp văn bản UTF-8 mỗi dòng một từ ngữ',
  'a list of words, or the name of a UTF-8 text file with one a line',
);
/** What each of the words must be. */
export const WORD = expects('từ ngữ, không để trống', 'a word or phrase, not empty');
/** What the secret of the user tokens must be. */
export const USER_SECRET = expects('chuỗi bí mật từ 32 ký tự trở lên', 'a secret of 32 characters or more');
/** What the keys of the user tokens must be. */
export const JWKS = expects(
  'bộ khóa công khai JWKS {"keys": […]} (RS256, ES256 hoặc EdDSA), hoặc địa chỉ http(s) của bộ khóa',
  'a JWKS of public keys {"keys": […]} (RS256, ES256 or EdDSA), or its http(s) address',
);
/** What the settings of user tokens must be. */
export const USER_TOKENS = expects('đối tượng chỉ có secret hoặc chỉ có jwks', 'an object with either secret or jwks');
/** What an address of a page must be. */
export const ADDRESS = expects('địa chỉ http(s) đầy đủ', 'a full http(s) address');

/** Longest comment that the contract knows, in code points. */
export const LONGEST_COMMENT = 4000;

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
    yesterday: Type.Optional(wholeNumber),
    week: Type.Optional(wholeNumber),
    month: wholeNumber,
    year: Type.Optional(wholeNumber),
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

/** A whole number with bounds, and what it counts. */
const count = (minimum: number, maximum: number, vi: string, en: string): Type.TInteger =>
  Type.Integer({
    minimum,
    maximum,
    ...expects(`${vi}, từ ${minimum} đến ${maximum}`, `${en}, ${minimum} to ${maximum}`),
  });
const yesOrNo = Type.Boolean(expects('true hoặc false', 'true or false'));
const words = Type.Union([Type.Array(Type.String(WORD), WORDS), Type.String(WORDS)], WORDS);

/** A short name for programs. */
const code = Type.String({
  pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
  maxLength: 40,
  ...expects(
    'chữ thường không dấu, số và gạch nối, tối đa 40 ký tự',
    'lower-case letters, digits and hyphens, at most 40',
  ),
});

/** Whether comments wait for a moderator. */
const moderation = Type.Enum(
  ['before', 'after', 'unknown'],
  expects(
    '"before" (duyệt trước), "after" (duyệt sau) hoặc "unknown" (duyệt trước với người gửi chưa quen)',
    '"before", "after" or "unknown"',
  ),
);

/** What can be set for a single thread too. */
const threadSettings = {
  mode: Type.Enum(
    ['open', 'read-only', 'closed'],
    expects(
      '"open" (mở), "read-only" (chỉ đọc) hoặc "closed" (đóng, không hiện ý kiến)',
      '"open", "read-only" or "closed"',
    ),
  ),
  closeAfterDays: count(0, 3650, 'số ngày', 'days'),
  replies: yesOrNo,
};

/** What can be set in the configuration, and be changed at the desk. */
const changeableSettings = {
  ...threadSettings,
  longest: count(1, LONGEST_COMMENT, 'số ký tự', 'a number of characters'),
  links: count(0, 1000, 'số liên kết', 'a number of links'),
  editMinutes: count(0, 1440, 'số phút', 'minutes'),
  likes: yesOrNo,
  reports: yesOrNo,
  email: Type.Enum(
    ['none', 'optional', 'required'],
    expects('"none" (không hỏi), "optional" hoặc "required" (bắt buộc)', '"none", "optional" or "required"'),
  ),
  writers: Type.Enum(
    ['everyone', 'signed-in'],
    expects('"everyone" (mọi người) hoặc "signed-in" (người đã đăng nhập)', '"everyone" or "signed-in"'),
  ),
  retentionMonths: count(0, 1200, 'số tháng', 'months'),
};

const consentText = Type.String({
  pattern: '\\S',
  maxLength: 2000,
  ...expects('nội dung đồng ý, tối đa 2000 ký tự', 'the words agreed to, at most 2000 characters'),
});
const consentUrl = Type.String(ADDRESS);
const consentVersion = Type.String({
  pattern: '^\\S{1,40}$',
  ...expects(
    'phiên bản của nội dung đồng ý, 1 đến 40 ký tự không có dấu cách',
    'the version of what is agreed to, 1 to 40 characters without spaces',
  ),
});

/** Everything that an administrator can change for a site at the desk; what is absent is as the configuration has it. */
export const sitePolicySchema = Type.Partial(
  Type.Object({ moderation, ...changeableSettings, consentText, consentUrl, consentVersion }),
);

/** The same for a single thread; what is absent is as the site has it. */
export const threadPolicySchema = Type.Partial(Type.Object({ moderation, ...threadSettings }));

/** What the desk has set for a site. */
export type SitePolicy = Readonly<Static<typeof sitePolicySchema>>;

/** What the desk has set for a thread. */
export type ThreadPolicy = Readonly<Static<typeof threadPolicySchema>>;

/** What a site asks of comments; each has a default, see `CommentSettings` of `config.ts`. */
const commentsSchema = Type.Object(
  {
    ...Type.Partial(Type.Object(changeableSettings)).properties,
    words: Type.Optional(words),
    wordsFolded: Type.Optional(words),
    minimumSeconds: Type.Optional(count(0, 60, 'số giây', 'seconds')),
    consent: Type.Optional(
      Type.Object(
        { text: Type.Optional(consentText), url: Type.Optional(consentUrl), version: consentVersion },
        {
          additionalProperties: false,
          ...expects('đối tượng có version, text, url', 'an object with version, text, url'),
        },
      ),
    ),
    userTokens: Type.Optional(
      Type.Object(
        {
          secret: Type.Optional(Type.String({ minLength: 32, ...USER_SECRET })),
          jwks: Type.Optional(
            Type.Union(
              [Type.Object({ keys: Type.Array(Type.Record(Type.String(), Type.Unknown())) }), Type.String()],
              JWKS,
            ),
          ),
        },
        { additionalProperties: false, ...USER_TOKENS },
      ),
    ),
    retentionDays: Type.Optional(count(1, 36_500, 'số ngày', 'days')),
    rejectReasons: Type.Optional(
      Type.Array(
        Type.Object(
          {
            code,
            text: Type.String({
              pattern: '[\\p{L}\\p{N}]',
              maxLength: 300,
              ...expects('câu nêu lý do, tối đa 300 ký tự', 'a sentence with the reason, at most 300 characters'),
            }),
          },
          { additionalProperties: false, ...expects('đối tượng có code và text', 'an object with code and text') },
        ),
        { maxItems: 30, ...expects('danh sách tối đa 30 lý do', 'a list of at most 30 reasons') },
      ),
    ),
    units: Type.Optional(
      Type.Array(
        Type.Object(
          {
            code,
            name: Type.String({
              pattern: '[\\p{L}\\p{N}]',
              maxLength: 200,
              ...expects('tên đơn vị, tối đa 200 ký tự', 'the name of a unit, at most 200 characters'),
            }),
          },
          { additionalProperties: false, ...expects('đối tượng có code và name', 'an object with code and name') },
        ),
        { maxItems: 100, ...expects('danh sách tối đa 100 đơn vị', 'a list of at most 100 units') },
      ),
    ),
    approveAnswers: Type.Optional(yesOrNo),
  },
  { additionalProperties: false, ...expects('đối tượng quy định về ý kiến', 'an object of settings of comments') },
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
    moderation,
    startingFigures: Type.Optional(startingFiguresSchema),
    comments: Type.Optional(commentsSchema),
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

/** The settings of comments as the file holds them. */
export type RawComments = Static<typeof commentsSchema>;

/** The configuration as the file holds it. */
export type RawConfig = Static<typeof configSchema>;
