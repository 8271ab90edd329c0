import type { FieldError } from '../../src/api/contract.ts';
import { codePoints } from '../../src/text/clean.ts';

/**
 * A field of a body that a route checks itself, cleaned, and what is wrong with it.
 *
 * @param longest in code points
 */
export function checkField(
  raw: unknown,
  clean: (raw: string) => string,
  longest: number,
): { value: string; fault: FieldError['code'] | null } {
  if (raw === undefined || raw === null) return { value: '', fault: 'required' };
  if (typeof raw !== 'string') return { value: '', fault: 'invalid' };
  const value = clean(raw);
  if (value === '') return { value, fault: 'required' };
  return { value, fault: codePoints(value) > longest ? 'too-long' : null };
}

/** The beginning of a text that only helps whoever reads it, so that its length is nobody's fault. */
export function cutTo(text: string, longest: number): string {
  return [...text].slice(0, longest).join('').trim();
}

/** Whether this is an absolute address of the web. */
export function isPageAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
