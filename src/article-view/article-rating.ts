import { html, nothing, type TemplateResult } from 'lit';
import type { ApiClient, ApiError } from '../api/client.ts';
import type { Ratings, Stars } from '../api/contract.ts';
import { fingerprint } from '../controllers/browser-storage.ts';
import { KeptToken } from '../controllers/kept-token.ts';
import type { Language, Say } from '../i18n/localize.ts';

/** What the rating gets from its tag. */
interface RatingHost {
  readonly say: Say;
  language(): Language;
  /** Null where no site is named. */
  client(): ApiClient | null;
  /** Key of the article. */
  page(): string;
  explain(error: ApiError): string;
  changed(): void;
}

const ALL: readonly Stars[] = [1, 2, 3, 4, 5];

/** What readers think of an article, from 1 to 5, with average and count. Whose rating it is only their own browser knows. */
export class ArticleRating {
  readonly #host: RatingHost;
  #asked = '';
  #token = new KeptToken('');
  #ratings: Ratings | undefined;
  #notice = '';
  /** What is to be tried again, where it failed. */
  #failed: (() => void) | undefined;
  #sent: Promise<void> | undefined;

  constructor(host: RatingHost) {
    this.#host = host;
  }

  render(): TemplateResult | typeof nothing {
    const { say, client: clientNow, page } = this.#host;
    const client = clientNow();
    if (!client) return nothing;
    this.#ask(client, page());
    // Nothing is asked of readers that nobody would take.
    if (!this.#ratings) return nothing;
    const { own } = this.#ratings;
    const choice = (stars: Stars): TemplateResult =>
      html`<label
        ><input
          type="radio"
          name="stars"
          .value=${String(stars)}
          .checked=${own === stars}
          @change=${this.#handleChange}
        /><span>${say(`article.rating${stars}`)}</span></label
      >`;
    return html`<fieldset part="rating">
      <legend>${say('article.rating')}</legend>
      <div class="choices">${ALL.map(choice)}</div>
      <p class="quiet" part="rating-average">${this.#inWords()}</p>
      ${own ? html`<button type="button" @click=${this.#handleTakeBack}>${say('article.ratingTakeBack')}</button>` : nothing}
      <p class=${this.#failed ? 'danger' : 'quiet'} role="status">${this.#notice}</p>
      ${this.#failed ? html`<button type="button" @click=${this.#failed}>${say('error.retry')}</button>` : nothing}
    </fieldset>`;
  }

  #inWords(): string {
    const { say, language } = this.#host;
    const { count: n, average } = this.#ratings!;
    if (average === null) return say('article.ratingNone');
    const figure = String(Math.round(average * 10) / 10);
    return say('article.ratingAverage', { n, average: language() === 'vi' ? figure.replace('.', ',') : figure });
  }

  /** Asks once for each article; who rates it asks again. */
  #ask(client: ApiClient, page: string): void {
    const asked = `${client.id} ${page}`;
    if (this.#asked === asked) return;
    this.#asked = asked;
    this.#token = new KeptToken(`tinh:rater:${fingerprint(client.id)}`);
    this.#ratings = undefined;
    this.#notice = '';
    client.readRatings(page, this.#token.read()).then(
      (ratings) => {
        if (this.#asked !== asked) return;
        this.#ratings = ratings;
        this.#host.changed();
      },
      // Without figures there is nothing to show, and nothing lost.
      () => undefined,
    );
  }

  readonly #handleChange = ({ target }: Event): void => {
    const stars = Number((target as HTMLInputElement).value) as Stars;
    const rating = { page: this.#host.page(), stars };
    this.#send((client) => client.rate(rating, this.#token.make()), 'article.ratingSaved');
  };

  readonly #handleTakeBack = (): void => {
    this.#send((client) => client.takeRatingBack(this.#host.page(), this.#token.make()), 'article.ratingTakenBack');
  };

  #send(
    action: (client: ApiClient) => Promise<Ratings>,
    done: 'article.ratingSaved' | 'article.ratingTakenBack',
  ): void {
    const { say, client, explain, changed } = this.#host;
    const now = client();
    if (!now) return;
    this.#notice = say('article.ratingSaving');
    this.#failed = undefined;
    const sent = action(now)
      .then(
        (ratings) => {
          // Somebody who changes their mind at once: the last answer counts.
          if (this.#sent !== sent) return;
          this.#ratings = ratings;
          this.#notice = say(done);
        },
        (error: unknown) => {
          if (this.#sent !== sent) return;
          this.#failed = () => {
            this.#send(action, done);
          };
          this.#notice = say('article.ratingFailed', { why: explain(error as ApiError) });
        },
      )
      .finally(changed);
    this.#sent = sent;
    changed();
  }
}
