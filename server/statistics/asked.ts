import type { Site } from '../config.ts';
import { ProblemError } from '../http/problem.ts';
import { type Period, type PeriodFault, readPeriod } from './period.ts';

/** Of which site and period somebody asks for statistics. */
export interface Asked {
  readonly site: Site;
  readonly period: Period;
  /** Of the period that was asked for. */
  readonly fault: PeriodFault | null;
  /** The days that were asked for, when they were none; null otherwise. */
  readonly typed: { readonly from: string; readonly to: string } | null;
  /** Milliseconds. */
  readonly now: number;
}

/**
 * Reads `site`, and `period` or `from` and `to`.
 *
 * @param sites those of the official: the first one is usual
 * @throws ProblemError `unknown-site` for one that is not theirs
 */
export function askedPeriod(query: Readonly<Record<string, unknown>>, sites: readonly Site[], now: number): Asked {
  const site = query.site === undefined ? sites[0] : sites.find(({ slug }) => slug === query.site);
  if (!site) throw new ProblemError('unknown-site');
  const { period, fault } = readPeriod(query, site.timeZone, now);
  const { from, to } = query;
  const isTyped = fault !== null && query.period === undefined && typeof from === 'string' && typeof to === 'string';
  return { site, period, fault, typed: isTyped ? { from, to } : null, now };
}
