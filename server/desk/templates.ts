/** One comment as every page of the desk shows it, for mustache. */
export const COMMENT_PART = `<p class="meta">
            {{words.article}}: {{#articleUrl}}<a class="inline" href="{{articleUrl}}" rel="noreferrer"><bdi>{{article}}</bdi></a>{{/articleUrl}}{{^articleUrl}}<bdi>{{article}}</bdi>{{/articleUrl}}
          </p>
          <p class="meta">
            <time datetime="{{iso}}">{{time}}</time>{{#waited}} · {{waited}}{{/waited}}{{#email}} · {{words.email}}: <bdi>{{email}}</bdi>{{/email}}{{#signedIn}} · {{words.signedIn}}{{/signedIn}}
          </p>
          {{#parent}}
          <blockquote{{#whole}} class="whole"{{/whole}}>
            <p class="meta">{{words.repliesTo}} <bdi>{{name}}</bdi></p>
            <p>{{text}}</p>
          </blockquote>
          {{/parent}}
          <div class="text" lang="vi">
            {{#paragraphs}}
            <p>{{#parts}}{{#href}}<a class="inline" href="{{href}}" rel="noreferrer nofollow ugc">{{text}}</a>{{/href}}{{^href}}{{text}}{{/href}}{{/parts}}</p>
            {{/paragraphs}}
            {{^paragraphs}}
            <p>{{words.gone}}</p>
            {{/paragraphs}}
          </div>
          {{#held}}
          <p class="meta">{{words.held}}: {{held}}.</p>
          {{/held}}
          {{#reported}}
          <p><strong>{{reported}}</strong></p>
          {{/reported}}
          {{#transferred}}
          <p><strong>{{transferred}}</strong></p>
          {{/transferred}}
          {{#reason}}
          <p class="meta">{{words.reasonGiven}}: {{reason}}</p>
          {{/reason}}`;

/** Comments to be picked and decided on, for mustache; nothing where there are none. */
export const LIST_PART = `      {{#any}}
      <form method="post" action="{{base}}moderation/decide?lang={{lang}}">
        <input type="hidden" name="form" value="{{token}}">
        <input type="hidden" name="back" value="{{here}}">
        <p class="every" id="every" hidden><input type="checkbox" id="pick-all"><label for="pick-all">{{words.all}}</label></p>
        <ol class="comments" aria-label="{{words.list}}">
          {{#comments}}
          <li><article id="c-{{id}}" tabindex="-1" aria-labelledby="h-{{id}}" data-id="{{id}}">
          <div class="head">
            <input type="checkbox" id="pick-{{id}}" name="pick-{{id}}" value="{{stamp}}" aria-label="{{words.pick}} {{name}}">
            <h2 id="h-{{id}}"><bdi>{{name}}</bdi></h2>
            {{#badges}}
            <span class="badge{{#late}} late{{/late}}">{{text}}</span>
            {{/badges}}
          </div>
          {{> comment}}
          <div class="ways">
            {{#canPublish}}
            <button name="one" value="publish {{id}} {{stamp}}" aria-describedby="h-{{id}}">{{words.publish}}</button>
            {{/canPublish}}
            {{#canReject}}
            <button class="second" name="one" value="reject {{id}} {{stamp}}" aria-describedby="h-{{id}}">{{words.rejectMore}}</button>
            {{/canReject}}
            <a href="{{link}}" aria-describedby="h-{{id}}">{{words.details}}</a>
          </div>
          </article></li>
          {{/comments}}
        </ol>
        <div class="bulk" role="group" aria-labelledby="bulk">
          <p><strong id="bulk">{{words.picked}}</strong> <span id="picked" role="status"></span> <span class="hint">{{words.pickedHint}}</span></p>
          <div class="ways">
            {{#bulk.publish}}<button name="all" value="publish">{{words.publish}}</button>{{/bulk.publish}}
            {{#bulk.reject}}<button class="second" name="all" value="reject">{{words.rejectMore}}</button>{{/bulk.reject}}
            {{#bulk.pending}}<button class="second" name="all" value="pending">{{words.pending}}</button>{{/bulk.pending}}
          </div>
        </div>
      </form>
      {{/any}}`;

/** What is looked for, and what was found. */
export const SEARCH_PAGE = `      <h1>{{words.search}}</h1>
      <form method="get" action="{{base}}moderation/comments" role="search">
        {{#isEn}}<input type="hidden" name="lang" value="en">{{/isEn}}
        {{#thread}}<input type="hidden" name="thread" value="{{thread}}">{{/thread}}
        <label for="q">{{words.searchWords}}</label>
        <p class="hint" id="q-hint">{{words.searchHint}}</p>
        <input id="q" name="q" type="search" value="{{q}}" lang="vi" autocomplete="off" spellcheck="false" aria-describedby="q-hint">
        {{#thread}}
        <p>{{words.threadOnly}}: <bdi>{{threadTitle}}</bdi></p>
        {{/thread}}
        <details{{#filtered}} open{{/filtered}}>
          <summary>{{words.searchMore}}</summary>
          <div class="filters">
            {{#choices}}
            <p><label for="f-{{name}}">{{label}}</label>
            <select id="f-{{name}}" name="{{name}}">
              {{#options}}
              <option value="{{value}}"{{#chosen}} selected{{/chosen}}>{{words}}</option>
              {{/options}}
            </select></p>
            {{/choices}}
            <p><label for="from">{{words.from}}</label><input id="from" name="from" type="date" value="{{from}}"></p>
            <p><label for="to">{{words.to}}</label><input id="to" name="to" type="date" value="{{to}}"></p>
          </div>
        </details>
        <div class="ways"><button>{{words.searchSubmit}}</button></div>
      </form>
      {{#notes}}
      <p class="note" role="status">{{.}}</p>
      {{/notes}}
      {{#asked}}
      <h2 id="found">{{words.searchFound}}</h2>
      {{#firstPage}}
      <p><a href="{{firstPage}}">{{words.first}}</a></p>
      {{/firstPage}}
{{> list}}
      {{#until}}
      <p class="note" id="search-until" role="status">{{until}}</p>
      {{/until}}
      {{#none}}
      <p class="note">{{words.searchNone}}</p>
      {{/none}}
      {{#next}}
      <p><a id="search-next" href="{{next}}" rel="next">{{nextWords}}</a></p>
      {{/next}}
      {{/asked}}
`;

/** Which site a list is of, where the official has several. */
export const CHOOSE_PART = `      {{#siteChoice}}
      <form class="choose" method="get" action="{{base}}{{at}}">
        {{#isEn}}<input type="hidden" name="lang" value="en">{{/isEn}}
        <input type="hidden" name="state" value="{{state}}">
        <label for="site">{{words.site}}</label>
        <select id="site" name="site">
          {{#sites}}
          <option value="{{slug}}"{{#current}} selected{{/current}}>{{name}}{{#waiting}} ({{waiting}}){{/waiting}}</option>
          {{/sites}}
        </select>
        <button class="second">{{words.choose}}</button>
      </form>
      {{/siteChoice}}`;

/** The comments of a site in one state. */
export const QUEUE_PAGE = `      <h1>{{title}}</h1>
{{> choose}}
      <nav aria-label="{{words.views}}">
        <ul class="tabs">
          {{#views}}
          <li><a href="{{href}}"{{#current}} aria-current="page"{{/current}}>{{name}}{{#count}} ({{count}}){{/count}}</a></li>
          {{/views}}
        </ul>
      </nav>
      {{#ages}}
      <p class="meta">{{words.ages}}: {{ages}}.</p>
      {{/ages}}
      {{#firstPage}}
      <p><a href="{{firstPage}}">{{words.first}}</a></p>
      {{/firstPage}}
{{> list}}
      {{^any}}
      <p class="note">{{empty}}</p>
      {{/any}}
      {{#next}}
      <p><a href="{{next}}" rel="next">{{words.next}}</a></p>
      {{/next}}
`;

/** What an official is asked before something happens to several comments, or to one with a reason. */
export const CONFIRM_PAGE = `      <h1>{{question}}</h1>
      {{#any}}
      <form method="post" action="{{base}}moderation/{{to}}?lang={{lang}}" data-keep>
        <input type="hidden" name="form" value="{{token}}">
        <input type="hidden" name="back" value="{{back}}">
        <input type="hidden" name="sure" value="1">
        {{#picks}}
        <input type="hidden" name="pick-{{id}}" value="{{stamp}}">
        {{/picks}}
        <ol class="comments" aria-label="{{list}}">
          {{#comments}}
          <li><h2><bdi>{{name}}</bdi></h2><blockquote><p lang="vi">{{excerpt}}</p></blockquote></li>
          {{/comments}}
        </ol>
        {{#reasons}}
        {{> reasons}}
        {{/reasons}}
        <div class="ways">
          <button name="all" value="{{action}}">{{actionWords}}</button>
          <a href="{{back}}">{{words.cancel}}</a>
        </div>
      </form>
      {{/any}}
      {{^any}}
      <p><a href="{{back}}">{{words.back}}</a></p>
      {{/any}}
`;

/** What every form about the comment of its page says of it, and where it leads back to. */
export const ABOUT_PART = `<input type="hidden" name="form" value="{{token}}">
<input type="hidden" name="back" value="{{here}}">
<input type="hidden" name="id" value="{{id}}">
<input type="hidden" name="seen" value="{{stamp}}">
`;

/** Why a comment is rejected: a reason of the site's list, words, or both. */
export const REASONS_PART = `<fieldset>
          <legend>{{words.reasonList}}</legend>
          {{#reasons.list}}
          <div class="choice"><input type="radio" id="reason-{{code}}" name="reason-code" value="{{code}}"{{#chosen}} checked{{/chosen}}><label for="reason-{{code}}">{{text}}</label></div>
          {{/reasons.list}}
          <div class="choice"><input type="radio" id="reason-none" name="reason-code" value=""{{#reasons.none}} checked{{/reasons.none}}><label for="reason-none">{{words.reasonNone}}</label></div>
        </fieldset>
        <label for="reason">{{words.reasonText}}</label>
        <p class="hint" id="reason-hint">{{words.reasonHint}}</p>
        <textarea id="reason" name="reason" aria-describedby="reason-hint" lang="vi">{{reasons.typed}}</textarea>`;

/** One comment with all that is known of it, and all that can be done. */
export const COMMENT_PAGE = `      <p><a href="{{back}}">{{words.back}}</a></p>
      <h1>{{title}}</h1>
      <article aria-label="{{title}}">
          <div class="head">
            {{#badges}}
            <span class="badge{{#late}} late{{/late}}">{{text}}</span>
            {{/badges}}
          </div>
          {{> comment}}
          {{#onSite}}
          <p><a href="{{onSite}}">{{words.onSite}}</a></p>
          {{/onSite}}
      </article>
      {{#decide}}
      <section aria-labelledby="decision">
        <h2 id="decision">{{words.decision}}</h2>
        <form method="post" action="{{base}}moderation/decide?lang={{lang}}" data-keep>
          <input type="hidden" name="form" value="{{token}}">
          <input type="hidden" name="back" value="{{here}}">
          <input type="hidden" name="sure" value="1">
          <input type="hidden" name="pick-{{id}}" value="{{stamp}}">
          <div class="ways">
            {{#canPublish}}<button name="all" value="publish">{{words.publish}}</button>{{/canPublish}}
            {{#canWait}}<button class="second" name="all" value="pending">{{words.pending}}</button>{{/canWait}}
            {{#canPin}}<button class="second" name="all" value="pin">{{words.pin}}</button>{{/canPin}}
            {{#canUnpin}}<button class="second" name="all" value="unpin">{{words.unpin}}</button>{{/canUnpin}}
          </div>
          {{#canReject}}
          <details{{#reasons.open}} open{{/reasons.open}}>
            <summary>{{words.rejectMore}}</summary>
            {{> reasons}}
            <div class="ways"><button class="second" name="all" value="reject">{{words.reject}}</button></div>
          </details>
          {{/canReject}}
        </form>
      </section>
      {{/decide}}
      {{#answering}}
      <section aria-labelledby="answering">
        <h2 id="answering">{{words.answerHeading}}</h2>
        {{#answers.length}}
        <p class="hint">{{words.answers}}:</p>
        <ol class="comments">
          {{#answers}}
          <li><a href="{{link}}"><bdi>{{name}}</bdi>, {{time}}</a> <span class="badge">{{stateName}}</span><blockquote><p lang="vi">{{excerpt}}</p></blockquote></li>
          {{/answers}}
        </ol>
        {{/answers.length}}
        {{#canAnswer}}
        <form method="post" action="{{base}}moderation/answer?lang={{lang}}" data-keep>
          {{> about}}
          <input type="hidden" name="answers" value="{{answers.length}}">
          <label for="answer">{{words.answerText}}</label>
          <p class="hint" id="answer-hint">{{answerHint}}</p>
          {{#answerFault}}
          <p class="fault" id="answer-fault">{{answerFault}}</p>
          {{/answerFault}}
          <textarea id="answer" name="text" lang="vi" aria-describedby="answer-hint{{#answerFault}} answer-fault{{/answerFault}}"{{#answerFault}} aria-invalid="true"{{/answerFault}}>{{answerTyped}}</textarea>
          <div class="ways">
            <button name="publish" value="1">{{words.answerNow}}</button>
            <button class="second" name="publish" value="">{{words.answerDraft}}</button>
          </div>
        </form>
        {{/canAnswer}}
        {{^canAnswer}}
        <p>{{words.answerNeedsPublished}}</p>
        {{/canAnswer}}
      </section>
      {{/answering}}
      {{#approval}}
      <section aria-labelledby="approval">
        <h2 id="approval">{{words.approvalHeading}}</h2>
        {{#said}}
        <p>{{said}}</p>
        {{/said}}
        <form method="post" action="{{base}}moderation/work?lang={{lang}}" data-keep>
          {{> about}}
          {{#canSubmit}}
          <div class="ways"><button class="second" name="action" value="submit">{{words.submit}}</button></div>
          {{/canSubmit}}
          {{#canReturn}}
          <p>{{words.approveHint}}</p>
          <label for="note">{{words.returnNote}}</label>
          {{#fault}}
          <p class="fault" id="note-fault">{{fault}}</p>
          {{/fault}}
          <textarea id="note" name="text" lang="vi"{{#fault}} aria-invalid="true" aria-describedby="note-fault"{{/fault}}>{{typed}}</textarea>
          <div class="ways"><button class="second" name="action" value="return">{{words.giveBack}}</button></div>
          {{/canReturn}}
        </form>
      </section>
      {{/approval}}
      {{#work}}
      <section aria-labelledby="work">
        <h2 id="work">{{words.workHeading}}</h2>
        {{#units.length}}
        <form method="post" action="{{base}}moderation/work?lang={{lang}}">
          {{> about}}
          <label for="unit">{{words.unit}}</label>
          {{#unitFault}}
          <p class="fault" id="unit-fault">{{unitFault}}</p>
          {{/unitFault}}
          <select id="unit" name="unit"{{#unitFault}} aria-invalid="true" aria-describedby="unit-fault"{{/unitFault}}>
            <option value="">{{words.unitNone}}</option>
            {{#units}}
            <option value="{{code}}"{{#chosen}} selected{{/chosen}}>{{name}}</option>
            {{/units}}
          </select>
          <label for="due">{{words.due}}</label>
          {{#dueFault}}
          <p class="fault" id="due-fault">{{dueFault}}</p>
          {{/dueFault}}
          <input id="due" name="due" type="date" value="{{due}}" min="{{today}}"{{#dueFault}} aria-invalid="true" aria-describedby="due-fault"{{/dueFault}}>
          <div class="ways"><button class="second" name="action" value="assign">{{words.assignTo}}</button></div>
        </form>
        {{/units.length}}
        {{^units.length}}
        <p class="hint">{{words.noUnits}}</p>
        {{/units.length}}
      </section>
      <section aria-label="{{words.transferHeading}}">
        <details{{#transferOpen}} open{{/transferOpen}}>
          <summary>{{words.transferHeading}}</summary>
          <form method="post" action="{{base}}moderation/work?lang={{lang}}" data-keep>
            {{> about}}
            <label for="agency">{{words.transferAgency}}</label>
            <p class="hint" id="agency-hint">{{words.transferHint}}</p>
            {{#agencyFault}}
            <p class="fault" id="agency-fault">{{agencyFault}}</p>
            {{/agencyFault}}
            <input id="agency" name="text" value="{{agencyTyped}}" lang="vi" autocomplete="off" aria-describedby="agency-hint{{#agencyFault}} agency-fault{{/agencyFault}}"{{#agencyFault}} aria-invalid="true"{{/agencyFault}}>
            <div class="ways">
              <button class="second" name="action" value="transfer">{{words.transfer}}</button>
              {{#transferred}}<button class="second" name="action" value="untransfer">{{words.untransfer}}</button>{{/transferred}}
            </div>
          </form>
        </details>
      </section>
      {{/work}}
      {{#editing}}
      <section aria-label="{{words.editHeading}}">
        <details{{#open}} open{{/open}}>
          <summary>{{words.editHeading}}</summary>
          <form method="post" action="{{base}}moderation/edit?lang={{lang}}" data-keep>
            {{> about}}
            <label for="edit">{{words.editText}}</label>
            <p class="hint" id="edit-hint">{{hint}}</p>
            {{#fault}}
            <p class="fault" id="edit-fault">{{fault}}</p>
            {{/fault}}
            <textarea id="edit" name="text" lang="vi" aria-describedby="edit-hint{{#fault}} edit-fault{{/fault}}"{{#fault}} aria-invalid="true"{{/fault}}>{{typed}}</textarea>
            <div class="ways"><button>{{words.save}}</button></div>
          </form>
        </details>
      </section>
      {{/editing}}
      {{#reports.length}}
      <section aria-labelledby="reports">
        <h2 id="reports">{{words.reportsHeading}}</h2>
        <ul>
          {{#reports}}
          <li>{{reason}} – {{time}}{{#text}}: <bdi lang="vi">{{text}}</bdi>{{/text}}</li>
          {{/reports}}
        </ul>
        {{#canKeep}}
        <form method="post" action="{{base}}moderation/work?lang={{lang}}">
          {{> about}}
          <button class="second" name="action" value="keep">{{words.keep}}</button>
        </form>
        {{/canKeep}}
      </section>
      {{/reports.length}}
      {{#others.length}}
      <section aria-labelledby="others">
        <h2 id="others">{{words.othersHeading}}</h2>
        <ol class="comments">
          {{#others}}
          <li><a href="{{link}}">{{time}}</a> <span class="badge">{{stateName}}</span><blockquote><p lang="vi">{{excerpt}}</p></blockquote></li>
          {{/others}}
        </ol>
      </section>
      {{/others.length}}
      {{#versions.length}}
      <section aria-label="{{words.versions}}">
        <details>
          <summary>{{words.versions}}</summary>
          {{#versions}}
          <p class="meta">{{by}}</p>
          <blockquote class="whole"><p lang="vi">{{text}}</p></blockquote>
          {{/versions}}
        </details>
      </section>
      {{/versions.length}}
      <section aria-labelledby="thread">
        <h2 id="thread">{{words.threadHeading}}</h2>
        <form method="post" action="{{base}}moderation/thread?lang={{lang}}">
          <input type="hidden" name="form" value="{{token}}">
          <input type="hidden" name="back" value="{{here}}">
          <input type="hidden" name="site" value="{{thread.site}}">
          <input type="hidden" name="thread" value="{{thread.key}}">
          <input type="hidden" name="seen" value="{{thread.stamp}}">
          <p>{{thread.sentence}}</p>
          {{#thread.closed}}<button class="second" name="action" value="open">{{words.open}}</button>{{/thread.closed}}
          {{^thread.closed}}<button class="second" name="action" value="close">{{words.close}}</button>{{/thread.closed}}
        </form>
        {{#thread.policy}}
        <p><a href="{{thread.policy}}">{{thread.policyWords}}</a></p>
        {{/thread.policy}}
      </section>
      {{#blocking}}
      {{> block}}
      {{/blocking}}
      {{#history.length}}
      <section aria-labelledby="history">
        <h2 id="history">{{words.historyHeading}}</h2>
        <ol>
          {{#history}}
          <li>{{time}}: <bdi>{{who}}</bdi> – {{what}}</li>
          {{/history}}
        </ol>
      </section>
      {{/history.length}}
      {{#nextWaiting}}
      <p><a href="{{nextWaiting}}">{{words.nextWaiting}}</a></p>
      {{/nextWaiting}}
`;

/** Who did what when. */
export const LOG_PAGE = `      <h1>{{words.logHeading}}</h1>
      <p>{{words.logIntro}}</p>
      <p><a href="{{file}}" download>{{words.logFile}}</a></p>
      {{#newest}}
      <p><a href="{{newest}}">{{words.logNewest}}</a></p>
      {{/newest}}
      {{#lines.length}}
      <div class="scroll">
        <table class="stacked">
          <caption hidden>{{words.logHeading}}</caption>
          <thead><tr><th scope="col">{{words.logTime}}</th><th scope="col">{{words.logWho}}</th><th scope="col">{{words.logWhat}}</th><th scope="col">{{words.logObject}}</th></tr></thead>
          <tbody>
            {{#lines}}
            <tr><td><time datetime="{{iso}}">{{time}}</time></td><td><bdi>{{who}}</bdi></td><td>{{what}}</td><td>{{#link}}<a class="inline" href="{{link}}">{{object}}</a>{{/link}}{{^link}}{{object}}{{/link}}</td></tr>
            {{/lines}}
          </tbody>
        </table>
      </div>
      {{/lines.length}}
      {{^lines.length}}
      <p class="note">{{words.logEmpty}}</p>
      {{/lines.length}}
      {{#older}}
      <p><a href="{{older}}" rel="next">{{words.logOlder}}</a></p>
      {{/older}}
`;

/** The session ended while somebody wrote: what they typed is still there. */
export const SESSION_OVER_PAGE = `      <h1>{{words.overHeading}}</h1>
      <p>{{intro}}</p>
      <form method="post" action="{{base}}moderation/resume?lang={{lang}}">
        <input type="hidden" name="form" value="{{token}}">
        {{#fields}}
        <input type="hidden" name="{{name}}" value="{{value}}">
        {{/fields}}
        {{#hasTyped}}
        <label for="typed">{{words.words}}</label>
        <textarea id="typed" name="{{field}}" lang="vi" readonly>{{typed}}</textarea>
        {{/hasTyped}}
        <label for="name">{{words.name}}</label>
        <input id="name" name="name" value="{{login}}" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="200" required>
        <label for="password">{{words.password}}</label>
        <input id="password" name="password" type="password" autocomplete="current-password" maxlength="256" required>
        <div class="ways"><button>{{words.signInAgain}}</button></div>
      </form>
`;
