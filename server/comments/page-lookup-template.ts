import { pageTemplate } from './page-template.ts';

const CODE_FIELD = `<input type="hidden" name="code" value="{{code}}" autocomplete="off">
`;

const SUMMARY = `<dl>
  <dt>{{words.state}}</dt>
  <dd><strong>{{stateName}}</strong></dd>
  {{#reason}}
  <dt>{{words.reason}}</dt>
  <dd><bdi>{{reason}}</bdi></dd>
  {{/reason}}
  {{#title}}
  <dt>{{words.article}}</dt>
  <dd><bdi>{{title}}</bdi></dd>
  {{/title}}
  <dt>{{words.sentAt}}</dt>
  <dd><time datetime="{{iso}}">{{sentAt}}</time></dd>
  {{#editedAt}}
  <dt>{{words.editedAt}}</dt>
  <dd>{{editedAt}}</dd>
  {{/editedAt}}
</dl>
<p>{{stateMeans}}</p>
{{#hasWords}}
<blockquote>
  <p><strong><bdi>{{name}}</bdi></strong></p>
  {{> paragraphs}}
</blockquote>
{{/hasWords}}
`;

const ENDING = `<ul class="ways">
  <li><a href="{{lookup}}">{{words.another}}</a></li>
  {{#thread}}
  <li><a href="{{thread}}">{{words.toThread}}</a></li>
  {{/thread}}
</ul>
`;

/** Parts of the pages of one's own comment. */
export const LOOKUP_PARTS = { codeField: CODE_FIELD, summary: SUMMARY, ending: ENDING };

/** Where a code is entered, for mustache. */
export const LOOKUP_PAGE = pageTemplate(
  '{{words.lookup}}',
  `      {{> messages}}
      <h1>{{words.lookup}}</h1>
      <p>{{words.lookupIntro}}</p>
      <form method="post" action="{{lookup}}">
        <label for="code">{{words.code}}</label>
        <p class="hint" id="code-hint">{{words.codeHint}}</p>
        {{#fault}}
        <p class="fault" id="code-fault">{{fault}}</p>
        {{/fault}}
        <input class="typed-code" id="code" name="code" value="{{code}}" autocomplete="off" autocapitalize="characters" spellcheck="false" required aria-describedby="code-hint{{#fault}} code-fault{{/fault}}"{{#fault}} aria-invalid="true"{{/fault}}>
        <button>{{words.find}}</button>
      </form>
      {{#toCopy}}
      <label for="to-copy">{{words.toCopy}}</label>
      <textarea id="to-copy" rows="6" dir="auto" readonly>{{toCopy}}</textarea>
      {{/toCopy}}
`,
);

/** One's own comment, and what can be done with it. */
export const OWN_PAGE = pageTemplate(
  '{{words.yours}}',
  `      {{> messages}}
      <h1>{{words.yours}}</h1>
      {{> summary}}
      {{#place}}
      <p><a href="{{place}}">{{words.toComment}}</a></p>
      {{/place}}
      {{#toCopy}}
      <label for="to-copy">{{words.toCopy}}</label>
      <textarea id="to-copy" rows="6" dir="auto" readonly>{{toCopy}}</textarea>
      {{/toCopy}}
      {{#answers.any}}
      <section aria-labelledby="answers">
        <h2 id="answers">{{words.answers}}</h2>
        <ol>
          {{#answers.items}}
          <li>
            {{> byline}}
            {{> paragraphs}}
          </li>
          {{/answers.items}}
        </ol>
      </section>
      {{/answers.any}}
      {{#edit}}
      <section aria-labelledby="edit">
        <h2 id="edit">{{words.edit}}</h2>
        <form method="post" action="{{action}}">
          {{> codeField}}
          <p>{{until}} {{waits}}</p>
          <label for="text">{{words.text}}</label>
          <p class="hint" id="text-hint">{{textHint}}</p>
          {{#fault}}
          <p class="fault" id="text-fault">{{fault}}</p>
          {{/fault}}
          <textarea id="text" name="text" rows="6" dir="auto" required aria-describedby="text-hint{{#fault}} text-fault{{/fault}}"{{#fault}} aria-invalid="true"{{/fault}}>{{value}}</textarea>
          <button>{{words.save}}</button>
        </form>
      </section>
      {{/edit}}
      {{#hasWords}}
      {{^edit}}
      <p>{{words.editOver}}</p>
      {{/edit}}
      <section aria-labelledby="withdraw">
        <h2 id="withdraw">{{words.withdraw}}</h2>
        <p>{{words.withdrawIntro}}</p>
        <form method="post" action="{{withdrawal}}">
          {{> codeField}}
          <p class="actions"><button class="second">{{words.withdraw}}</button></p>
        </form>
      </section>
      {{/hasWords}}
      {{> ending}}
`,
);

/** Asks once more before a comment is withdrawn. */
export const WITHDRAW_PAGE = pageTemplate(
  '{{words.withdrawSure}}',
  `      {{> messages}}
      <h1 tabindex="-1"{{^alert}} autofocus{{/alert}}>{{words.withdrawSure}}</h1>
      <p>{{words.withdrawIntro}}</p>
      <blockquote>
        <p><strong><bdi>{{name}}</bdi></strong></p>
        {{> paragraphs}}
      </blockquote>
      <div class="actions">
        <form method="post" action="{{withdrawal}}">
          {{> codeField}}
          <input type="hidden" name="sure" value="yes">
          <button>{{words.withdrawYes}}</button>
        </form>
        <form method="post" action="{{lookup}}">
          {{> codeField}}
          <button class="second">{{words.withdrawNo}}</button>
        </form>
      </div>
`,
);
