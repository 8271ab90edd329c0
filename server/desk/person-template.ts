/** Looking a person up, and what was found. */
export const PERSON_PAGE = `      <h1>{{p.heading}}</h1>
      <p>{{p.intro}}</p>
      <form method="post" action="{{base}}moderation/person?lang={{lang}}" autocomplete="off">
        <input type="hidden" name="form" value="{{token}}">
        <label for="person">{{p.label}}</label>
        <p class="hint" id="person-hint">{{p.hint}}</p>
        <input id="person" name="person" value="{{typed}}" maxlength="300" autocapitalize="none" spellcheck="false" required aria-describedby="person-hint"{{#wrong}} aria-invalid="true"{{/wrong}}>
        <button>{{p.find}}</button>
      </form>
      {{#none}}
      <p class="note" role="status">{{p.none}}</p>
      {{/none}}
      {{#found}}
      <h2>{{heading}}</h2>
      <div class="scroll">
        <table class="stacked">
          <caption hidden>{{p.table}}</caption>
          <thead><tr><th scope="col">{{p.site}}</th><th scope="col">{{p.state}}</th><th scope="col">{{p.number}}</th></tr></thead>
          <tbody>
            {{#rows}}
            <tr><td lang="vi">{{site}}</td><td>{{state}}</td><td>{{number}}</td></tr>
            {{/rows}}
          </tbody>
        </table>
      </div>
      <p class="hint">{{p.exportHint}}</p>
      <form method="post" action="{{base}}moderation/person/export?lang={{lang}}">
        <input type="hidden" name="form" value="{{token}}">
        <input type="hidden" name="person" value="{{typed}}">
        <button class="second">{{p.export}}</button>
      </form>
      <form method="post" action="{{base}}moderation/person/erase?lang={{lang}}">
        <input type="hidden" name="form" value="{{token}}">
        <input type="hidden" name="person" value="{{typed}}">
        <button class="second">{{p.erase}}</button>
      </form>
      {{/found}}
`;

/** Asks once more before everything goes. */
export const PERSON_SURE_PAGE = `      <h1>{{question}}</h1>
      <p>{{p.sure}}</p>
      <p>{{p.sureExport}}</p>
      <form method="post" action="{{base}}moderation/person/erase?lang={{lang}}">
        <input type="hidden" name="form" value="{{token}}">
        <input type="hidden" name="person" value="{{typed}}">
        <input type="hidden" name="seen" value="{{number}}">
        <div class="ways">
          <button>{{eraseNow}}</button>
          <a href="{{cancel}}">{{p.cancel}}</a>
        </div>
      </form>
`;

/** What was erased, to print or send. */
export const PERSON_RECEIPT_PAGE = `      <h1>{{p.receiptHeading}}</h1>
      <p role="status">{{sentence}}</p>
      <dl>
        <dt>{{p.receiptCode}}</dt><dd>{{code}}</dd>
        <dt>{{p.receiptNumber}}</dt><dd>{{number}}</dd>
        <dt>{{p.receiptTime}}</dt><dd><time datetime="{{iso}}">{{time}}</time></dd>
        <dt>{{p.receiptWho}}</dt><dd><bdi>{{who}}</bdi></dd>
      </dl>
      <p><a href="{{another}}">{{p.another}}</a></p>
`;
