/** Mistakes that readers have found in articles of a site, in one state. */
export const CORRECTIONS_PAGE = `      <h1>{{title}}</h1>
      <p class="hint">{{c.intro}}</p>
{{> choose}}
      <nav aria-label="{{words.views}}">
        <ul class="tabs">
          {{#views}}
          <li><a href="{{href}}"{{#current}} aria-current="page"{{/current}}>{{name}}{{#count}} ({{count}}){{/count}}</a></li>
          {{/views}}
        </ul>
      </nav>
      {{#firstPage}}
      <p><a href="{{firstPage}}">{{words.first}}</a></p>
      {{/firstPage}}
      {{#any}}
      <form method="post" action="{{base}}moderation/corrections?lang={{lang}}">
        <input type="hidden" name="form" value="{{token}}">
        <input type="hidden" name="back" value="{{here}}">
        <p class="every" id="every" hidden><input type="checkbox" id="pick-all"><label for="pick-all">{{words.all}}</label></p>
        <ol class="comments" aria-label="{{c.list}}">
          {{#corrections}}
          <li><article id="c-{{id}}" tabindex="-1" aria-labelledby="h-{{id}}" data-id="{{id}}">
          <div class="head">
            <input type="checkbox" id="pick-{{id}}" name="pick-{{id}}" value="{{stamp}}" aria-label="{{c.pick}} “{{excerpt}}”">
            <h2 id="h-{{id}}"><bdi>{{article}}</bdi></h2>
            <span class="badge{{#late}} late{{/late}}">{{stateName}}</span>
          </div>
          <p class="meta"><time datetime="{{iso}}">{{time}}</time>{{#waited}} · {{waited}}{{/waited}}{{#decided}} · {{decided}}{{/decided}}</p>
          <p class="meta">{{c.inArticle}}:</p>
          <p class="sample" lang="vi">{{#before}}…{{before}} {{/before}}<mark>{{passage}}</mark>{{#after}} {{after}}…{{/after}}</p>
          <p class="meta">{{c.proposal}}:</p>
          {{#proposal}}
          <p class="sample" lang="vi"><ins>{{proposal}}</ins></p>
          {{/proposal}}
          {{^proposal}}
          <p>{{c.none}}</p>
          {{/proposal}}
          {{#note}}
          <p class="meta">{{c.note}}:</p>
          <p class="sample" lang="vi">{{note}}</p>
          {{/note}}
          {{#held}}
          <p class="meta">{{words.held}}: {{held}}.</p>
          {{/held}}
          <div class="ways">
            {{#ways}}
            <button{{#second}} class="second"{{/second}} name="one" value="{{action}} {{id}} {{stamp}}" aria-describedby="h-{{id}}">{{name}}</button>
            {{/ways}}
            {{#address}}
            <a href="{{address}}" rel="noreferrer" aria-describedby="h-{{id}}">{{c.openArticle}}</a>
            {{/address}}
          </div>
          </article></li>
          {{/corrections}}
        </ol>
        <div class="bulk" role="group" aria-labelledby="bulk">
          <p><strong id="bulk">{{c.picked}}</strong> <span id="picked" role="status"></span> <span class="hint">{{pickedHint}}</span></p>
          <div class="ways">
            {{#all}}
            <button{{#second}} class="second"{{/second}} name="all" value="{{action}}">{{name}}</button>
            {{/all}}
          </div>
        </div>
      </form>
      {{/any}}
      {{^any}}
      <p class="note">{{empty}}</p>
      {{/any}}
      {{#next}}
      <p><a href="{{next}}" rel="next">{{words.next}}</a></p>
      {{/next}}
`;
