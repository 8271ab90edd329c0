import { fill } from '../http/page-parts.ts';
import { createHash, randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { FieldError, NewComment, Problem } from '../../src/api/contract.ts';
import { formField } from '../http/forms.ts';
import { SPAM_FIELDS } from '../spam/assess.ts';
import type { CommentRow } from '../storage/schema.ts';
import { LONGEST_NAME } from './check.ts';
import { LOCALES, type PageReader, PAGES, pageAddress, paragraphsOf } from './page-frame.ts';
import type { PageWords } from './page-words.ts';

/** What stands in the form, shown for the first time or sent. */
export interface Draft {
  /** Made with the form; the key of the comment is made of it. */
  readonly key: string;
  readonly formTime: string;
  /** Version of the words beside the box. */
  readonly consentVersion: string;
  /** The article, as far as the browser told where the reader came from; anything, when it was sent. */
  readonly back: string;
  readonly name: string;
  readonly email: string;
  readonly text: string;
  readonly agreed: boolean;
}

/** Where the form stands. */
export interface FormPlace {
  readonly thread: string;
  /** Id of the comment that is replied to. */
  readonly parentId: string | null;
  /** That comment, to be quoted; null also where the database does not answer. */
  readonly parent: Pick<CommentRow, 'name' | 'text' | 'agency'> | null;
}

/** Why nothing was kept, for the reader. */
export interface FormFault {
  readonly status: number;
  readonly sentences: readonly string[];
  readonly fields: FieldFaults;
  /** Why nothing can be sent here, however it is mended; null otherwise. */
  readonly unwritable: string | null;
  /** The comment that was replied to is gone. */
  readonly parentGone: boolean;
}

type FieldFaults = Readonly<Partial<Record<'name' | 'email' | 'text' | 'consent', string>>>;
const FIELDS = ['name', 'email', 'text', 'consent'] as const;
const LONGEST_QUOTE = 300;

/** An empty form. */
export function newDraft(formTime: string, consentVersion: string, back: string): Draft {
  return { key: randomUUID(), formTime, consentVersion, back, name: '', email: '', text: '', agreed: false };
}

/** The form as it was sent. What its hidden fields lost on the way is made anew. */
export function sentDraft(request: FastifyRequest, fresh: Draft): Draft {
  const key = formField(request, 'key');
  return {
    key: /^[A-Za-z0-9_-]{8,64}$/.test(key) ? key : fresh.key,
    formTime: formField(request, SPAM_FIELDS.formTime) || fresh.formTime,
    consentVersion: formField(request, 'consent-version') || fresh.consentVersion,
    back: formField(request, 'back'),
    name: formField(request, 'name'),
    email: formField(request, 'email'),
    text: formField(request, 'text'),
    agreed: formField(request, 'consent') !== '',
  };
}

/**
 * The idempotency key of a comment from the form (ADR 0020): the form's own key together with the words. Sent twice or loaded again it
 * is one comment; the same form with other words, as after the Back button, is another comment and no error.
 */
export function keyOf({ key }: Draft, { thread, parent, name, text }: NewComment): string {
  const content = JSON.stringify([key, thread, parent ?? null, name, text]);
  return createHash('sha256').update(`comment-form\n${content}`).digest('base64url');
}

/** What the form shows, for its template. */
export function formView(
  draft: Draft,
  { thread, parentId }: FormPlace,
  reader: PageReader,
  faults: FieldFaults = {},
): object {
  const { site, lang, words } = reader;
  const { consent, email, longest } = site.comments;
  const isSameConsent = draft.consentVersion === consent.version;
  return {
    action: pageAddress(PAGES.thread, reader, { thread, ...(parentId !== null && { reply: parentId }) }),
    key: draft.key,
    formTime: draft.formTime,
    formTimeField: SPAM_FIELDS.formTime,
    trapField: SPAM_FIELDS.trap,
    back: draft.back,
    name: draft.name,
    email: email === 'none' ? null : { required: email === 'required', value: draft.email },
    // HTML leaves out the first line break of the field.
    text: `\n${draft.text}`,
    textHint: fill(words.textHint, { n: longest.toLocaleString(LOCALES[lang]) }),
    agreed: draft.agreed && isSameConsent,
    consentVersion: consent.version,
    consent: consent.text ?? words.consent,
    children: consent.text === null ? null : words.children,
    consentUrl: consent.url,
    cancel: parentId !== null && pageAddress(PAGES.thread, reader, { comment: parentId }),
    faults: { name: null, email: null, text: null, consent: null, ...faults },
  };
}

/** The comment that is replied to, for the page of the form. */
export function quoteOf({ parent }: FormPlace): object | null {
  if (parent === null) return null;
  const letters = [...parent.text];
  const text = letters.length > LONGEST_QUOTE ? `${letters.slice(0, LONGEST_QUOTE).join('').trimEnd()}…` : parent.text;
  return { name: parent.agency ?? parent.name, paragraphs: paragraphsOf(text) };
}

/**
 * Says what was wrong with a comment in the reader's language.
 *
 * @param replies whether replies are taken at all
 */
export function formFault(
  problem: Problem,
  retryAfter: number | null,
  { site, lang, words }: PageReader,
  replies: boolean,
): FormFault {
  const fault = { status: problem.status, sentences: [words.kept], fields: {}, unwritable: null, parentGone: false };
  switch (problem.type) {
    case 'urn:tinh:problem:invalid-comment': {
      const { errors = [] } = problem;
      const longest = site.comments.longest.toLocaleString(LOCALES[lang]);
      const fields = Object.fromEntries(errors.map((error) => [error.field, fieldWords(error, words, longest)]));
      const parentGone = errors.some(({ field }) => field === 'parent');
      const isKnown = parentGone || FIELDS.some((field) => fields[field] !== undefined);
      const first = parentGone ? [replies ? words.parentGone : words.repliesOff] : isKnown ? [] : [words.notTaken];
      return { ...fault, fields, sentences: [...first, words.kept], parentGone };
    }
    case 'urn:tinh:problem:thread-closed':
      return { ...fault, sentences: [], unwritable: words.closed };
    case 'urn:tinh:problem:sign-in-needed':
    case 'urn:tinh:problem:user-token-over':
      return { ...fault, sentences: [], unwritable: words.signInNeeded };
    case 'urn:tinh:problem:too-fast':
      return { ...fault, sentences: [fill(words.tooFast, { n: String(retryAfter ?? 1) }), words.kept] };
    default:
      return { ...fault, sentences: [problem.status >= 500 ? words.busy : words.notTaken, words.kept] };
  }
}

/** The fields that are at fault, in their order on the page. */
export function faultLinks(fields: FieldFaults): { field: string; text: string }[] {
  return FIELDS.flatMap((field) => (fields[field] === undefined ? [] : [{ field, text: fields[field] }]));
}

function fieldWords({ field, code }: FieldError, words: PageWords, longest: string): string | undefined {
  switch (field) {
    case 'name':
      return code === 'too-long' ? fill(words.nameLong, { n: String(LONGEST_NAME) }) : words.nameMissing;
    case 'text':
      return code === 'too-long' ? fill(words.textLong, { n: longest }) : words.textMissing;
    case 'email':
      return code === 'required' ? words.emailMissing : words.emailWrong;
    case 'consent':
      return words.consentMissing;
    default:
      return undefined;
  }
}
