import type { Dictionary } from './vi.ts';

/** English words, in the order and with the placeholders of `vi.ts`. */
export const en: Dictionary = {
  'article.author': 'Author',
  'article.comments': '{n} comment|{n} comments',
  'article.print': 'Print this article',
  'article.views': '{n} view|{n} views',

  'comments.consent':
    'I agree that my name and comment are kept and published. Under 16, a parent or guardian must agree.',
  'comments.consentMissing': 'Please tick the consent box.',
  'comments.empty': 'No comments yet.',
  'comments.heading': 'Readers’ comments',
  'comments.more': 'Show more',
  'comments.name': 'Full name',
  'comments.nameMissing': 'Please enter your full name.',
  'comments.pending': 'Waiting for approval',
  'comments.posted': 'Thank you.',
  'comments.rejected': 'Not published',
  'comments.send': 'Send comment',
  'comments.sendAgain': 'Send again',
  'comments.sendFailed': 'Not sent. Your text is kept on this device.',
  'comments.text': 'Comment',
  'comments.textMissing': 'Please enter your comment.',
  'comments.tooLong': 'Longer than {n} characters.',
  'comments.waiting': 'Thank you. Your comment waits for approval; only you can see it.',

  'error.network': 'The server cannot be reached.',
  'error.noSite': 'This page does not name its site (data-site).',
  'error.origin-refused': 'The server does not allow {origin} to use this service. Please tell the webmaster.',
  'error.other': 'The server has a problem.',
  'error.retry': 'Try again',
  'error.unknown-site': 'The server does not know the site “{site}”. Please tell the webmaster.',

  'session.action': 'Stay signed in',
  'session.close': 'Close',
  'session.countdown': 'Time left',
  'session.expired': 'Your session has ended. Please sign in again.',
  'session.message': 'Your session is about to end',
  'session.seconds': '{n} second|{n} seconds',
  'session.signIn': 'Sign in again',
  'session.unreachable': 'The server cannot be reached. Trying again…',

  'visits.month': 'This month',
  'visits.online': 'Online now',
  'visits.today': 'Today',
  'visits.total': 'Total visits',
};
