import type { FastifyRequest } from 'fastify';
import type { Site } from '../config.ts';
import { fill, type PageLanguage } from '../http/page-parts.ts';
import { formField } from '../http/forms.ts';
import type { ChangeFault, ChangeFaults } from '../moderation/change-policy.ts';
import type { PolicyField } from '../policies/policy.ts';
import type { StoredPolicy } from '../policies/store.ts';
import type { PolicyWords } from './policy-words.ts';

/** How a setting is asked for. */
type Asking = 'choice' | 'switch' | 'number' | 'line' | 'text';

const ASKING: Record<PolicyField, Asking> = {
  mode: 'choice',
  closeAfterDays: 'number',
  moderation: 'choice',
  writers: 'choice',
  email: 'choice',
  longest: 'number',
  links: 'number',
  likes: 'switch',
  replies: 'switch',
  reports: 'switch',
  editMinutes: 'number',
  consentText: 'text',
  consentUrl: 'line',
  consentVersion: 'line',
  retentionMonths: 'number',
};

/** The settings of a site in the order of their page. */
export const SITE_GROUPS: readonly (readonly [keyof PolicyWords['groups'], readonly PolicyField[]])[] = [
  ['open', ['mode', 'closeAfterDays', 'moderation', 'writers']],
  ['words', ['longest', 'links', 'email']],
  ['talk', ['replies', 'likes', 'reports', 'editMinutes']],
  ['consent', ['consentText', 'consentUrl', 'consentVersion']],
  ['keep', ['retentionMonths']],
];

/** Those of a single thread. */
export const THREAD_GROUPS: typeof SITE_GROUPS = [['open', ['mode', 'closeAfterDays', 'moderation', 'replies']]];

/** What stands in the fields of a form, by setting; empty for what is not changed. */
export type TypedPolicy = Readonly<Partial<Record<PolicyField, string>>>;

/** How the fields of a stored policy are filled in. */
export function typedOf(policy: StoredPolicy): TypedPolicy {
  return Object.fromEntries(Object.entries(policy).map(([field, value]) => [field, String(value)]));
}

/** What a form was sent with. */
export function sentPolicy(request: FastifyRequest, groups: typeof SITE_GROUPS): TypedPolicy {
  const fields = groups.flatMap(([, each]) => each);
  return Object.fromEntries(
    fields.map((field) => [field, formField(request, field).replaceAll('\r\n', '\n').trim()] as const),
  );
}

/** Settings as they are stored, not yet checked: what cannot be read stays as it was typed, and is refused by the check. */
export function readTyped(typed: TypedPolicy): Record<string, unknown> {
  const values = Object.entries(typed).filter(([, value]) => value !== '');
  return Object.fromEntries(values.map(([field, value]) => [field, valueOf(ASKING[field as PolicyField], value)]));
}

function valueOf(asking: Asking, typed: string): unknown {
  if (asking === 'switch' && /^(true|false)$/.test(typed)) return typed === 'true';
  // As it is written in Viet Nam: 4.000
  const digits = typed.replaceAll(/(?<=\d)[.,\s](?=\d{3}(?!\d))/g, '');
  if (asking === 'number' && /^\d{1,9}$/.test(digits)) return Number(digits);
  return typed;
}

/** In whose words settings are shown. */
export interface PolicyReader {
  readonly words: PolicyWords;
  readonly lang: PageLanguage;
}

/** A setting of a site in words. */
export function settingWords(
  field: PolicyField,
  { moderation, comments }: Site,
  { words, lang }: PolicyReader,
): string {
  const number = (n: number): string => n.toLocaleString(lang);
  const { retention, consent } = comments;
  switch (field) {
    case 'moderation':
      return words.values.moderation[moderation];
    case 'mode':
      return words.values.mode[comments.mode];
    case 'writers':
      return words.values.writers[comments.writers];
    case 'email':
      return words.values.email[comments.email];
    case 'likes':
    case 'replies':
    case 'reports':
      return words.values.yesNo[`${comments[field]}`];
    case 'closeAfterDays':
      return comments.closeAfterDays === null
        ? words.never.closeAfterDays
        : fill(words.units.closeAfterDays, { n: number(comments.closeAfterDays) });
    case 'longest':
    case 'links':
    case 'editMinutes':
      return fill(words.units[field], { n: number(comments[field]) });
    case 'retentionMonths':
      if (retention === null) return words.never.retentionMonths;
      return 'days' in retention
        ? fill(words.units.days, { n: number(retention.days) })
        : fill(words.units.months, { n: number(retention.months) });
    case 'consentText':
      return consent.text ?? words.nothing.consentText;
    case 'consentUrl':
      return consent.url ?? words.nothing.consentUrl;
    case 'consentVersion':
      return consent.version;
  }
}

/** What is wrong with a setting, in a sentence. */
export function faultWords(fault: ChangeFault, { words, lang }: PolicyReader): string {
  if ('expected' in fault) return fill(words.mustBe, { what: fault.expected[lang] });
  return fault.code === 'erases'
    ? fill(words.faults.erases, { n: fault.n.toLocaleString(lang) })
    : words.faults[fault.code];
}

/**
 * The fields of a form, for mustache.
 *
 * @param above what holds where a field is left alone: the site as configured, or for a thread as it is
 * @param current what holds now, told at fields that say something else; null where that is not needed
 */
export function fieldViews(
  groups: typeof SITE_GROUPS,
  {
    typed,
    faults,
    above,
    current,
  }: {
    readonly typed: TypedPolicy;
    readonly faults: ChangeFaults;
    readonly above: Site;
    readonly current: StoredPolicy | null;
  },
  reader: PolicyReader & { readonly asAbove: string },
): object[] {
  const { words, asAbove } = reader;
  const view = (field: PolicyField): object => {
    const asking = ASKING[field];
    const value = typed[field] ?? '';
    const otherwise = fill(asAbove, { value: settingWords(field, above, reader) });
    const fault = faults[field];
    const isSelect = asking === 'choice' || asking === 'switch';
    const now = current && (current[field] === undefined ? otherwise : plainWords(field, current[field], words));
    const hints = [words.hints[field], isSelect ? '' : sentence(otherwise)].filter((hint) => hint !== '');
    return {
      id: field,
      label: words.fields[field],
      hints: hints.map((text, index) => ({ text, index })),
      described: hints.length > 0 || fault !== undefined,
      now: current && String(current[field] ?? '') !== value ? fill(words.nowIs, { value: now! }) : null,
      fault: fault ? faultWords(fault, reader) : null,
      describedBy: [...hints.map((_, index) => `${field}-hint-${index}`), ...(fault ? [`${field}-fault`] : [])].join(
        ' ',
      ),
      select: isSelect && {
        options: [
          { value: '', name: otherwise, chosen: value === '' },
          ...Object.entries(optionsOf(field, words)).map(([code, name]) => ({
            value: code,
            name,
            chosen: code === value,
          })),
        ],
      },
      textarea: asking === 'text' && { value: `\n${value}` },
      input: (asking === 'number' || asking === 'line') && { value, numeric: asking === 'number' },
      erase: fault && 'code' in fault && fault.code === 'erases' && { label: words.erase },
    };
  };
  return groups.map(([group, fields]) => ({
    id: group,
    name: words.groups[group],
    fields: fields.map(view),
  }));
}

function sentence(words: string): string {
  return /[.!?…]$/.test(words) ? words : `${words}.`;
}

function optionsOf(field: PolicyField, { values }: PolicyWords): Readonly<Record<string, string>> {
  return ASKING[field] === 'switch' ? values.yesNo : values[field as 'mode' | 'moderation' | 'writers' | 'email'];
}

function plainWords(field: PolicyField, value: unknown, words: PolicyWords): string {
  const isSelect = ASKING[field] === 'choice' || ASKING[field] === 'switch';
  return (isSelect ? optionsOf(field, words)[String(value)] : undefined) ?? String(value);
}
