import { PAGE_HEAD } from '../http/page-parts.ts';

/** What every page of the desk has around its own part, for mustache. Works without style and without script. */
export const DESK_FRAME = `${PAGE_HEAD}    <title>{{#alert}}{{words.error}}: {{/alert}}{{title}} – {{words.desk}}</title>
    <link rel="icon" type="image/svg+xml" href="{{base}}account.svg">
    <link rel="stylesheet" href="{{base}}tinh.css">
    <link rel="stylesheet" href="{{base}}moderation/desk.css">
    {{#style}}
    <link rel="stylesheet" href="{{base}}moderation/{{style}}">
    {{/style}}
    <script type="module" src="{{base}}tinh.js"></script>
    <script type="module" src="{{base}}moderation/desk.js"></script>
  </head>
  <body>
    <a class="skip" href="#main">{{words.skip}}</a>
    <header>
      <p>{{owner}}</p>
      {{#languages}}
      <nav aria-label="{{words.languages}}">
        <a href="{{vi}}" lang="vi" hreflang="vi"{{#isVi}} aria-current="true"{{/isVi}}>Tiếng Việt</a>
        <a href="{{en}}" lang="en" hreflang="en"{{#isEn}} aria-current="true"{{/isEn}}>English</a>
      </nav>
      {{/languages}}
      {{#seat}}
      <nav class="desk" aria-label="{{words.pages}}">
        {{#pages}}
        <a href="{{href}}"{{#current}} aria-current="page"{{/current}}>{{name}}</a>
        {{/pages}}
      </nav>
      {{/seat}}
    </header>
    {{#done}}
    <form class="done" id="done" method="post" action="{{base}}moderation/undo?lang={{lang}}">
      <p role="status">{{sentence}}</p>
      {{#undo}}
      <input type="hidden" name="form" value="{{token}}">
      <input type="hidden" name="id" value="{{undo}}">
      <input type="hidden" name="back" value="{{here}}">
      <button class="second">{{words.undo}}</button>
      {{/undo}}
    </form>
    {{/done}}
    <main id="main">
      {{#alert}}
      <div class="error" role="alert" tabindex="-1" autofocus>
        <h2>{{heading}}</h2>
        {{#sentences}}
        <p>{{.}}</p>
        {{/sentences}}
        {{#links}}
        <p><a href="#{{field}}">{{text}}</a></p>
        {{/links}}
      </div>
      {{/alert}}
{{> main}}
    </main>
    {{#seat}}
    <footer>
      <form method="post" action="{{base}}sign-out?lang={{lang}}">
        <input type="hidden" name="form" value="{{token}}">
        <p>{{words.account}}: <a class="inline" href="{{base}}account?lang={{lang}}" lang="vi">{{user}}</a></p>
        <button class="plain">{{words.signOut}}</button>
        <button class="plain" type="button" id="keys-show" hidden>{{words.keysShow}}</button>
        <button class="plain" type="button" id="notify" hidden data-on="{{words.notifyOn}}" data-off="{{words.notifyOff}}" data-refused="{{words.notifyRefused}}" data-address="{{base}}moderation/waiting?lang={{lang}}" data-desk="{{base}}moderation?lang={{lang}}"></button>
        <p id="notify-said" role="status"></p>
      </form>
      <dialog id="keys" aria-labelledby="keys-heading">
        <h2 id="keys-heading">{{words.keys}}</h2>
        <dl>
          {{#words.keysList}}
          <dt><kbd>{{key}}</kbd></dt>
          <dd>{{does}}</dd>
          {{/words.keysList}}
        </dl>
        <div class="ways">
          <button type="button" id="keys-close">{{words.keysClose}}</button>
          <button class="second" type="button" id="keys-switch" data-on="{{words.keysOn}}" data-off="{{words.keysOff}}"></button>
        </div>
      </dialog>
    </footer>
    <tinh-session-prompt expires-in="{{expiresIn}}" absolute-expires-in="{{absoluteExpiresIn}}" user="{{account}}" status-url="{{base}}api/v1/session" sign-out-url="{{base}}api/v1/session" sign-out-method="DELETE" sign-in-url="{{base}}sign-in?lang={{lang}}&amp;return={{hereEncoded}}" keep-forms="form[data-keep]"></tinh-session-prompt>
    {{/seat}}
  </body>
</html>
`;

/** A few words and a way on. */
export const MESSAGE_PAGE = `      <h1>{{heading}}</h1>
      <p>{{sentence}}</p>
      <p><a href="{{on}}">{{onWords}}</a></p>
`;
