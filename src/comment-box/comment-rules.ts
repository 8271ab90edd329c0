import type { CommentRules, FieldError } from '../api/contract.ts';
import type { StringKey } from '../i18n/vi.ts';

/** Fields of the form in the order of the page. */
export type Field = 'name' | 'email' | 'text' | 'consent';

const FIELDS: readonly string[] = ['name', 'email', 'text', 'consent'] satisfies Field[];

/** What holds as long as the server has not said what the site asks of its readers. */
export const USUAL_RULES: CommentRules = {
  longest: 4000,
  editMinutes: 15,
  likes: true,
  replies: true,
  reports: true,
  email: 'none',
  // The site may ask for something else: what is kept must name the words that the reader saw.
  consent: { text: null, url: null, version: 'tinh' },
  writers: 'everyone',
  moderated: false,
};

/** Most characters (code points, NFC) of a field, as the server counts them. */
export function limitOf(field: string, { longest }: CommentRules): number {
  return field === 'name' ? 80 : field === 'email' ? 254 : longest;
}

/** Faults of a form: one string key per field that has one. */
export type Faults = Partial<Record<Field, StringKey>>;

/** Why a comment was refused: an `ApiError`, or what the queue has kept of one. */
export interface Refusal {
  readonly type?: string | undefined;
  readonly errors?: readonly FieldError[] | undefined;
}

/** What is missing; empty when the comment can be sent. How long is too long, the server decides. */
export function findMissing(given: Partial<Record<Field, unknown>>): Faults {
  const missing = Object.keys(given).filter((field) => !given[field as Field]);
  return findFaults({ errors: missing.map((field) => ({ field, code: 'required' })) });
}

/** Faults in the words of the form, whoever found them; empty where no field is at fault. */
export function findFaults({ type, errors = [] }: Refusal = {}): Faults {
  if (nameOf(type) === 'too-large') return { text: 'comments.tooLong' };
  return Object.fromEntries(
    errors
      .filter(({ field }) => FIELDS.includes(field))
      .map(({ field, code }) => [
        field,
        code === 'too-long' ? 'comments.tooLong' : `comments.${field as Field}Missing`,
      ]),
  );
}

/** What is said where the server refuses something and no field is at fault; undefined for its own trouble. */
export function refusalWords({ type, errors }: Refusal): StringKey | undefined {
  const isOrphan = errors?.some(({ field }) => field === 'parent');
  return REFUSALS[isOrphan ? 'unknown-comment' : nameOf(type)];
}

const REFUSALS: Readonly<Record<string, StringKey>> = {
  'thread-closed': 'comments.closed',
  'too-fast': 'comments.tooOften',
  'edit-window-over': 'comments.tooLate',
  'unknown-comment': 'comments.unknown',
  'sign-in-needed': 'comments.signIn',
  'user-token-over': 'comments.signInAgain',
};

function nameOf(type = ''): string {
  return type.split(':').pop()!;
}
