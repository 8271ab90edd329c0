import { html, nothing, type TemplateResult } from 'lit';
import type { Say } from '../i18n/localize.ts';
import type { StringKey } from '../i18n/vi.ts';
import type { SessionKeeper } from './session-keeper.ts';

/** What the dialog shows besides what its keeper knows. */
export interface DialogView {
  /** A request is under way. */
  readonly isBusy: boolean;
  readonly secondsLeft: number;
  /** The time as it was last spoken. */
  readonly spoken: string;
  /** What was done, in the dialog's status line. */
  readonly said: string | null;
  /** The sign-in page. */
  readonly link: string | undefined;
}

/** What the dialog asks of the prompt, which Lit calls on it. */
export interface DialogHandlers {
  extend(): unknown;
  save(): unknown;
  signOut(): unknown;
  close(): unknown;
  cancel(event: Event): void;
  closed(): void;
}

/** A time in words: “45 giây”, “60 giây”, “1 phút 45 giây”, “30 phút”. */
export function timeWords(say: Say, seconds: number): string {
  const minutes = seconds > 60 ? Math.floor(seconds / 60) : 0;
  const rest = seconds - minutes * 60;
  const words = minutes ? [say('session.minutes', { n: minutes })] : [];
  if (rest || !minutes) words.push(say('session.seconds', { n: rest }));
  return words.join(' ');
}

/** The prompt's dialog. */
export function renderDialog(
  { isBusy, secondsLeft, spoken, said, link }: DialogView,
  { state, isFinal, isCovered, isRetrying, settings }: SessionKeeper,
  say: Say,
  on: DialogHandlers,
): TemplateResult {
  const { canExtend, canSignOut } = settings;
  const isOver = state === 'expired' || state === 'left';
  // Nobody can be asked whether the end has come.
  const isUnsure = state === 'unreachable' && !isRetrying;
  const button = (words: StringKey, click: () => unknown, isFirst = false) =>
    html`<button
      type="button"
      part=${isFirst ? 'action' : nothing}
      class=${isFirst ? 'primary' : nothing}
      aria-disabled=${isBusy ? 'true' : nothing}
      @click=${click}
    >
      ${say(words)}
    </button>`;
  const message =
    state === 'left'
      ? 'session.signedOut'
      : isOver
        ? 'session.expired'
        : isUnsure
          ? 'session.unsure'
          : isFinal
            ? 'session.absolute'
            : 'session.message';

  return html`<dialog
    class="root ${isCovered ? 'cover' : ''}"
    part="dialog"
    role="alertdialog"
    aria-labelledby="message"
    aria-describedby="detail"
    @cancel=${on.cancel}
    @close=${on.closed}
  >
    <p part="message" id="message" role=${isOver || isUnsure ? 'alert' : nothing}>${say(message)}</p>
    ${
      state === 'warning'
        ? html`<p class="spoken" id="detail" aria-live=${secondsLeft > 20 ? 'polite' : 'assertive'}>${spoken}</p>
            <p part="countdown" aria-hidden="true">
              ${say('session.countdown')}: <strong>${timeWords(say, secondsLeft)}</strong>
            </p>`
        : nothing
    }
    ${
      state === 'unreachable' && isRetrying
        ? html`<p id="detail" class="danger" role="alert">${say('session.unreachable')}</p>`
        : nothing
    }
    <p role="status">${isBusy ? say('session.busy') : said}</p>
    <div class="actions">
      ${!isOver && isFinal ? button('session.save', on.save, true) : nothing}
      ${!isOver && !isFinal && canExtend ? button('session.action', on.extend, true) : nothing}
      ${
        (link ?? isCovered) && (isOver || isUnsure)
          ? html`<a part=${isOver ? 'action' : nothing} class="button ${isOver ? 'primary' : ''}" href=${link ?? ''}
              >${say('session.signIn')}</a
            >`
          : nothing
      }
      ${!isOver && canSignOut ? button('session.signOut', on.signOut) : nothing}
      ${(isOver || isFinal || !canExtend || state === 'unreachable') && !isCovered ? button('session.close', on.close) : nothing}
    </div>
  </dialog>`;
}
