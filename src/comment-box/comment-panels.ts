import { html, nothing, type TemplateResult } from 'lit';
import type { NewReport } from '../api/contract.ts';
import type { OutboxEntry } from '../controllers/outbox.ts';
import type { Say } from '../i18n/localize.ts';
import { isTokenOver, type WaitingComment } from './comment-sender.ts';

/** What the panels below a comment ask of the box. */
export interface PanelHandlers {
  cancel(): void;
  withdraw(): unknown;
  report(event: Event): unknown;
}

/** What a waiting comment asks of the box; its key stands at the pressed button. */
export interface QueueHandlers {
  /** Why an entry was refused, in words. */
  why(entry: OutboxEntry<WaitingComment>): string;
  retry(event: Event): void;
  takeBack(event: Event): void;
}

const REASONS: readonly NewReport['reason'][] = ['spam', 'abuse', 'privacy', 'other'];

/** Asks once more before one's own comment is withdrawn: it cannot be undone. */
export function renderWithdraw(say: Say, on: PanelHandlers): TemplateResult {
  return html`<p tabindex="-1">${say('comments.withdrawSure')}</p>
    <p class="actions">
      <button type="button" @click=${on.withdraw}>${say('comments.withdraw')}</button>
      <button type="button" @click=${on.cancel}>${say('comments.cancel')}</button>
    </p>`;
}

/** Asks what is wrong with a comment. */
export function renderReport(say: Say, on: PanelHandlers): TemplateResult {
  return html`<form @submit=${on.report} aria-label=${say('comments.report')}>
    <div>
      <label for="reason">${say('comments.reportReason')}</label>
      <select id="reason" name="reason" part="field">
        ${REASONS.map((reason) => html`<option value=${reason}>${say(`comments.report.${reason}`)}</option>`)}
      </select>
    </div>
    <div>
      <label for="report-text">${say('comments.reportText')}</label>
      <textarea id="report-text" name="text" part="field" rows="2" maxlength="1000"></textarea>
    </div>
    <p class="actions">
      <button class="primary">${say('comments.report')}</button>
      <button type="button" @click=${on.cancel}>${say('comments.cancel')}</button>
    </p>
  </form>`;
}

/** How many seconds a comment waits that came too fast; 0 for any other. */
export function secondsUntil({ state, error, next, at }: OutboxEntry<unknown>): number {
  if (state !== 'waiting' || !error?.type?.endsWith(':too-fast')) return 0;
  const now = Date.now();
  // Of a clock that was set back since: it is due.
  return at > now ? 1 : Math.max(1, Math.ceil((next - now) / 1000));
}

/** A comment that has not reached the server yet. */
export function renderQueued(
  entry: OutboxEntry<WaitingComment>,
  isStored: boolean,
  say: Say,
  on: QueueHandlers,
): TemplateResult {
  const { key, body, state, error } = entry;
  const isRefused = state === 'refused' && !isTokenOver(error);
  const seconds = secondsUntil(entry);
  const words =
    state === 'sending'
      ? say('comments.sending')
      : isRefused
        ? say('comments.refused')
        : isTokenOver(error)
          ? say('comments.signInAgain')
          : seconds
            ? say('comments.tooFast', { n: seconds })
            : say('comments.queued');
  return html`<div part="queued">
    <p><span part="badge">${words}</span></p>
    ${isRefused ? html`<p class="danger">${on.why(entry)}</p>` : nothing}
    <p part="text">${body.text}</p>
    ${isStored ? nothing : html`<p class="danger">${say('comments.notStored')}</p>`}
    <p class="actions">
      <button type="button" data-key=${key} @click=${on.retry}>${say('comments.sendAgain')}</button>
      <button type="button" data-key=${key} @click=${on.takeBack}>${say('comments.takeBack')}</button>
    </p>
  </div>`;
}
