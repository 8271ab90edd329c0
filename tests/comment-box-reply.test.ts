import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../src/comment-box/define.ts';
import type { NewComment } from '../src/api/contract.ts';
import { fakeComment, fakeReply } from '../stories/fake-api.ts';
import {
  NAME,
  TEXT,
  badges,
  buttonOf,
  comment,
  fault,
  field,
  fill,
  ids,
  notice,
  isOpen,
  posts,
  press,
  queue,
  remember,
  send,
  showBox,
  texts,
  type,
} from './support/comment-box.ts';
import {
  expectAccessible,
  expectFocus,
  installClock,
  part,
  parts,
  recordConsole,
  settled,
  startServer,
  words,
  type Clock,
} from './support/fixture.ts';

const asked = fakeComment(1);
const answered = fakeReply(2, asked);

describe('reply in a comment box', () => {
  let clock: Clock;
  beforeEach(() => {
    clock = installClock();
  });

  const showThread = async (more: Parameters<typeof startServer>[0] = {}) => {
    const api = startServer({ comments: [fakeComment(3), answered, asked], ...more });
    const box = await showBox();
    return { api, box };
  };

  it('opens its form in place, named after whom it answers, and goes there', async () => {
    const { box } = await showThread();
    await press(comment(box, 'c2'), 'Trả lời');
    expect(parts(box, 'form')).to.have.lengthOf(2);
    const form = comment(box, 'c2').querySelector('form')!;
    expect(form.getAttribute('aria-label')).to.equal('Trả lời ý kiến của Nguyễn Văn C');
    expectFocus(field(box, 'text-c2'));
    await expectAccessible(box);
  });

  it('is sent with whom it answers, and stands below that comment', async () => {
    const { api, box } = await showThread({ moderation: 'after' });
    await press(comment(box, 'c2'), 'Trả lời');
    fill(box, { place: '-c2' });
    await send(box, '-c2');
    expect((JSON.parse(posts(api)[0]!.body) as NewComment).parent).to.equal('c2');
    expect(ids(box)).to.deep.equal(['c3', 'c1', 'c2', 'c1000']);
    expect(words(comment(box, 'c1000'))).to.include('Trả lời ý kiến của Nguyễn Văn C');
    expect(words(part(box, 'heading'))).to.equal('Ý kiến bạn đọc (4)');
    expect(isOpen(box)).to.be.false;
  });

  it('says where it was written that it waits, with its code, and goes there', async () => {
    const { box } = await showThread();
    await press(comment(box, 'c1'), 'Trả lời');
    fill(box, { place: '-c1' });
    comment(box, 'c1').querySelector<HTMLElement>('[part=send]')!.focus();
    await send(box, '-c1');
    expect(badges(box)).to.deep.equal(['Chờ duyệt']);
    const said = comment(box, 'c1').querySelector('.below')!;
    expect(words(said)).to.include(
      'Cảm ơn bạn. Ý kiến đang chờ duyệt, chỉ bạn nhìn thấy. Mã tra cứu ý kiến của bạn: 7K3M-0QXW-9T2B-1000',
    );
    expectFocus(said);
    await expectAccessible(box);
  });

  it('can be cancelled: the form goes and the focus comes back', async () => {
    const { box } = await showThread();
    await press(comment(box, 'c1'), 'Trả lời');
    await press(comment(box, 'c1'), 'Hủy');
    expect(isOpen(box)).to.be.false;
    expectFocus(buttonOf(comment(box, 'c1'), 'Trả lời'));
  });

  it('can be cancelled with Escape', async () => {
    const { box } = await showThread();
    await press(comment(box, 'c1'), 'Trả lời');
    await sendKeys({ press: 'Escape' });
    await settled();
    expect(isOpen(box)).to.be.false;
    expectFocus(buttonOf(comment(box, 'c1'), 'Trả lời'));
  });

  it('whose comment left the list for a while brings its words back when it is opened again', async () => {
    startServer({ comments: [1, 2, 3, 4, 5].map((id) => fakeComment(id)), pageSize: 2 });
    const box = await showBox();
    const [id = ''] = ids(box);
    await press(comment(box, id), 'Trả lời');
    type(box, `text-${id}`, TEXT);
    const order = box.shadowRoot!.querySelector('select')!;
    for (const sort of ['oldest', 'newest']) {
      order.value = sort;
      order.dispatchEvent(new Event('change'));
      await settled();
      expect(isOpen(box), sort).to.be.false;
    }
    await press(comment(box, id), 'Trả lời');
    expect(field(box, `text-${id}`).value).to.equal(TEXT);
  });

  it('that was cancelled or left for another one is there again when its form is opened', async () => {
    const { box } = await showThread();
    await press(comment(box, 'c1'), 'Trả lời');
    type(box, 'text-c1', 'Viết dở');
    await press(comment(box, 'c1'), 'Hủy');
    await press(comment(box, 'c3'), 'Trả lời');
    expect(field(box, 'text-c3').value).to.equal('');
    await press(comment(box, 'c1'), 'Trả lời');
    expect(parts(box, 'form')).to.have.lengthOf(2);
    expect(field(box, 'text-c1').value).to.equal('Viết dở');
  });

  it('keeps its words when its button is pressed once more', async () => {
    const { box } = await showThread();
    await press(comment(box, 'c1'), 'Trả lời');
    fill(box, { place: '-c1' });
    await press(comment(box, 'c1'), 'Trả lời');
    expect(field(box, 'text-c1').value).to.equal(TEXT);
    expectFocus(field(box, 'text-c1'));
  });

  it('says at its own fields what is missing', async () => {
    const { api, box } = await showThread();
    await press(comment(box, 'c1'), 'Trả lời');
    await send(box, '-c1');
    expect(fault(box, 'name-c1')).to.equal('Vui lòng nhập họ và tên.');
    expect(fault(box, 'name')).to.equal('');
    expectFocus(field(box, 'name-c1'));
    expect(posts(api).length).to.equal(0);
    await expectAccessible(box);
  });

  it('begins with the name that was used before', async () => {
    const { box } = await showThread();
    remember(box).click();
    fill(box);
    await send(box);
    await press(comment(box, 'c1'), 'Trả lời');
    expect(field(box, 'name-c1').value).to.equal(NAME);
  });

  it('that cannot be sent waits where it was written, and goes by itself', async () => {
    recordConsole();
    const { api, box } = await showThread();
    await press(comment(box, 'c1'), 'Trả lời');
    fill(box, { place: '-c1' });
    comment(box, 'c1').querySelector<HTMLElement>('[part=send]')!.focus();
    api.fault = 'offline';
    await send(box, '-c1');
    const waiting = comment(box, 'c1').querySelector('.below')!;
    expect(words(waiting)).to.equal(`Sẽ tự gửi khi có kết nối ${TEXT} Gửi lại Hủy gửi`);
    expectFocus(waiting);
    await expectAccessible(box);
    api.fault = null;
    await clock.tick(5000);
    expect(queue(box)).to.be.empty;
    expect(ids(box)).to.include('c1000');
    expect(notice(box)).to.include('Mã tra cứu');
  });

  it('that waits comes back into its form when it is taken back', async () => {
    recordConsole();
    const { api, box } = await showThread();
    await press(comment(box, 'c1'), 'Trả lời');
    fill(box, { place: '-c1' });
    api.fault = 'offline';
    await send(box, '-c1');
    await press(box, 'Hủy gửi');
    expect(queue(box)).to.be.empty;
    expect(field(box, 'text-c1').value).to.equal(TEXT);
    expectFocus(field(box, 'text-c1'));
  });

  it('that is on its way lets the reader go on, and disturbs no other form when it arrives', async () => {
    const { api, box } = await showThread();
    const answering = globalThis.fetch;
    let release: () => void = () => undefined;
    globalThis.fetch = async (input, init) => {
      if (init?.method === 'POST') await new Promise<void>((resolve) => (release = resolve));
      return answering(input, init);
    };
    await press(comment(box, 'c1'), 'Trả lời');
    fill(box, { place: '-c1' });
    await send(box, '-c1');
    await press(comment(box, 'c3'), 'Trả lời');
    expect(queue(box)).to.deep.equal([`Đang gửi… ${TEXT} Gửi lại Hủy gửi`]);
    type(box, 'text-c3', 'Câu khác');
    release();
    await settled();
    globalThis.fetch = answering;
    expect(queue(box)).to.be.empty;
    expect(field(box, 'text-c3').value).to.equal('Câu khác');
    expectFocus(field(box, 'text-c3'));
    expect(texts(box)).to.include(TEXT);
    expect(posts(api).length).to.equal(1);
  });

  it('to a comment that is gone meanwhile says so and keeps the words', async () => {
    recordConsole();
    const { api, box } = await showThread();
    await press(comment(box, 'c3'), 'Trả lời');
    fill(box, { place: '-c3' });
    api.comments = api.comments.filter(({ id }) => id !== 'c3');
    await send(box, '-c3');
    expect(notice(box)).to.include('Không tìm thấy ý kiến này.');
    expect(field(box, 'text-c3').value).to.equal(TEXT);
    await expectAccessible(box);
  });
});
