import { css } from 'lit';

/** The width of the element, never of the window, decides the columns. */
export const quickLinksStyles = css`
  ul {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, var(--tinh-quick-links-tile-width, 13em)), 1fr));
    gap: var(--_space);
    list-style: none;
  }
  li {
    display: grid;
  }
  li ::slotted(a) {
    display: flex;
    align-items: center;
    min-block-size: 44px;
    padding: var(--_space) calc(var(--_space) * 1.5);
    border: 1px solid var(--_hairline);
    border-radius: var(--_radius);
    background: var(--tinh-color-surface-quiet, rgb(128 128 128 / 0.1));
    color: var(--tinh-color-link, LinkText);
    text-decoration: none;
  }
  li ::slotted(a:hover) {
    text-decoration: underline;
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
  [part='status']:not(:empty) {
    margin-block-end: var(--_space);
  }
  :host(:is([layout='list'], [layout='menu'])) ul {
    grid-template-columns: 1fr;
    gap: 0;
  }
  :host(:is([layout='list'], [layout='menu'])) li ::slotted(a) {
    border-width: 0 0 1px;
    border-radius: 0;
    background: none;
    padding: 0;
  }
  [part='menu'][open] > summary {
    margin-block-end: var(--_space);
  }
`;
