import { css } from 'lit';

/** The line of facts between headline and body; the article's own HTML keeps the page's styles. */
export const articleViewStyles = css`
  [part='meta'] {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--_space) 1.5em;
    margin-block: var(--_space) calc(var(--_space) * 2.5);
    padding-block: var(--_space);
    border-block: 1px solid var(--_hairline);
  }
  ul {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1.25em;
    list-style: none;
  }
  [part='author'] {
    margin-block-start: calc(var(--_space) * 2.5);
    text-align: end;
  }
`;
