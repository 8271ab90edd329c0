import type { Decorator, Meta } from '@storybook/web-components-vite';
import { html } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import '../src/site-config/define.ts';
import { FAKE_SITE, installFakeApi, type FakeApi } from './fake-api.ts';

/** What stands behind a story: `parameters: { stage: … }`. */
export interface Stage {
  /** How the stand-in server differs from its usual self. */
  readonly api?: Partial<FakeApi>;
  /** False: the page names no site and no server. */
  readonly site?: false;
  /** True: this browser has posted comments before, so that the server knows its own among them. */
  readonly returning?: boolean;
}

/** Parameters that set the stage of a story. */
export function onStage(stage: Stage): { stage: Stage } {
  return { stage };
}

/**
 * Parameters that show a story of the docs page in a frame of its own: for dialogs, for settings of the whole page, and
 * for states that only the story's play function brings about.
 *
 * @param height of the frame, in px
 */
export function framed(height: number): object {
  return { docs: { story: { inline: false, height: `${String(height)}px` } } };
}

const apis = new Map<string, FakeApi>();
let servers = 0;

/** The stand-in server of the story with this id, for its play function. */
export function apiOf({ id }: { readonly id: string }): FakeApi {
  return apis.get(id)!;
}

// In a frame of the docs page focus must not scroll: the whole page would jump to the last story that plays.
if (window.frameElement?.ownerDocument.location.search.includes('viewMode=docs')) {
  const { focus } = HTMLElement.prototype;
  HTMLElement.prototype.focus = function (options) {
    focus.call(this, { ...options, preventScroll: true });
  };
}

/** Forgets what the browser keeps for one server. */
function forget(server: string): void {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith('tinh:') && key.includes(server)) localStorage.removeItem(key);
  }
}

/**
 * Every story has a server of its own, under an address that this document has not used before: figures, drafts and
 * tokens belong to an address, so no story finds what another has left, not even on a docs page that shows them all.
 */
const beforeEach: Meta['beforeEach'] = ({ id, parameters }) => {
  localStorage.removeItem('tinh:reading');
  const { api: settings, returning } = (parameters['stage'] ?? {}) as Stage;
  let api = apis.get(id);
  // A story whose controls change is rendered again and keeps its server.
  if (!api) {
    servers += 1;
    api = installFakeApi({ server: `https://tinh.invalid/${id}/${String(servers)}/`, ...settings });
    apis.set(id, api);
    // A page that was reloaded has left without cleaning up.
    forget(api.server);
  }
  if (returning) localStorage.setItem(`tinh:author:${api.server} ${FAKE_SITE}`, 'a'.repeat(32));
  const { server, remove } = api;
  return () => {
    remove();
    apis.delete(id);
    forget(server);
  };
};

/** Stands for the script tag of a real page: names site and server. */
const scriptTag: Decorator = (story, context) => {
  const { site } = (context.parameters['stage'] ?? {}) as Stage;
  // Tags look for their language when they render: another language of the toolbar makes them new.
  const tags = keyed(context.globals['lang'], html`${story()}`);
  return site === false
    ? html`${tags}`
    : html`<tinh-site-config site=${FAKE_SITE} server=${apiOf(context).server}>${tags}</tinh-site-config>`;
};

/** Spread into the meta of every element's stories. */
export const staged = { beforeEach, decorators: [scriptTag] } satisfies Partial<Meta>;

/** The inside of the story's first tag of this name, for play functions. */
export function insideOf(canvas: ParentNode, tag: string): ShadowRoot {
  return canvas.querySelector(tag)!.shadowRoot!;
}

/** The first element inside a tag that the selector finds; null where there is none. */
export function part(canvas: ParentNode, tag: string, selector: string): HTMLElement | null {
  return insideOf(canvas, tag).querySelector<HTMLElement>(selector);
}
