import { LINK_HOURS } from '../accounts/first.ts';
import { LONGEST_NAME } from '../accounts/name.ts';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../accounts/password.ts';
import { PAGE_HEAD } from '../http/page-parts.ts';
import { FRAME_HEAD, HEADER } from './page-template.ts';

/** Words of the page for the first administrator. */
export const firstAccountWords = {
  vi: {
    staff: 'Trang dành cho cán bộ',
    languages: 'Ngôn ngữ',
    heading: 'Tài khoản quản trị đầu tiên',
    intro: 'Máy chủ chưa có người quản trị. Người quản trị duyệt ý kiến của mọi trang và cấp tài khoản cho người khác.',
    name: 'Tên đăng nhập',
    nameHint: 'Chữ, số, dấu cách và . _ @ - ; không phân biệt chữ hoa, chữ thường.',
    displayName: 'Tên hiển thị',
    displayNameHint: 'Ví dụ: Nguyễn Văn An.',
    password: 'Mật khẩu',
    passwordHint: `Ít nhất ${SHORTEST_PASSWORD} ký tự; không cần chữ hoa, số hay ký hiệu.`,
    again: 'Gõ lại mật khẩu',
    submit: 'Tạo tài khoản và đăng nhập',
    error: 'Lỗi',
    errorHeading: 'Chưa tạo được tài khoản',
    nameMissing: 'Vui lòng nhập tên đăng nhập.',
    nameWrong: `Tên đăng nhập gồm chữ, số, dấu cách và . _ @ - , bắt đầu bằng chữ hoặc số, tối đa ${LONGEST_NAME} ký tự.`,
    nameTaken: 'Đã có tài khoản mang tên đăng nhập này. Mời bạn chọn tên khác.',
    displayNameMissing: 'Vui lòng nhập tên hiển thị.',
    displayNameLong: `Tên hiển thị có tối đa ${LONGEST_NAME} ký tự.`,
    passwordMissing: 'Vui lòng nhập mật khẩu.',
    'too-short': `Mật khẩu phải có ít nhất ${SHORTEST_PASSWORD} ký tự.`,
    'too-long': `Mật khẩu quá dài: tối đa ${LONGEST_PASSWORD} byte.`,
    'like-the-name': 'Mật khẩu không được trùng với tên.',
    different: 'Hai lần gõ mật khẩu không giống nhau. Mời bạn gõ lại cả hai.',
    outdated: 'Trang này đã mở quá lâu hoặc trình duyệt không nhận cookie. Mời bạn thử lại.',
    busy: 'Máy chủ đang bận. Mời bạn thử lại sau ít giây.',
    uselessHeading: 'Liên kết này không dùng được',
    useless:
      `Liên kết tạo tài khoản quản trị đầu tiên chỉ dùng được một lần, trong ${LINK_HOURS} giờ, và hết hiệu lực khi máy chủ ` +
      'khởi động lại hoặc đã có người quản trị.',
    whatNow:
      'Nếu máy chủ chưa có người quản trị, hãy khởi động lại máy chủ để có liên kết mới. Nếu đã có tài khoản, mời bạn',
    signIn: 'đăng nhập',
    waitHeading: 'Đã có quá nhiều lần thử',
    wait: 'Số phút cần đợi trước khi thử lại',
  },
  en: {
    staff: 'Staff pages',
    languages: 'Language',
    heading: 'The first administrator’s account',
    intro:
      'The server has no administrator yet. An administrator moderates the comments of all sites and gives accounts to others.',
    name: 'Name to sign in with',
    nameHint: 'Letters, digits, spaces and . _ @ - ; capitals make no difference.',
    displayName: 'Name to show',
    displayNameHint: 'For example: Nguyễn Văn An.',
    password: 'Password',
    passwordHint: `At least ${SHORTEST_PASSWORD} characters; capitals, digits and symbols are not needed.`,
    again: 'The same password again',
    submit: 'Make the account and sign in',
    error: 'Error',
    errorHeading: 'The account has not been made',
    nameMissing: 'Please enter a name to sign in with.',
    nameWrong: `A name has letters, digits, spaces and . _ @ - , begins with a letter or digit, and has at most ${LONGEST_NAME} characters.`,
    nameTaken: 'There is an account with this name already. Please choose another one.',
    displayNameMissing: 'Please enter a name to show.',
    displayNameLong: `The name to show has at most ${LONGEST_NAME} characters.`,
    passwordMissing: 'Please enter a password.',
    'too-short': `A password needs at least ${SHORTEST_PASSWORD} characters.`,
    'too-long': `The password is too long: at most ${LONGEST_PASSWORD} bytes.`,
    'like-the-name': 'The password must not be the name.',
    different: 'The two passwords are not the same. Please type both again.',
    outdated: 'This page has been open for too long, or the browser takes no cookies. Please try again.',
    busy: 'The server is busy. Please try again in a few seconds.',
    uselessHeading: 'This link does not work',
    useless:
      `A link to make the first administrator’s account works once, within ${LINK_HOURS} hours, and no longer when the server ` +
      'has started again or there is an administrator.',
    whatNow:
      'If the server has no administrator yet, start it again to get a new link. If you have an account, you can',
    signIn: 'sign in',
    waitHeading: 'There were too many attempts',
    wait: 'Minutes to wait before the next one',
  },
} as const;

/** The page with the form, for mustache. Works without style and has no script. */
export const FIRST_ACCOUNT_PAGE = `${PAGE_HEAD}    <title>{{#failed}}{{words.error}}: {{/failed}}{{words.heading}} – {{owner}}</title>
${FRAME_HEAD}  </head>
  <body>
${HEADER}    <main>
      {{#failed}}
      <div class="error" role="alert" tabindex="-1" autofocus>
        <h2>{{words.errorHeading}}</h2>
        {{#sentence}}
        <p>{{sentence}}</p>
        {{/sentence}}
        {{#fields}}
        {{#fault}}
        <p><a href="#{{id}}">{{fault}}</a></p>
        {{/fault}}
        {{/fields}}
      </div>
      {{/failed}}
      <h1>{{words.heading}}</h1>
      <p>{{words.intro}}</p>
      <form method="post" action="first-account?lang={{lang}}">
        <input type="hidden" name="form" value="{{token}}">
        <input type="hidden" name="key" value="{{key}}">
        {{#fields}}
        <label for="{{id}}">{{label}}</label>
        {{#hint}}
        <p class="hint" id="{{id}}-hint">{{hint}}</p>
        {{/hint}}
        {{#fault}}
        <p class="fault" id="{{id}}-fault">{{fault}}</p>
        {{/fault}}
        <input id="{{id}}" name="{{id}}" type="{{type}}" value="{{value}}" autocomplete="{{autocomplete}}" autocapitalize="{{autocapitalize}}" spellcheck="false" maxlength="256" required aria-describedby="{{#hint}}{{id}}-hint {{/hint}}{{#fault}}{{id}}-fault{{/fault}}"{{#fault}} aria-invalid="true"{{/fault}}>
        {{/fields}}
        <button>{{words.submit}}</button>
      </form>
    </main>
  </body>
</html>
`;

/** The page of a link that does not work, for mustache; the same whatever the reason is. */
export const USELESS_LINK_PAGE = `${PAGE_HEAD}    <title>{{heading}} – {{owner}}</title>
${FRAME_HEAD}  </head>
  <body>
${HEADER}    <main>
      <h1>{{heading}}</h1>
      <p>{{sentence}}</p>
      {{#isUseless}}
      <p>{{words.whatNow}} <a href="sign-in?lang={{lang}}">{{words.signIn}}</a>.</p>
      {{/isUseless}}
    </main>
  </body>
</html>
`;
