import type { TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { canWrite, daysOf, isAddress, retentionOf } from '../config-comments.ts';
import {
  ADDRESS,
  type Expected,
  type SitePolicy,
  sitePolicySchema,
  type ThreadPolicy,
  threadPolicySchema,
} from '../config-schema.ts';
import type { Blocks, Site } from '../config.ts';

/** A setting that the desk can change. */
export type PolicyField = keyof SitePolicy;

/** The settings that the desk can change for a site, in the order of its page. */
export const SITE_FIELDS = Object.keys(sitePolicySchema.properties) as PolicyField[];

/** Those that it can change for a single thread. */
export const THREAD_FIELDS = Object.keys(threadPolicySchema.properties) as (keyof ThreadPolicy)[];

/** What a value must be, from the same schema as that of the configuration. */
interface Rule {
  readonly expected: Expected;
  readonly validator: Validator;
}

const RULES = new Map<string, Rule>(
  Object.entries(sitePolicySchema.properties).map(([field, schema]) => [
    field,
    { expected: (schema as unknown as { expected: Expected }).expected, validator: Compile(schema as TSchema) },
  ]),
);

/** Why a setting cannot be: what the value must be, or a sentence of its own. */
export type PolicyFault =
  { readonly expected: Expected } | { readonly code: 'needs-user-tokens' | 'same-consent-version' };

/** Faults of settings, by field. */
export type PolicyFaults = Partial<Record<PolicyField, PolicyFault>>;

/**
 * What is wrong with settings of a site or thread, by the rules of the configuration. Empty when they can be.
 *
 * @param configured the site as the configuration has it
 */
export function policyFaults(configured: Site, policy: Readonly<Record<string, unknown>>): PolicyFaults {
  const faults: PolicyFaults = {};
  for (const [field, value] of Object.entries(policy)) {
    const rule = RULES.get(field);
    if (!rule) throw new Error(`there is no setting ${field}`);
    const { expected, validator } = rule;
    if (!validator.Check(value)) faults[field as PolicyField] = { expected };
  }
  const { writers, consentUrl } = policy as SitePolicy;
  const { userTokens } = configured.comments;
  if (writers !== undefined && !faults.writers && !canWrite({ writers, userTokens })) {
    faults.writers = { code: 'needs-user-tokens' };
  }
  if (consentUrl !== undefined && !faults.consentUrl && !isAddress(consentUrl)) faults.consentUrl = ADDRESS;
  return faults;
}

/**
 * Reads stored settings. What cannot hold any more, as of a newer release or since the configuration changed, is left out: then the
 * configuration holds.
 */
export function readPolicy(configured: Site, json: string, fields: readonly PolicyField[]): SitePolicy {
  const stored = JSON.parse(json) as Record<string, unknown>;
  const known = Object.fromEntries(fields.filter((field) => field in stored).map((field) => [field, stored[field]]));
  const faults = policyFaults(configured, known);
  return Object.fromEntries(Object.entries(known).filter(([field]) => !(field in faults)));
}

/** A site as it is: the configuration, and what the desk has changed of it. */
export function siteWith(
  configured: Site,
  policy: SitePolicy,
  { threads, blocks }: { readonly threads: ReadonlyMap<string, ThreadPolicy>; readonly blocks: Blocks },
): Site {
  const { moderation = configured.moderation, consentText, consentUrl, consentVersion, ...settings } = policy;
  const { closeAfterDays, retentionMonths, ...others } = settings;
  const { comments } = configured;
  return {
    ...configured,
    moderation,
    comments: {
      ...comments,
      ...others,
      ...(closeAfterDays !== undefined && { closeAfterDays: daysOf(closeAfterDays) }),
      ...(retentionMonths !== undefined && { retention: retentionOf(retentionMonths) }),
      consent: {
        text: consentText === undefined ? comments.consent.text : consentText.normalize().trim(),
        url: consentUrl ?? comments.consent.url,
        version: consentVersion ?? comments.consent.version,
      },
    },
    threads,
    blocks,
  };
}

/** A site as it is for one thread. */
export function siteOfThread(site: Site, thread: string): Site {
  const policy = site.threads.get(thread);
  return policy === undefined ? site : siteWith(site, policy, site);
}
