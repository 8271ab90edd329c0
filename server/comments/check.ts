import type { FieldError, NewComment } from '../../src/api/contract.ts';
import { IsIdnEmail } from 'typebox/format';
import { cleanLine, cleanText } from '../../src/text/clean.ts';
import type { CommentSettings } from '../config-comments.ts';
import { checkField, cutTo, isPageAddress } from '../http/fields.ts';
import { LONGEST_KEY } from '../http/validation.ts';

/** Longest name, in code points. */
export const LONGEST_NAME = 80;

/** Longest address of a page, in code points. */
export const LONGEST_URL = 4000;

const LONGEST = { thread: LONGEST_KEY, url: LONGEST_URL, name: LONGEST_NAME, consentVersion: 40, email: 254 } as const;
type Field = keyof typeof LONGEST | 'text';
/** Longest title that is kept, in code points. */
export const LONGEST_TITLE = 500;

/** What of a site's settings the fields are checked against. */
type FieldRules = Pick<CommentSettings, 'longest' | 'email'>;

/** Ids of comments as `store.ts` makes them. */
export const COMMENT_ID = /^[0-9a-f]{20}$/;

/**
 * Cleans a new comment and finds every fault of it, so that a reader mends all of them at once.
 *
 * @param body any JSON object
 * @param named whether the site vouches for the author: then the name is the site's, whatever stands here
 */
export function checkComment(
  body: Readonly<Record<string, unknown>>,
  rules: FieldRules,
  { named = false } = {},
): { comment: NewComment; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const field = (name: Field, clean: (raw: string) => string, needed = true): string => {
    const { value, fault } = checkField(body[name], clean, name === 'text' ? rules.longest : LONGEST[name]);
    if (fault !== null && (needed || fault !== 'required')) errors.push({ field: name, code: fault });
    return value;
  };
  const address = (value: string, name: Field, isRight: (value: string) => boolean): string => {
    if (value !== '' && !isRight(value) && errors.at(-1)?.field !== name) errors.push({ field: name, code: 'invalid' });
    return value;
  };

  const comment = {
    thread: field('thread', cleanLine),
    url: address(field('url', cleanLine), 'url', isPageAddress),
    title: title(),
    parent: parent(),
    name: named ? sentName() : field('name', cleanLine),
    text: field('text', cleanText),
    consent: body.consent === true,
    consentVersion: field('consentVersion', cleanLine, false) || null,
    email:
      rules.email === 'none'
        ? null
        : address(field('email', cleanLine, rules.email === 'required'), 'email', IsIdnEmail) || null,
  };

  /** Only to know a repetition by it. */
  function sentName(): string {
    return typeof body.name === 'string' ? cleanLine(body.name) : '';
  }

  /** A page without a title is not the reader's fault, and a long one is cut: it only helps the moderator. */
  function title(): string {
    const raw = body.title;
    if (typeof raw === 'string') return cutTo(cleanLine(raw), LONGEST_TITLE);
    errors.push({ field: 'title', code: raw === undefined || raw === null ? 'required' : 'invalid' });
    return '';
  }

  function parent(): string | null {
    const raw = body.parent ?? null;
    if (raw === null || (typeof raw === 'string' && COMMENT_ID.test(raw))) return raw;
    errors.push({ field: 'parent', code: 'invalid' });
    return null;
  }

  if (body.consent !== true) {
    const missing = body.consent === false || body.consent === undefined || body.consent === null;
    errors.push({ field: 'consent', code: missing ? 'required' : 'invalid' });
  }
  return { comment, errors };
}

/** Cleans the new text of a comment and finds its faults. */
export function checkText(
  body: Readonly<Record<string, unknown>>,
  { longest }: FieldRules,
): { text: string; errors: FieldError[] } {
  const { value, fault } = checkField(body.text, cleanText, longest);
  return { text: value, errors: fault === null ? [] : [{ field: 'text', code: fault }] };
}
