import { PAGE_HEAD } from '../http/page-parts.ts';

const SUMMARY = `{{#comparable}}
<table class="summary">
  <caption>{{compareWith}}</caption>
  <thead>
    <tr><th scope="col">{{words.figure}}</th><th scope="col">{{words.thisPeriod}}</th><th scope="col">{{words.periodBefore}}</th><th scope="col">{{words.difference}}</th></tr>
  </thead>
  {{#groups}}
  <tbody>
    {{#rows}}
    <tr{{#part}} class="part"{{/part}}><th scope="row">{{name}}</th><td>{{now}}</td><td>{{before}}</td><td>{{difference}}</td></tr>
    {{/rows}}
  </tbody>
  {{/groups}}
</table>
{{/comparable}}
`;

const WAITING = `{{#comparable}}
<p class="hint">{{words.waitsNote}}</p>
{{/comparable}}
<p>{{words.waitingNow}}: <strong>{{waiting}}</strong></p>
`;

const PLOT = `<figure>
  {{{svg}}}
  <figcaption>
    <ul class="legend">
      {{#legend}}
      <li>{{{sign}}}{{name}}</li>
      {{/legend}}
    </ul>
  </figcaption>
</figure>
`;

const BUCKETS = `<div class="wide" role="region" aria-label="{{title}}" tabindex="0">
<table class="numbers">
  <thead>
    <tr><th scope="col">{{bucket}}</th>{{#columns}}<th scope="col">{{.}}</th>{{/columns}}</tr>
  </thead>
  <tbody>
    {{#rows}}
    <tr><th scope="row">{{name}}</th>{{#counts}}<td>{{.}}</td>{{/counts}}</tr>
    {{/rows}}
  </tbody>
  <tfoot>
    <tr><th scope="row">{{words.total}}</th>{{#sum}}<td>{{.}}</td>{{/sum}}</tr>
  </tfoot>
</table>
</div>
`;

const REASONS = `{{#any}}
<table class="bars">
  <thead>
    <tr><th scope="col">{{words.reason}}</th><th scope="col">{{words.comments}}</th></tr>
  </thead>
  <tbody>
    {{#items}}
    <tr><th scope="row">{{name}}{{{bar}}}</th><td>{{count}}</td></tr>
    {{/items}}
  </tbody>
</table>
{{/any}}
{{^any}}
<p>{{words.noReasons}}</p>
{{/any}}
`;

const ARTICLES = `<table class="bars">
  <thead>
    <tr><th scope="col">{{words.article}}</th><th scope="col">{{words.comments}}</th></tr>
  </thead>
  <tbody>
    {{#threads}}
    <tr><th scope="row">{{#url}}<a class="inline" href="{{url}}" rel="noopener noreferrer"><bdi>{{title}}</bdi></a>{{/url}}{{^url}}<bdi>{{title}}</bdi>{{/url}}{{{bar}}}</th><td>{{count}}</td></tr>
    {{/threads}}
  </tbody>
</table>
`;

const HIDDEN = `{{#lang}}<input type="hidden" name="lang" value="{{lang}}">{{/lang}}
{{^sites}}<input type="hidden" name="site" value="{{site}}">{{/sites}}
`;

const SITES = `{{#sites}}
<p><label for="{{id}}">{{words.site}}</label>
<select id="{{id}}" name="site">
  {{#items}}
  <option value="{{slug}}"{{#selected}} selected{{/selected}}>{{name}}</option>
  {{/items}}
</select></p>
{{/sites}}
`;

const CHOICE = `<form class="choose" method="get" action="{{page}}">
  {{> hidden}}
  ${SITES.replaceAll('{{id}}', 'site')}
  <p><label for="period">{{words.period}}</label>
  <select id="period" name="period">
    {{#choices}}
    <optgroup label="{{name}}">
      {{#options}}
      <option value="{{value}}"{{#selected}} selected{{/selected}}>{{name}}</option>
      {{/options}}
    </optgroup>
    {{/choices}}
  </select></p>
  <button>{{words.show}}</button>
</form>
<details{{#isRange}} open{{/isRange}}>
  <summary>{{words.otherDays}}</summary>
  <form class="choose" method="get" action="{{page}}">
    {{> hidden}}
    ${SITES.replaceAll('{{id}}', 'site-of-days')}
    <p><label for="from">{{words.from}}</label>
    <input id="from" name="from" type="date" value="{{first}}" required></p>
    <p><label for="to">{{words.to}}</label>
    <input id="to" name="to" type="date" value="{{last}}" required></p>
    <button>{{words.show}}</button>
  </form>
</details>
`;

/** Parts of the templates below, for mustache. */
export const STATISTICS_PARTS = {
  summary: SUMMARY,
  waitingNow: WAITING,
  plotFigure: PLOT,
  buckets: BUCKETS,
  reasonTable: REASONS,
  articles: ARTICLES,
  hidden: HIDDEN,
  choice: CHOICE,
} as const;

/** The inside of `<main>` of the page of statistics, for mustache; see `statisticsView`. */
export const STATISTICS_MAIN = `<div class="statistics">
{{#fault}}
<div class="error" role="alert" tabindex="-1" autofocus>
  <h2>{{words.faultHeading}}</h2>
  <p>{{fault}}</p>
  <p>{{words.faultShown}}</p>
</div>
{{/fault}}
<h1>{{words.heading}}</h1>
{{> choice}}
<h2 class="period">{{label}}{{#days}} <small>({{days}})</small>{{/days}}</h2>
{{#unfinished}}
<p class="hint">{{unfinished}}</p>
{{/unfinished}}
{{#empty}}
<p class="note">{{empty}}</p>
{{/empty}}
<section>
<h2>{{words.summary}}</h2>
{{> summary}}
{{> waitingNow}}
</section>
{{#any}}
<section>
{{#plot}}
<h2>{{title}}</h2>
{{/plot}}
{{#groupings}}
<nav class="group-by" aria-label="{{words.groupBy}}"><span>{{words.groupBy}}:</span>{{#items}} <a href="{{href}}"{{#current}} aria-current="true"{{/current}}>{{name}}</a>{{/items}}</nav>
{{/groupings}}
{{#plot}}
{{> plotFigure}}
<details>
<summary>{{words.showTable}}</summary>
{{> buckets}}
</details>
{{/plot}}
</section>
<section>
<h2>{{words.reasons}}</h2>
{{#reasons}}
{{> reasonTable}}
{{/reasons}}
</section>
<section>
<h2>{{words.threads}}</h2>
{{> articles}}
</section>
{{/any}}
<section>
<h2>{{words.files}}</h2>
<ul class="files">
  <li><a href="{{report}}">{{words.report}}</a></li>
  <li><a href="{{figuresFile}}">{{words.figuresFile}}</a></li>
  <li><a href="{{daysFile}}">{{words.daysFile}}</a></li>
</ul>
</section>
</div>
`;

/** The report, a whole page to print, for mustache; see `reportView`. */
export const REPORT_PAGE = reportPage(`      <section>
      <h2>{{words.summary}}</h2>
      {{> summary}}
      {{> waitingNow}}
      </section>
      {{#any}}
      <section>
      {{#plot}}
      <h2>{{title}}</h2>
      {{> plotFigure}}
      {{> buckets}}
      {{/plot}}
      </section>
      <section>
      <h2>{{words.reasons}}</h2>
      {{#reasons}}
      {{> reasonTable}}
      {{/reasons}}
      </section>
      <section>
      <h2>{{words.threads}}</h2>
      {{> articles}}
      </section>
      {{/any}}
`);

/** What every report has around its figures: letterhead, title, period and signatures. */
export function reportPage(figures: string): string {
  return `${PAGE_HEAD}    <title>{{words.reportTitle}} – {{label}} – {{siteName}}</title>
    <link rel="icon" type="image/svg+xml" href="../account.svg">
    <link rel="stylesheet" href="statistics.css">
  </head>
  <body class="report">
    <nav class="on-screen"><a href="{{back}}">{{words.back}}</a> <span>{{words.printHint}}</span></nav>
    <main class="statistics">
      <div class="letterhead"><p><strong>{{siteName}}</strong></p><p><em>{{date}}</em></p></div>
      <h1>{{words.reportTitle}}</h1>
      <p class="subtitle">{{label}}{{#days}} ({{days}}){{/days}}</p>
      {{#unfinished}}
      <p class="hint">{{unfinished}}</p>
      {{/unfinished}}
      {{#empty}}
      <p class="note">{{empty}}</p>
      {{/empty}}
${figures}      <div class="signatures">
        <p class="signed">{{words.reportTitle}}, {{label}}</p>
        <p><strong>{{words.preparedBy}}</strong><br><em>{{words.sign}}</em></p>
        <p><strong>{{words.head}}</strong><br><em>{{words.signHead}}</em></p>
      </div>
    </main>
  </body>
</html>
`;
}
