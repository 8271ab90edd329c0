import { css } from 'lit';

/** The width of the element, never of the window, decides the columns. */
export const quickLinksStyles = css`
  ul {
    display: grid;
    grid-template-columns: repeat(
      auto-fill,
      minmax(min(100%, var(--tinh-quick-links-tile-width, var(--_tile, 13em))), 1fr)
    );
    gap: var(--_space);
    list-style: none;
  }
  /* The whole tile is the link's, note and sign included. */
  li {
    position: relative;
    display: flex;
    flex-wrap: wrap;
    place-content: center start;
    align-items: center;
    gap: 0 0.5em;
    min-block-size: 44px;
    padding: var(--_space) calc(var(--_space) * 1.5);
    border: 1px solid var(--_hairline);
    border-radius: var(--_radius);
    background: var(--tinh-color-surface-quiet, rgb(128 128 128 / 0.1));
    overflow-wrap: anywhere;
  }
  /* At least 24 pixels by itself, where a page's own style keeps it from covering the tile (WCAG 2.5.8). */
  li ::slotted(a) {
    padding-block: max(0px, 14px - 0.8em);
    color: var(--tinh-color-link, LinkText);
    text-decoration: none;
  }
  li ::slotted(a)::after {
    content: '';
    position: absolute;
    inset: 0;
  }
  li:hover ::slotted(a) {
    text-decoration: underline;
  }
  [part='caption'] {
    color: var(--tinh-color-link, LinkText);
  }
  [part='note'] {
    flex-basis: 100%;
    font-size: 0.875em;
  }
  svg {
    inline-size: 0.7em;
    block-size: 0.7em;
    fill: none;
    stroke: currentColor;
  }
  :host([layout='banners']) ul {
    --_tile: 230px;
  }
  :host([layout='banners']) li {
    align-content: start;
    padding: var(--_space);
  }
  :host([layout='banners']) ::slotted(a) {
    flex-basis: 100%;
  }
  ul + [part='category'] {
    margin-block-start: calc(var(--_space) * 3);
  }
  [part='category'] {
    margin-block-end: var(--_space);
    font-weight: 600;
  }
  [part='filter'] {
    display: grid;
    gap: 0.25em;
    max-inline-size: 24em;
    margin-block-end: var(--_space);
  }
  [part='field'] {
    inline-size: 100%;
  }
  :is([part='error'], [part='status']):not(:empty) {
    margin-block-end: var(--_space);
  }
  :host(:is([layout='list'], [layout='menu'])) ul {
    grid-template-columns: 1fr;
    gap: 0;
  }
  :host(:is([layout='list'], [layout='menu'])) li {
    border-width: 0 0 1px;
    border-radius: 0;
    background: none;
    padding-inline: 0;
  }
  [part='menu'][open] > summary {
    margin-block-end: var(--_space);
  }
`;
