import type { ApiError } from '../api/client.ts';
import type { Comment, CommentSort } from '../api/contract.ts';
import { nextTask } from '../base/next-task.ts';
import { anchorId } from './comment-anchor.ts';
import { Polling } from './comment-polling.ts';
import type { CommentThread, ShownRoot } from './comment-thread.ts';

/** A first page is rendered so many top-level comments at a time. */
const SLICE = 7;

/** The box, as far as reading concerns it. */
export interface ReadingHost {
  requestUpdate(): void;
  /** Lays out what is rendered, now. */
  layOut(): void;
  /** Renders, and moves the focus to what the selector finds. */
  moveFocus(selector: string, options?: FocusOptions): Promise<HTMLElement | null>;
  /** There is no comment under the page's address. */
  handleMissing(): void;
}

/** Everything that is read in one box: when its thread is loaded, the comment that the page's address names, and what is new. */
export class CommentReading {
  readonly thread: CommentThread;
  isLoading = false;
  /** Why the last request failed. */
  error?: ApiError | undefined;
  /** Id of the comment that the page's address names; empty without one. */
  target = '';
  /** Until all that is loaded is rendered; undefined before the first page. */
  rendering?: Promise<void>;
  /** While a page comes in slices: how much of it is rendered. */
  #sliced?: { limit: number } | undefined;
  readonly #host: ReadingHost;
  readonly #polling = new Polling(() => this.#poll());
  #isOn = false;
  /** The last request, for another try. */
  #request?: () => Promise<unknown>;

  constructor(host: ReadingHost, thread: CommentThread) {
    this.#host = host;
    this.thread = thread;
  }

  /** What is to be rendered of the thread. */
  get roots(): readonly ShownRoot[] {
    const { roots } = this.thread;
    // The same list as long as nothing changes: it is compared, not looked through.
    return this.#sliced ? roots.slice(0, this.#sliced.limit) : roots;
  }

  /** Listens to the page and, once there is a thread, asks for new comments. */
  begin(): void {
    this.#isOn = true;
    addEventListener('hashchange', this);
    document.addEventListener('visibilitychange', this);
    if (this.thread.total !== null) this.#polling.start();
  }

  end(): void {
    this.#isOn = false;
    removeEventListener('hashchange', this);
    document.removeEventListener('visibilitychange', this);
    this.#polling.stop();
  }

  /** The box is near the screen, or asked for. */
  arrive(): void {
    const id = anchorId();
    // Who was led there once may be reading elsewhere by now, or writing.
    if (id && id !== this.target) void this.#goToAnchor();
    else if (this.thread.total === null && !this.isLoading) void this.#ask(() => this.#loadFirst());
  }

  /** Orders the thread anew. */
  sort(sort: CommentSort): void {
    this.thread.sort = sort;
    void this.#ask(() => this.#loadFirst());
  }

  /** Loads more of the list, or of the replies below a root, and goes on where they begin. */
  more(which: 'next' | 'previous', id: string | undefined): void {
    const { thread } = this;
    if (this.isLoading) return;
    void this.#ask(async () => {
      const root = thread.roots.find(({ comment }) => comment.id === id);
      await this.#goTo(root ? await thread.loadReplies(root, which) : await thread.load(which));
    });
  }

  /** Shows the comments that came meanwhile. */
  refresh(): void {
    if (!this.isLoading) void this.#ask(async () => this.#goTo(await this.thread.loadFresh()));
  }

  /** Makes the request anew that failed. */
  retry(): void {
    void this.#ask(this.#request!);
  }

  /** The reader is the author of nothing any more: what nobody else sees goes from the screen. */
  forget(): void {
    const { roots, sort } = this.thread;
    if (roots.some(({ comment, replies }) => [comment, ...replies].some(({ mine }) => mine))) this.sort(sort);
  }

  handleEvent({ type }: Event): void {
    if (type !== 'hashchange') {
      this.#polling.handleVisibility();
    } else if (!anchorId()) {
      // Where it names a comment, the tag says so by `arrive`.
      this.target = '';
      this.#host.requestUpdate();
    }
  }

  async #loadFirst(): Promise<void> {
    // In the moment in which the page is there: a rendering that was waiting must not show all of it.
    await this.thread.load('first', () => {
      this.rendering = this.#renderInSlices((this.#sliced = { limit: 0 }));
    });
  }

  /** A slow device needs long to render and lay out a page: a few comments at a time, it answers to keys in between. */
  async #renderInSlices(sliced: { limit: number }): Promise<void> {
    for (; sliced.limit < this.thread.roots.length; sliced.limit += SLICE) {
      this.#host.requestUpdate();
      await nextTask();
      this.#host.layOut();
    }
    // Another order may have been chosen meanwhile.
    if (this.#sliced === sliced) this.#sliced = undefined;
    this.#host.requestUpdate();
  }

  async #ask(request: () => Promise<unknown>): Promise<void> {
    this.#request = request;
    this.isLoading = true;
    this.error = undefined;
    this.#host.requestUpdate();
    try {
      await request();
    } catch (error) {
      this.error = error as ApiError;
    }
    this.isLoading = false;
    this.#host.requestUpdate();
    if (this.thread.total !== null && this.#isOn) this.#polling.start();
  }

  /** The button that was pressed may be gone: the focus goes on where the new comments begin. */
  async #goTo(comment: Comment | undefined): Promise<void> {
    if (comment) await this.#host.moveFocus(`[id="${comment.id}"]`);
  }

  /** Goes to the comment that the page's address names, wherever in the thread it stands. */
  async #goToAnchor(): Promise<void> {
    const id = (this.target = anchorId());
    const { thread } = this;
    const show = async () => {
      const comment = await this.#host.moveFocus(`[id="${id}"]`, { preventScroll: true });
      comment?.scrollIntoView({ block: 'center' });
    };
    if (thread.find(id)) {
      await show();
      return;
    }
    await this.#ask(async () => {
      try {
        await thread.locate(id);
      } catch (error) {
        if ((error as ApiError).status !== 404) throw error;
        if (this.#isOn) this.#host.handleMissing();
      }
      // A comment of another thread, or none any more: the thread itself is what can be shown.
      if (thread.total === null) await thread.load();
      await show();
    });
  }

  async #poll(): Promise<boolean> {
    const { thread } = this;
    const known = thread.fresh;
    // Silence is no fault worth a word: what is shown stays as it is.
    await thread.poll().catch(() => undefined);
    this.#host.requestUpdate();
    return thread.fresh > known;
  }
}
