import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { CommentRules } from '../api/contract.ts';
import type { StringKey } from '../i18n/vi.ts';
import type { Say } from '../i18n/localize.ts';
import { limitOf, type Faults, type Field } from './comment-rules.ts';
import type { User } from './comment-user.ts';

/** What a form shows. The fields keep their own values: what somebody is typing is never written over. */
export interface FormState {
  /** Tells the forms of one box apart; part of the fields' ids. */
  readonly place: string;
  readonly faults: Faults;
  readonly rules: CommentRules;
  /** Whom the site vouches for. */
  readonly user: User | undefined;
  /** Whether the browser keeps what is written. */
  readonly isKept: boolean;
  readonly sending?: boolean;
  /** Characters of the text as it was last typed. */
  readonly length: number;
  readonly email: string;
  /** A reply, and whom to; or the change of one's own comment, which asks for the text alone. */
  readonly replyTo?: string;
  readonly isEdit?: boolean;
}

/** What a form asks of the box. The form stands at `event.currentTarget`. */
export interface FormHandlers {
  input(event: Event): void;
  submit(event: Event): void;
  keydown(event: KeyboardEvent): void;
  cancel(): void;
}

/** From so many characters left on, the form says how many. */
const NEAR_LIMIT = 500;

/** Whether a key belongs to a syllable that is being composed (Telex, VNI): such an Enter or Escape is none of ours. */
export function isComposing(event: KeyboardEvent): boolean {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- Safari tells it by this code only.
  return event.isComposing || event.keyCode === 229;
}

/** A form to write, to reply or to change. Every fault stands at its field and is read out with it. */
export function renderForm(state: FormState, say: Say, on: FormHandlers): TemplateResult {
  const { place, faults, rules, user, isKept, sending, length, replyTo, isEdit } = state;
  // The place for a fault is always there: a description that comes later is read out everywhere.
  const row = (field: Field, label: unknown, control: unknown) =>
    html`<div>
      <label for="${field}${place}">${label}</label>
      ${control}
      <p class="danger" id="${field}${place}-fault">
        ${faults[field] ? say(faults[field], { n: limitOf(field, rules) }) : nothing}
      </p>
    </div>`;
  const invalid = (field: Field) => (faults[field] ? 'true' : nothing);
  const input = (field: 'name' | 'email', label: StringKey, isRequired: boolean) =>
    row(
      field,
      say(label),
      html`<input
        id="${field}${place}"
        name=${field}
        part="field"
        type=${field === 'email' ? field : 'text'}
        autocomplete=${field}
        .defaultValue=${field === 'email' ? state.email : ''}
        ?required=${isRequired}
        ?readonly=${sending}
        aria-invalid=${invalid(field)}
        aria-describedby="${field}${place}-fault"
      />`,
    );
  const { text: words, url } = rules.consent;
  const left = rules.longest - length;
  const heading = isEdit ? 'comments.edit' : replyTo === undefined ? 'comments.send' : 'comments.replyTo';

  return html`<form
    part="form"
    novalidate
    data-place=${place}
    aria-label=${say(heading, { name: replyTo ?? '' })}
    @input=${on.input}
    @submit=${on.submit}
    @keydown=${on.keydown}
  >
    ${
      isEdit
        ? nothing
        : user
          ? html`<p part="user">
              ${say('comments.as')} <strong>${user.name}</strong> <span part="badge">${say('comments.verified')}</span>
            </p>`
          : input('name', 'comments.name', true)
    }
    ${
      isEdit || rules.email === 'none'
        ? nothing
        : input('email', `comments.email.${rules.email}`, rules.email === 'required')
    }
    ${row(
      'text',
      say('comments.text'),
      html`<textarea
          id="text${place}"
          name="text"
          part="field"
          rows=${place ? 3 : 5}
          required
          ?readonly=${sending}
          aria-invalid=${invalid('text')}
          aria-describedby="text${place}-fault text${place}-left"
        ></textarea>
        <p class="quiet" id="text${place}-left">
          ${left < 0 ? say('comments.over', { n: -left }) : left < NEAR_LIMIT ? say('comments.left', { n: left }) : nothing}
        </p>`,
    )}
    ${
      isEdit
        ? nothing
        : html`${keyed(
            // Whoever has agreed to the usual words has not agreed to those that come from the server.
            `${words ?? ''} ${url ?? ''}`,
            row(
              'consent',
              html`<input
                  id="consent${place}"
                  name="consent"
                  type="checkbox"
                  required
                  aria-invalid=${invalid('consent')}
                  aria-describedby="consent${place}-fault"
                />
                <span>${words ?? say('comments.consent')}</span>`,
              url && /^https?:/.test(url)
                ? html`<a part="consent" href=${url} target="_blank" rel="noopener">${say('comments.consentUrl')}</a>`
                : nothing,
            ),
          )}
          ${words === null ? nothing : html`<p part="children" class="quiet">${say('comments.children')}</p>`}
          ${
            user
              ? nothing
              : html`<label><input name="remember" type="checkbox" /><span>${say('comments.remember')}</span></label>`
          }`
    }
    <p part="warning" class="quiet" role="status">${isKept ? nothing : say('comments.notStored')}</p>
    ${rules.moderated ? html`<p part="hint" class="quiet">${say('comments.moderated')}</p>` : nothing}
    <p class="actions">
      <button part="send" class="primary" aria-disabled=${sending ? 'true' : nothing}>
        ${say(isEdit ? 'comments.save' : 'comments.send')}${sending ? '…' : nothing}
      </button>
      ${place ? html`<button type="button" @click=${on.cancel}>${say('comments.cancel')}</button>` : nothing}
    </p>
  </form>`;
}
