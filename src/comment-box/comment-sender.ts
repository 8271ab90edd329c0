import type { KeptToken } from '../controllers/kept-token.ts';
import { ApiError, type ApiClient } from '../api/client.ts';
import type { NewComment, PostedComment } from '../api/contract.ts';
import { outboxOf, type Outbox, type OutboxEntry, type OutboxError } from '../controllers/outbox.ts';
import { CommentProof } from './comment-proof.ts';
import type { User } from './comment-user.ts';

/** A comment as it waits in the browser's storage: neither a proof nor a user token, which belong to one try. */
export interface WaitingComment extends NewComment {
  /** Id of the `User` who wrote it; nobody else's token may send it. */
  readonly user?: string;
}

/** A box that sends, as far as it concerns the others of the page. */
export interface Writer {
  readonly user: User | undefined;
  /** The server does not take the reader's token any more. */
  handleTokenExpired(): void;
}

/** How comments of one site are sent, whichever box of the page they were written in. */
export class CommentSender {
  readonly outbox: Outbox<WaitingComment, PostedComment>;
  readonly proof: CommentProof;
  /** The boxes of the page that show something. */
  readonly writers = new Set<Writer>();
  readonly #client: ApiClient;
  readonly #token: KeptToken;

  constructor(client: ApiClient, token: KeptToken) {
    this.#client = client;
    this.#token = token;
    this.proof = new CommentProof(() => client.readChallenge());
    this.outbox = outboxOf(`comments ${client.id}`, (entry, signal) => this.#send(entry, signal));
  }

  async #send({ key, body }: OutboxEntry<WaitingComment>, signal: AbortSignal): Promise<PostedComment> {
    const { user: id, ...comment } = body;
    const post = (more?: Partial<NewComment>, userToken?: string) =>
      this.#client.postComment({ ...comment, ...more }, key, this.#token.make(), userToken);
    if (id) {
      const writers = [...this.writers];
      const writer = writers.find(({ user }) => user?.id === id);
      try {
        if (!writer) throw new ApiError(TOKEN_OVER, 'the reader is not signed in', 401);
        return await post({}, writer.user!.token);
      } catch (error) {
        if (isTokenOver(error as ApiError)) (writer ?? writers[0])?.handleTokenExpired();
        throw error;
      }
    }
    for (let challenges = 0; challenges < 2; challenges += 1) {
      const altcha = await this.proof.take(signal);
      signal.throwIfAborted();
      try {
        return await post({ altcha });
      } catch (error) {
        if (!altcha || !(error as ApiError).type.endsWith(':challenge-expired')) throw error;
      }
    }
    return post();
  }
}

const TOKEN_OVER = 'urn:tinh:problem:user-token-over';

/** Whether it needs nothing but a new user token. */
export function isTokenOver(error: OutboxError | undefined): boolean {
  return error?.type === TOKEN_OVER;
}

const senders = new WeakMap<object, CommentSender>();

/** The page's one sender for a site: that of its outbox. */
export function senderOf(client: ApiClient, token: KeptToken): CommentSender {
  const made = new CommentSender(client, token);
  const { outbox } = made;
  const known = senders.get(outbox) ?? made;
  senders.set(outbox, known);
  return known;
}
