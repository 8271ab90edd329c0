import { expect, fixture, html } from '@open-wc/testing';
import { FAKE_SERVER } from '../stories/fake-api.ts';
import { expectAccessible, recordConsole, settled, words } from './support/fixture.ts';
import {
  choices,
  listen,
  message,
  press,
  rendered,
  SIGNED_OUT,
  startSite,
  UNREACHABLE,
  type Site,
} from './support/session-prompt.ts';

const SIGN_OUT_URL = `${FAKE_SERVER}dang-xuat`;

describe('session prompt: signing out', () => {
  let site: Site;
  beforeEach(() => {
    site = startSite();
  });

  /** The server takes sign-outs at the address of the page; returns their requests. */
  const takeSignOuts = () => {
    const requests: Request[] = [];
    site.api.reply = (request) => {
      if (request.url !== SIGN_OUT_URL) return undefined;
      requests.push(request);
      site.over();
      return new Response(null, { status: 204 });
    };
    return requests;
  };

  it('signs out on the server, with the site’s token, and says so', async () => {
    const requests = takeSignOuts();
    const prompt = await site.open({ 'sign-out-url': SIGN_OUT_URL, 'csrf-token': 'bi-mat' });
    const heard = listen(prompt);
    await press(prompt, 'Đăng xuất');
    expect(requests.map(({ method }) => method)).to.deep.equal(['POST']);
    expect(requests[0]!.headers.get('tinh-request')).to.equal('1');
    expect(requests[0]!.headers.get('x-csrf-token')).to.equal('bi-mat');
    expect(message(prompt)).to.equal(SIGNED_OUT);
    expect(choices(prompt)).to.deep.equal(['Đăng nhập lại', 'Đóng']);
    expect(prompt.state).to.equal('signed-out');
    expect(heard).to.deep.equal(['signed out']);
    await expectAccessible(prompt);
    await press(prompt, 'Đóng');
    await site.clock.tick(600_000);
    expect(rendered(prompt)).to.be.empty;
  });

  it('uses the method that the page names', async () => {
    const requests = takeSignOuts();
    const prompt = await site.open({ 'sign-out-url': SIGN_OUT_URL, 'sign-out-method': 'DELETE' });
    await press(prompt, 'Đăng xuất');
    expect(requests.map(({ method }) => method)).to.deep.equal(['DELETE']);
  });

  it('can be asked for by the page itself, before any prompt', async () => {
    takeSignOuts();
    const prompt = await site.show({ 'sign-out-url': SIGN_OUT_URL });
    await prompt.signOut();
    await settled();
    expect(message(prompt)).to.equal(SIGNED_OUT);
  });

  it('goes to the address where the page signs out by a link', async () => {
    const prompt = await site.open({ 'sign-out-url': '#dang-xuat', 'sign-out-method': 'get' });
    const before = site.api.asked.length;
    await press(prompt, 'Đăng xuất');
    expect(location.hash).to.equal('#dang-xuat');
    expect(site.api.asked.length).to.equal(before);
  });

  it('says so and stays open when the sign-out could not reach the server', async () => {
    recordConsole();
    const prompt = await site.open({ 'sign-out-url': SIGN_OUT_URL });
    const heard = listen(prompt);
    site.api.fault = 'offline';
    await press(prompt, 'Đăng xuất');
    expect(words(prompt.shadowRoot!.querySelector('dialog [role=alert]'))).to.equal(UNREACHABLE);
    expect(heard).to.be.empty;
  });

  it('sends nobody to a script', async () => {
    recordConsole();
    const prompt = await site.open({ 'sign-out-url': 'javascript:alert(1)', 'sign-out-method': 'GET' });
    const heard = listen(prompt);
    await press(prompt, 'Đăng xuất');
    expect(heard).to.be.empty;
    expect(location.hash).to.equal('');
  });

  const ways = {
    'a link of the page': html`<a href="#dang-xuat"><b>Thoát</b></a>`,
    'a form of the page': html`<form action="#dang-xuat">
      <button><b>Thoát</b></button>
    </form>`,
    'a form of the page with a field named “action”': html`<form action="#dang-xuat">
      <input type="hidden" name="action" value="logout" /><button><b>Thoát</b></button>
    </form>`,
  };
  for (const [what, way] of Object.entries(ways)) {
    it(`notices a sign-out by ${what}`, async () => {
      const page = await fixture<HTMLElement>(way);
      // The test must not leave the page.
      for (const type of ['click', 'submit'] as const) {
        page.addEventListener(type, (event) => type === 'submit' && event.preventDefault());
      }
      const prompt = await site.show({ 'sign-out-url': '#dang-xuat' });
      const heard = listen(prompt);
      site.over();
      page.querySelector('b')!.click();
      await settled();
      // The request of the page is on its way: the server is asked when it has arrived.
      expect(site.api.asked).to.be.empty;
      await site.clock.tick(2000);
      expect(message(prompt)).to.equal(SIGNED_OUT);
      expect(heard).to.deep.equal(['signed out']);
    });
  }

  it('notices a sign-out by a link in another element’s shadow root', async () => {
    const menu = await fixture(html`<div></div>`);
    menu.attachShadow({ mode: 'open' }).innerHTML = '<a href="#dang-xuat">Thoát</a>';
    const prompt = await site.show({ 'sign-out-url': '#dang-xuat' });
    const heard = listen(prompt);
    site.over();
    menu.shadowRoot!.querySelector('a')!.click();
    await site.clock.tick(2000);
    expect(heard).to.deep.equal(['signed out']);
  });

  it('goes on when the server knows nothing of a sign-out that the page began', async () => {
    const link = await fixture<HTMLElement>(html`<a href="#dang-xuat">Thoát</a>`);
    const prompt = await site.show({ 'sign-out-url': '#dang-xuat' });
    const heard = listen(prompt);
    site.lives(1800);
    link.click();
    await site.clock.tick(2000);
    expect(prompt.state).to.equal('active');
    expect(rendered(prompt)).to.be.empty;
    expect(heard).to.be.empty;
  });
});
