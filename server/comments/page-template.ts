import { PAGE_HEAD } from '../http/page-parts.ts';

const FRAME_HEAD = `    <link rel="icon" type="image/svg+xml" href="comments.svg">
    <link rel="stylesheet" href="comments.css">
`;

const HEADER = `    <header>
      <p>{{siteName}}</p>
      {{#languages}}
      <nav aria-label="{{words.languages}}">
        <a href="{{vi}}" lang="vi" hreflang="vi"{{#isVi}} aria-current="true"{{/isVi}}>Tiếng Việt</a>
        <a href="{{en}}" lang="en" hreflang="en"{{#isEn}} aria-current="true"{{/isEn}}>English</a>
      </nav>
      {{/languages}}
    </header>
`;

/** What went wrong, or was done. Without a script the focus goes there by `autofocus`, so that it is read out first. */
const MESSAGES = `{{#alert}}
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
{{#notice}}
<p class="note" role="status" tabindex="-1" autofocus>{{notice}}</p>
{{/notice}}
`;

const PARAGRAPHS = `{{#paragraphs}}
<p dir="auto">{{#parts}}{{#href}}<a class="inline" href="{{href}}" rel="nofollow ugc noopener">{{text}}</a>{{/href}}{{^href}}{{text}}{{/href}}{{/parts}}</p>
{{/paragraphs}}
`;

/** Who wrote a comment, when, and what there is to say about it. Its permalink is its time. */
const BYLINE = `<p>
  {{#agency}}<strong>{{words.agency}} <bdi>{{agency}}</bdi></strong>{{/agency}}{{^agency}}<strong><bdi>{{name}}</bdi></strong>{{/agency}}
  <a href="{{link}}"><time datetime="{{iso}}">{{time}}</time></a>
  {{#pinned}}<span class="badge">{{words.pinned}}</span>{{/pinned}}
  {{#verified}}<span class="badge">{{words.verified}}</span>{{/verified}}
  {{#edited}}<span class="badge">{{words.edited}}</span>{{/edited}}
</p>
`;

const COMMENT = `<li id="{{anchor}}"{{#here}} class="here"{{/here}}>
  {{#gone}}
  <p class="gone">{{gone}}</p>
  {{/gone}}
  {{^gone}}
  {{> byline}}
  {{#context}}
  <p class="context"><a href="{{href}}">{{words.replyTo}} <bdi>{{name}}</bdi></a></p>
  {{/context}}
  {{#contextGone}}
  <p class="context">{{words.replyToGone}}</p>
  {{/contextGone}}
  {{> paragraphs}}
  {{#transferred}}
  <p class="context">{{transferred}}</p>
  {{/transferred}}
  {{#likes}}
  <p class="context">{{words.likes}}: {{likes}}</p>
  {{/likes}}
  {{#answer}}
  <p><a href="{{answer}}" rel="nofollow">{{words.reply}}<span class="unseen"> {{words.replyOf}} <bdi>{{author}}</bdi></span></a></p>
  {{/answer}}
  {{/gone}}
  {{#replies.any}}
  {{#replies.previous}}
  <p><a href="{{replies.previous}}">{{words.previousReplies}}</a></p>
  {{/replies.previous}}
  <ol>
    {{#replies.items}}
    {{> comment}}
    {{/replies.items}}
  </ol>
  {{#replies.next}}
  <p><a href="{{replies.next}}">{{words.nextReplies}}</a></p>
  {{/replies.next}}
  {{/replies.any}}
</li>
`;

const BACK = `<p>{{#back}}<a href="{{back}}">{{words.back}}</a>{{/back}}{{^back}}{{words.backByBrowser}}{{/back}}</p>
`;

/** Parts of all plain pages. */
export const PAGE_PARTS = {
  messages: MESSAGES,
  paragraphs: PARAGRAPHS,
  byline: BYLINE,
  comment: COMMENT,
  back: BACK,
};

/**
 * A plain page for mustache. Readable without its style, and without any script.
 *
 * @param title its own words, before the name of the site
 * @param main what stands between header and end
 * @param listed whether search engines may show it
 */
export function pageTemplate(title: string, main: string, { listed = false } = {}): string {
  const robots = listed ? '' : '    <meta name="robots" content="noindex">\n';
  return `${PAGE_HEAD}    <title>{{#alert}}{{words.error}}: {{/alert}}${title} – {{siteName}}</title>
${robots}${FRAME_HEAD}  </head>
  <body>
${HEADER}    <main>
${main}    </main>
  </body>
</html>
`;
}

/** The page of a thread. */
export const THREAD_PAGE = pageTemplate(
  '{{words.heading}}{{#title}}: {{title}}{{/title}}',
  `      <h1>{{words.heading}}</h1>
      {{#title}}
      <p>{{words.article}}: {{#back}}<a href="{{back}}"><bdi>{{title}}</bdi></a>{{/back}}{{^back}}<bdi>{{title}}</bdi>{{/back}}</p>
      {{/title}}
      <ul class="ways">
        {{#writable}}
        <li><a href="#form">{{words.write}}</a></li>
        {{/writable}}
        <li><a href="{{lookup}}">{{words.lookup}}</a></li>
      </ul>
      {{#any}}
      <p>{{words.count}}: {{total}}</p>
      {{/any}}
      {{#sorts.any}}
      <nav class="sorts" aria-label="{{words.sort}}">
        <p>{{words.sort}}:</p>
        <ul>
          {{#sorts.items}}
          <li><a href="{{href}}"{{#current}} aria-current="true"{{/current}}>{{name}}</a></li>
          {{/sorts.items}}
        </ul>
      </nav>
      {{/sorts.any}}
      {{#first}}
      <p><a href="{{first}}">{{firstName}}</a></p>
      {{/first}}
      {{#previous}}
      <p><a href="{{previous}}">{{words.previous}}</a></p>
      {{/previous}}
      {{#any}}
      <ol>
        {{#comments}}
        {{> comment}}
        {{/comments}}
      </ol>
      {{/any}}
      {{^any}}
      {{^hidden}}
      <p>{{words.empty}}</p>
      {{/hidden}}
      {{/any}}
      {{#next}}
      <p><a href="{{next}}">{{words.next}}</a></p>
      {{/next}}
      {{#unwritable}}
      <p class="note">{{unwritable}}</p>
      {{/unwritable}}
      {{#form}}
      <section aria-labelledby="form">
        <h2 id="form" tabindex="-1">{{words.write}}</h2>
        {{> form}}
      </section>
      {{/form}}
      {{> back}}
`,
  { listed: true },
);

/** The page that says that there is no such page. Also where nothing is known but the language. */
export const FAULT_PAGE = `${PAGE_HEAD}    <title>{{words.faultHeading}}</title>
    <meta name="robots" content="noindex">
  </head>
  <body>
    <main>
      <h1>{{words.faultHeading}}</h1>
      <p>{{sentence}}</p>
    </main>
  </body>
</html>
`;
