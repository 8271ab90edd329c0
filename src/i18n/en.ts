import type { Dictionary } from './vi.ts';

/** English words, in the order and with the placeholders of `vi.ts`. */
export const en: Dictionary = {
  'article.comments': '{n} comment|{n} comments',

  'comments.heading': 'Readers’ comments',
  'error.network': 'The server cannot be reached.',
  'error.noSite': 'This page does not name its site (data-site).',
  'error.origin-refused': 'The server does not allow {origin} to use this service. Please tell the webmaster.',
  'error.other': 'The server has a problem.',
  'error.retry': 'Try again',
  'error.unknown-site': 'The server does not know the site “{site}”. Please tell the webmaster.',

  'links.external': '(another website)',
  'links.failed': 'The list of links could not be loaded.',
  'links.filter': 'Search {n} link|Search {n} links',
  'links.found': '{n} link found.|{n} links found.',
  'links.menu': 'Links',
  'links.newTab': '(opens in a new tab)',
  'links.none': 'No link matches. Please try other words.',

  'visits.bots': 'Search engines',
  'visits.guests': 'Guests',
  'visits.members': 'Signed in',
  'visits.month': 'This month',
  'visits.online': 'Online now',
  'visits.page': 'Views of this page',
  'visits.today': 'Today',
  'visits.total': 'Total visits',
  'visits.week': 'This week',
  'visits.year': 'This year',
  'visits.yesterday': 'Yesterday',
};
