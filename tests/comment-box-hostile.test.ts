import { expect } from '@open-wc/testing';
import '../src/comment-box/define.ts';
import type { NewComment } from '../src/api/contract.ts';
import { fakeComment, fakeReply } from '../stories/fake-api.ts';
import {
  HOSTILE,
  TEXT,
  comment,
  fault,
  field,
  fill,
  posts,
  returning,
  send,
  showBox,
  texts,
  type,
} from './support/comment-box.ts';
import {
  expectAccessible,
  installClock,
  part,
  parts,
  recordConsole,
  settled,
  startServer,
  words,
} from './support/fixture.ts';

const boxOf = (element: Element) => element.getBoundingClientRect();
const written = (api: ReturnType<typeof startServer>) => JSON.parse(posts(api)[0]!.body) as NewComment;

describe('text that means harm, in a comment box', () => {
  beforeEach(() => {
    installClock();
  });

  it('is shown as the text that it is: script and markup in every place of a comment', async () => {
    returning();
    const root = fakeComment(1, {
      name: HOSTILE,
      text: HOSTILE,
      mine: true,
      state: 'rejected',
      reason: HOSTILE,
      transfer: { agency: HOSTILE, at: '2020-07-18T09:00:00+07:00' },
    });
    const reply = fakeReply(2, root, { agency: HOSTILE, name: HOSTILE, text: HOSTILE });
    startServer({ comments: [fakeReply(3, reply, { text: HOSTILE }), reply, root] });
    const box = await showBox();
    expect(texts(box)).to.deep.equal([HOSTILE, HOSTILE, HOSTILE]);
    expect(words(parts(box, 'author')[0])).to.equal(HOSTILE);
    expect(words(box.shadowRoot))
      .to.include(`Lý do: ${HOSTILE}`)
      .and.to.include(`Trả lời của ${HOSTILE}`)
      .and.to.include(`Đã chuyển đến ${HOSTILE}`);
    expect(box.shadowRoot!.querySelectorAll('img, script').length).to.equal(0);
    await expectAccessible(box);
  });

  it('is sent as it was written', async () => {
    const api = startServer({ moderation: 'after' });
    const box = await showBox();
    fill(box, { name: HOSTILE, text: HOSTILE });
    await send(box);
    expect(written(api).text).to.equal(HOSTILE);
    expect(texts(box)).to.deep.equal([HOSTILE]);
    expect(box.shadowRoot!.querySelectorAll('img, script').length).to.equal(0);
  });

  it('makes links of http and https alone, which lend nobody a good name', async () => {
    const text = 'Xem https://so.example/a?b=1&c=2, http://so.example. Không javascript:alert(1) hay data:text/html,x';
    startServer({ comments: [fakeComment(1, { text })] });
    const box = await showBox();
    const links = [...part(box, 'text').querySelectorAll('a')];
    expect(links.map(({ href }) => href)).to.deep.equal(['https://so.example/a?b=1&c=2', 'http://so.example/']);
    expect(new Set(links.map(({ rel }) => rel))).to.deep.equal(new Set(['nofollow ugc noopener']));
    expect(words(part(box, 'text'))).to.equal(text);
  });

  it('keeps the line breaks of a comment and lets no word leave the box', async () => {
    startServer({ comments: [fakeComment(1, { name: 'Ng'.repeat(40), text: `một\nhai\n${'dài'.repeat(500)}` })] });
    const box = await showBox();
    const text = part(box, 'text');
    // Not `innerText`: in WebKit it does not tell of the line breaks that it shows.
    const letters = [...text.childNodes].find((node): node is Text => node instanceof Text && node.data !== '')!;
    const lines = ['một', 'hai', 'dài'].map((word) => {
      const range = document.createRange();
      range.setStart(letters, letters.data.indexOf(word));
      range.setEnd(letters, letters.data.indexOf(word) + 1);
      return range.getBoundingClientRect().bottom;
    });
    expect(new Set(lines).size).to.equal(3);
    expect(text.scrollWidth).to.be.at.most(text.clientWidth);
    expect(boxOf(part(box, 'author')).right).to.be.at.most(boxOf(box).right);
  });

  it('cannot turn round the words beside it', async () => {
    const turned = '\u202Emột hai\u2066';
    startServer({ comments: [fakeComment(2, { name: turned, text: turned }), fakeComment(1, { name: 'một hai' })] });
    const box = await showBox();
    const [above, below] = ['c2', 'c1'].map((id) => comment(box, id).querySelector('[part=time]')!);
    const first = (node: Element) => {
      const range = document.createRange();
      range.setStart(node.firstChild!.nextSibling ?? node.firstChild!, 0);
      range.setEnd(range.startContainer, 1);
      return Math.round(range.getBoundingClientRect().left - boxOf(node).left);
    };
    expect(first(above!), 'the time begins on the left').to.equal(first(below!));
  });

  it('cannot cover other comments with piled-up accents', async () => {
    const pile = `e${'\u0301'.repeat(10_000)}`;
    startServer({ comments: [fakeComment(2), fakeComment(1, { name: pile, text: pile })] });
    const box = await showBox();
    for (const name of ['text', 'author']) {
      const style = getComputedStyle(comment(box, 'c1').querySelector(`[part=${name}]`)!);
      expect(style.overflowY, name).to.equal('clip');
    }
    expect(texts(box)[1]).to.equal(pile);
  });

  it('of a million letters is kept, counted, and refused with a clear sentence', async () => {
    recordConsole();
    const api = startServer();
    const box = await showBox();
    const million = 'ề '.repeat(500_000);
    fill(box, { text: million });
    await settled();
    expect(words(box.shadowRoot!.getElementById('text-left'))).to.equal('Thừa 996.000 ký tự.');
    api.fault = 'urn:tinh:problem:too-large';
    await send(box);
    expect(fault(box, 'text')).to.equal('Dài quá 4.000 ký tự.');
    expect(field(box, 'text').value).to.equal(million);
    api.fault = null;
    type(box, 'text', TEXT);
    await send(box);
    expect(texts(box)).to.deep.equal([TEXT]);
  });

  it('with half a character is sent and shown all the same', async () => {
    const api = startServer({ moderation: 'after' });
    const box = await showBox();
    fill(box, { text: 'nửa \uD83D chữ\u0000' });
    await send(box);
    expect(written(api).text).to.equal('nửa \uD83D chữ\u0000');
    expect(texts(box)).to.have.lengthOf(1);
  });

  it('in Vietnamese typed with separate accents is taken as it comes', async () => {
    const api = startServer();
    const box = await showBox();
    fill(box, { text: TEXT.normalize('NFD') });
    await send(box);
    expect(written(api).text.normalize('NFC')).to.equal(TEXT);
    expect(texts(box).map((text) => text.normalize('NFC'))).to.deep.equal([TEXT]);
  });
});
