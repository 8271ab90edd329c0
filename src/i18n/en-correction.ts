import type { viCorrection } from './vi-correction.ts';

/** English words of the form for mistakes in an article. */
export const enCorrection: Readonly<Record<keyof typeof viCorrection, string>> = {
  'article.correct.close': 'Close',
  'article.correct.failed': 'It could not be sent; what you wrote is still here. {why}',
  'article.correct.hint':
    'Select the passage and press “Report a mistake”, or copy it into the first field. Only officials of the site see this; the server does not keep who sent it.',
  'article.correct.long': 'Longer than {n} characters. Please shorten it.',
  'article.correct.missing': 'Please say which passage is wrong.',
  'article.correct.note': 'Note (optional)',
  'article.correct.nothing': 'Please correct the passage, or write what is wrong with it.',
  'article.correct.passage': 'Passage',
  'article.correct.proposal': 'Should be',
  'article.correct.send': 'Send',
  'article.correct.sending': 'Sending…',
};
