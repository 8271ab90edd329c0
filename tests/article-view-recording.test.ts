import { expect, fixture, html } from '@open-wc/testing';
import '../src/article-view/define.ts';
import { expectAccessible, expectFocus, part, parts, recordConsole, settled, words } from './support/fixture.ts';

/** Half a second of silence. */
function silence(): string {
  const samples = 4000;
  const bytes = new Uint8Array(44 + samples).fill(128);
  const view = new DataView(bytes.buffer);
  const text = (at: number, words: string) => {
    for (const [index, letter] of [...words].entries()) view.setUint8(at + index, letter.charCodeAt(0));
  };
  text(0, 'RIFF');
  view.setUint32(4, 36 + samples, true);
  text(8, 'WAVEfmt ');
  for (const [at, value] of [
    [16, 16],
    [24, 8000],
    [28, 8000],
    [40, samples],
  ] as const)
    view.setUint32(at, value, true);
  for (const [at, value] of [
    [20, 1],
    [22, 1],
    [32, 1],
    [34, 8],
  ] as const)
    view.setUint16(at, value, true);
  text(36, 'data');
  return URL.createObjectURL(new Blob([bytes], { type: 'audio/wav' }));
}

const article = async (audio: string) => {
  const element = await fixture<HTMLElement>(
    html`<tinh-article-view without-metadata audio-src=${audio}><p>Nội dung</p></tinh-article-view>`,
  );
  await settled();
  return element;
};

const listen = async (element: Element) => {
  part(element, 'listen').focus();
  part(element, 'listen').click();
  await settled();
};

describe('an article that somebody has recorded', () => {
  it('is heard with the browser’s own player, also where no voice of the device reads Vietnamese', async () => {
    const element = await article('bai.mp3');
    await listen(element);
    const player = part(element, 'speech').querySelector('audio')!;
    expect(new URL(player.src).pathname.split('/').at(-1)).to.equal('bai.mp3');
    expect([player.controls, player.getAttribute('aria-label')]).to.deep.equal([true, 'Nghe bài viết']);
    expect(part(element, 'speech').querySelectorAll('select')).to.have.lengthOf(0);
    await expectAccessible(element);
  });

  it('has a choice of voices, which goes on at the same place', async () => {
    const element = await article('nu.mp3 Giọng nữ miền Bắc, nam.mp3 Giọng nam, ba.mp3');
    await listen(element);
    const choice = part(element, 'speech').querySelector('select')!;
    expect([...choice.options].map(words)).to.deep.equal(['Giọng nữ miền Bắc', 'Giọng nam', '3']);
    const player = part(element, 'speech').querySelector('audio')!;
    const address = silence();
    player.src = address;
    await new Promise((resolve) => {
      player.addEventListener('loadedmetadata', resolve, { once: true });
    });
    player.currentTime = 0.25;
    choice.value = '1';
    choice.dispatchEvent(new Event('change'));
    await settled();
    expect(new URL(player.src).pathname.split('/').at(-1)).to.equal('nam.mp3');
    player.src = address;
    await new Promise((resolve) => {
      player.addEventListener('loadedmetadata', resolve, { once: true });
    });
    expect(player.currentTime).to.be.closeTo(0.25, 0.05);
  });

  it('that cannot be played says so, and can be stopped', async () => {
    const element = await article('khong-co.mp3');
    await listen(element);
    part(element, 'speech').querySelector('audio')!.dispatchEvent(new Event('error'));
    await settled();
    expect(words(part(element, 'notice'))).to.equal('Không phát được bản ghi âm này.');
    [...part(element, 'speech').querySelectorAll('button')].at(-1)!.click();
    await settled();
    expect(parts(element, 'speech')).to.have.lengthOf(0);
    expectFocus(part(element, 'listen'));
  });

  it('leaves out addresses that are none of the web, and says which', async () => {
    const said = recordConsole();
    const element = await article('javascript:alert(1) Xấu, tot.mp3 Tốt');
    await listen(element);
    expect(new URL(part(element, 'speech').querySelector('audio')!.src).pathname.split('/').at(-1)).to.equal('tot.mp3');
    expect(said.join()).to.include('audio-src="javascript:alert(1)"');
  });
});
