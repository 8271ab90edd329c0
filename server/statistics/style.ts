import { PAGE_BASE_STYLE, PAGE_FORM_STYLE } from '../http/page-parts.ts';
import { PLOT_STYLE } from './plot.ts';

/** What the page of statistics needs besides the style of the frame around it. */
export const STATISTICS_STYLE = `${PLOT_STYLE}.statistics h2 { font-size: 1.25em; line-height: 1.4; }
.statistics h2.period { margin: 1.5em 0 0; font-size: 1.35em; }
.statistics h2 small { font-weight: 400; font-size: 0.75em; white-space: nowrap; }
.statistics section { margin-top: 2em; padding-top: 0.5em; border-top: 2px solid rgb(128 128 128 / 0.5); }
.statistics a.inline { display: inline; padding: 0; }
.statistics summary { padding: 0.6em 0; cursor: pointer; }
.statistics .hint { margin: 0.5em 0; }
.choose { display: flex; flex-wrap: wrap; gap: 0.75em 1em; align-items: end; margin: 0.5em 0; }
.choose p { flex: 1 1 11em; min-width: 0; margin: 0; }
.choose label { margin: 0; }
.choose select {
  box-sizing: border-box;
  width: 100%;
  min-height: 2.75em;
  padding: 0.4em 0.6em;
  border: 1px solid #767676;
  border-radius: 0.25em;
  background: Field;
  color: FieldText;
  font: inherit;
}
.choose button { flex: none; margin: 0; }
.statistics table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
.statistics caption { padding: 0.25em 0; text-align: start; }
.statistics th, .statistics td { padding: 0.5em 0.4em; border-bottom: 1px solid rgb(128 128 128 / 0.5); vertical-align: top; text-align: end; }
.statistics th:first-child { padding-inline-start: 0; text-align: start; }
.statistics td:last-child, .statistics thead th:last-child { padding-inline-end: 0; }
.statistics thead th { vertical-align: bottom; border-bottom: 2px solid; }
.statistics tbody th { font-weight: 400; }
.statistics tbody + tbody tr:first-child > * { border-top: 2px solid rgb(128 128 128 / 0.5); }
.summary tr:not(.part) > *, .statistics tfoot td { font-weight: 600; }
.summary tr.part th { padding-inline-start: 1em; }
.bars td { width: 6em; white-space: nowrap; }
.numbers th:first-child { white-space: nowrap; }
.wide { overflow-x: auto; }
figure { margin: 1em 0; }
.legend, .files { margin: 0.5em 0; padding: 0; list-style: none; }
.legend { display: flex; flex-wrap: wrap; gap: 0.25em 1.5em; }
.legend li { display: flex; gap: 0.5em; align-items: center; }
.group-by { display: flex; flex-wrap: wrap; gap: 0 1em; align-items: baseline; }
.group-by a { padding: 0.6em 0.25em; }
.group-by a[aria-current] { color: inherit; font-weight: 600; text-decoration: none; }
@media (max-width: 34em) {
  .summary { font-size: 0.85em; }
  .summary th, .summary td { padding-inline: 0.25em; }
  .summary tr.part th { padding-inline-start: 0.5em; }
}
@media print {
  .statistics tr, figure, .signatures { break-inside: avoid; }
  /* A total at the end of each page would be taken for that of the page. */
  .statistics tfoot { display: table-row-group; }
  /* No row stands alone at the end or the beginning of a page, and no signature without what is signed. */
  .statistics tbody tr:first-child { break-after: avoid; }
  .statistics tbody tr:last-child, .statistics tfoot tr, .signatures { break-before: avoid; }
  .statistics th, .statistics td { padding-block: 0.2em; }
  .statistics section { margin-top: 1em; }
  .statistics h2 { break-after: avoid; }
  .wide { overflow: visible; }
}
`;

/** Style of the report, which stands in no frame: on paper as letters of agencies are, serif on A4 with a wide margin to the left. */
export const REPORT_STYLE = `${PAGE_BASE_STYLE}${PAGE_FORM_STYLE}${STATISTICS_STYLE}.on-screen { display: flex; flex-wrap: wrap; gap: 0 1.5em; align-items: center; }
.letterhead { display: flex; flex-wrap: wrap; gap: 0 2em; justify-content: space-between; border-bottom: 1px solid; }
.letterhead p { margin: 0.25em 0; }
.report h1, .subtitle { text-align: center; }
.report h1 { margin: 1em 0 0; }
.subtitle { margin: 0; font-weight: 600; }
.signatures { display: grid; grid-template-columns: 1fr 1fr; gap: 1em; margin-top: 3em; padding-bottom: 7em; text-align: center; }
/* Names the report where the signatures come onto a page of their own: browsers break before them after a table all the same. */
.signed { grid-column: 1 / -1; margin: 0; font-size: 0.9em; text-align: start; }
@page { size: A4; margin: 20mm 15mm 20mm 30mm; }
@media print {
  :root { color-scheme: light; background: none; color: #000; }
  body { max-width: none; padding: 0; font-family: 'Times New Roman', 'Liberation Serif', 'Noto Serif', serif; font-size: 12pt; line-height: 1.4; }
  .on-screen { display: none; }
  .report a { color: inherit; text-decoration: none; }
}
`;
