import { expect, fixture, html } from '@open-wc/testing';
import '../src/article-view/define.ts';
import { expectAccessible, expectFocus, part, parts, settled, words } from './support/fixture.ts';

const picture = (width = 400, height = 300) =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}"><rect width="100%" height="100%" fill="#a3151f"/></svg>`)}`;

const article = async () => {
  const element = await fixture<HTMLElement>(html`
    <tinh-article-view without-metadata>
      <h2 slot="headline">Hội nghị <img src=${picture()} alt="Biểu trưng" /></h2>
      <figure data-credit="Ảnh: Minh An">
        <img id="mot" src=${picture()} alt="Toàn cảnh" width="400" />
        <figcaption>Quang cảnh hội nghị.</figcaption>
      </figure>
      <p><img id="hai" src=${picture(300, 500)} alt="Cờ, hoa" /> <img src=${picture(16, 16)} width="16" alt="Mới" /></p>
      <p>
        <a href="/lon.png"><img id="ba" src=${picture()} alt="Bản đồ" /></a>
      </p>
      <p>
        <a href="/tin-khac"><img id="lien-ket" src=${picture()} alt="Tin khác" /></a>
      </p>
      <p><img id="vien" src=${picture()} alt="" /></p>
    </tinh-article-view>
  `);
  await settled();
  return element;
};

const dialogOf = (element: Element) => part(element, 'picture') as HTMLDialogElement;
const shown = (element: Element) => dialogOf(element).querySelector('img')!;
const place = (element: Element) => words(dialogOf(element).querySelector('.bar p'));
const named = (element: Element, name: string) =>
  [...dialogOf(element).querySelectorAll('button')].find((button) => words(button).includes(name))!;
const key = async (element: Element, name: string, more: KeyboardEventInit = {}) => {
  const event = new KeyboardEvent('keydown', { key: name, bubbles: true, composed: true, cancelable: true, ...more });
  dialogOf(element).querySelector('button')!.dispatchEvent(event);
  await settled();
  return event.defaultPrevented;
};
const open = async (element: Element) => {
  part(element, 'pictures').focus();
  part(element, 'pictures').click();
  await settled();
};

/** Fingers on the picture; WebKit and Firefox capture only pointers that are really there. */
const finger = async (element: Element, type: string, pointerId: number, x: number, y: number) => {
  const figure = dialogOf(element).querySelector('figure')!;
  figure.setPointerCapture = () => undefined;
  figure.dispatchEvent(
    new PointerEvent(`pointer${type}`, { pointerId, clientX: x, clientY: y, bubbles: true, composed: true }),
  );
  await settled();
};
const scaleOf = (element: Element) => new DOMMatrix(getComputedStyle(shown(element)).transform).a;

describe('pictures of an article', () => {
  it('can be enlarged by a button of the tools that says how many there are; signs, adornments and links elsewhere are none', async () => {
    const element = await article();
    expect(words(part(element, 'pictures'))).to.equal('Xem ảnh (3)');
    expect([...element.querySelectorAll('[data-tinh-picture]')].map(({ id }) => id)).to.deep.equal([
      'mot',
      'hai',
      'ba',
    ]);
    await open(element);
    expect(dialogOf(element).open).to.be.true;
    expect(place(element)).to.equal('Ảnh 1 trên 3');
    expect(shown(element).alt).to.equal('Toàn cảnh');
    expect(words(dialogOf(element).querySelector('figcaption'))).to.equal('Quang cảnh hội nghị. · Ảnh: Minh An');
    await expectAccessible(element);
  });

  it('are turned by keys and buttons, round and round, and said aloud', async () => {
    const element = await article();
    await open(element);
    expect(await key(element, 'ArrowRight')).to.be.true;
    expect(place(element)).to.equal('Ảnh 2 trên 3');
    expect(words(dialogOf(element).querySelector('[aria-live]'))).to.equal('Ảnh 2 trên 3: Cờ, hoa');
    await key(element, 'End');
    expect(place(element)).to.equal('Ảnh 3 trên 3');
    await key(element, 'ArrowRight');
    expect(place(element)).to.equal('Ảnh 1 trên 3');
    await key(element, 'ArrowLeft');
    expect(place(element)).to.equal('Ảnh 3 trên 3');
    named(element, 'Ảnh sau').click();
    await settled();
    expect(place(element)).to.equal('Ảnh 1 trên 3');
    named(element, 'Ảnh trước').click();
    await settled();
    expect(place(element)).to.equal('Ảnh 3 trên 3');
    expect(await key(element, '+', { ctrlKey: true }), 'the browser’s own keys stay its own').to.be.false;
  });

  it('open where they are pressed; a link to the large picture shows that, one elsewhere leads there', async () => {
    const element = await article();
    const press = async (id: string, more: MouseEventInit = {}) => {
      let stayed = true;
      const image = element.querySelector(`#${id}`)!;
      const hear = (event: Event) => {
        stayed = event.defaultPrevented;
        event.preventDefault();
      };
      document.addEventListener('click', hear, { once: true });
      image.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, composed: true, ...more }));
      await settled();
      return stayed;
    };
    expect(await press('ba')).to.be.true;
    expect(place(element)).to.equal('Ảnh 3 trên 3');
    expect(shown(element).src).to.equal(`${location.origin}/lon.png`);
    named(element, 'Đóng').click();
    expect(await press('ba', { ctrlKey: true }), 'with a key it opens as any link').to.be.false;
    expect(await press('lien-ket')).to.be.false;
    expect(parts(element, 'picture')[0] && dialogOf(element).open).to.be.false;
  });

  it('get larger and smaller by keys, buttons, wheel, two fingers and a double press, never out of sight', async () => {
    const element = await article();
    await open(element);
    await key(element, '+');
    expect(scaleOf(element)).to.be.closeTo(1.5, 0.01);
    named(element, 'Phóng to').click();
    await settled();
    expect(scaleOf(element)).to.be.closeTo(2.25, 0.01);
    for (let press = 0; press < 6; press += 1) await key(element, '+');
    expect(scaleOf(element)).to.equal(6);
    expect(named(element, 'Phóng to').getAttribute('aria-disabled')).to.equal('true');
    await key(element, '0');
    expect(scaleOf(element)).to.equal(1);
    const figure = dialogOf(element).querySelector('figure')!;
    figure.dispatchEvent(new WheelEvent('wheel', { deltaY: -1, cancelable: true }));
    await settled();
    expect(scaleOf(element)).to.be.closeTo(1.2, 0.01);
    figure.dispatchEvent(new MouseEvent('dblclick'));
    figure.dispatchEvent(new MouseEvent('dblclick'));
    await settled();
    expect(scaleOf(element)).to.be.closeTo(2.5, 0.01);
    await key(element, '0');
    await finger(element, 'down', 1, 100, 100);
    await finger(element, 'down', 2, 200, 100);
    await finger(element, 'move', 2, 300, 100);
    expect(scaleOf(element)).to.be.closeTo(2, 0.01);
    await finger(element, 'up', 1, 100, 100);
    await finger(element, 'move', 2, 9000, 100);
    await finger(element, 'up', 2, 9000, 100);
    expect(place(element), 'moving an enlarged picture turns nothing').to.equal('Ảnh 1 trên 3');
    const box = shown(element).getBoundingClientRect();
    expect(box.left).to.be.lessThan(innerWidth);
    expect(box.right).to.be.greaterThan(0);
  });

  it('are turned by a swipe across, not by one up or a short one', async () => {
    const element = await article();
    await open(element);
    const swipe = async (x: number, y: number) => {
      await finger(element, 'down', 1, 200, 200);
      await finger(element, 'up', 1, 200 + x, 200 + y);
    };
    await swipe(-100, 10);
    expect(place(element)).to.equal('Ảnh 2 trên 3');
    await swipe(100, -10);
    expect(place(element)).to.equal('Ảnh 1 trên 3');
    await swipe(-40, 0);
    await swipe(-100, 200);
    expect(place(element)).to.equal('Ảnh 1 trên 3');
  });

  it('close by button and Escape, and give the focus back', async () => {
    const element = await article();
    await open(element);
    named(element, 'Đóng').click();
    await settled();
    expect(dialogOf(element).open).to.be.false;
    expectFocus(part(element, 'pictures'));
  });

  it('that cannot be loaded say so, and the next one shows', async () => {
    const element = await article();
    await open(element);
    shown(element).dispatchEvent(new Event('error'));
    await settled();
    expect(words(dialogOf(element).querySelector('[role=alert]'))).to.equal('Không tải được ảnh này.');
    await key(element, 'ArrowRight');
    expect(dialogOf(element).querySelectorAll('[role=alert]')).to.have.lengthOf(0);
  });

  it('stay as they are where the page does not want it, and once the tag is gone', async () => {
    const element = await article();
    element.setAttribute('without-pictures', '');
    await settled();
    expect(parts(element, 'pictures')).to.have.lengthOf(0);
    expect(element.querySelectorAll('[data-tinh-picture]')).to.have.lengthOf(0);
    element.removeAttribute('without-pictures');
    await settled();
    expect(element.querySelectorAll('[data-tinh-picture]')).to.have.lengthOf(3);
    const place = element.parentElement!;
    const { innerHTML } = element;
    element.remove();
    expect(element.innerHTML).to.equal(innerHTML.replaceAll(' data-tinh-picture=""', ''));
    place.append(element);
  });
});

describe('frames in an article', () => {
  it('keep their ratio where they become narrower; those that say no pixels stay as they are', async () => {
    const element = await fixture<HTMLElement>(html`
      <div style="inline-size: 280px">
        <tinh-article-view without-metadata>
          <iframe
            id="phim"
            title="Phim"
            width="560"
            height="315"
            src="about:blank"
            style="border: 0; height: 315px"
          ></iframe>
          <iframe id="ban-do" title="Bản đồ" width="100%" height="200" src="about:blank" style="border: 0"></iframe>
          <iframe id="nho" title="Nhỏ" width="200" height="100" src="about:blank" style="border: 0"></iframe>
        </tinh-article-view>
      </div>
    `);
    await settled();
    const box = (id: string) => {
      const { width, height } = element.querySelector(`#${id}`)!.getBoundingClientRect();
      return [Math.round(width), Math.round(height * 10) / 10];
    };
    expect(box('phim')[0]).to.equal(280);
    expect(box('phim')[1]).to.be.closeTo(157.5, 0.5);
    expect(box('ban-do')).to.deep.equal([280, 200]);
    expect(box('nho')).to.deep.equal([200, 100]);
    const view = element.querySelector('tinh-article-view')!;
    view.remove();
    expect(view.querySelectorAll('[data-tinh-ratio]')).to.have.lengthOf(0);
  });
});
