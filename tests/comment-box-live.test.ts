import { expect, fixture, html } from '@open-wc/testing';
import '../src/comment-box/define.ts';
import { FAKE_SERVER, FAKE_SITE, fakeComment, fakeReply } from '../stories/fake-api.ts';
import {
  TEXT,
  comment,
  failToSend,
  field,
  fill,
  ids,
  posts,
  press,
  send,
  showBox,
  type,
} from './support/comment-box.ts';
import {
  expectAccessible,
  expectFocus,
  installClock,
  newPageLoad,
  part,
  parts,
  settled,
  showPage,
  startServer,
  words,
  type Clock,
  type TestServer,
} from './support/fixture.ts';

const asked = (api: TestServer) => api.calls('GET comment-counts').length;

describe('new comments', () => {
  let clock: Clock;
  beforeEach(() => {
    clock = installClock();
    showPage('visible');
  });

  const show = async (more: Parameters<typeof startServer>[0] = {}) => {
    const api = startServer({ comments: [fakeComment(2), fakeComment(1)], ...more });
    const box = await showBox();
    return { api, box };
  };
  const publish = (api: TestServer, ...numbers: number[]) => {
    api.comments = [...numbers.map((id) => fakeComment(id)), ...api.comments];
  };

  it('are told of while the page is read, and nothing moves until the button is pressed', async () => {
    const { api, box } = await show();
    const places = () => parts(box, 'comment').map((each) => each.getBoundingClientRect().top);
    const height = box.getBoundingClientRect().height;
    const before = places();
    publish(api, 5, 4, 3);
    await clock.tick(30_000);
    expect(words(part(box, 'fresh'))).to.equal('Xem 3 ý kiến mới');
    expect(part(box, 'fresh').parentElement!.getAttribute('role')).to.equal('status');
    expect(ids(box)).to.deep.equal(['c2', 'c1']);
    expect(places()).to.deep.equal(before);
    expect(box.getBoundingClientRect().height).to.equal(height);
    await expectAccessible(box);
    await press(box, 'Xem 3 ý kiến mới');
    expect(ids(box)).to.deep.equal(['c5', 'c4', 'c3', 'c2', 'c1']);
    expectFocus(comment(box, 'c5'));
    expect(parts(box, 'fresh').length).to.equal(0);
    expect(words(part(box, 'heading'))).to.equal('Ý kiến bạn đọc (5)');
  });

  it('stay in sight of who reads far down the thread', async () => {
    const { api, box } = await show({ comments: Array.from({ length: 20 }, (_, index) => fakeComment(20 - index)) });
    publish(api, 21);
    comment(box, 'c2').scrollIntoView();
    await clock.tick(30_000);
    const { top, bottom } = part(box, 'fresh').getBoundingClientRect();
    expect(top).to.be.at.least(0);
    expect(bottom).to.be.at.most(innerHeight);
    scrollTo(0, 0);
  });

  it('come in their own order, whichever was chosen', async () => {
    const { api, box } = await show();
    const select = part(box, 'sort').querySelector('select')!;
    select.value = 'oldest';
    select.dispatchEvent(new Event('change'));
    await settled();
    publish(api, 3);
    await clock.tick(30_000);
    await press(box, 'Xem 1 ý kiến mới');
    expectFocus(comment(box, 'c3'));
    expect(select.value).to.equal('newest');
  });

  it('that answer an old comment are found as well', async () => {
    const old = fakeComment(1);
    const others = [9, 8, 7, 6].map((id) => fakeComment(id));
    const { api, box } = await show({ pageSize: 2, comments: [...others, old] });
    api.comments = [fakeReply(20, old), ...api.comments];
    await clock.tick(30_000);
    await press(box, 'Xem 1 ý kiến mới');
    expect(ids(box)).to.deep.equal(['c1', 'c20']);
    expectFocus(comment(box, 'c20'));
  });

  it('do not count the reader’s own', async () => {
    const { box } = await show({ moderation: 'after' });
    fill(box);
    await send(box);
    await clock.tick(30_000);
    expect(parts(box, 'fresh').length).to.equal(0);
  });

  it('leave alone what is being written', async () => {
    const { api, box } = await show();
    await press(comment(box, 'c2'), 'Trả lời');
    type(box, 'text-c2', TEXT);
    publish(api, 3);
    await clock.tick(30_000);
    expectFocus(field(box, 'text-c2'));
    await press(box, 'Xem 1 ý kiến mới');
    expect(field(box, 'text-c2').value).to.equal(TEXT);
  });

  it('are asked for in a tiny request, less and less often while nothing comes', async () => {
    const { api } = await show();
    await clock.tick(29_999);
    expect(asked(api)).to.equal(0);
    await clock.tick(1);
    expect(asked(api)).to.equal(1);
    await clock.tick(60_000);
    expect(asked(api)).to.equal(2);
    await clock.tick(120_000 + 240_000);
    expect(asked(api)).to.equal(4);
    await clock.tick(300_000);
    expect(asked(api)).to.equal(5);
    await clock.tick(299_999);
    expect(asked(api), 'five minutes at the most').to.equal(5);
    publish(api, 3);
    await clock.tick(1);
    await clock.tick(30_000);
    expect(asked(api), 'often again once something came').to.equal(7);
    expect(api.calls('GET comments').length).to.equal(1);
  });

  it('are not asked for while nobody looks at the page, and at once when somebody does again', async () => {
    const { api, box } = await show();
    showPage('hidden');
    publish(api, 3);
    await clock.tick(3_600_000);
    expect(asked(api)).to.equal(0);
    showPage('visible');
    await clock.tick(0);
    expect(asked(api)).to.equal(1);
    expect(words(part(box, 'fresh'))).to.equal('Xem 1 ý kiến mới');
  });

  it('are not asked for once the box is gone from the page', async () => {
    const { api, box } = await show();
    box.remove();
    showPage('visible');
    await clock.tick(3_600_000);
    expect(asked(api)).to.equal(0);
  });

  it('are no fault when the server is silent', async () => {
    const { api, box } = await show();
    api.fault = 'offline';
    await clock.tick(30_000);
    expect(words(part(box, 'status'))).to.equal('');
    expect(parts(box, 'fresh').length).to.equal(0);
    api.fault = null;
    publish(api, 3);
    await clock.tick(60_000);
    expect(words(part(box, 'fresh'))).to.equal('Xem 1 ý kiến mới');
  });
});

describe('comment box that is far away', () => {
  let clock: Clock;
  beforeEach(() => {
    clock = installClock();
  });

  /** Waits until the browser has told everybody where the box is, and whether it is near. */
  const placed = (box: Element, isNear?: boolean) =>
    new Promise<void>((resolve) => {
      const observer = new IntersectionObserver(
        ([entry]) => {
          if (isNear !== undefined && entry!.isIntersecting !== isNear) return;
          observer.disconnect();
          resolve();
        },
        { rootMargin: '800px' },
      );
      observer.observe(box);
    }).then(settled);

  const far = async () => {
    const page = await fixture(html`
      <div style="padding-block-start: 9000px">
        <tinh-comment-box site=${FAKE_SITE} server=${FAKE_SERVER} thread="bai-1"></tinh-comment-box>
      </div>
    `);
    const box = page.firstElementChild!;
    await placed(box);
    return box;
  };

  it('fetches nothing at all, and keeps room for what will come', async () => {
    const api = startServer({ comments: [fakeComment(1)] });
    const box = await far();
    expect(api.asked).to.be.empty;
    expect(words(part(box, 'heading'))).to.equal('Ý kiến bạn đọc');
    expect(part(box, 'skeleton').clientHeight).to.be.above(200);
    expect(parts(box, 'form')).to.be.empty;
    await expectAccessible(box);
  });

  it('fetches once it comes near', async () => {
    const api = startServer({ comments: [fakeComment(1)] });
    const box = await far();
    scrollTo(0, 9000);
    await placed(box, true);
    expect(ids(box)).to.deep.equal(['c1']);
    expect(api.asked).to.have.lengthOf(1);
    scrollTo(0, 0);
  });

  it('fetches when the page asks for it by the attribute', async () => {
    const api = startServer({ comments: [fakeComment(1)] });
    const box = await far();
    box.setAttribute('eager', '');
    await settled();
    expect(ids(box)).to.deep.equal(['c1']);
    expect(api.asked).to.have.lengthOf(1);
  });

  it('has its form after two seconds, for those who go from field to field, and fetches no comments for that', async () => {
    const api = startServer({ comments: [fakeComment(1)] });
    const box = await far();
    await clock.tick(1900);
    expect(parts(box, 'form')).to.be.empty;
    await clock.tick(100);
    expect(parts(box, 'form').length).to.equal(1);
    expect(api.asked).to.be.empty;
  });

  it('sends what has waited though nobody has scrolled to it, and shows the rest when it comes near', async () => {
    const { api, box: before } = await failToSend();
    dispatchEvent(new Event('pagehide'));
    before.remove();
    newPageLoad();
    const read = api.calls('GET comments').length;
    const sent = posts(api).length;
    const box = await far();
    await clock.tick(5000);
    expect(posts(api).length).to.equal(sent + 1);
    expect(ids(box)).to.deep.equal(['c1000']);
    expect(words(part(box, 'heading')), 'not counted yet').to.equal('Ý kiến bạn đọc');
    expect(api.calls('GET comments').length).to.equal(read);
    box.setAttribute('eager', '');
    await settled();
    expect(ids(box)).to.deep.equal(['c1000']);
    expect(api.calls('GET comments').length).to.equal(read + 1);
  });

  it('has its form as soon as it comes near, before the comments are there', async () => {
    startServer({ fault: 'silent' });
    const box = await far();
    box.setAttribute('eager', '');
    await settled();
    expect(parts(box, 'form').length).to.equal(1);
    expect(words(part(box, 'status'))).to.equal('Đang tải ý kiến…');
  });
});
