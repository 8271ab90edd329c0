import { PAGE_BASE_STYLE, PAGE_FORM_STYLE } from '../http/page-parts.ts';

/** Style of all plain pages of comments. What readers wrote is clipped: a pile of accents stays where it is, and the focus has room. */
export const PAGE_STYLE = `${PAGE_BASE_STYLE}${PAGE_FORM_STYLE}h2 { font-size: 1.25em; line-height: 1.4; }
ol { margin: 0; padding: 0; list-style: none; }
ol > li { padding: 1em 0; border-top: 1px solid rgb(128 128 128 / 0.5); }
ol ol { margin-top: 1em; padding-inline-start: 1.5em; border-inline-start: 2px solid rgb(128 128 128 / 0.5); }
ol ol > li:first-child { border-top: 0; }
li p { margin: 0 -0.5em; padding: 0 0.5em; }
h1, dd, li p, blockquote p { overflow: clip; overflow-clip-margin: 0.5em; }
li.here, li:target { outline: 2px solid; outline-offset: 0.25em; }
a.inline { display: inline; padding: 0; }
li strong, .badge { margin-inline-end: 0.75em; }
.badge { padding: 0 0.4em; border: 1px solid rgb(128 128 128 / 0.5); }
.gone { font-style: italic; }
.ways, .sorts ul { display: flex; flex-wrap: wrap; gap: 0 1.5em; margin: 0; padding: 0; list-style: none; }
.sorts { display: flex; flex-wrap: wrap; gap: 0 1.5em; align-items: center; }
.sorts p { margin: 0; }
.sorts [aria-current] { color: inherit; font-weight: 600; text-decoration: none; }
section { margin-top: 2em; padding-top: 0.5em; border-top: 2px solid rgb(128 128 128 / 0.5); }
textarea { min-height: 9em; resize: vertical; }
.hint { margin: 0; }
.choice { display: flex; gap: 0.75em; align-items: flex-start; margin-top: 1em; padding: 0.4em 0; }
.choice label { margin: 0; padding: 0.25em 0; font-weight: 400; }
.choice input { flex: none; width: 1.5em; height: 1.5em; margin: 0.3em 0; accent-color: var(--accent); }
.choice input[aria-invalid] { outline: 2px solid var(--fault); }
.trap { display: none; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
blockquote { margin: 1em 0; padding-inline-start: 1em; border-inline-start: 3px solid rgb(128 128 128 / 0.5); }
blockquote p { margin: 0; }
.actions { display: flex; flex-wrap: wrap; gap: 0.75em 1.5em; align-items: center; margin-top: 1.5em; }
.actions button { margin: 0; }
.second { border-color: currentColor; background: transparent; color: var(--accent); }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.25em 1em; }
dt { font-weight: 600; }
dd { margin: 0; }
.code {
  margin: 0.25em 0;
  padding: 0.5em;
  border: 2px solid;
  font-family: ui-monospace, Consolas, 'Liberation Mono', monospace;
  font-size: clamp(1em, 6vw, 1.5em);
  font-weight: 600;
  text-align: center;
  user-select: all;
}
input.typed-code { font-family: ui-monospace, Consolas, 'Liberation Mono', monospace; letter-spacing: 0.05em; }
h1:focus, h2:focus, .error:focus, .note:focus { outline: none; }
@media (max-width: 24em) { ol ol { padding-inline-start: 0.75em; } }
@media (max-width: 18em) {
  dl { display: block; }
  dd { margin-bottom: 0.5em; }
}
`;

/** Icon of the plain pages: without one, browsers ask for an address that the server does not have. */
export const PAGE_ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">' +
  '<path d="M2 3h12v8H7l-3 3v-3H2z" fill="none" stroke="#767676" stroke-width="1.5" stroke-linejoin="round"/></svg>';
