import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { JSONWebKeySet } from 'jose';
import { cleanLine } from '../src/text/clean.ts';
import { ADDRESS, type Expected, JWKS, LONGEST_COMMENT, type RawComments, USER_TOKENS, WORD } from './config-schema.ts';
import { REJECT_REASONS, type RejectReason } from './reject-reasons.ts';
import { foldedForm, wordForm, wordsOfFile } from './word-forms.ts';

/** What a site asks of comments: `sites[…].comments` of the configuration, defaults filled in. */
export interface CommentSettings {
  /**
   * `open`: comments are shown and taken. `read-only`: they are shown, and no new ones taken. `closed`: neither; readers are told so.
   * Default `open`.
   */
  readonly mode: 'open' | 'read-only' | 'closed';
  /** So many days after it began a thread takes no more comments; null, in the file 0: never. Default null. */
  readonly closeAfterDays: number | null;
  /** Whether readers can reply to comments. Default true. */
  readonly replies: boolean;
  /** Longest text in code points, 1 to 4000; default 4000. */
  readonly longest: number;
  /** So many links are nothing special; a comment with more waits for a moderator. Default 2. */
  readonly links: number;
  /**
   * Words and phrases with which a comment waits for a moderator, in `wordForm`: diacritics count, case does not. In the file a list, or
   * the name of a UTF-8 text file beside it, one word a line, `#` before a remark. Default none.
   */
  readonly words: readonly string[];
  /**
   * The same, in `foldedForm`: found with and without diacritics. For phrases and names such as `cá độ bóng đá`; a single syllable would
   * stand for many harmless words. Default none.
   */
  readonly wordsFolded: readonly string[];
  /** A comment that is sent sooner after its form was shown waits for a moderator; 0 switches this off. Default 3. */
  readonly minimumSeconds: number;
  /** How long authors can change their comments; 0: not at all. Default 15. */
  readonly editMinutes: number;
  /** Whether readers can like comments. Default true. */
  readonly likes: boolean;
  /** Whether readers can report comments. Default true. */
  readonly reports: boolean;
  /** Whether the form asks for an e-mail address. Default `none`: the least that is needed. */
  readonly email: 'none' | 'optional' | 'required';
  readonly consent: ConsentSettings;
  /** Who can write: everybody, or only readers for whom the site vouches with a user token. Default `everyone`. */
  readonly writers: 'everyone' | 'signed-in';
  /** How the site vouches for readers who are signed in there; default null: it does not. */
  readonly userTokens: UserTokenSettings | null;
  /**
   * After this time a comment is erased; default null: when its author withdraws it or the site erases it. In the file `retentionMonths`
   * (0: null) or `retentionDays`.
   */
  readonly retention: Retention | null;
  /** Why comments are rejected, for the officials to choose from; each code once. Default: `REJECT_REASONS`. */
  readonly rejectReasons: readonly RejectReason[];
  /** Units of the agency to whom comments are given to deal with; each code once. Default none. */
  readonly units: readonly Unit[];
  /** Whether a leader approves what the agency answers before it is shown. Default false. */
  readonly approveAnswers: boolean;
}

/** A unit of the agency. */
export interface Unit {
  /** Stands in the audit log; not to be changed with the name. */
  readonly code: string;
  readonly name: string;
}

/** How long comments are kept. Months are those of the calendar. */
export type Retention = { readonly months: number } | { readonly days: number };

/** With what user tokens are signed: a secret for HS256, or the site's public keys, given here or fetched from their address. */
export type UserTokenSettings = { readonly secret: string } | { readonly jwks: JSONWebKeySet | URL };

/** What readers agree to before they post. */
export interface ConsentSettings {
  /** In the site's own words; null for those of the element. */
  readonly text: string | null;
  /** Absolute address of the full text, http or https; null without one. */
  readonly url: string | null;
  /** Stored with each comment; to be changed with the words. Default `1`. */
  readonly version: string;
}

/** How a fault of the configuration becomes a refusal. */
export interface FaultMakers {
  readonly wrong: (path: string, vi: string, en: string) => Error;
  readonly mustBe: (path: string, expected: Expected) => Error;
}

/**
 * Fills in the defaults, and reads the files of words.
 *
 * @param at where the settings stand in the configuration
 * @param file the configuration file, beside which the files of words are
 * @throws what `faults` makes
 */
export function commentSettings(
  raw: RawComments = {},
  at: string,
  file: string,
  { wrong, mustBe }: FaultMakers,
): CommentSettings {
  const list = (name: 'words' | 'wordsFolded', form: (word: string) => string): readonly string[] => {
    const value = raw[name] ?? [];
    const place = `${at}.${name}`;
    const words = typeof value === 'string' ? wordsOfFile(readWords(place, value)) : value;
    const formed = words.map((word, index) => {
      const normal = form(word);
      if (normal === '') throw mustBe(`${place}[${index}]`, WORD.expected);
      return normal;
    });
    return [...new Set(formed)];
  };

  function readWords(place: string, name: string): string {
    const path = resolve(dirname(file), name);
    let bytes: Buffer;
    try {
      bytes = readFileSync(path);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? 'error';
      throw wrong(
        place,
        `không đọc được tệp từ ngữ ${path} (${code})`,
        `cannot read the file of words ${path} (${code})`,
      );
    }
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      throw wrong(place, `tệp từ ngữ ${path} không phải UTF-8`, `the file of words ${path} is not UTF-8`);
    }
  }

  const { text = null, url = null, version = '1' } = raw.consent ?? {};
  if (url !== null && !isAddress(url)) throw mustBe(`${at}.consent.url`, ADDRESS.expected);
  const userTokens = raw.userTokens ? userTokenSettings(raw.userTokens, `${at}.userTokens`, mustBe) : null;
  if (!canWrite({ writers: raw.writers ?? 'everyone', userTokens })) {
    throw wrong(
      `${at}.writers`,
      '"signed-in" cần có userTokens, nếu không thì không ai gửi được ý kiến',
      '"signed-in" needs userTokens, or nobody could write',
    );
  }
  if (raw.retentionDays !== undefined && raw.retentionMonths !== undefined) {
    throw wrong(
      `${at}.retentionDays`,
      'chỉ đặt một trong hai: retentionDays hoặc retentionMonths',
      'set either retentionDays or retentionMonths',
    );
  }
  return {
    mode: raw.mode ?? 'open',
    closeAfterDays: daysOf(raw.closeAfterDays),
    replies: raw.replies ?? true,
    longest: raw.longest ?? LONGEST_COMMENT,
    links: raw.links ?? 2,
    words: list('words', wordForm),
    wordsFolded: list('wordsFolded', foldedForm),
    minimumSeconds: raw.minimumSeconds ?? 3,
    editMinutes: raw.editMinutes ?? 15,
    likes: raw.likes ?? true,
    reports: raw.reports ?? true,
    email: raw.email ?? 'none',
    consent: { text: text === null ? null : text.normalize().trim(), url, version },
    writers: raw.writers ?? 'everyone',
    userTokens,
    retention: raw.retentionDays === undefined ? retentionOf(raw.retentionMonths) : { days: raw.retentionDays },
    rejectReasons: withOwnCodes(raw.rejectReasons ?? REJECT_REASONS, `${at}.rejectReasons`, wrong).map(
      ({ code, text: sentence }) => ({ code, text: cleanLine(sentence) }),
    ),
    units: withOwnCodes(raw.units ?? [], `${at}.units`, wrong).map(({ code, name }) => ({
      code,
      name: cleanLine(name),
    })),
    approveAnswers: raw.approveAnswers ?? false,
  };
}

/** After how many days a thread closes, from what is written: 0 is never. */
export function daysOf(days = 0): number | null {
  return days === 0 ? null : days;
}

/** How long comments are kept, from what is written: 0 months are for ever. */
export function retentionOf(months = 0): Retention | null {
  return months === 0 ? null : { months };
}

/** Whether anybody can write at all. */
export function canWrite({ writers, userTokens }: Pick<CommentSettings, 'writers' | 'userTokens'>): boolean {
  return writers === 'everyone' || userTokens !== null;
}

/** Each code stands once in a list. */
function withOwnCodes<Item extends { readonly code: string }>(
  items: readonly Item[],
  at: string,
  wrong: FaultMakers['wrong'],
): readonly Item[] {
  const codes = new Set<string>();
  items.forEach(({ code }, index) => {
    if (codes.has(code)) throw wrong(`${at}[${index}].code`, `"${code}" bị trùng`, `"${code}" is used twice`);
    codes.add(code);
  });
  return items;
}

function userTokenSettings(
  { secret, jwks }: NonNullable<RawComments['userTokens']>,
  at: string,
  mustBe: FaultMakers['mustBe'],
): UserTokenSettings {
  if ((secret === undefined) === (jwks === undefined)) throw mustBe(at, USER_TOKENS.expected);
  if (secret !== undefined) return { secret };
  if (typeof jwks === 'string') {
    if (isAddress(jwks)) return { jwks: new URL(jwks) };
  } else if (jwks && jwks.keys.length > 0 && jwks.keys.every(isPublicKey)) {
    return { jwks: jwks };
  }
  throw mustBe(`${at}.jwks`, JWKS.expected);
}

/** A private key has no business here: whoever reads the file could then vouch for anybody. */
function isPublicKey(key: Readonly<Record<string, unknown>>): boolean {
  try {
    return !('d' in key) && createPublicKey({ key, format: 'jwk' }).type === 'public';
  } catch {
    return false;
  }
}

/** Whether it is a full http or https address. */
export function isAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
