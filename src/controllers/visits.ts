import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { VisitFeed, VisitState } from './visit-feed.ts';

/** Shows an element the shared figures: subscribes to the feed that `feed()` names and updates the host. */
export class VisitsController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #feed: () => VisitFeed | null;
  #current: VisitFeed | null = null;
  #unsubscribe?: () => void;

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
    const feed = this.#feed();
    if (feed === this.#current) return;
    this.hostDisconnected();
    this.#current = feed;
    this.#unsubscribe = feed?.subscribe(() => {
      this.#host.requestUpdate();
    });
  }

  hostConnected(): void {
    // The update that follows finds no feed and subscribes again.
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    this.#current = null;
  }
}
