import type { Site } from '../config.ts';
import type { PageLanguage } from '../http/page-parts.ts';
import { fill, statisticsWords } from './words.ts';

/** The sentence of a site's list for the code of a reason; other words for none, and for one that has gone from the list since. */
export function reasonName(code: string | null, { comments }: Pick<Site, 'comments'>, lang: PageLanguage): string {
  const words = statisticsWords[lang];
  if (code === null) return words.otherReason;
  return comments.rejectReasons.find((reason) => reason.code === code)?.text ?? fill(words.unknownReason, { code });
}
