import { pageTemplate } from './page-template.ts';

/**
 * The form to write a comment, for mustache. No `maxlength`: it would cut what is pasted without a word, and counts otherwise than
 * the server. What is hidden keeps no value over a reload (`autocomplete`), or a new comment would go under an old key.
 */
const FORM = `<form method="post" action="{{action}}">
  <input type="hidden" name="key" value="{{key}}" autocomplete="off">
  <input type="hidden" name="{{formTimeField}}" value="{{formTime}}" autocomplete="off">
  <input type="hidden" name="consent-version" value="{{consentVersion}}" autocomplete="off">
  <input type="hidden" name="back" value="{{back}}" autocomplete="off">
  <p>{{words.writeIntro}} {{words.needed}}</p>
  <p class="trap" aria-hidden="true">
    <label for="trap">{{words.trap}}</label>
    <input id="trap" name="{{trapField}}" tabindex="-1" autocomplete="off">
  </p>
  <label for="name">{{words.name}}</label>
  {{#faults.name}}
  <p class="fault" id="name-fault">{{faults.name}}</p>
  {{/faults.name}}
  <input id="name" name="name" value="{{name}}" dir="auto" autocomplete="name" required{{#faults.name}} aria-invalid="true" aria-describedby="name-fault"{{/faults.name}}>
  {{#email}}
  <label for="email">{{words.email}}{{^required}} ({{words.optional}}){{/required}}</label>
  <p class="hint" id="email-hint">{{words.emailHint}}</p>
  {{#faults.email}}
  <p class="fault" id="email-fault">{{faults.email}}</p>
  {{/faults.email}}
  <input id="email" name="email" type="email" value="{{value}}" autocomplete="email"{{#required}} required{{/required}} aria-describedby="email-hint{{#faults.email}} email-fault{{/faults.email}}"{{#faults.email}} aria-invalid="true"{{/faults.email}}>
  {{/email}}
  <label for="text">{{words.text}}</label>
  <p class="hint" id="text-hint">{{textHint}}</p>
  {{#faults.text}}
  <p class="fault" id="text-fault">{{faults.text}}</p>
  {{/faults.text}}
  <textarea id="text" name="text" rows="6" dir="auto" required aria-describedby="text-hint{{#faults.text}} text-fault{{/faults.text}}"{{#faults.text}} aria-invalid="true"{{/faults.text}}>{{text}}</textarea>
  {{#faults.consent}}
  <p class="fault" id="consent-fault">{{faults.consent}}</p>
  {{/faults.consent}}
  <div class="choice">
    <input id="consent" name="consent" type="checkbox" value="yes" required{{#agreed}} checked{{/agreed}}{{#faults.consent}} aria-invalid="true"{{/faults.consent}} aria-describedby="consent-note{{#faults.consent}} consent-fault{{/faults.consent}}">
    <label for="consent">{{consent}}</label>
  </div>
  <div id="consent-note">
    {{#children}}
    <p class="hint">{{children}}</p>
    {{/children}}
    {{#consentUrl}}
    <p class="hint"><a href="{{consentUrl}}">{{words.consentMore}}</a></p>
    {{/consentUrl}}
  </div>
  <p class="actions">
    <button>{{words.send}}</button>
    {{#cancel}}
    <a href="{{cancel}}">{{words.cancelReply}}</a>
    {{/cancel}}
  </p>
</form>
`;

/** Parts of the pages with the form. */
export const FORM_PARTS = { form: FORM };

/** The form alone: for a reply, or with what is wrong. Where nothing can be sent any more, what was typed is there to be copied. */
export const FORM_PAGE = pageTemplate(
  '{{#replyTo}}{{words.replyTo}} {{name}}{{/replyTo}}{{^replyTo}}{{words.write}}{{/replyTo}}',
  `      {{> messages}}
      <h1 id="form">{{#replyTo}}{{words.replyTo}} <bdi>{{name}}</bdi>{{/replyTo}}{{^replyTo}}{{words.write}}{{/replyTo}}</h1>
      {{#replyTo}}
      <blockquote>
        {{> paragraphs}}
      </blockquote>
      {{/replyTo}}
      {{#unwritable}}
      <p class="note">{{unwritable}}</p>
      {{/unwritable}}
      {{#form}}
      {{> form}}
      {{/form}}
      {{#toCopy}}
      <label for="to-copy">{{words.toCopy}}</label>
      <textarea id="to-copy" rows="6" dir="auto" readonly>{{toCopy}}</textarea>
      {{/toCopy}}
      <p><a href="{{thread}}">{{words.toThread}}</a></p>
      {{> back}}
`,
);

/** What a reader gets for a comment. The code goes on by a form: it stands in no address. */
export const RECEIPT_PAGE = pageTemplate(
  '{{words.received}}',
  `      <h1 tabindex="-1" autofocus>{{words.received}}</h1>
      <p>{{words.state}}: <strong>{{stateName}}</strong>. {{stateMeans}}</p>
      <h2>{{words.code}}</h2>
      <p class="code" translate="no">{{code}}</p>
      <p>{{words.codeKeep}}</p>
      {{#next}}
      <h2>{{words.whatNext}}</h2>
      <ul>
        {{#waits}}
        <li>{{words.nextModerated}}</li>
        {{/waits}}
        <li>{{words.nextCode}}</li>
        <li>{{edit}}</li>
      </ul>
      {{/next}}
      <form method="post" action="{{lookup}}">
        <input type="hidden" name="code" value="{{code}}" autocomplete="off">
        <p class="actions"><button class="second">{{words.openThis}}</button></p>
      </form>
      <p><a href="{{thread}}">{{words.toThread}}</a></p>
      {{> back}}
`,
);
