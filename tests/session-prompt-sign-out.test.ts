import { expect, fixture, html } from '@open-wc/testing';
import { FAKE_SERVER } from '../stories/fake-api.ts';
import { afterwards, expectAccessible, recordConsole, settled, words } from './support/fixture.ts';
import {
  choices,
  listen,
  message,
  press,
  rendered,
  SIGNED_OUT,
  startSite,
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

  for (const way of ['the prompt’s button', 'an address', 'a link of the page'] as const) {
    it(`by ${way} leaves nothing that was written in comments, on whichever page, to the next person`, async () => {
      takeSignOuts();
      const prompt = await site.open(
        way === 'the prompt’s button'
          ? { 'sign-out-url': SIGN_OUT_URL }
          : { 'sign-out-url': '#dang-xuat', 'sign-out-method': 'GET' },
      );
      const names = ['draft:may so-a bai-1|thẻ', 'outbox:comments may so-a:khóa', 'name:may so-a', 'email:may so-a'];
      for (const name of names) localStorage.setItem(`tinh:${name}`, 'Đơn riêng tư');
      localStorage.setItem('tinh:author:may so-a', 'mã');
      if (way === 'a link of the page') {
        (await fixture<HTMLElement>(html`<a href="#dang-xuat">Thoát</a>`)).click();
        await settled();
      } else {
        await press(prompt, 'Đăng xuất');
      }
      expect(Object.values({ ...localStorage })).not.to.include('Đơn riêng tư');
      expect(localStorage.getItem('tinh:author:may so-a'), 'the right to change and withdraw them').to.equal(null);
    });
  }

  it('says so and stays open when the sign-out could not reach the server', async () => {
    recordConsole();
    const prompt = await site.open({ 'sign-out-url': SIGN_OUT_URL });
    const heard = listen(prompt);
    site.api.fault = 'offline';
    await press(prompt, 'Đăng xuất');
    expect(words(prompt.shadowRoot!.querySelector('dialog [role=status]'))).to.equal(
      'Chưa đăng xuất được. Vui lòng thử lại.',
    );
    expect(heard).to.be.empty;
  });

  for (const status of [403, 419]) {
    it(`does not say that somebody has signed out whom the server keeps signed in: status ${status}`, async () => {
      const lines = recordConsole();
      const prompt = await site.open({ 'sign-out-url': `${SIGN_OUT_URL}?${status}` });
      const heard = listen(prompt);
      site.api.reply = ({ url }) => (url.startsWith(SIGN_OUT_URL) ? new Response(null, { status }) : undefined);
      await press(prompt, 'Đăng xuất');
      expect(prompt.state).not.to.be.oneOf(['signed-out', 'expired']);
      expect(words(prompt.shadowRoot!.querySelector('dialog [role=status]'))).to.equal(
        'Chưa đăng xuất được. Vui lòng thử lại.',
      );
      expect(heard).to.be.empty;
      expect(lines).to.have.lengthOf(1);
      expect(lines[0]).to.include(`POST ${SIGN_OUT_URL}?${status}: ${status}`);
    });
  }

  it('says that somebody has signed out whom the server does not know any more', async () => {
    const prompt = await site.open({ 'sign-out-url': SIGN_OUT_URL });
    site.over();
    site.api.reply = ({ url }) => (url === SIGN_OUT_URL ? new Response(null, { status: 401 }) : undefined);
    await press(prompt, 'Đăng xuất');
    expect(message(prompt)).to.equal(SIGNED_OUT);
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
      const prompt = await site.show({ 'sign-out-url': '#dang-xuat' });
      // The test must not leave the page; the prompt, which came first, has noticed by then.
      const stay = (event: Event): void => event.preventDefault();
      window.addEventListener('submit', stay);
      afterwards(() => window.removeEventListener('submit', stay));
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

  it('takes no sign-out for one that the page has called off', async () => {
    const page = await fixture<HTMLElement>(html`<a href="#dang-xuat">Thoát</a>`);
    page.addEventListener('click', (event) => event.preventDefault());
    const prompt = await site.show({ 'sign-out-url': '#dang-xuat' });
    page.click();
    await site.clock.tick(5000);
    expect(site.api.asked).to.be.empty;
    expect(prompt.state).to.equal('active');
  });

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
