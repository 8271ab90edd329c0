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
    older: 'Xem ý kiến cũ hơn',
    newest: 'Xem ý kiến mới nhất',
    readOnly: 'Trang này chỉ để đọc. Để gửi ý kiến, mời bạn mở bài viết bằng trình duyệt có bật JavaScript.',
    faultHeading: 'Không mở được trang này',
    faultSite: 'Máy chủ không biết trang này. Vui lòng báo quản trị trang.',
    faultOther: 'Địa chỉ của trang chưa đúng. Mời bạn quay lại bài viết và mở lại liên kết.',
  },
  en: {
    heading: 'Readers’ comments',
    article: 'Article',
    back: 'Back to the article',
    backByBrowser: 'To go back to the article, use your browser’s Back button.',
    count: 'Published comments',
    empty: 'No comment has been published yet.',
    older: 'Show older comments',
    newest: 'Show the newest comments',
    readOnly:
      'This page is for reading only. To send a comment, open the article in a browser with JavaScript turned on.',
    faultHeading: 'This page cannot be opened',
    faultSite: 'The server does not know this site. Please tell the webmaster.',
    faultOther: 'The address of this page is not right. Please go back to the article and open the link again.',
  },
} as const;

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
      <ol>
        {{#comments}}
        <li id="{{id}}">
          <p><strong>{{name}}</strong> <time datetime="{{iso}}">{{time}}</time></p>
          {{#paragraphs}}
          <p>{{.}}</p>
          {{/paragraphs}}
        </li>
        {{/comments}}
      </ol>
      {{/any}}
      {{^any}}
      <p>{{words.empty}}</p>
      {{/any}}
      {{#newest}}
      <p><a href="{{newest}}">{{words.newest}}</a></p>
      {{/newest}}
      {{#older}}
      <p><a href="{{older}}">{{words.older}}</a></p>
      {{/older}}
      <p class="note">{{words.readOnly}}</p>
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
li { padding: 1em 0; border-top: 1px solid rgb(128 128 128 / 0.5); }
li p { margin: 0; }
strong { margin-right: 0.75em; }
`;

/** Icon of the page of a thread: without one, browsers ask for an address that the server does not have. */
export const PAGE_ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">' +
  '<path d="M2 3h12v8H7l-3 3v-3H2z" fill="none" stroke="#767676" stroke-width="1.5" stroke-linejoin="round"/></svg>';
