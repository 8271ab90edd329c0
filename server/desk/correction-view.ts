import { isPageAddress } from '../http/fields.ts';
import { fill } from '../http/page-parts.ts';
import { type ChangedCorrections, correctionStampOf } from '../moderation/corrections.ts';
import { describeHeld } from '../moderation/reasons.ts';
import { duration } from '../statistics/format.ts';
import type { CorrectionRow } from '../storage/schema.ts';
import { correctionWords } from './correction-words.ts';
import type { Seat } from './seat.ts';
import { excerptOf, LATE, shortTime, whoOf } from './view.ts';
import type { DeskWords } from './words.ts';

const SHORT = 60;

/** Who did what to corrections meanwhile. */
export function changedCorrectionSentences(
  { changed }: ChangedCorrections,
  { lang, sites }: Seat,
  words: DeskWords,
): string[] {
  const c = correctionWords[lang];
  return changed.map(({ row, last }) => {
    const passage = excerptOf(row.passage, SHORT);
    if (!last) return fill(c.changedBySomebody, { passage });
    const { timeZone } = sites.find(({ slug }) => slug === row.site)!;
    const time = shortTime(last.at, timeZone);
    return fill(c.changedBy, { passage, who: whoOf(last, words), what: words.actions[last.action], time });
  });
}

/** A correction for the template of its page. */
export function asCorrectionView(
  row: CorrectionRow,
  { lang, sites }: Seat,
  words: DeskWords,
  now: number,
): Record<string, unknown> {
  const c = correctionWords[lang];
  const { timeZone } = sites.find(({ slug }) => slug === row.site)!;
  const isOpen = row.state === 'open';
  const waited = now - row.created_at;
  return {
    id: row.id,
    stamp: correctionStampOf(row),
    article: row.title || row.thread,
    excerpt: excerptOf(row.passage, SHORT),
    stateName: c.states[row.state],
    late: isOpen && waited >= LATE,
    iso: new Date(row.created_at).toISOString(),
    time: shortTime(row.created_at, timeZone),
    waited: isOpen && waited >= 60_000 ? fill(words.waited, { time: duration(waited, lang) }) : null,
    decided: row.decided_at === null ? null : fill(c.decided, { time: shortTime(row.decided_at, timeZone) }),
    before: row.before_passage,
    passage: row.passage,
    after: row.after_passage,
    proposal: row.proposal,
    note: row.note,
    held: describeHeld(row.held, lang),
    address: isPageAddress(row.url) ? addressOfPassage(row.url, row.passage) : null,
  };
}

/** The page, scrolled to the passage by browsers that can (URL Fragment Text Directives, WICG); others just open it. */
export function addressOfPassage(url: string, passage: string): string {
  const { href, hash } = new URL(url);
  // A long passage, or one of several paragraphs, is found by its ends.
  const words = passage.split(/\s+/u).filter((word) => word !== '');
  const ends = words.length > 12 || passage.includes('\n') ? [words.slice(0, 4), words.slice(-4)] : [words];
  // A dash and a comma mean something in the directive.
  const text = ends.map((part) => encodeURIComponent(part.join(' ')).replaceAll('-', '%2D')).join(',');
  return `${hash === '' ? `${href.replace(/#$/, '')}#` : href}:~:text=${text}`;
}
