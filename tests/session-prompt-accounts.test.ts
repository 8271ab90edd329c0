import { expect, fixture, html } from '@open-wc/testing';
import { FAKE_SERVER } from '../stories/fake-api.ts';
import { settled } from './support/fixture.ts';
import {
  EXPIRED,
  isOpen,
  listen,
  message,
  rendered,
  SIGNED_OUT,
  startSite,
  STATUS_URL,
  type Prompt,
  type Site,
} from './support/session-prompt.ts';

const SIGN_OUT = { 'sign-out-url': STATUS_URL, 'sign-out-method': 'DELETE' };

// Two prompts in one document hear each other as two tabs do.
describe('session prompt: signing in and out in several tabs', () => {
  let site: Site;
  beforeEach(() => {
    site = startSite();
  });

  const tabs = async (attributes = {}): Promise<[Prompt, Prompt]> => [
    await site.show(attributes),
    await site.show(attributes),
  ];

  it('goes on in the other tab when the server knows nothing of a sign-out', async () => {
    const [one, other] = await tabs({ 'sign-out-url': '#dang-xuat', 'sign-out-method': 'GET' });
    const heard = listen(other);
    site.lives(1800);
    await one.signOut();
    await site.clock.tick(2000);
    expect(location.hash).to.equal('#dang-xuat');
    for (const each of [one, other]) expect(each.state).to.equal('active');
    expect(heard).to.be.empty;
  });

  it('shows a sign-out at once where nobody can be asked', async () => {
    const [one, other] = await tabs({ 'status-url': null, 'extend-url': STATUS_URL, ...SIGN_OUT });
    await one.signOut();
    await settled();
    for (const each of [one, other]) expect(message(each)).to.equal(SIGNED_OUT);
  });

  for (const [whose, attributes] of [
    ['the same', {}],
    ['a named', { user: 'hoa' }],
  ] as const) {
    it(`wakes a tab without anybody signed in when somebody signs in to ${whose} account in another tab`, async () => {
      site.over();
      const waiting = await site.show({ 'expires-in': '' });
      await site.clock.tick(60_000);
      expect(site.api.asked).to.be.empty;
      site.lives(300);
      await site.show(attributes);
      expect(waiting.state).to.equal('active');
      site.lives(60);
      await site.clock.tick(240_000);
      expect(isOpen(waiting)).to.be.true;
    });
  }

  it('takes the end back in a tab when somebody has signed in again in another one', async () => {
    const one = await site.open();
    site.over();
    await site.clock.tick(60_000);
    expect(message(one)).to.equal(EXPIRED);
    site.lives(1800);
    await site.show({ 'expires-in': '1800' });
    expect(rendered(one)).to.be.empty;
    expect(one.state).to.equal('active');
  });

  it('forgets what the other tabs have kept of forms when somebody signs out', async () => {
    const form = await fixture<HTMLFormElement>(html`<form><textarea name="noi-dung"></textarea></form>`);
    form.querySelector('textarea')!.value = 'Kính gửi';
    const [one] = [await site.show({ ...SIGN_OUT, user: 'hoa' }), await site.open({ 'keep-forms': '', user: 'hoa' })];
    expect(sessionStorage.length).to.equal(1);
    await one.signOut();
    await settled();
    expect(sessionStorage.length).to.equal(0);
  });

  it('does not disturb the tabs of another account or of another site’s server', async () => {
    const one = await site.show({ ...SIGN_OUT, user: 'hoa' });
    const others = [
      await site.show({ user: 'mai' }),
      await site.show({ user: 'hoa', 'status-url': `${FAKE_SERVER}khac/session` }),
    ];
    const heard = others.map(listen);
    await one.signOut();
    await settled();
    site.lives(1800);
    await site.clock.tick(20_000);
    expect(message(one)).to.equal(SIGNED_OUT);
    for (const each of others) expect(each.state).to.equal('active');
    expect(heard).to.deep.equal([[], []]);
  });

  it('writes neither names nor addresses into the browser’s storage', async () => {
    await site.show({ user: 'nguyen-thi-hoa' });
    const stored = JSON.stringify(Object.entries(localStorage));
    expect(stored).to.include('"tinh:session:');
    expect(stored).not.to.include('hoa');
    expect(stored).not.to.include('fake.tinh');
  });
});
