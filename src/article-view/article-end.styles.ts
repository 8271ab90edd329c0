import { css } from 'lit';

/** What stands below an article. */
export const articleEndStyles = css`
  [part='attachments'],
  [part='tags'],
  [part='rating'],
  [part='newer'],
  [part='older'],
  [part='related'] {
    margin-block-start: calc(var(--_space) * 3);
  }
  .heading,
  [part='rating'] legend {
    margin-block-end: var(--_space);
    font-size: 1.1em;
    font-weight: 600;
  }
  /* Short words: a line of them instead of a column. */
  [part='tags'] ::slotted(ul) {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25em 1.25em;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  [part='attachments'] ul {
    list-style: none;
  }
  [part='attachment'] {
    padding-block: 0.5em;
    border-block-start: 1px solid var(--_hairline);
  }
  [part='attachment'] a {
    display: inline-block;
    padding-block: 0.5em;
    color: var(--tinh-color-link, LinkText);
    overflow-wrap: anywhere;
  }
  [part='pdf'] {
    display: block;
    inline-size: 100%;
    block-size: 75vh;
    margin-block-start: var(--_space);
    border: 1px solid var(--_border);
  }
  [part='rating'] {
    border: 0;
  }
  [part='rating'] .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 0 calc(var(--_space) * 3);
  }
  [part='rating'] label {
    display: flex;
    align-items: center;
    gap: 0.6em;
    min-block-size: 44px;
    cursor: pointer;
  }
  [part='rating'] input {
    flex: none;
    inline-size: 1.25em;
    block-size: 1.25em;
    accent-color: var(--_brand);
  }
  [part='rating'] button {
    margin-block: var(--_space);
  }
  [part='top'] {
    margin-block-start: calc(var(--_space) * 3);
  }
  @media print {
    [part='attachment'] a::after {
      content: ' (' attr(href) ')';
    }
    [part='rating'],
    [part='newer'],
    [part='older'],
    [part='related'],
    [part='pdf'] {
      display: none;
    }
  }
`;
