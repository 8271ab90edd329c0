import type { FieldError } from '../api/contract.ts';
import type { StringKey } from '../i18n/vi.ts';

/** Fields of the form in the order of the page. */
export type Field = 'name' | 'text' | 'consent';

/** Longest name and text in characters (code points, NFC), as the server counts them. */
export const LIMITS: Readonly<Record<Field, number>> = { name: 80, text: 4000, consent: 0 };

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
      .filter(({ field }) => field in LIMITS)
      .map(({ field, code }) => [field, code === 'too-long' ? 'comments.tooLong' : `comments.${field}Missing`]),
  );
}

/** What is said where the server refuses something and no field is at fault; undefined for its own trouble. */
export function refusalWords({ type, errors }: Refusal): StringKey | undefined {
  const isOrphan = errors?.some(({ field }) => field === 'parent');
  return REFUSALS[isOrphan ? 'unknown-comment' : nameOf(type)];
}

const REFUSALS: Readonly<Record<string, StringKey>> = {
  'thread-closed': 'comments.closed',
  'edit-window-over': 'comments.tooLate',
  'unknown-comment': 'comments.unknown',
};

function nameOf(type = ''): string {
  return type.split(':').pop()!;
}
