import { expect, fixture, html } from '@open-wc/testing';
import '../src/article-view/define.ts';
import {
  expectAccessible,
  focused,
  installClock,
  part,
  parts,
  settled,
  stub,
  words,
  type Clock,
} from './support/fixture.ts';

type Spoken = SpeechSynthesisUtterance;

const VOICES = [
  { lang: 'en-US', name: 'Samantha', default: true, localService: true },
  { lang: 'vi_VN', name: 'Linh', default: false, localService: true },
] as unknown as SpeechSynthesisVoice[];

/** Stands in for the device's voices, of which a machine without a sound card has none. */
class Engine extends EventTarget {
  voices = VOICES;
  readonly spoken: Spoken[] = [];
  cancelled = 0;
  current: Spoken | undefined;
  getVoices() {
    return this.voices;
  }
  speak(utterance: Spoken) {
    this.spoken.push(utterance);
    this.current = utterance;
  }
  /** As engines do, it tells who was speaking that they were cut off. */
  cancel() {
    this.cancelled += 1;
    const cut = this.current;
    this.current = undefined;
    cut?.onerror?.(Object.assign(new Event('error'), { error: 'interrupted' }) as SpeechSynthesisErrorEvent);
  }
  start() {
    this.current?.onstart?.(new Event('start') as SpeechSynthesisEvent);
  }
  finish() {
    const done = this.current;
    this.current = undefined;
    done?.onend?.(new Event('end') as SpeechSynthesisEvent);
  }
}

describe('an article that is read aloud', () => {
  let engine: Engine;
  let clock: Clock;
  beforeEach(() => {
    clock = installClock();
    engine = new Engine();
    stub(globalThis, 'speechSynthesis', { value: engine });
    stub(globalThis, 'SpeechSynthesisUtterance', {
      value: class {
        constructor(readonly text: string) {}
      },
    });
  });

  const article = () =>
    fixture<HTMLElement>(html`
      <tinh-article-view lang="vi">
        <h2 slot="headline">Hội nghị</h2>
        <h2>Kết quả</h2>
        <p>Đã tiếp nhận 1.604.377 <b>hồ</b> sơ. Tất cả đúng hạn!<br />Xin cảm ơn</p>
        <script>
          ran();
        </script>
        <ul>
          <li>Một</li>
          <li hidden>Ẩn</li>
        </ul>
      </tinh-article-view>
    `);
  const listen = async () => {
    const element = await article();
    part(element, 'listen').click();
    await settled();
    return element;
  };
  const steer = (element: Element, name: string) => {
    [...part(element, 'speech').querySelectorAll('button')].find((button) => words(button) === name)!.click();
  };
  const said = () => engine.spoken.map(({ text }) => text);

  it('is offered only where the device has a Vietnamese voice, also one that comes later', async () => {
    engine.voices = [VOICES[0]!];
    const element = await article();
    expect(parts(element, 'listen')).to.have.lengthOf(0);
    engine.voices = VOICES;
    engine.dispatchEvent(new Event('voiceschanged'));
    await settled();
    expect(words(part(element, 'listen'))).to.equal('Nghe bài viết');
  });

  it('is heard sentence by sentence in that voice: headings, lines and list items, nothing that is hidden', async () => {
    const element = await listen();
    for (let n = 0; n < 5; n += 1) {
      engine.start();
      engine.finish();
    }
    await settled();
    expect(said()).to.deep.equal(['Kết quả', 'Đã tiếp nhận 1.604.377 hồ sơ.', 'Tất cả đúng hạn!', 'Xin cảm ơn', 'Một']);
    expect(engine.spoken.every(({ voice, lang }) => voice === VOICES[1] && lang === 'vi_VN')).to.be.true;
    expect(words(part(element, 'speech').querySelector('button'))).to.equal('Nghe tiếp');
  });

  it('marks the sentence that is heard', async function () {
    if (!('highlights' in CSS)) this.skip();
    await listen();
    engine.finish();
    const marked = [...CSS.highlights.get('tinh-speech')!].map(String);
    expect(marked.map((text) => text.trim())).to.deep.equal(['Đã tiếp nhận 1.604.377 hồ sơ.']);
  });

  it('never speaks longer than Chrome does without falling silent', async () => {
    const element = await fixture<HTMLElement>(html`
      <tinh-article-view
        ><p>${'cải cách hành chính, '.repeat(40)}</p>
        <p>${'x'.repeat(500)}</p></tinh-article-view
      >
    `);
    part(element, 'listen').click();
    await settled();
    for (let n = 0; n < 20; n += 1) engine.finish();
    expect(Math.max(...said().map(({ length }) => length))).to.be.at.most(220);
    expect(said().join('').replace(/\s/g, '')).to.equal('cảicáchhànhchính,'.repeat(40) + 'x'.repeat(500));
  });

  it('pauses, goes on with the same sentence, and goes back and forth', async () => {
    const element = await listen();
    engine.finish();
    await settled();
    steer(element, 'Tạm dừng');
    await settled();
    expect(engine.current).to.equal(undefined);
    steer(element, 'Nghe tiếp');
    steer(element, 'Câu sau');
    await settled();
    steer(element, 'Câu trước');
    const sentence = 'Đã tiếp nhận 1.604.377 hồ sơ.';
    expect(said()).to.deep.equal(['Kết quả', sentence, sentence, 'Tất cả đúng hạn!', sentence]);
    await expectAccessible(element);
  });

  it('goes on faster from the sentence that is heard', async () => {
    const element = await listen();
    const speed = part(element, 'speech').querySelector('select')!;
    expect(words(speed.selectedOptions[0])).to.equal('1 lần');
    speed.value = '1.5';
    speed.dispatchEvent(new Event('change'));
    expect(engine.spoken.map(({ text, rate }) => [text, rate])).to.deep.equal([
      ['Kết quả', 1],
      ['Kết quả', 1.5],
    ]);
  });

  it('ends with its button, and the keyboard is where it began', async () => {
    const element = await listen();
    steer(element, 'Dừng nghe');
    await settled();
    expect(parts(element, 'speech')).to.have.lengthOf(0);
    expect(engine.current).to.equal(undefined);
    expect(focused() === part(element, 'listen')).to.be.true;
  });

  it('falls silent when the page or the tag goes', async () => {
    const element = await listen();
    dispatchEvent(new PageTransitionEvent('pagehide'));
    expect(engine.current).to.equal(undefined);
    await settled();
    part(element, 'listen').click();
    await settled();
    expect(engine.current?.text).to.equal('Kết quả');
    element.remove();
    expect(engine.current).to.equal(undefined);
  });

  it('says so where the engine never begins, or breaks off', async () => {
    const element = await listen();
    await clock.tick(6000);
    expect(words(part(element, 'notice'))).to.contain('Máy này chưa đọc được bài viết.');
    expect(engine.current).to.equal(undefined);
    steer(element, 'Nghe tiếp');
    engine.start();
    await clock.tick(60_000);
    expect(engine.current?.text, 'a long sentence is no fault').to.equal('Kết quả');
    engine.current!.onerror!(Object.assign(new Event('error'), { error: 'network' }) as SpeechSynthesisErrorEvent);
    await settled();
    expect(words(part(element, 'speech').querySelector('button'))).to.equal('Nghe tiếp');
  });

  it('is read without the sentences of the browser, too: a point within a number or a name ends none', async () => {
    stub(Intl, 'Segmenter', { value: undefined });
    Reflect.deleteProperty(Intl, 'Segmenter');
    const element = await fixture<HTMLElement>(html`
      <tinh-article-view><p>Có 1.604.377 lượt tại tayninh.gov.vn hôm nay. Hết rồi? Vâng… Xong</p></tinh-article-view>
    `);
    part(element, 'listen').click();
    await settled();
    for (let n = 0; n < 6; n += 1) engine.finish();
    expect(said()).to.deep.equal(['Có 1.604.377 lượt tại tayninh.gov.vn hôm nay.', 'Hết rồi?', 'Vâng…', 'Xong']);
  });

  it('is not offered where the page does not want it', async () => {
    const element = await fixture(html`<tinh-article-view without-listen><p>Nội dung</p></tinh-article-view>`);
    expect(parts(element, 'listen')).to.have.lengthOf(0);
  });
});
