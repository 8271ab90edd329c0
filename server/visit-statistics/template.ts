import { reportPage, STATISTICS_PARTS } from '../statistics/template.ts';

const TIMES = `{{#plot}}
<h2>{{title}}</h2>
{{> plotFigure}}
{{> buckets}}
{{/plot}}
`;

const NAMES = `<h2>{{heading}}</h2>
{{#any}}
<p class="hint">{{months}}</p>
<table class="bars">
  <thead>
    <tr><th scope="col">{{name}}</th><th scope="col">{{count}}</th></tr>
  </thead>
  <tbody>
    {{#rows}}
    <tr><th scope="row"><bdi>{{name}}</bdi>{{{bar}}}</th><td>{{count}}</td></tr>
    {{/rows}}
  </tbody>
</table>
{{/any}}
{{^any}}
<p>{{none}}</p>
{{/any}}
`;

const MARKED = `<section id="marked">
<h2>{{words.marked}}</h2>
<p class="hint">{{markedHow}}</p>
{{^spans}}
<p>{{words.noneMarked}}</p>
{{/spans}}
{{#spans}}
<table>
  <thead>
    <tr><th scope="col">{{words.time}}</th><th scope="col">{{words.visits}}</th><th scope="col">{{words.state}}</th></tr>
  </thead>
  <tbody>
    {{#items}}
    <tr><th scope="row">{{time}}</th><td>{{visits}}</td><td>{{state}}
      {{#does}}
      <form method="post" action="{{action}}">
        <input type="hidden" name="form" value="{{token}}">
        <input type="hidden" name="site" value="{{site}}">
        <input type="hidden" name="back" value="{{here}}">
        <input type="hidden" name="first" value="{{first}}">
        <input type="hidden" name="last" value="{{last}}">
        <input type="hidden" name="action" value="{{does}}">
        <button class="second" aria-label="{{name}} {{of}}">{{name}}</button>
      </form>
      {{/does}}
    </td></tr>
    {{/items}}
  </tbody>
</table>
{{#more}}
<p class="hint">{{words.moreMarked}}</p>
{{/more}}
{{^administrator}}
<p class="hint">{{words.onlyAdministrators}}</p>
{{/administrator}}
{{/spans}}
</section>
`;

/** Parts of the templates below, for mustache. */
export const VISIT_PARTS = { ...STATISTICS_PARTS, times: TIMES, names: NAMES, marked: MARKED } as const;

const CHANGE_OVER = `{{#changeOver}}
<p class="note">{{changeOver}}</p>
{{/changeOver}}
`;

/** The inside of `<main>` of the page of visits, for mustache; see `visitsView`. */
export const VISITS_MAIN = `<div class="statistics">
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
${CHANGE_OVER}<section>
<h2>{{words.summary}}</h2>
{{> summary}}
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
{{#hours}}
<section>
<h2>{{title}}</h2>
{{> plotFigure}}
<details>
<summary>{{words.showTable}}</summary>
{{> buckets}}
</details>
</section>
{{/hours}}
{{#years}}
<section>
<h2>{{title}}</h2>
{{> plotFigure}}
<details>
<summary>{{words.showTable}}</summary>
{{> buckets}}
</details>
</section>
{{/years}}
{{#lists}}
<section>
{{> names}}
</section>
{{/lists}}
{{/any}}
{{> marked}}
<section>
<h2>{{words.files}}</h2>
<ul class="files">
  <li><a href="{{report}}">{{words.report}}</a></li>
  <li><a href="{{figuresFile}}">{{words.figuresFile}}</a></li>
  <li><a href="{{daysFile}}">{{words.daysFile}}</a></li>
  <li><a href="{{hoursFile}}">{{words.hoursFile}}</a></li>
</ul>
</section>
</div>
`;

/** The report on visits, a whole page to print, for mustache; see `visitReportView`. */
export const VISIT_REPORT = reportPage(`      ${CHANGE_OVER}
      <section>
      <h2>{{words.summary}}</h2>
      {{> summary}}
      </section>
      {{#any}}
      <section>
      {{> times}}
      </section>
      {{#hours}}
      <section>
      <h2>{{title}}</h2>
      {{> plotFigure}}
      {{> buckets}}
      </section>
      {{/hours}}
      {{#years}}
      <section>
      <h2>{{title}}</h2>
      {{> plotFigure}}
      {{> buckets}}
      </section>
      {{/years}}
      {{#lists}}
      <section>
      {{> names}}
      </section>
      {{/lists}}
      {{/any}}
      {{#taken}}
      <p class="hint">{{taken}}</p>
      {{/taken}}
`);
