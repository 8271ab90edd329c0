import { expect } from '@open-wc/testing';
import '../src/comment-box/define.ts';
import { fakeComment } from '../stories/fake-api.ts';
import { TEXT, failToSend, fill, notice, press, queue, send, showBox, texts } from './support/comment-box.ts';
import {
  expectAccessible,
  installClock,
  part,
  parts,
  recordConsole,
  settled,
  startServer,
  words,
  type Clock,
} from './support/fixture.ts';

describe('codes of two comments in a comment box', () => {
  let clock: Clock;
  beforeEach(() => {
    clock = installClock();
  });

  const codes = (box: Element) => parts(box, 'code').map(words);
  const FIRST = '7K3M-0QXW-9T2B-1000';
  const SECOND = '7K3M-0QXW-9T2B-1001';

  it('stay in sight, each with its words, also where both were sent at the same moment', async () => {
    const { api, box } = await failToSend();
    api.fault = 'offline';
    // What is written in one moment has no order.
    await clock.tick(10);
    fill(box, { text: `Ý kiến thứ hai ${'dài '.repeat(20)}` });
    await send(box);
    expect(queue(box)).to.have.lengthOf(2);
    api.fault = null;
    dispatchEvent(new Event('online'));
    await clock.tick(2000);
    expect(queue(box)).to.be.empty;
    expect(codes(box)).to.have.members([FIRST, SECOND]);
    expect(notice(box)).to.include(SECOND);
    expect(words(part(box, 'codes'))).to.equal(`Mã tra cứu các ý kiến bạn đã gửi trước: ${FIRST} ${TEXT}`);
    fill(box, { text: 'Ý kiến thứ ba' });
    await send(box);
    expect(words(part(box, 'codes')))
      .to.include(`${SECOND} Ý kiến thứ hai dài`)
      .and.match(/…$/);
    await expectAccessible(box);
  });

  it('stay while something else is said', async () => {
    recordConsole();
    const api = startServer({ comments: [fakeComment(1)] });
    const box = await showBox();
    fill(box);
    await send(box);
    api.fault = 'offline';
    await press(box, 'Thích');
    expect(notice(box)).to.equal('Không kết nối được máy chủ.');
    expect(codes(box)).to.deep.equal([FIRST]);
  });

  it('are gone from the screen, and so is what waits, once somebody signs out', async () => {
    startServer({ comments: [fakeComment(1)] });
    const box = await showBox();
    for (const text of [TEXT, 'Ý kiến thứ hai']) {
      fill(box, { text });
      await send(box);
    }
    expect(codes(box)).to.deep.equal([SECOND, FIRST]);
    expect(texts(box)).to.have.lengthOf(3);
    dispatchEvent(new Event('tinh-session-signed-out'));
    await settled();
    expect(codes(box)).to.be.empty;
    expect(notice(box)).to.equal('');
    expect(texts(box)).to.deep.equal([fakeComment(1).text]);
  });
});
