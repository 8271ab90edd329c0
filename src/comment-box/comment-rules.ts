import type { FieldError } from '../api/contract.ts';
import type { StringKey } from '../i18n/vi.ts';

/** Fields of the form in the order of the page. */
export type Field = 'name' | 'text' | 'consent';

/** Longest name and text in characters (code points, NFC), as the server counts them. */
export const LIMITS: Readonly<Record<Field, number>> = { name: 80, text: 4000, consent: 0 };

/** Faults of a form: one string key per field that has one. */
export type Faults = Partial<Record<Field, StringKey>>;

/** What is missing; empty when the comment can be sent. How long is too long, the server decides. */
export function findMissing(name: string, text: string, consent: boolean): Faults {
  const given: Record<Field, unknown> = { name: name.trim(), text: text.trim(), consent };
  const missing = Object.keys(given).filter((field) => !given[field as Field]);
  return toFaults(missing.map((field) => ({ field, code: 'required' })));
}

/** Faults in the words of the form, whoever found them. */
export function toFaults(errors: readonly FieldError[]): Faults {
  return Object.fromEntries(
    errors
      .filter(({ field }) => field in LIMITS)
      .map(({ field, code }) => [field, code === 'too-long' ? 'comments.tooLong' : `comments.${field}Missing`]),
  );
}
