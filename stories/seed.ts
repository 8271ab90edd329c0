import { html, nothing, type TemplateResult } from 'lit';
import page from '../demo/content/page.json';
import type { Comment, Figures } from '../src/api/contract.ts';
import { fakeComment } from './fake-api.ts';

/** Languages that a story can stand in. */
export type StoryLanguage = 'vi' | 'en';

/** Key of the demo's article. */
export const THREAD = page.article.key;

/** The demo's figures just before the visit that the story itself makes, so that it shows 899, 35.739 and 1.604.377. */
export const FIGURES: Figures = {
  online: 2,
  members: 1,
  bots: 3,
  today: 898,
  yesterday: 1204,
  week: 4309,
  month: 35_738,
  year: 310_225,
  total: 1_604_376,
  views: 74,
};

/** Attributes of `tinh-article-view`, by their names in HTML. */
export interface ArticleArgs {
  published?: string;
  author?: string;
  'author-role'?: string;
  views?: string;
  comments?: string;
  page?: string;
  'without-print'?: boolean;
}

/** The demo's article as attributes. */
export const ARTICLE: ArticleArgs = {
  published: page.article.published,
  author: page.article.author,
  'author-role': page.article.authorRole,
  views: String(page.article.views),
  comments: String(page.article.comments),
  page: THREAD,
  'without-print': false,
};

/** The demo's article in its tag; headline and text stay Vietnamese on an English page too. */
export function articleView(args: ArticleArgs = ARTICLE, headline = page.article.title): TemplateResult {
  return html`<tinh-article-view
    published=${args.published ?? nothing}
    author=${args.author ?? nothing}
    author-role=${args['author-role'] ?? nothing}
    views=${args.views ?? nothing}
    comments=${args.comments ?? nothing}
    page=${args.page ?? nothing}
    ?without-print=${args['without-print']}
  >
    <h1 slot="headline" lang="vi">${headline}</h1>
    <p lang="vi">${page.article.lead}</p>
    <p lang="vi">${page.article.paragraphs[0]}</p>
  </tinh-article-view>`;
}

/**
 * An article with sections and a table, in its tag; with an id it stands in an element of the page's own, and the tag above it.
 */
export function longArticle(id?: string): TemplateResult {
  const text = page.article.paragraphs.map((each) => html`<p lang="vi">${each}</p>`);
  const head = ['Thủ tục', 'Tiếp nhận', 'Giải quyết đúng hạn', 'Trễ hạn', 'Tỷ lệ đúng hạn'];
  const body = html`
    <p lang="vi">${page.article.lead}</p>
    <h2 lang="vi">Kết quả đạt được</h2>
    ${text}
    <h3 lang="vi">Cải cách thể chế</h3>
    ${text[0]}
    <table border="1" lang="vi">
      <caption>
        Ví dụ về một bảng rộng
      </caption>
      <thead>
        <tr>
          ${head.map((each) => html`<th scope="col">${each}</th>`)}
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row" nowrap>Cử đoàn đi công tác nước ngoài</th>
          ${['25', '25', '0', '100%'].map((each) => html`<td>${each}</td>`)}
        </tr>
      </tbody>
    </table>
    <h2 lang="vi">Tồn tại, hạn chế</h2>
    ${text[0]}
  `;
  const tag = (content: TemplateResult | typeof nothing) =>
    html`<tinh-article-view
      for=${id ?? nothing}
      kicker="Cải cách hành chính"
      published=${page.article.published}
      modified="2020-07-20T09:05:00+07:00"
      author=${page.article.author}
      author-role=${page.article.authorRole}
      source="Báo Tây Ninh"
      source-url="https://baotayninh.vn/"
      ><h1 slot="headline" lang="vi">${page.article.title}</h1>
      ${content}</tinh-article-view
    >`;
  return id === undefined
    ? tag(body)
    : html`${tag(nothing)}
        <div id=${id}>${body}</div>`;
}

/** The comment box with the link that stands in for it without script. */
export function commentBox(thread = THREAD, language: StoryLanguage = 'vi'): TemplateResult {
  const words = language === 'en' ? 'Read the comments on this article' : 'Đọc ý kiến bạn đọc về bài viết này';
  return html`<tinh-comment-box thread=${thread}
    ><p><a href="#y-kien">${words}</a></p></tinh-comment-box
  >`;
}

/** The visit counter with the last known figures that the page printed into it. */
export function visitCounter(language: StoryLanguage = 'vi'): TemplateResult {
  return html`<tinh-visit-counter>
    <dl>
      ${page.visits.map(
        (row) =>
          html`<dt>${language === 'en' ? row.labelEn : row.label}</dt>
            <dd data-figure=${row.figure}>${language === 'en' ? row.valueEn : row.value}</dd>`,
      )}
    </dl>
  </tinh-visit-counter>`;
}

/** The first of the demo's links in their tag. */
export function quickLinks(count = 18, language: StoryLanguage = 'vi'): TemplateResult {
  return html`<tinh-quick-links>
    ${page.quickLinks
      .slice(0, count)
      .map((link) => html`<a href="#${link.slug}">${language === 'en' ? link.labelEn : link.label}</a>`)}
  </tinh-quick-links>`;
}

/** The demo's own words for the session prompt, as `tinh-site-config` takes them. */
export const SEED_STRINGS = JSON.stringify({
  vi: {
    'session.message': 'Bạn đã không sử dụng Site',
    'session.action': 'Bấm vào đây để duy trì trạng thái đăng nhập',
    'session.countdown': 'Thời gian chờ',
  },
});

const TEXTS: Readonly<Record<StoryLanguage, readonly (readonly [name: string, text: string])[]>> = {
  vi: [
    ['Trần Thị Hồng', 'Đề nghị Sở công khai kết quả cải cách hành chính theo từng quý để người dân theo dõi.'],
    [
      'Lê Quốc Bảo',
      'Tôi nộp hồ sơ hợp pháp hóa lãnh sự qua dịch vụ công trực tuyến, nhận kết quả đúng hẹn.\nXin cảm ơn cán bộ bộ phận một cửa.',
    ],
    ['Phạm Văn Út', 'Mong Sở sớm hoàn thành các nội dung còn chậm.'],
  ],
  en: [
    ['Trần Thị Hồng', 'Please publish the results of the reform every quarter, so that residents can follow them.'],
    [
      'Lê Quốc Bảo',
      'I applied online for consular legalisation and had the papers on time.\nMany thanks to the staff.',
    ],
    ['Phạm Văn Út', 'I hope that the items still behind schedule will be finished soon.'],
  ],
};

/** Three published comments, newest first. */
export function threeComments(language: StoryLanguage = 'vi'): Comment[] {
  return TEXTS[language].map(([name, text], index) => fakeComment(50 - 7 * index, { name, text }));
}

/** A comment of the story's own reader; the stage needs `returning`. */
export function ownComment(state: Comment['state'], language: StoryLanguage = 'vi'): Comment {
  return fakeComment(59, {
    name: 'Nguyễn Thị Ánh Tuyết',
    text:
      language === 'en'
        ? 'How can I follow the items that have not been started yet?'
        : 'Bốn nội dung chưa triển khai thì theo dõi tiến độ ở đâu ạ?',
    state,
    mine: true,
  });
}
