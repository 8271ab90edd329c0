import type { FieldError, NewComment } from '../../src/api/contract.ts';
import { cleanLine, cleanText, codePoints } from '../../src/text/clean.ts';
import { LONGEST_KEY } from '../http/validation.ts';

const LONGEST = { thread: LONGEST_KEY, url: 4000, name: 80, text: 4000 } as const;
type Field = keyof typeof LONGEST;
const LONGEST_TITLE = 500;

/** Ids of comments as `store.ts` makes them. */
export const COMMENT_ID = /^[0-9a-f]{20}$/;

/**
 * Cleans a new comment and finds every fault of it, so that a reader mends all of them at once.
 *
 * @param body any JSON object
 */
export function checkComment(body: Readonly<Record<string, unknown>>): { comment: NewComment; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const text = (field: Field, clean: (raw: string) => string): string => checkField(body, field, clean, errors);

  const comment = {
    thread: text('thread', cleanLine),
    url: text('url', cleanLine),
    title: title(),
    parent: parent(),
    name: text('name', cleanLine),
    text: text('text', cleanText),
    consent: body.consent === true,
  };

  /** A page without a title is not the reader's fault, and a long one is cut: it only helps the moderator. */
  function title(): string {
    const raw = body.title;
    if (typeof raw === 'string') return [...cleanLine(raw)].slice(0, LONGEST_TITLE).join('').trim();
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
export function checkText(body: Readonly<Record<string, unknown>>): { text: string; errors: FieldError[] } {
  const errors: FieldError[] = [];
  return { text: checkField(body, 'text', cleanText, errors), errors };
}

function checkField(
  body: Readonly<Record<string, unknown>>,
  field: Field,
  clean: (raw: string) => string,
  errors: FieldError[],
): string {
  const raw = body[field];
  const value = typeof raw === 'string' ? clean(raw) : '';
  if (raw !== undefined && raw !== null && typeof raw !== 'string') errors.push({ field, code: 'invalid' });
  else if (value === '') errors.push({ field, code: 'required' });
  else if (codePoints(value) > LONGEST[field]) errors.push({ field, code: 'too-long' });
  else if (field === 'url' && !isPageAddress(value)) errors.push({ field, code: 'invalid' });
  return value;
}

function isPageAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
