import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { expectAccessible, settled } from './support/fixture.ts';
import {
  choices,
  countdown,
  EXPIRED,
  message,
  MESSAGE,
  rendered,
  startSite,
  type Site,
} from './support/session-prompt.ts';

const ABSOLUTE = 'Phiên đăng nhập sắp hết hạn và không gia hạn được nữa. Vui lòng lưu nội dung đang làm.';

describe('session prompt: absolute limit', () => {
  let site: Site;
  beforeEach(() => {
    site = startSite();
  });

  const escape = async () => {
    await sendKeys({ press: 'Escape' });
    await settled();
  };
  /** The end is one that no extension moves. */
  const final = async (attributes = {}) => {
    site.lives(60, 60);
    const prompt = await site.show(attributes);
    await site.clock.tick(240_000);
    return prompt;
  };

  it('says that nothing can be extended, and offers to save', async () => {
    const prompt = await final();
    expect(message(prompt)).to.equal(ABSOLUTE);
    expect(countdown(prompt)).to.equal('Thời gian còn lại: 60 giây');
    expect(choices(prompt)).to.deep.equal(['Lưu nội dung', 'Đóng']);
    await expectAccessible(prompt);
    await site.clock.tick(10_000);
    expect(message(prompt)).to.equal(ABSOLUTE);
  });

  it('is known from the page as well, and activity moves it no more', async () => {
    site.lives(60, 60);
    const prompt = await site.show({ 'expires-in': '300', 'absolute-expires-in': '300' });
    document.body.dispatchEvent(new Event('pointermove', { bubbles: true }));
    await site.clock.tick(240_000);
    expect(message(prompt)).to.equal(ABSOLUTE);
    expect(site.api.calls('POST session/extend')).to.be.empty;
  });

  it('warns in time where the limit without activity lies beyond it', async () => {
    site.lives(1800, 300);
    const prompt = await site.show({ 'expires-in': null });
    site.lives(1800, 60);
    await site.clock.tick(239_000);
    expect(rendered(prompt)).to.be.empty;
    await site.clock.tick(1000);
    expect(rendered(prompt)).not.to.be.empty;
    expect(message(prompt)).to.equal(ABSOLUTE);
    expect(countdown(prompt)).to.equal('Thời gian còn lại: 60 giây');
  });

  it('warns of it where there is no other limit', async () => {
    site.lives(60, 60);
    const prompt = await site.show({ 'expires-in': '0', 'absolute-expires-in': '300' });
    await site.clock.tick(240_000);
    expect(rendered(prompt)).not.to.be.empty;
    expect(message(prompt)).to.equal(ABSOLUTE);
  });

  it('closes without extending at Escape, and tells the end when it comes', async () => {
    const prompt = await final();
    await escape();
    expect(rendered(prompt)).not.to.include('dialog');
    expect(site.api.calls('POST session/extend')).to.be.empty;
    site.over();
    await site.clock.tick(60_000);
    expect(message(prompt)).to.equal(EXPIRED);
  });

  it('belongs to its session: the next one can be extended', async () => {
    const prompt = await final();
    site.lives(60, 28_800);
    prompt.expiresIn = 60;
    await settled();
    await site.clock.tick(1000);
    expect(message(prompt)).to.equal(MESSAGE);
  });
});
