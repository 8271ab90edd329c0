import { expect } from '@open-wc/testing';
import { FAKE_SERVER } from '../stories/fake-api.ts';
import { expectAccessible, expectFocus, part, parts, recordConsole, settled, words } from './support/fixture.ts';
import {
  countdown,
  EXPIRED,
  EXTENDED,
  isOpen,
  listen,
  message,
  rendered,
  startSite,
  STATUS_URL,
  UNREACHABLE,
  type Prompt,
  type Site,
} from './support/session-prompt.ts';

const EXTEND_URL = `${STATUS_URL}/extend`;

describe('session prompt: server', () => {
  let site: Site;
  beforeEach(() => {
    site = startSite();
  });

  /** Presses the button that extends. */
  const extend = async (prompt: Prompt) => {
    part(prompt, 'action').click();
    await settled();
  };
  /** Answers every request from now on; returns what was asked. */
  const answer = (response: (request: Request) => Response) => {
    const requests: Request[] = [];
    site.api.reply = (request) => {
      requests.push(request);
      return response(request);
    };
    return requests;
  };
  /** An answer that came from another address than the one that was asked. */
  const redirected = (url: string) =>
    Object.defineProperties(new Response('<h1>Đăng nhập</h1>', { headers: { 'content-type': 'text/html' } }), {
      redirected: { value: true },
      url: { value: url },
    });
  const ofType = (type: ResponseType) => Object.defineProperty(Response.error(), 'type', { value: type });

  describe('extending', () => {
    it('extends on the server, with the header that other sites cannot send, says so and closes', async () => {
      const prompt = await site.open();
      const heard = listen(prompt);
      await extend(prompt);
      const [call, ...more] = site.api.calls('POST session/extend');
      expect(more).to.be.empty;
      expect(call!.headers.get('tinh-request')).to.equal('1');
      expect(isOpen(prompt)).to.be.false;
      expect(words(part(prompt, 'status'))).to.equal(EXTENDED);
      expect(part(prompt, 'status').getAttribute('role')).to.equal('status');
      expect(heard).to.deep.equal(['extended 1800']);
      await expectAccessible(prompt);
      await site.clock.tick(7999);
      expect(parts(prompt, 'status').length).to.equal(1);
      await site.clock.tick(1);
      expect(rendered(prompt)).to.be.empty;
    });

    it('opens again before the new end', async () => {
      const prompt = await site.open();
      await extend(prompt);
      site.lives(60);
      await site.clock.tick(1_739_000);
      expect(isOpen(prompt)).to.be.false;
      await site.clock.tick(1000);
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 60 giây');
    });

    it('grants twelve extensions in a row', async () => {
      site.keeps(300);
      const prompt = await site.show();
      const heard = listen(prompt);
      await site.clock.tick(240_000);
      for (let time = 1; time <= 12; time += 1) {
        expect(countdown(prompt)).to.equal('Thời gian còn lại: 60 giây');
        await extend(prompt);
        expect(isOpen(prompt), `after extension ${time}`).to.be.false;
        await site.clock.tick(1_740_000);
      }
      expect(isOpen(prompt)).to.be.true;
      expect(heard.filter((each) => each === 'extended 1800').length).to.equal(12);
      expect(heard).not.to.include('expired');
    });

    it('asks the address that the page names, by its method and with the site’s token', async () => {
      const prompt = await site.open({
        'extend-url': `${FAKE_SERVER}gia-han`,
        'extend-method': 'PUT',
        'csrf-token': 'bi-mat',
        'csrf-header': 'RequestVerificationToken',
      });
      const requests = answer(() => Response.json({ expiresIn: 600 }));
      await extend(prompt);
      expect(requests.map(({ method, url }) => `${method} ${url}`)).to.deep.equal([`PUT ${FAKE_SERVER}gia-han`]);
      expect(requests[0]!.headers.get('RequestVerificationToken')).to.equal('bi-mat');
      expect(isOpen(prompt)).to.be.false;
    });

    it('sends the token under its usual name where the page names none', async () => {
      const prompt = await site.open({ 'csrf-token': 'bi-mat' });
      await extend(prompt);
      expect(site.api.calls('POST session/extend')[0]!.headers.get('X-CSRF-Token')).to.equal('bi-mat');
    });

    it('asks how much time there is when the answer to an extension does not say', async () => {
      const prompt = await site.open();
      const heard = listen(prompt);
      const requests = answer(({ method }) =>
        method === 'GET' ? Response.json({ expiresIn: 900 }) : new Response(null, { status: 204 }),
      );
      await extend(prompt);
      expect(requests.map(({ method }) => method)).to.deep.equal(['POST', 'GET']);
      expect(heard).to.deep.equal(['extended 900']);
      expect(words(part(prompt, 'status'))).to.equal(EXTENDED);
    });

    it('counts the known limit again when nobody can be asked how much time there is', async () => {
      const prompt = await site.show({ 'status-url': null, 'extend-url': EXTEND_URL });
      await site.clock.tick(240_000);
      answer(() => new Response('OK'));
      await extend(prompt);
      expect(isOpen(prompt)).to.be.false;
      await site.clock.tick(239_000);
      expect(isOpen(prompt)).to.be.false;
      await site.clock.tick(1000);
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 60 giây');
    });

    it('sends one request, however often the button is pressed, and says that it is at work', async () => {
      recordConsole();
      const prompt = await site.open();
      site.api.fault = 'silent';
      const button = part(prompt, 'action');
      for (let time = 0; time < 3; time += 1) button.click();
      await settled();
      expect(site.api.calls('POST session/extend').length).to.equal(1);
      expect(button.getAttribute('aria-disabled')).to.equal('true');
      expect(words(prompt.shadowRoot!.querySelector('dialog [role=status]'))).to.equal('Đang xử lý…');
      expectFocus(button);
      await site.clock.tick(10_000);
      expect(button.hasAttribute('aria-disabled')).to.be.false;
    });

    it('closes when the server grants no more than the lead time, warns once, and opens at half of it', async () => {
      const lines = recordConsole();
      const prompt = await site.open();
      answer(() => Response.json({ expiresIn: 40 }));
      await extend(prompt);
      expect(isOpen(prompt)).to.be.false;
      expect(lines).to.deep.equal(['tinh: the session lasts 40 s, no longer than lead-time: half of it is taken']);
      answer(() => Response.json({ expiresIn: 20 }));
      await site.clock.tick(20_000);
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 20 giây');
    });

    it('closes for good when the server takes the limit away', async () => {
      const prompt = await site.open();
      answer(() => Response.json({ state: 'active', expiresIn: null }));
      await extend(prompt);
      await site.clock.doze(86_400_000);
      expect(isOpen(prompt)).to.be.false;
      expect(prompt.state).to.equal('active');
    });
  });

  describe('answers', () => {
    it('reads the fields that the page names, also inside objects and as text', async () => {
      answer(() => Response.json({ data: { session: { ttl: '45' }, max: 7200 } }));
      const prompt = await site.show({
        'expires-in': null,
        'expires-in-field': 'data.session.ttl',
        'absolute-expires-in-field': 'data.max',
      });
      expect(countdown(prompt)).to.equal('Thời gian còn lại: 45 giây');
    });

    const gone: Record<string, () => Response> = {
      'status 401': () => new Response(null, { status: 401 }),
      'status 403': () => new Response('<h1>Forbidden</h1>', { status: 403 }),
      'status 419': () => new Response(null, { status: 419 }),
      'a redirect to the sign-in page': () => redirected(`${location.origin}/dang-nhap?lai=1`),
      '“signed out”': () => Response.json({ state: 'signed-out' }),
      'no second left': () => Response.json({ expiresIn: 0 }),
    };
    for (const [what, response] of Object.entries(gone)) {
      it(`says that the session is over when the answer to an extension is ${what}`, async () => {
        const prompt = await site.open({ 'sign-in-url': '/dang-nhap' });
        const heard = listen(prompt);
        answer(response);
        await extend(prompt);
        expect(message(prompt)).to.equal(EXPIRED);
        expect(prompt.state).to.equal('expired');
        expect(heard).to.deep.equal(['expired']);
      });
    }

    it('takes being sent away for the end where the sign-in page is another site’s', async () => {
      const prompt = await site.open({ 'sign-in-url': 'https://sso.tinh.invalid/dang-nhap' });
      const requests = answer(() => ofType('opaqueredirect'));
      await extend(prompt);
      expect(requests[0]!.redirect).to.equal('manual');
      expect(message(prompt)).to.equal(EXPIRED);
    });

    it('takes a redirect to another page than the sign-in page for no answer', async () => {
      recordConsole();
      const prompt = await site.open({ 'sign-in-url': '/dang-nhap' });
      answer(({ method }) => (method === 'GET' ? redirected(`${location.origin}/trang-chu`) : Response.json({})));
      await extend(prompt);
      expect(words(prompt.shadowRoot!.querySelector('dialog [role=alert]'))).to.equal(UNREACHABLE);
    });

    it('says that the session is over when somebody else has signed in at this browser', async () => {
      const prompt = await site.open();
      site.api.session = { state: 'active', user: 'mai', expiresIn: 1800, absoluteExpiresIn: null };
      await prompt.check();
      await settled();
      expect(message(prompt)).to.equal(EXPIRED);
    });
  });
});
