/** The fields of a policy, for mustache. */
export const POLICY_FIELDS_PART = `{{#groups}}
          <fieldset class="group">
            <legend>{{name}}</legend>
            {{#fields}}
            <label for="{{id}}">{{label}}</label>
            {{#hints}}
            <p class="hint" id="{{id}}-hint-{{index}}">{{text}}</p>
            {{/hints}}
            {{#now}}
            <p class="hint"><strong>{{now}}</strong></p>
            {{/now}}
            {{#fault}}
            <p class="fault" id="{{id}}-fault">{{fault}}</p>
            {{/fault}}
            {{#select}}
            <select id="{{id}}" name="{{id}}"{{#described}} aria-describedby="{{describedBy}}"{{/described}}{{#fault}} aria-invalid="true"{{/fault}}>
              {{#options}}
              <option value="{{value}}"{{#chosen}} selected{{/chosen}}>{{name}}</option>
              {{/options}}
            </select>
            {{/select}}
            {{#input}}
            <input id="{{id}}" name="{{id}}" value="{{value}}" maxlength="2000" autocomplete="off"{{#numeric}} inputmode="numeric" class="number"{{/numeric}} aria-describedby="{{describedBy}}"{{#fault}} aria-invalid="true"{{/fault}}>
            {{/input}}
            {{#textarea}}
            <textarea id="{{id}}" name="{{id}}" lang="vi" aria-describedby="{{describedBy}}"{{#fault}} aria-invalid="true"{{/fault}}>{{value}}</textarea>
            {{/textarea}}
            {{#erase}}
            <div class="choice"><input type="checkbox" id="erase" name="erase" value="1"><label for="erase">{{label}}</label></div>
            {{/erase}}
            {{/fields}}
          </fieldset>
          {{/groups}}`;

/** What holds for all threads of a site. */
export const POLICIES_PAGE = `      <h1>{{title}}</h1>
      {{#siteChoice}}
      <form class="choose" method="get" action="{{base}}moderation/policies">
        {{#isEn}}<input type="hidden" name="lang" value="en">{{/isEn}}
        <label for="site">{{words.site}}</label>
        <select id="site" name="site">
          {{#sites}}
          <option value="{{slug}}"{{#current}} selected{{/current}}>{{name}}</option>
          {{/sites}}
        </select>
        <button class="second">{{words.choose}}</button>
      </form>
      {{/siteChoice}}
      <p>{{said.intro}}</p>
      <form method="post" action="{{base}}moderation/policies?lang={{lang}}" data-keep>
        <input type="hidden" name="form" value="{{token}}">
        <input type="hidden" name="site" value="{{site}}">
        <input type="hidden" name="seen" value="{{seen}}">
        <input type="hidden" name="back" value="{{here}}">
        {{> fields}}
        <div class="ways"><button>{{said.save}}</button></div>
      </form>
      {{#threads.any}}
      <section aria-labelledby="threads">
        <h2 id="threads">{{said.threads}}</h2>
        <ul>
          {{#threads.items}}
          <li><a class="inline" href="{{href}}"><bdi>{{name}}</bdi></a>: {{what}}</li>
          {{/threads.items}}
        </ul>
      </section>
      {{/threads.any}}
      <section aria-labelledby="blocks">
        <h2 id="blocks">{{said.blocks}}</h2>
        <p>{{said.blocksIntro}}</p>
        {{#blocks.any}}
        <ul class="blocks">
          {{#blocks.items}}
          <li>
            <form method="post" action="{{base}}moderation/unblock?lang={{lang}}">
              <input type="hidden" name="form" value="{{token}}">
              <input type="hidden" name="site" value="{{site}}">
              <input type="hidden" name="ids" value="{{id}}">
              <input type="hidden" name="back" value="{{here}}">
              <p><span class="badge">{{kind}}</span> <bdi id="b-{{id}}">{{value}}</bdi> <span class="meta">{{by}}</span></p>
              <button class="second" aria-describedby="b-{{id}}">{{said.remove}}</button>
            </form>
          </li>
          {{/blocks.items}}
        </ul>
        {{/blocks.any}}
        {{^blocks.any}}
        <p class="note">{{said.blocksNone}}</p>
        {{/blocks.any}}
        {{#adding}}
        <form method="post" action="{{base}}moderation/block?lang={{lang}}">
          <input type="hidden" name="form" value="{{token}}">
          <input type="hidden" name="site" value="{{site}}">
          <input type="hidden" name="kind" value="{{kind}}">
          <input type="hidden" name="back" value="{{here}}">
          <label for="{{id}}">{{label}}</label>
          <p class="hint" id="{{id}}-hint">{{hint}}</p>
          {{#fault}}
          <p class="fault" id="{{id}}-fault">{{fault}}</p>
          {{/fault}}
          <div class="line">
            <input id="{{id}}" name="value" value="{{value}}" autocomplete="off" autocapitalize="none" lang="vi" aria-describedby="{{id}}-hint{{#fault}} {{id}}-fault{{/fault}}"{{#fault}} aria-invalid="true"{{/fault}}>
            <button class="second">{{button}}</button>
          </div>
        </form>
        {{/adding}}
      </section>
      <section aria-labelledby="test">
        <h2 id="test">{{said.test}}</h2>
        <form method="post" action="{{base}}moderation/policies/test?lang={{lang}}" data-keep>
          <input type="hidden" name="form" value="{{token}}">
          <input type="hidden" name="site" value="{{site}}">
          <label for="sample">{{said.testText}}</label>
          <p class="hint" id="sample-hint">{{said.testIntro}}</p>
          <textarea id="sample" name="text" lang="vi" aria-describedby="sample-hint">{{sample}}</textarea>
          <div class="ways"><button class="second">{{said.testNow}}</button></div>
        </form>
        {{#tested}}
        <div role="status" class="tested" tabindex="-1" autofocus>
          {{#any}}
          <p><strong>{{said.testFound}}</strong></p>
          <ul>
            {{#caught}}
            <li><bdi lang="vi">{{value}}</bdi> – {{list}}</li>
            {{/caught}}
            {{#links}}
            <li>{{links}}</li>
            {{/links}}
          </ul>
          {{/any}}
          {{^any}}
          <p><strong>{{said.testNothing}}</strong></p>
          {{/any}}
          <p class="sample" lang="vi">{{#parts}}{{#caught}}<mark>{{text}}</mark>{{/caught}}{{^caught}}{{text}}{{/caught}}{{/parts}}</p>
        </div>
        {{/tested}}
      </section>
`;

/** What holds for one thread. */
export const THREAD_POLICY_PAGE = `      <p><a href="{{toSite}}">{{said.toSite}}</a></p>
      <h1>{{title}}</h1>
      <p class="meta">{{words.article}}: <bdi>{{article}}</bdi></p>
      <p>{{said.introThread}}</p>
      <form method="post" action="{{base}}moderation/policies/thread?lang={{lang}}" data-keep>
        <input type="hidden" name="form" value="{{token}}">
        <input type="hidden" name="site" value="{{site}}">
        <input type="hidden" name="thread" value="{{thread}}">
        <input type="hidden" name="seen" value="{{seen}}">
        <input type="hidden" name="back" value="{{here}}">
        {{> fields}}
        <div class="ways"><button>{{said.save}}</button></div>
      </form>
`;

/** Blocking what a comment shows, on its page. */
export const BLOCK_PART = `<section aria-labelledby="block">
        <h2 id="block">{{said.block}}</h2>
        <p>{{said.blockIntro}}</p>
        {{#blocking.sentence}}
        <p>{{blocking.sentence}}</p>
        {{/blocking.sentence}}
        <div class="ways">
          {{#blocking.items}}
          <form method="post" action="{{base}}moderation/{{door}}?lang={{lang}}">
            <input type="hidden" name="form" value="{{token}}">
            <input type="hidden" name="back" value="{{here}}">
            <input type="hidden" name="site" value="{{blocking.site}}">
            {{#ids}}
            <input type="hidden" name="ids" value="{{ids}}">
            {{/ids}}
            {{^ids}}
            <input type="hidden" name="kind" value="{{kind}}">
            <input type="hidden" name="comment" value="{{blocking.comment}}">
            <input type="hidden" name="value" value="{{value}}">
            {{/ids}}
            <button class="second">{{name}}</button>
          </form>
          {{/blocking.items}}
        </div>
      </section>`;
