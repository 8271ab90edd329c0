import { nothing } from 'lit';
import type { OutboxEntry, OutboxError } from '../controllers/outbox.ts';
import type { Say } from '../i18n/localize.ts';
import { renderQueued, secondsUntil, type QueueHandlers } from './comment-panels.ts';
import { isTokenOver, type CommentSender, type WaitingComment } from './comment-sender.ts';
import type { User } from './comment-user.ts';

/** The box, as far as it concerns what waits to be sent. */
export interface QueueHost {
  requestUpdate(): void;
  /** Why the server refused a comment, in words. */
  explainRefusal(error: OutboxError | undefined): string;
}

/** What waits to be sent in one thread. */
export class CommentQueue {
  /** Who is signed in; undefined for nobody. */
  user?: User | undefined;
  readonly #host: QueueHost;
  readonly #sender: CommentSender;
  readonly #thread: string;
  #entries: readonly OutboxEntry<WaitingComment>[] = [];
  #countdown?: ReturnType<typeof setTimeout>;
  #isOn = false;

  constructor(host: QueueHost, sender: CommentSender, thread: string) {
    this.#host = host;
    this.#sender = sender;
    this.#thread = thread;
  }

  begin(): void {
    this.#isOn = true;
    this.goOn();
  }

  end(): void {
    this.#isOn = false;
    clearTimeout(this.#countdown);
  }

  /** Takes in what waits, in whichever thread. */
  take(entries: readonly OutboxEntry<WaitingComment>[]): void {
    this.#entries = entries.filter(({ body }) => body.thread === this.#thread);
  }

  /** Sends what waits for the user token that is there now. */
  goOn(): void {
    // Before the box stands in the page, the sender does not know whose token to take.
    if (!this.#isOn) return;
    const { outbox } = this.#sender;
    for (const { key, body, error } of outbox.entries) {
      if (body.user && body.user === this.user?.id && isTokenOver(error)) outbox.retry(key);
    }
  }

  /** Ids of the comments that the waiting ones reply to. */
  get waitingAt(): readonly (string | null | undefined)[] {
    return this.#shown.map(({ body }) => body.parent);
  }

  /**
   * What waits to be sent, as far as `isHere` says so.
   *
   * @param inForms keys of what a form is just sending: that still stands in the form
   * @param takeBack nothing is sent, and the words go back into a form
   */
  render(
    say: Say,
    isHere: (parent: string | null) => boolean,
    inForms: readonly unknown[],
    takeBack: (key: string) => void,
  ): unknown {
    const { outbox } = this.#sender;
    const on: QueueHandlers = {
      why: ({ error }) => this.#host.explainRefusal(error),
      retry: (event) => {
        outbox.retry(keyOf(event));
      },
      takeBack: (event) => {
        takeBack(keyOf(event));
      },
    };
    const entries = this.#shown.filter(({ key, body }) => !inForms.includes(key) && isHere(body.parent ?? null));
    if (entries.some((each) => secondsUntil(each))) this.#countDown();
    return entries.length ? entries.map((each) => renderQueued(each, outbox.isStored(each.key), say, on)) : nothing;
  }

  /** What somebody else wrote at this computer is not for the eyes of who is signed in now. */
  get #shown(): readonly OutboxEntry<WaitingComment>[] {
    const id = this.user?.id;
    return this.#entries.filter(({ body }) => !id || (body.user ?? id) === id);
  }

  /** The seconds until something is sent again go by in sight. */
  #countDown(): void {
    clearTimeout(this.#countdown);
    if (!this.#isOn) return;
    this.#countdown = setTimeout(() => {
      this.#host.requestUpdate();
    }, 1000);
  }
}

function keyOf({ currentTarget }: Event): string {
  return (currentTarget as HTMLElement).dataset['key']!;
}
