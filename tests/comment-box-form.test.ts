import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../src/comment-box/define.ts';
import { fakeComment } from '../stories/fake-api.ts';
import {
  NAME,
  TEXT,
  comment,
  consent,
  fault,
  field,
  fill,
  keysOf,
  isOpen,
  posts,
  press,
  remember,
  send,
  showBox,
  texts,
  type,
  typeKeys,
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
} from './support/fixture.ts';

/** What the counter of a form says. */
const counter = (box: Element, place = '') => words(box.shadowRoot!.getElementById(`text${place}-left`));

/** A key is pressed in a field, as an input method tells it. Returns whether the browser would go on with it. */
const key = (target: Element, init: KeyboardEventInit) =>
  target.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, composed: true, cancelable: true, ...init }));

describe('form of a comment box', () => {
  beforeEach(() => {
    installClock();
  });

  describe('a form with something missing', () => {
    it('starts with an un-ticked consent box', async () => {
      startServer();
      const box = await showBox();
      expect(consent(box).checked).to.be.false;
    });

    it('says at each field what is missing, goes to the first and sends nothing', async () => {
      const api = startServer();
      const box = await showBox();
      await send(box);
      expect(fault(box, 'name')).to.equal('Vui lòng nhập họ và tên.');
      expect(fault(box, 'text')).to.equal('Vui lòng nhập nội dung.');
      expect(fault(box, 'consent')).to.equal('Vui lòng đánh dấu vào ô đồng ý.');
      expectFocus(field(box, 'name'));
      expect(posts(api).length).to.equal(0);
      await expectAccessible(box);
    });

    it('goes to the text when only the name is there, and loses nothing', async () => {
      startServer();
      const box = await showBox();
      fill(box, { text: ' \n ', agree: false });
      await send(box);
      expect(fault(box, 'name')).to.equal('');
      expect(fault(box, 'text')).to.equal('Vui lòng nhập nội dung.');
      expectFocus(field(box, 'text'));
      expect(field(box, 'name').value).to.equal(NAME);
    });

    it('goes to the consent box when it alone is missing, and loses nothing', async () => {
      const api = startServer();
      const box = await showBox();
      fill(box, { agree: false });
      await send(box);
      expect(fault(box, 'consent')).to.equal('Vui lòng đánh dấu vào ô đồng ý.');
      expectFocus(consent(box));
      expect([field(box, 'name').value, field(box, 'text').value]).to.deep.equal([NAME, TEXT]);
      expect(posts(api).length).to.equal(0);
    });

    it('takes the faults back when the mended comment is sent', async () => {
      const api = startServer();
      const box = await showBox();
      await send(box);
      fill(box);
      await send(box);
      expect(['name', 'text', 'consent'].map((id) => fault(box, id))).to.deep.equal(['', '', '']);
      expect(posts(api).length).to.equal(1);
    });

    it('says at the field what the server found too long, and keeps the text', async () => {
      recordConsole();
      const api = startServer();
      const box = await showBox();
      const long = 'ề'.repeat(4001);
      fill(box, { text: long });
      await send(box);
      expect(fault(box, 'text')).to.equal('Dài quá 4.000 ký tự.');
      expectFocus(field(box, 'text'));
      expect(field(box, 'text').value).to.equal(long);
      expect(words(part(box, 'send')), 'the button').to.equal('Gửi ý kiến');
      await expectAccessible(box);
      type(box, 'text', TEXT);
      await send(box);
      expect(texts(box)).to.deep.equal([TEXT]);
      expect(new Set(keysOf(api)).size, 'keys').to.equal(2);
    });
  });

  describe('on the keyboard', () => {
    it('can be written and sent without a mouse', async () => {
      startServer();
      const box = await showBox();
      const before = Object.assign(document.createElement('button'), { textContent: 'trước' });
      box.before(before);
      before.focus();
      await sendKeys({ press: 'Tab' });
      await typeKeys(NAME);
      await sendKeys({ press: 'Tab' });
      await typeKeys(TEXT);
      // The consent, and the name to be remembered.
      for (const tick of [' ', ' ']) {
        await sendKeys({ press: 'Tab' });
        await typeKeys(tick);
      }
      expect([consent(box).checked, remember(box).checked]).to.deep.equal([true, true]);
      await sendKeys({ press: 'Tab' });
      expectFocus(part(box, 'send'));
      await sendKeys({ press: 'Enter' });
      await settled();
      expect(texts(box)).to.deep.equal([TEXT]);
      expect(parts(box, 'author').map(words)).to.deep.equal([NAME]);
    });

    for (const modifier of ['ctrlKey', 'metaKey']) {
      it(`sends with Enter and ${modifier === 'ctrlKey' ? 'Ctrl' : '⌘'}`, async () => {
        const api = startServer();
        const box = await showBox();
        fill(box);
        const goesOn = key(field(box, 'text'), { key: 'Enter', keyCode: 13, [modifier]: true });
        await settled();
        expect(goesOn, 'no line break').to.be.false;
        expect(posts(api).length).to.equal(1);
        expect(texts(box)).to.deep.equal([TEXT]);
      });
    }

    it('sends once, however long the keys are held', async () => {
      const api = startServer();
      const box = await showBox();
      fill(box);
      for (let times = 0; times < 5; times += 1)
        key(field(box, 'text'), { key: 'Enter', ctrlKey: true, repeat: times > 0 });
      await settled();
      expect(posts(api).length).to.equal(1);
    });

    it('sends nothing with Enter alone in the text', async () => {
      const api = startServer();
      const box = await showBox();
      fill(box);
      expect(key(field(box, 'text'), { key: 'Enter', keyCode: 13 }), 'a line break').to.be.true;
      await settled();
      expect(posts(api).length).to.equal(0);
    });

    const composing: Record<string, KeyboardEventInit> = {
      'as most browsers tell it': { isComposing: true, keyCode: 13 },
      'as Safari tells it': { isComposing: false, keyCode: 229 },
    };
    for (const [how, init] of Object.entries(composing)) {
      it(`sends nothing with the Enter that ends a syllable of Telex or VNI, ${how}`, async () => {
        const api = startServer();
        const box = await showBox();
        fill(box);
        expect(key(field(box, 'text'), { key: 'Enter', ctrlKey: true, ...init })).to.be.true;
        expect(key(field(box, 'name'), { key: 'Enter', metaKey: true, ...init })).to.be.true;
        await settled();
        expect(posts(api).length).to.equal(0);
        expect(field(box, 'text').value).to.equal(TEXT);
      });

      it(`closes no reply with the Escape that ends a syllable, ${how}`, async () => {
        startServer({ comments: [fakeComment(1)] });
        const box = await showBox();
        await press(comment(box, 'c1'), 'Trả lời');
        key(field(box, 'text-c1'), { key: 'Escape', ...init });
        await settled();
        expect(isOpen(box)).to.be.true;
      });
    }

    it('sends a reply and a change with Ctrl and Enter too', async () => {
      const own = fakeComment(1, { mine: true, editableUntil: '2099-01-01T00:00:00+07:00' });
      const api = startServer({ comments: [own], moderation: 'after' });
      localStorage.setItem('tinh:author:https://fake.tinh.invalid/ so-ngoai-vu', 'a'.repeat(32));
      const box = await showBox();
      await press(comment(box, 'c1'), 'Trả lời');
      fill(box, { place: '-c1' });
      key(field(box, 'text-c1'), { key: 'Enter', ctrlKey: true });
      await settled();
      expect(posts(api).length).to.equal(1);
      await press(comment(box, 'c1'), 'Sửa ý kiến');
      type(box, 'text~c1', 'Lời mới');
      key(field(box, 'text~c1'), { key: 'Enter', ctrlKey: true });
      await settled();
      expect(texts(box)).to.deep.equal(['Lời mới', TEXT]);
    });

    it('leaves Escape in the first form to the page', async () => {
      startServer();
      const box = await showBox();
      fill(box);
      expect(key(field(box, 'text'), { key: 'Escape' })).to.be.true;
      expect(field(box, 'text').value).to.equal(TEXT);
    });
  });

  describe('the counter', () => {
    it('says nothing as long as there is room enough', async () => {
      startServer();
      const box = await showBox();
      type(box, 'text', 'a'.repeat(3500));
      await settled();
      expect(counter(box)).to.equal('');
    });

    it('says how many characters are left near the end, and how many are too many', async () => {
      startServer();
      const box = await showBox();
      type(box, 'text', 'a'.repeat(3501));
      await settled();
      expect(counter(box)).to.equal('Còn 499 ký tự.');
      expect(field(box, 'text').getAttribute('aria-describedby')).to.include('text-left');
      type(box, 'text', 'a'.repeat(4000));
      await settled();
      expect(counter(box)).to.equal('Còn 0 ký tự.');
      type(box, 'text', 'a'.repeat(5234));
      await settled();
      expect(counter(box)).to.equal('Thừa 1.234 ký tự.');
      await expectAccessible(box);
    });

    it('counts as the server does: composed letters and pictures are one each', async () => {
      startServer();
      const box = await showBox();
      type(box, 'text', 'ề'.normalize('NFD').repeat(2000) + '👍'.repeat(1990));
      await settled();
      expect(counter(box)).to.equal('Còn 10 ký tự.');
    });

    it('is right from the start for a draft', async () => {
      startServer();
      const box = await showBox();
      type(box, 'text', 'a'.repeat(3999));
      box.remove();
      expect(counter(await showBox())).to.equal('Còn 1 ký tự.');
    });

    it('begins anew when the comment is sent', async () => {
      startServer();
      const box = await showBox();
      fill(box, { text: 'a'.repeat(3900) });
      await settled();
      expect(counter(box)).to.equal('Còn 100 ký tự.');
      await send(box);
      expect(counter(box)).to.equal('');
    });

    it('stands at a reply as well', async () => {
      startServer({ comments: [fakeComment(1)] });
      const box = await showBox();
      await press(comment(box, 'c1'), 'Trả lời');
      type(box, 'text-c1', 'a'.repeat(4001));
      await settled();
      expect(counter(box, '-c1')).to.equal('Thừa 1 ký tự.');
      expect(counter(box)).to.equal('');
    });
  });
});
