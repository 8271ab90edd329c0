import { enComments } from '../i18n/en-comments.ts';
import { addStrings } from '../i18n/localize.ts';
import { viComments } from '../i18n/vi-comments.ts';

/** The words that only the talk of the comment box needs (ADR 0034). */
export function addCommentWords(): void {
  addStrings({ vi: viComments, en: enComments });
}
