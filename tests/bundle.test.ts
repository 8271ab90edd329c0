import { expect } from '@open-wc/testing';
import { fakeRules } from '../stories/fake-api.ts';
import { afterwards, turn } from './support/fixture.ts';

/** What the README asks a site to allow; `'self'` written out, since it is nobody in a document that is written in Firefox. */
const POLICY =
  `default-src ${location.origin}; script-src ${location.origin}; style-src ${location.origin}; ` +
  `connect-src ${location.origin}; ` +
  "require-trusted-types-for 'script'; trusted-types lit-html dompurify 'allow-duplicates'";

/** What the server would answer. */
const ANSWERS: Readonly<Record<string, unknown>> = {
  visits: {
    online: 2,
    members: 1,
    bots: 0,
    today: 899,
    yesterday: 0,
    week: 899,
    month: 35739,
    year: 35739,
    total: 1604377,
    views: 75,
  },
  'comment-counts': { counts: [{ thread: 'bai-1', total: 3 }] },
  comments: {
    thread: 'bai-1',
    sort: 'newest',
    total: 0,
    roots: 0,
    closed: false,
    newest: null,
    rules: fakeRules({}),
    items: [],
    nextCursor: null,
    previousCursor: null,
  },
};

/** A page of somebody else in a frame of its own. */
interface Page {
  readonly window: Window & typeof globalThis;
  readonly document: Document;
  /** Method and address of every request. */
  readonly asked: string[];
  /** Errors and warnings that reached the page. */
  readonly faults: string[];
}

/** Opens a page whose requests are answered as the server would; resolves when its scripts have run. */
async function openPage(head: string, body: string): Promise<Page> {
  const frame = document.createElement('iframe');
  document.body.append(frame);
  afterwards(() => {
    frame.remove();
  });
  const page = frame.contentWindow as Window & typeof globalThis;
  const asked: string[] = [];
  const faults: string[] = [];
  page.fetch = (input, init) => {
    const { method, url } = new Request(input, init);
    asked.push(`${method} ${url.replace(location.origin, '')}`);
    return Promise.resolve(new Response(JSON.stringify(ANSWERS[/([\w-]+)(\?|$)/.exec(url)![1]!])));
  };
  const complain = (...words: unknown[]) => faults.push(words.map(String).join(' '));
  page.console.warn = complain;
  page.console.error = complain;
  const { document: written } = page;
  // A document that is written keeps its window, and with it what stands in for the server, but no listeners.
  written.open();
  page.addEventListener('error', ({ message }) => complain(message));
  page.addEventListener('unhandledrejection', ({ reason }) => complain(reason));
  written.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    complain(violatedDirective, blockedURI),
  );
  const loaded = new Promise((resolve) => {
    page.addEventListener('load', resolve);
  });
  written.write(`<!doctype html><html lang="vi"><head>${head}</head><body>${body}</body></html>`);
  written.close();
  await loaded;
  return { window: page, document: written, asked, faults };
}

/** Waits until the page shows what it should; the runner's own limit ends a wait in vain. */
async function until(condition: () => unknown): Promise<void> {
  while (!condition()) await turn();
}

const script = (address: string, settings = '') => `<script type="module" src="${address}" ${settings}></script>`;

const figure = (page: Page, index: number) =>
  page.document.querySelector('tinh-visit-counter')?.shadowRoot?.querySelectorAll('dd')[index]?.textContent;

const TAGS = [
  'tinh-article-view',
  'tinh-comment-box',
  'tinh-comment-count',
  'tinh-quick-links',
  'tinh-session-prompt',
  'tinh-site-config',
  'tinh-visit-counter',
];

describe('bundle', () => {
  it('registers every tag from one file', async () => {
    const page = await openPage(script('/dist/tinh.js'), '');
    await until(() => TAGS.every((tag) => page.window.customElements.get(tag)));
    expect(page.asked).to.be.empty;
    expect(page.faults).to.deep.equal([]);
  });

  it('registers what the page has by the time it is loaded, and the others in tasks of their own', async () => {
    const page = await openPage(
      script('/dist/tinh.js', 'data-site="so-ngoai-vu"') +
        `<script>
          const tags = ${JSON.stringify(TAGS)};
          const look = () => tags.filter((tag) => customElements.get(tag));
          globalThis.seen = [];
          document.addEventListener('DOMContentLoaded', () => {
            seen.push(look());
            for (const tag of tags) customElements.whenDefined(tag).then(() => seen.push(look()));
          });
        </script>`,
      '<tinh-visit-counter></tinh-visit-counter><tinh-quick-links></tinh-quick-links>',
    );
    const { seen } = page.window as unknown as { seen: string[][] };
    await until(() => seen.at(-1)?.length === TAGS.length);
    const [first = []] = seen;
    expect(first).to.include.members(['tinh-quick-links', 'tinh-visit-counter']);
    expect(first, 'the others come later').to.have.lengthOf.below(TAGS.length - 1);
    const lengths = [...new Set(seen.map(({ length }) => length))];
    expect(lengths, 'one at a time').to.have.lengthOf(TAGS.length - first.length + 1);
    const late = page.document.createElement('tinh-session-prompt');
    expect(late).to.be.instanceOf(page.window.customElements.get('tinh-session-prompt')!);
    expect(page.faults).to.deep.equal([]);
  });

  it('renders what the page has in a task after its own, and all of it in the same one', async () => {
    const page = await openPage(
      `<script>
        globalThis.seen = [];
        const look = () => seen.push([...document.querySelectorAll('tinh-quick-links, tinh-comment-count')].map((tag) => tag.hasUpdated));
        customElements.whenDefined('tinh-comment-count').then(async () => {
          // To the end of the bundle's task.
          for (let turns = 0; turns < 50; turns += 1) await 0;
          look();
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => {
            look();
            if (!seen.at(-1).every(Boolean)) port2.postMessage(null);
          };
          port2.postMessage(null);
        });
      </script>` + script('/dist/tinh.js', 'data-site="so-ngoai-vu"'),
      `<tinh-quick-links></tinh-quick-links>
       <tinh-comment-count thread="bai-1"></tinh-comment-count><tinh-comment-count thread="bai-2"></tinh-comment-count>`,
    );
    const { seen } = page.window as unknown as { seen: boolean[][] };
    await until(() => seen.at(-1)?.every(Boolean));
    expect(seen[0], 'registered, but not rendered with the bundle').to.deep.equal([false, false, false]);
    const states = [...new Set(seen.map(String))];
    expect(states, 'nothing in between').to.deep.equal(['false,false,false', 'true,true,true']);
    await until(() => page.asked.length);
    expect(page.asked, 'one request for all').to.deep.equal([
      'GET /dist/api/v1/sites/so-ngoai-vu/comment-counts?thread=bai-1&thread=bai-2',
    ]);
    expect(page.faults).to.deep.equal([]);
  });

  it('takes the site from its script tag, and its own folder for the server', async () => {
    const page = await openPage(
      script('/dist/tinh.js', 'data-site="so-ngoai-vu"'),
      '<tinh-visit-counter></tinh-visit-counter>',
    );
    await until(() => figure(page, 3) === '1.604.377');
    expect(page.asked).to.deep.equal(['POST /dist/api/v1/sites/so-ngoai-vu/visits']);
  });

  it('takes the server from its script tag, relative to the page', async () => {
    const page = await openPage(
      script('/dist/tinh.js', 'data-site="so-ngoai-vu" data-server="/thong-ke"'),
      '<tinh-visit-counter></tinh-visit-counter>',
    );
    await until(() => page.asked.length);
    expect(page.asked).to.deep.equal(['POST /thong-ke/api/v1/sites/so-ngoai-vu/visits']);
  });

  it('falls back to its own folder when the server of its script tag is no address', async () => {
    const page = await openPage(
      script('/dist/tinh.js', 'data-site="so-ngoai-vu" data-server="http://[xấu"'),
      '<tinh-visit-counter></tinh-visit-counter>',
    );
    await until(() => figure(page, 3) === '1.604.377');
    expect(page.asked).to.deep.equal(['POST /dist/api/v1/sites/so-ngoai-vu/visits']);
  });

  it('gives way to a site config and to an attribute on the tag', async () => {
    const page = await openPage(
      script('/dist/tinh.js', 'data-site="trang"'),
      `<tinh-site-config site="phan"><tinh-visit-counter></tinh-visit-counter></tinh-site-config>
       <tinh-visit-counter site="rieng"></tinh-visit-counter>`,
    );
    await until(() => page.asked.length === 2);
    expect(page.asked.sort()).to.deep.equal([
      'POST /dist/api/v1/sites/phan/visits',
      'POST /dist/api/v1/sites/rieng/visits',
    ]);
  });

  it('speaks the page’s language, whatever the script tag says', async () => {
    const page = await openPage(
      script('/dist/tinh.js', 'data-site="so-ngoai-vu" data-lang="en"'),
      '<tinh-visit-counter></tinh-visit-counter>',
    );
    await until(() => figure(page, 3) === '1.604.377');
    const counter = page.document.querySelector('tinh-visit-counter')!;
    expect(counter.shadowRoot!.querySelector('dt')!.textContent).to.equal('Đang truy cập');
  });

  it('loaded twice from two addresses throws nothing, says nothing and counts once', async () => {
    const page = await openPage(
      script('/dist/tinh.js', 'data-site="so-ngoai-vu"') + script('/dist/tinh.js?copy=2'),
      `<tinh-visit-counter></tinh-visit-counter>
       <tinh-article-view><p>Nội dung</p></tinh-article-view>`,
    );
    const article = page.document.querySelector('tinh-article-view')!;
    await until(() => article.shadowRoot?.textContent.includes('75 lượt xem') && figure(page, 1) === '899');
    expect(
      page.window.performance.getEntriesByType('resource').filter(({ name }) => name.includes('tinh.js')),
    ).to.have.lengthOf(2);
    expect(page.asked.filter((line) => line.endsWith('/visits'))).to.deep.equal([
      'POST /dist/api/v1/sites/so-ngoai-vu/visits',
    ]);
    expect(page.faults).to.deep.equal([]);
  });

  it('works under the strict policy of the README, Trusted Types included', async () => {
    const page = await openPage(
      `<meta http-equiv="Content-Security-Policy" content="${POLICY}">${script('/dist/tinh.js', 'data-site="so-ngoai-vu"')}`,
      `<tinh-article-view published="2020-07-17T18:00:00+07:00"><p>Nội dung</p></tinh-article-view>
       <tinh-comment-box eager></tinh-comment-box>
       <tinh-comment-count thread="bai-1"></tinh-comment-count>
       <tinh-visit-counter></tinh-visit-counter>
       <tinh-quick-links><a href="#">một</a></tinh-quick-links>
       <tinh-session-prompt expires-in="3600"></tinh-session-prompt>`,
    );
    await until(() => figure(page, 3) === '1.604.377');
    const box = page.document.querySelector('tinh-comment-box')!.shadowRoot!;
    // Both later files have come.
    await until(() => box.querySelector('[part=send]'));
    await until(() => page.document.querySelector('tinh-session-prompt')!.state === 'active');
    expect(page.faults).to.deep.equal([]);
    const count = page.document.querySelector('tinh-comment-count')!.shadowRoot!;
    await until(() => count.textContent.includes('3 ý kiến'));
    const button = box.querySelector('[part=send]')!;
    expect(page.window.getComputedStyle(button).minBlockSize, 'the styles of the element').to.equal('44px');
    // The policy is in force: what it forbids does not work.
    expect(() => {
      page.document.createElement('div').innerHTML = '<b></b>';
    }).to.throw();
  });

  it('leaves the page’s globals as they were', async () => {
    const before = await openPage('', '');
    const names = new Set(Object.getOwnPropertyNames(before.window));
    const page = await openPage(script('/dist/tinh.js', 'data-site="a"'), '<tinh-visit-counter></tinh-visit-counter>');
    await until(() => page.asked.length);
    const added = Object.getOwnPropertyNames(page.window).filter((name) => !names.has(name));
    // Lit’s own notes of its versions; everything of ours is a symbol.
    expect(added.sort()).to.deep.equal([
      'litElementVersions',
      'litHtmlVersions',
      'litPropertyMetadata',
      'reactiveElementVersions',
    ]);
  });
});
