import { PAGE_BASE_STYLE, PAGE_HEAD } from '../http/page-parts.ts';

/** Words of the plain page of a thread. */
export const pageWords = {
  vi: {
    heading: 'Ý kiến bạn đọc',
    article: 'Bài viết',
    back: 'Quay lại bài viết',
    backByBrowser: 'Để quay lại bài viết, bạn dùng nút Quay lại của trình duyệt.',
    count: 'Số ý kiến đã đăng',
    empty: 'Chưa có ý kiến nào được đăng.',
    sort: 'Sắp xếp',
    sorts: { newest: 'Mới nhất', oldest: 'Cũ nhất', likes: 'Nhiều lượt thích nhất' },
    next: 'Xem thêm ý kiến',
    previous: 'Xem các ý kiến trước',
    first: 'Về đầu danh sách',
    all: 'Xem tất cả ý kiến của bài viết',
    nextReplies: 'Xem thêm trả lời',
    previousReplies: 'Xem các trả lời trước',
    replyTo: 'Trả lời ý kiến của',
    replyToGone: 'Trả lời một ý kiến không còn hiển thị',
    agency: 'Trả lời của',
    pinned: 'Được ghim',
    edited: 'Đã sửa',
    likes: 'Lượt thích',
    states: {
      pending: 'Ý kiến này đang chờ duyệt lại.',
      rejected: 'Ý kiến này không được đăng.',
      withdrawn: 'Ý kiến này đã rút.',
      erased: 'Ý kiến này đã xóa.',
    },
    closed: 'Mục ý kiến của bài viết này đã đóng.',
    readOnly: 'Trang này chỉ để đọc. Để gửi ý kiến, mời bạn mở bài viết bằng trình duyệt có bật JavaScript.',
    faultHeading: 'Không mở được trang này',
    faultSite: 'Máy chủ không biết trang này. Vui lòng báo quản trị trang.',
    faultComment: 'Ý kiến này không còn hoặc chưa được đăng.',
    faultOther: 'Địa chỉ của trang chưa đúng. Mời bạn quay lại bài viết và mở lại liên kết.',
  },
  en: {
    heading: 'Readers’ comments',
    article: 'Article',
    back: 'Back to the article',
    backByBrowser: 'To go back to the article, use your browser’s Back button.',
    count: 'Published comments',
    empty: 'No comment has been published yet.',
    sort: 'Sort by',
    sorts: { newest: 'Newest', oldest: 'Oldest', likes: 'Most liked' },
    next: 'Show more comments',
    previous: 'Show the comments before',
    first: 'Back to the beginning',
    all: 'Show all comments on the article',
    nextReplies: 'Show more replies',
    previousReplies: 'Show the replies before',
    replyTo: 'Reply to',
    replyToGone: 'Reply to a comment that is no longer shown',
    agency: 'Answer of',
    pinned: 'Pinned',
    edited: 'Edited',
    likes: 'Likes',
    states: {
      pending: 'This comment is waiting for approval again.',
      rejected: 'This comment was not published.',
      withdrawn: 'This comment was withdrawn.',
      erased: 'This comment was removed.',
    },
    closed: 'Comments on this article are closed.',
    readOnly:
      'This page is for reading only. To send a comment, open the article in a browser with JavaScript turned on.',
    faultHeading: 'This page cannot be opened',
    faultSite: 'The server does not know this site. Please tell the webmaster.',
    faultComment: 'This comment is gone or has not been published.',
    faultOther: 'The address of this page is not right. Please go back to the article and open the link again.',
  },
} as const;

/** One comment, for mustache. Its permalink is its time. */
const COMMENT = `<li id="{{anchor}}"{{#here}} class="here"{{/here}}>
  {{#gone}}
  <p class="gone">{{gone}}</p>
  {{/gone}}
  {{^gone}}
  <p>
    {{#agency}}<strong>{{words.agency}} {{agency}}</strong>{{/agency}}{{^agency}}<strong>{{name}}</strong>{{/agency}}
    <a href="{{link}}"><time datetime="{{iso}}">{{time}}</time></a>
    {{#pinned}}<span class="badge">{{words.pinned}}</span>{{/pinned}}
    {{#edited}}<span class="badge">{{words.edited}}</span>{{/edited}}
  </p>
  {{#context}}
  <p class="context"><a href="{{href}}">{{words.replyTo}} {{name}}</a></p>
  {{/context}}
  {{#contextGone}}
  <p class="context">{{words.replyToGone}}</p>
  {{/contextGone}}
  {{#paragraphs}}
  <p>{{.}}</p>
  {{/paragraphs}}
  {{#likes}}
  <p class="context">{{words.likes}}: {{likes}}</p>
  {{/likes}}
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

/** Parts of the page of a thread. */
export const THREAD_PARTS = { comment: COMMENT };

/** The page of a thread, for mustache. Readable without its style, and without any script. */
export const THREAD_PAGE = `${PAGE_HEAD}    <title>{{words.heading}}{{#title}}: {{title}}{{/title}} – {{siteName}}</title>
    <link rel="icon" type="image/svg+xml" href="comments.svg">
    <link rel="stylesheet" href="comments.css">
  </head>
  <body>
    <header><p>{{siteName}}</p></header>
    <main>
      <h1>{{words.heading}}</h1>
      {{#title}}
      <p>{{words.article}}: {{#back}}<a href="{{back}}">{{title}}</a>{{/back}}{{^back}}{{title}}{{/back}}</p>
      {{/title}}
      {{#any}}
      <p>{{words.count}}: {{total}}</p>
      {{/any}}
      {{#sorts.any}}
      <nav aria-label="{{words.sort}}">
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
      <p>{{words.empty}}</p>
      {{/any}}
      {{#next}}
      <p><a href="{{next}}">{{words.next}}</a></p>
      {{/next}}
      {{#closed}}
      <p class="note">{{words.closed}}</p>
      {{/closed}}
      {{^closed}}
      <p class="note">{{words.readOnly}}</p>
      {{/closed}}
      <p>{{#back}}<a href="{{back}}">{{words.back}}</a>{{/back}}{{^back}}{{words.backByBrowser}}{{/back}}</p>
    </main>
  </body>
</html>
`;

/** The page that says that there is no such thread page, for mustache. */
export const FAULT_PAGE = `${PAGE_HEAD}    <title>{{words.faultHeading}}</title>
  </head>
  <body>
    <main>
      <h1>{{words.faultHeading}}</h1>
      <p>{{sentence}}</p>
    </main>
  </body>
</html>
`;

/** Style of the page of a thread. */
export const PAGE_STYLE = `${PAGE_BASE_STYLE}ol { margin: 0; padding: 0; list-style: none; }
ol > li { padding: 1em 0; border-top: 1px solid rgb(128 128 128 / 0.5); }
ol ol { margin-top: 1em; padding-inline-start: 1.5em; border-inline-start: 2px solid rgb(128 128 128 / 0.5); }
ol ol > li:first-child { border-top: 0; }
li p { margin: 0; }
li.here, li:target { outline: 2px solid; outline-offset: 0.25em; }
strong, .badge { margin-inline-end: 0.75em; }
.badge { padding: 0 0.4em; border: 1px solid rgb(128 128 128 / 0.5); }
.gone { font-style: italic; }
nav p, nav ul, nav li { display: inline; margin: 0; padding: 0; }
nav a { margin-inline-start: 0.75em; }
nav [aria-current] { font-weight: 600; text-decoration: none; }
`;

/** Icon of the page of a thread: without one, browsers ask for an address that the server does not have. */
export const PAGE_ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">' +
  '<path d="M2 3h12v8H7l-3 3v-3H2z" fill="none" stroke="#767676" stroke-width="1.5" stroke-linejoin="round"/></svg>';
