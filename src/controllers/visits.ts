import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { VisitFeed, VisitState } from './visit-feed.ts';

/** Shows an element the shared figures: adds the host to the feed that `feed()` names. */
export class VisitsController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #feed: () => VisitFeed | null;
  #current: VisitFeed | null = null;
  #isConnected = false;

  /** @param feed the feed wanted right now, null for none; asked before every update */
  constructor(host: ReactiveControllerHost, feed: () => VisitFeed | null) {
    this.#host = host;
    this.#feed = feed;
    host.addController(this);
  }

  /** The latest figures and failure; null without a feed. */
  get state(): VisitState | null {
    return this.#current?.state ?? null;
  }

  hostUpdate(): void {
    // An element may be rendered after it has left the page, and must not be added again then.
    const feed = this.#isConnected ? this.#feed() : null;
    if (feed === this.#current) return;
    this.#leave();
    this.#current = feed;
    feed?.add(this.#host);
  }

  hostConnected(): void {
    this.#isConnected = true;
    // The update that follows finds no feed and adds the host again.
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#isConnected = false;
    this.#leave();
  }

  #leave(): void {
    this.#current?.remove(this.#host);
    this.#current = null;
  }
}
