import type { FieldError, NewCorrection } from '../../src/api/contract.ts';
import { cleanLine, cleanText } from '../../src/text/clean.ts';
import { LONGEST_TITLE, LONGEST_URL } from '../comments/check.ts';
import { checkField, cutTo, isPageAddress } from '../http/fields.ts';
import { LONGEST_KEY } from '../http/validation.ts';
import { LONGEST } from './schemas.ts';

/** A correction in the form in which it is kept. */
export type CheckedCorrection = Required<NewCorrection>;

/**
 * Cleans a correction and finds every fault of it, so that a reader mends all of them at once.
 *
 * @param body any JSON object
 */
export function checkCorrection(body: Readonly<Record<string, unknown>>): {
  correction: CheckedCorrection;
  errors: FieldError[];
} {
  const errors: FieldError[] = [];
  const field = (
    name: keyof CheckedCorrection,
    clean: (raw: string) => string,
    longest: number,
    needed = true,
  ): string => {
    const { value, fault } = checkField(body[name], clean, longest);
    if (fault !== null && (needed || fault !== 'required')) errors.push({ field: name, code: fault });
    return value;
  };
  const around = (name: 'before' | 'after'): string => {
    const raw = body[name];
    return typeof raw === 'string' ? cutAround(cleanLine(raw.replaceAll(/\s+/gu, ' ')), name) : '';
  };
  const correction = {
    thread: field('thread', cleanLine, LONGEST_KEY),
    url: field('url', cleanLine, LONGEST_URL),
    title: typeof body['title'] === 'string' ? cutTo(cleanLine(body['title']), LONGEST_TITLE) : '',
    passage: field('passage', cleanText, LONGEST.passage),
    before: around('before'),
    after: around('after'),
    proposal: field('proposal', cleanText, LONGEST.proposal, false),
    note: field('note', cleanText, LONGEST.note, false),
  };
  const isRight = (name: keyof CheckedCorrection): boolean => !errors.some((error) => error.field === name);
  if (isRight('url') && !isPageAddress(correction.url)) errors.push({ field: 'url', code: 'invalid' });
  const { passage, proposal, note } = correction;
  if (isRight('proposal') && isRight('note') && note === '') {
    if (proposal === '') errors.push({ field: 'proposal', code: 'required' });
    else if (proposal === passage) errors.push({ field: 'proposal', code: 'invalid' });
  }
  return { correction, errors };
}

/** Of what stands before the passage its end matters, of what stands after it its beginning. */
function cutAround(text: string, side: 'before' | 'after'): string {
  return side === 'after' ? cutTo(text, LONGEST.around) : [...text].slice(-LONGEST.around).join('').trim();
}
