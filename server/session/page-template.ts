import { PAGE_BASE_STYLE, PAGE_FORM_STYLE, PAGE_HEAD } from '../http/page-parts.ts';

/** Words of the pages to sign in and out. */
export const signInWords = {
  vi: {
    staff: 'Trang dành cho cán bộ',
    languages: 'Ngôn ngữ',
    heading: 'Đăng nhập',
    intro: 'Dành cho cán bộ đã được cấp tài khoản.',
    name: 'Tên đăng nhập',
    password: 'Mật khẩu',
    submit: 'Đăng nhập',
    forgotten: 'Nếu quên mật khẩu, vui lòng liên hệ người quản trị máy chủ để được cấp mật khẩu mới.',
    error: 'Lỗi',
    errorHeading: 'Chưa đăng nhập được',
    nameMissing: 'Vui lòng nhập tên đăng nhập.',
    passwordMissing: 'Vui lòng nhập mật khẩu.',
    wrong: 'Tên đăng nhập hoặc mật khẩu chưa đúng. Mời bạn kiểm tra lại.',
    tooMany: 'Đã có quá nhiều lần thử. Số phút cần đợi trước khi thử lại',
    busy: 'Máy chủ đang bận. Mời bạn thử lại sau ít giây.',
    outdated: 'Trang này đã mở quá lâu hoặc trình duyệt không nhận cookie. Mời bạn thử lại.',
    signedOut: 'Bạn đã đăng xuất.',
    accountHeading: 'Bạn đã đăng nhập',
    account: 'Tài khoản',
    ends: 'Số phút còn lại của phiên nếu không gia hạn',
    desk: 'Duyệt ý kiến bạn đọc',
    signOut: 'Đăng xuất',
    notSignedOut: 'Chưa đăng xuất được',
  },
  en: {
    staff: 'Staff pages',
    languages: 'Language',
    heading: 'Sign in',
    intro: 'For members of staff who have an account.',
    name: 'Name',
    password: 'Password',
    submit: 'Sign in',
    forgotten: 'If you have forgotten your password, ask the administrator of the server for a new one.',
    error: 'Error',
    errorHeading: 'You are not signed in',
    nameMissing: 'Please enter your name.',
    passwordMissing: 'Please enter your password.',
    wrong: 'The name or the password is not right. Please check both.',
    tooMany: 'There were too many attempts. Minutes to wait before the next one',
    busy: 'The server is busy. Please try again in a few seconds.',
    outdated: 'This page has been open for too long, or the browser takes no cookies. Please try again.',
    signedOut: 'You have signed out.',
    accountHeading: 'You are signed in',
    account: 'Account',
    ends: 'Minutes until the session ends unless it is extended',
    desk: 'Comments of readers',
    signOut: 'Sign out',
    notSignedOut: 'You are not signed out',
  },
} as const;

/** Icon and style of every page for members of staff, for mustache. */
export const FRAME_HEAD = `    <link rel="icon" type="image/svg+xml" href="account.svg">
    <link rel="stylesheet" href="account.css">
`;

/** Header of every page for members of staff, for mustache: whose it is, and the choice of languages. */
export const HEADER = `    <header>
      <p>{{owner}}</p>
      <nav aria-label="{{words.languages}}">
        <a href="{{here}}lang=vi" lang="vi" hreflang="vi"{{#isVi}} aria-current="true"{{/isVi}}>Tiếng Việt</a>
        <a href="{{here}}lang=en" lang="en" hreflang="en"{{#isEn}} aria-current="true"{{/isEn}}>English</a>
      </nav>
    </header>
`;

/** The page to sign in, for mustache. Works without style and has no script. */
export const SIGN_IN_PAGE = `${PAGE_HEAD}    <title>{{#failed}}{{words.error}}: {{/failed}}{{words.heading}} – {{owner}}</title>
${FRAME_HEAD}  </head>
  <body>
${HEADER}    <main>
      {{#failed}}
      <div class="error" role="alert" tabindex="-1" autofocus>
        <h2>{{words.errorHeading}}</h2>
        {{#sentence}}
        <p id="fault">{{sentence}}</p>
        {{/sentence}}
        {{#nameFault}}
        <p><a href="#name">{{nameFault}}</a></p>
        {{/nameFault}}
        {{#passwordFault}}
        <p><a href="#password">{{passwordFault}}</a></p>
        {{/passwordFault}}
      </div>
      {{/failed}}
      {{#signedOut}}
      <p class="note" role="status">{{words.signedOut}}</p>
      {{/signedOut}}
      <h1>{{words.heading}}</h1>
      <p>{{words.intro}}</p>
      <form method="post" action="sign-in?lang={{lang}}">
        <input type="hidden" name="form" value="{{token}}">
        <input type="hidden" name="return" value="{{return}}">
        <label for="name">{{words.name}}</label>
        {{#nameFault}}
        <p class="fault" id="name-fault">{{nameFault}}</p>
        {{/nameFault}}
        <input id="name" name="name" value="{{name}}" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="200" required{{#nameFault}} aria-invalid="true" aria-describedby="name-fault"{{/nameFault}}>
        <label for="password">{{words.password}}</label>
        {{#passwordFault}}
        <p class="fault" id="password-fault">{{passwordFault}}</p>
        {{/passwordFault}}
        <input id="password" name="password" type="password" autocomplete="current-password" maxlength="256" required{{#passwordFault}} aria-invalid="true" aria-describedby="password-fault"{{/passwordFault}}>
        <button>{{words.submit}}</button>
      </form>
      <p>{{words.forgotten}}</p>
    </main>
  </body>
</html>
`;

/** The page of who is signed in, for mustache. */
export const ACCOUNT_PAGE = `${PAGE_HEAD}    <title>{{#failed}}{{words.error}}: {{/failed}}{{words.accountHeading}} – {{owner}}</title>
${FRAME_HEAD}    <link rel="stylesheet" href="tinh.css">
    <script type="module" src="tinh.js"></script>
  </head>
  <body>
${HEADER}    <main>
      {{#failed}}
      <div class="error" role="alert" tabindex="-1" autofocus>
        <h2>{{words.notSignedOut}}</h2>
        <p>{{sentence}}</p>
      </div>
      {{/failed}}
      <h1>{{words.accountHeading}}</h1>
      <p>{{words.account}}: <strong lang="vi">{{user}}</strong></p>
      <p>{{words.ends}}: {{minutes}}</p>
      <p><a href="moderation?lang={{lang}}">{{words.desk}}</a></p>
      <form method="post" action="sign-out?lang={{lang}}">
        <input type="hidden" name="form" value="{{token}}">
        <button>{{words.signOut}}</button>
      </form>
      <tinh-session-prompt expires-in="{{expiresIn}}" absolute-expires-in="{{absoluteExpiresIn}}" user="{{user}}" status-url="api/v1/session" sign-out-url="api/v1/session" sign-out-method="DELETE" sign-in-url="sign-in?lang={{lang}}"></tinh-session-prompt>
    </main>
  </body>
</html>
`;

/** Style of these pages. */
export const ACCOUNT_STYLE = `${PAGE_BASE_STYLE}${PAGE_FORM_STYLE}form { max-width: 24em; margin: 1.5em 0; }
.hint { margin: 0; }
`;

/** Icon of these pages. */
export const ACCOUNT_ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">' +
  '<path d="M4 7h8v6H4zM6 7V5a2 2 0 0 1 4 0v2" fill="none" stroke="#767676" stroke-width="1.5" stroke-linejoin="round"/></svg>';
