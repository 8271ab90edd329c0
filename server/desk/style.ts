import { PAGE_BASE_STYLE, PAGE_FORM_STYLE } from '../http/page-parts.ts';

/** Style of the desk, after that of all plain pages. What readers wrote is clipped: a pile of accents stays where it is. */
export const DESK_STYLE = `${PAGE_BASE_STYLE}${PAGE_FORM_STYLE}:root { --line: rgb(128 128 128 / 0.5); --late: #8a4b00; }
@media (prefers-color-scheme: dark) { :root { --late: #f5c26b; } }
body { max-width: 60em; }
.skip { position: absolute; inset-inline-start: -100em; }
.skip:focus { position: static; }
header { row-gap: 0; }
header form { display: flex; flex-wrap: wrap; gap: 0 1em; align-items: center; }
nav a, .tabs a { margin-inline-end: 1.25em; }
nav.desk { flex-basis: 100%; }
nav a[aria-current], .tabs a[aria-current] { color: inherit; font-weight: 600; text-decoration: none; }
nav.desk a[aria-current], .tabs a[aria-current] { border-bottom: 3px solid var(--accent); }
h1 { margin: 0.75em 0 0.25em; }
h2 { margin: 0; font-size: 1.1em; line-height: 1.5; }
p { margin: 0.35em 0; }
a.inline { display: inline; padding: 0; }
button.plain, button.second { background: transparent; color: var(--accent); border-color: var(--accent); }
button.plain { border-color: transparent; padding-inline: 0; font-weight: 400; text-decoration: underline; }
button { margin-top: 0; }
.tabs { display: flex; flex-wrap: wrap; margin: 0; padding: 0; list-style: none; border-bottom: 1px solid var(--line); }
.choose { display: flex; flex-wrap: wrap; gap: 0.5em 1em; align-items: center; margin: 0.5em 0; }
.choose label { margin: 0; }
select { min-height: 2.75em; max-width: 100%; padding: 0.4em 0.6em; border: 1px solid #767676; border-radius: 0.25em; font: inherit; background: Field; color: FieldText; }
.filters { display: grid; grid-template-columns: repeat(auto-fill, minmax(13em, 1fr)); gap: 0 1em; }
.filters p { margin: 0; }
.filters label { margin-top: 0.5em; }
.filters select { width: 100%; }
ol.comments { margin: 0; padding: 0; list-style: none; }
ol.comments > li { padding: 1em 0; border-bottom: 1px solid var(--line); }
article { scroll-margin: 4em; }
article:focus-visible { outline-offset: 0.5em; }
.head { display: flex; flex-wrap: wrap; gap: 0.25em 0.75em; align-items: center; }
.head input[type='checkbox'], .every input { flex: none; width: 1.5em; height: 1.5em; margin: 0; accent-color: var(--accent); }
.head h2 { max-width: calc(100% - 2.5em); }
.head label { margin: 0; padding: 0.4em 0.4em 0.4em 0; line-height: 1; }
.badge { padding: 0 0.5em; border: 1px solid var(--line); border-radius: 0.25em; font-size: 0.9em; }
.badge.late { border-color: var(--late); color: var(--late); font-weight: 600; }
.meta { color: color-mix(in srgb, CanvasText 75%, Canvas); font-size: 0.95em; }
.text, blockquote { overflow: clip; overflow-clip-margin: 0.5em; }
.text { margin: 0.5em 0; padding-inline-start: 0.75em; border-inline-start: 3px solid var(--line); }
blockquote { margin: 0.5em 0; padding: 0.5em 0.75em; background: rgb(128 128 128 / 0.12); }
blockquote p { display: -webkit-box; overflow: hidden; -webkit-box-orient: vertical; -webkit-line-clamp: 3; }
blockquote.whole p { display: block; }
h1, h2, .meta { overflow-wrap: anywhere; overflow: clip; overflow-clip-margin: 0.5em; }
.ways { display: flex; flex-wrap: wrap; gap: 0.5em 1em; align-items: center; margin: 0.75em 0 0; }
.ways a { padding: 0.6em 0; }
.bulk { position: sticky; bottom: 0; padding: 0.75em 0; border-top: 2px solid var(--accent); background: Canvas; }
.bulk .ways { margin-top: 0.25em; }
.every { display: flex; gap: 0.75em; align-items: center; margin: 0.5em 0; }
.every label { margin: 0; font-weight: 400; }
input[type='date'] { max-width: 14em; }
#found { margin-top: 1em; }
[hidden] { display: none !important; }
section { margin-top: 1.5em; padding-top: 1em; border-top: 1px solid var(--line); }
fieldset { margin: 0.75em 0; padding: 0; border: 0; }
legend { padding: 0; font-weight: 600; }
.choice { display: flex; gap: 0.75em; align-items: flex-start; padding: 0.3em 0; }
.choice input[type='radio'] { flex: none; width: 1.4em; min-height: 1.4em; height: 1.4em; margin: 0.1em 0; accent-color: var(--accent); }
.choice label { margin: 0; font-weight: 400; }
textarea { min-height: 7em; resize: vertical; background: Field; color: FieldText; }
.hint { margin: 0; font-size: 0.95em; }
summary { padding: 0.6em 0; font-weight: 600; cursor: pointer; }
.done { display: flex; flex-wrap: wrap; gap: 0.25em 1.5em; align-items: center; margin-top: 1em; padding: 0.5em 1em; border: 2px solid var(--accent); }
.done p { margin: 0; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 0.5em 0.75em 0.5em 0; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; }
dialog { max-width: min(30em, 90vw); padding: 1em 1.5em; border: 1px solid; border-radius: 0.5em; background: Canvas; color: CanvasText; }
dialog::backdrop { background: rgb(0 0 0 / 0.5); }
dialog dl { display: grid; grid-template-columns: auto 1fr; gap: 0.4em 1em; }
dialog dd { margin: 0; }
kbd { padding: 0 0.5em; border: 1px solid; border-radius: 0.25em; font: inherit; font-weight: 600; }
fieldset.group { margin-top: 1.5em; padding-top: 1em; border-top: 1px solid var(--line); }
fieldset.group legend { float: inline-start; width: 100%; margin-bottom: 0.6em; font-size: 1.15em; line-height: 1.5; }
fieldset.group legend + * { clear: both; }
.tested { margin-top: 1em; padding: 0.5em 0.75em; border: 1px solid var(--line); }
fieldset.group select { width: 100%; max-width: 34em; }
input.number:not([type='hidden'], [type='checkbox']) { width: 8em; }
.choice input[type='checkbox'] { flex: none; width: 1.5em; height: 1.5em; margin: 0; accent-color: var(--accent); }
select[aria-invalid] { border: 2px solid var(--fault); }
.line { display: flex; flex-wrap: wrap; gap: 0.5em 1em; align-items: center; max-width: 34em; }
.line input:not([type='hidden'], [type='checkbox']) { flex: 1 1 12em; width: auto; }
ul.blocks { margin: 0.5em 0; padding: 0; list-style: none; }
ul.blocks form { display: flex; flex-wrap: wrap; gap: 0.25em 1em; align-items: center; justify-content: space-between; padding: 0.5em 0; border-bottom: 1px solid var(--line); }
ul.blocks p { flex: 1 1 15em; overflow-wrap: anywhere; }
.sample { padding: 0.5em 0.75em; border-inline-start: 3px solid var(--line); white-space: pre-wrap; overflow-wrap: anywhere; overflow: clip; }
mark { padding: 0 0.15em; border-bottom: 2px solid; background: #ffe08a; color: #111; }
footer { margin-top: 2em; padding-top: 0.5em; border-top: 1px solid var(--line); }
@media (max-width: 40em) {
  .stacked, .stacked :is(thead, tbody, tr, td) { display: block; }
  .stacked thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .stacked td { padding: 0.1em 0; border: 0; }
  .stacked tr { padding: 0.6em 0; border-bottom: 1px solid var(--line); }
  .bulk button { flex: 1 1 auto; }
}
`;
