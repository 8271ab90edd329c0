import { html, nothing, type TemplateResult } from 'lit';
import { LIMITS, type Faults, type Field } from './comment-rules.ts';
import type { Say } from './comment-list.ts';

/** What the form shows. The fields keep their own values: what somebody is typing is never written over. */
export interface FormState {
  readonly faults: Faults;
  readonly sending?: boolean;
  /** The last attempt did not reach the server, or the server could not take it. */
  readonly failed?: boolean;
}

/** What the form asks of the box. */
export interface FormHandlers {
  input(): void;
  submit(event: Event): void;
}

/** The form for a new comment. Every fault stands at its field and is read out with it. */
export function renderForm({ faults, sending, failed }: FormState, t: Say, on: FormHandlers): TemplateResult {
  // The place for a fault is always there: a description that comes later is read out everywhere.
  const row = (field: Field, label: unknown, control: unknown) =>
    html`<div>
      <label for=${field}>${label}</label>
      ${control}
      <p class="danger" id="${field}-fault">${faults[field] ? t(faults[field], { n: LIMITS[field] }) : nothing}</p>
    </div>`;
  const invalid = (field: Field) => (faults[field] ? 'true' : nothing);

  return html`<form part="form" novalidate aria-label=${t('comments.send')} @input=${on.input} @submit=${on.submit}>
    ${row(
      'name',
      t('comments.name'),
      html`<input
        id="name"
        part="field"
        autocomplete="name"
        required
        ?readonly=${sending}
        aria-invalid=${invalid('name')}
        aria-describedby="name-fault"
      />`,
    )}
    ${row(
      'text',
      t('comments.text'),
      html`<textarea
        id="text"
        part="field"
        rows="5"
        required
        ?readonly=${sending}
        aria-invalid=${invalid('text')}
        aria-describedby="text-fault"
      ></textarea>`,
    )}
    ${row(
      'consent',
      html`<input
          id="consent"
          type="checkbox"
          required
          aria-invalid=${invalid('consent')}
          aria-describedby="consent-fault"
        />
        <span>${t('comments.consent')}</span>`,
      nothing,
    )}
    <p class="danger" role="alert">${failed ? t('comments.sendFailed') : nothing}</p>
    <button part="send" class="primary">
      ${t(failed ? 'comments.sendAgain' : 'comments.send')}${sending ? '…' : nothing}
    </button>
  </form>`;
}
