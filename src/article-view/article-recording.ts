import { html, nothing, type TemplateResult } from 'lit';
import { warnOnce } from '../base/warn.ts';
import { webAddress } from '../text/web-address.ts';
import type { Say } from '../i18n/localize.ts';

/** The article as somebody has read it. */
export interface Recording {
  /** http or https. */
  readonly url: string;
  /** Who is heard, for example “Giọng nữ miền Bắc”. */
  readonly voice?: string | undefined;
}

/** What a recording gets from its tag. */
interface RecordingHost {
  readonly say: Say;
  readonly root: ShadowRoot;
  /** Shows the state anew. */
  changed(): void;
  /** Says something to the reader. */
  notice(words: string): void;
}

/** A recorded article with the browser's own player, and a choice of voices where there are several. */
export class ArticleRecording {
  readonly #host: RecordingHost;
  readonly #recordings: readonly Recording[];
  #chosen = 0;
  /** Where the other voice goes on (s). */
  #place = 0;
  #begins = true;

  /** @param recordings at least one */
  constructor(recordings: readonly Recording[], host: RecordingHost) {
    this.#recordings = recordings;
    this.#host = host;
  }

  /** Falls silent. */
  end(): void {
    this.#player?.pause();
  }

  render(stop: () => void): TemplateResult {
    const { say } = this.#host;
    const { url } = this.#recordings[this.#chosen]!;
    return html`<div part="speech" role="group" aria-label=${say('article.listen')}>
      <audio
        controls
        preload="metadata"
        src=${url}
        aria-label=${say('article.listen')}
        @loadedmetadata=${this.#handleLoaded}
        @error=${this.#handleError}
      ></audio>
      ${
        this.#recordings.length > 1
          ? html`<label
              >${say('article.voice')}
              <select @change=${this.#handleVoice}>
                ${this.#recordings.map(
                  ({ voice }, index) =>
                    html`<option value=${index} ?selected=${index === this.#chosen}>${voice ?? index + 1}</option>`,
                )}
              </select></label
            >`
          : nothing
      }
      <button type="button" @click=${stop}>${say('article.stop')}</button>
    </div>`;
  }

  get #player(): HTMLAudioElement | null {
    return this.#host.root.querySelector('[part=speech] audio');
  }

  readonly #handleVoice = ({ target }: Event): void => {
    const player = this.#player!;
    this.#place = player.currentTime;
    this.#begins = !player.paused;
    this.#chosen = Number((target as HTMLSelectElement).value);
    this.#host.changed();
  };

  readonly #handleLoaded = ({ target }: Event): void => {
    const player = target as HTMLAudioElement;
    player.currentTime = Math.min(this.#place, player.duration || 0);
    // The reader has pressed for it; where the browser still refuses, its own button is there.
    if (this.#begins) player.play().catch(() => undefined);
  };

  readonly #handleError = (): void => {
    this.#host.notice(this.#host.say('article.recordingFailed'));
  };
}

/**
 * Recordings as `audio-src` names them: addresses parted by commas, each followed by the name of its voice. What is no http or https address is
 * left out with a warning.
 */
export function parseRecordings(list: string): Recording[] {
  return list.split(/,\s+|,$/).flatMap((each) => {
    const [, address, voice] = /^\s*(\S+)\s*([^]*?)\s*$/.exec(each) ?? [];
    if (address === undefined) return [];
    const url = webAddress(address, document.baseURI);
    if (url === undefined) {
      warnOnce(`<tinh-article-view> audio-src="${address}": expected http or https addresses`);
      return [];
    }
    return [{ url, voice: voice === '' ? undefined : voice }];
  });
}
