import { expect } from '@open-wc/testing';
import '../src/comment-box/define.ts';
import type { NewComment } from '../src/api/contract.ts';
import { fakeComment, fakeRules } from '../stories/fake-api.ts';
import {
  NAME,
  SITE_ID,
  TEXT,
  buttons,
  comment,
  consent,
  fault,
  field,
  fill,
  panel,
  posts,
  press,
  queue,
  reload,
  remember,
  returning,
  send,
  showBox,
  texts,
  type,
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
  type TestServer,
} from './support/fixture.ts';

const EMAIL = 'hoa@tayninh.example';
const sent = (api: TestServer) => JSON.parse(posts(api).at(-1)!.body) as NewComment;
const label = (box: Element, id: string) => words(field(box, id).labels?.[0]);

describe('rules of a site in a comment box', () => {
  beforeEach(() => {
    installClock();
  });

  describe('about the length', () => {
    it('stand in the counter and in the words about a text that is too long', async () => {
      recordConsole();
      startServer({ rules: fakeRules({ longest: 600 }) });
      const box = await showBox();
      type(box, 'text', 'a'.repeat(590));
      await settled();
      expect(words(box.shadowRoot!.getElementById('text-left'))).to.equal('Còn 10 ký tự.');
      fill(box, { text: 'a'.repeat(601) });
      await send(box);
      expect(fault(box, 'text')).to.equal('Dài quá 600 ký tự.');
    });

    it('stand at a comment that waits, when the server finds it too long later', async () => {
      recordConsole();
      const api = startServer({ rules: fakeRules({ longest: 600 }) });
      const box = await showBox();
      fill(box, { text: 'a'.repeat(601) });
      api.fault = 'offline';
      await send(box);
      api.fault = null;
      await press(box, 'Gửi lại');
      expect(queue(box)[0]).to.include('Dài quá 600 ký tự.');
    });
  });

  describe('about likes, reports and changes', () => {
    it('leave the buttons out', async () => {
      startServer({ comments: [fakeComment(1)], rules: fakeRules({ likes: false, reports: false }) });
      const box = await showBox();
      expect(buttons(comment(box, 'c1'))).to.deep.equal(['Trả lời']);
    });

    it('leave out replying, and the form for a comment of one’s own stays', async () => {
      startServer({ comments: [fakeComment(1)], rules: fakeRules({ replies: false }) });
      const box = await showBox();
      expect(buttons(comment(box, 'c1'))).to.deep.equal(['Thích', 'Báo vi phạm']);
      expect(box.shadowRoot!.querySelector('form')).to.exist;
    });

    it('leave the author the withdrawal where nothing can be changed', async () => {
      returning();
      startServer({ comments: [fakeComment(1, { mine: true })], rules: fakeRules({ editMinutes: 0 }) });
      const box = await showBox();
      expect(buttons(comment(box, 'c1'))).to.deep.equal(['Thích', 'Trả lời', 'Rút ý kiến']);
    });
  });

  describe('about the e-mail address', () => {
    it('ask for none, and none is sent', async () => {
      const api = startServer();
      const box = await showBox();
      expect(box.shadowRoot!.querySelectorAll('[name=email]').length).to.equal(0);
      fill(box);
      await send(box);
      expect(sent(api)).not.to.have.property('email');
    });

    it('may leave it to the reader', async () => {
      const api = startServer({ rules: fakeRules({ email: 'optional' }) });
      const box = await showBox();
      expect(label(box, 'email')).to.equal('Địa chỉ e-mail (không bắt buộc, không công khai)');
      expect([field(box, 'email').type, field(box, 'email').autocomplete]).to.deep.equal(['email', 'email']);
      await expectAccessible(box);
      fill(box);
      await send(box);
      expect(sent(api)).not.to.have.property('email');
      fill(box, { text: 'Ý kiến khác' });
      type(box, 'email', EMAIL);
      await send(box);
      expect(sent(api).email).to.equal(EMAIL);
    });

    it('may ask for it, and say so at the field', async () => {
      const api = startServer({ rules: fakeRules({ email: 'required' }) });
      const box = await showBox();
      fill(box);
      await send(box);
      expect(fault(box, 'email')).to.equal('Vui lòng nhập địa chỉ e-mail, ví dụ: ten@vidu.vn.');
      expectFocus(field(box, 'email'));
      expect(posts(api).length).to.equal(0);
      type(box, 'email', 'hoa');
      await send(box);
      expect(fault(box, 'email'), 'one that is none').to.include('Vui lòng nhập địa chỉ e-mail');
      type(box, 'email', EMAIL);
      await send(box);
      expect(sent(api).email).to.equal(EMAIL);
      expect(texts(box)).to.deep.equal([TEXT]);
    });

    it('that have changed since the page was loaded lose no words', async () => {
      recordConsole();
      const api = startServer();
      const box = await showBox();
      api.rules = fakeRules({ email: 'required' });
      fill(box);
      await send(box);
      expect(field(box, 'text').value).to.equal(TEXT);
      expect(words(parts(box, 'notice').find((each) => words(each)))).to.equal(
        'Vui lòng nhập địa chỉ e-mail, ví dụ: ten@vidu.vn.',
      );
    });

    it('have it kept on the computer only with the reader’s tick', async () => {
      startServer({ rules: fakeRules({ email: 'optional' }) });
      let box = await showBox();
      fill(box);
      type(box, 'email', EMAIL);
      await send(box);
      expect(field(box, 'email').value, 'as long as the page is open').to.equal(EMAIL);
      expect(JSON.stringify({ ...localStorage })).not.to.include(EMAIL);
      fill(box, { text: 'Ý kiến khác' });
      remember(box).click();
      await send(box);
      box = await reload(box);
      expect([field(box, 'name').value, field(box, 'email').value]).to.deep.equal([NAME, EMAIL]);
      expect(remember(box).checked).to.be.true;
      dispatchEvent(new Event('tinh-session-signed-out'));
      await settled();
      expect(JSON.stringify({ ...localStorage })).not.to.include(EMAIL);
      expect(field(box, 'email').value).to.equal('');
    });

    it('give it back with the words of a comment that was taken back, and keep it with a draft', async () => {
      recordConsole();
      const api = startServer({ rules: fakeRules({ email: 'optional' }) });
      let box = await showBox();
      fill(box);
      type(box, 'email', EMAIL);
      box = await reload(box);
      expect(field(box, 'email').value).to.equal(EMAIL);
      // The rules do not come: there is no field for it.
      api.fault = 'offline';
      box = await reload(box);
      type(box, 'text', TEXT);
      api.fault = null;
      box = await reload(box);
      expect(field(box, 'email').value).to.equal(EMAIL);
      consent(box).click();
      api.fault = 'offline';
      await send(box);
      api.fault = null;
      box = await reload(box);
      await press(box, 'Hủy gửi');
      expect(field(box, 'email').value).to.equal(EMAIL);
    });
  });

  describe('about what readers agree to', () => {
    const consentOf = { text: 'Tôi đồng ý với Quy chế ý kiến.', url: 'https://tayninh.example/quy-che', version: 'v7' };

    it('stand at a box that is not ticked, with a link to the full text, and their version is sent', async () => {
      const api = startServer({ rules: fakeRules({ consent: consentOf }) });
      const box = await showBox();
      expect(consent(box).checked).to.be.false;
      expect(label(box, 'consent')).to.equal('Tôi đồng ý với Quy chế ý kiến.');
      expect(words(part(box, 'children'))).to.equal('Người dưới 16 tuổi cần cha mẹ hoặc người giám hộ cùng đồng ý.');
      const link = part(box, 'consent') as HTMLAnchorElement;
      expect(words(link)).to.equal('Đọc toàn văn nội dung đồng ý (mở trong thẻ mới)');
      expect([link.href, link.target, link.rel]).to.deep.equal([consentOf.url, '_blank', 'noopener']);
      await expectAccessible(box);
      fill(box);
      await send(box);
      expect(sent(api).consentVersion).to.equal('v7');
    });

    it('lead nowhere where the address is none of the web', async () => {
      startServer({ rules: fakeRules({ consent: { ...consentOf, url: 'javascript:alert(1)' } }) });
      const box = await showBox();
      expect(parts(box, 'consent')).to.be.empty;
    });

    it('take the tick back when they come after it', async () => {
      const api = startServer({ fault: 'offline' });
      recordConsole();
      const box = await showBox();
      fill(box);
      expect(consent(box).checked).to.be.true;
      Object.assign(api, { fault: null, rules: fakeRules({ consent: consentOf }) });
      await press(box, 'Thử lại');
      expect(consent(box).checked).to.be.false;
      expect(field(box, 'text').value).to.equal(TEXT);
    });

    it('leave the tick where the words stay the same', async () => {
      const api = startServer({ fault: 'offline' });
      recordConsole();
      const box = await showBox();
      fill(box);
      api.fault = null;
      await press(box, 'Thử lại');
      expect(consent(box).checked).to.be.true;
    });
  });

  describe('where every comment waits for a moderator', () => {
    it('say so before anything is sent, at a reply and a change too', async () => {
      returning();
      const own = fakeComment(1, { mine: true, editableUntil: '2099-01-01T00:00:00+07:00' });
      startServer({ comments: [own], rules: fakeRules({ moderated: true }) });
      const box = await showBox();
      expect(words(part(box, 'hint'))).to.equal('Ý kiến được đăng sau khi duyệt.');
      for (const label of ['Trả lời', 'Sửa ý kiến']) {
        await press(comment(box, 'c1'), label);
        expect(words(panel(box))).to.include('Ý kiến được đăng sau khi duyệt.');
      }
      await expectAccessible(box);
    });

    it('are not spoken of elsewhere', async () => {
      startServer();
      expect(parts(await showBox(), 'hint')).to.be.empty;
    });
  });

  it('stand from the start on the next page of the tab: nothing moves, and a comment is whole without a connection', async () => {
    recordConsole();
    const consentOf = { text: 'Tôi đồng ý với Quy chế.', url: null, version: 'v7' };
    const api = startServer({ rules: fakeRules({ email: 'required', consent: consentOf }) });
    const box = await showBox();
    api.fault = 'offline';
    const next = await reload(box, 'bai-2');
    expect(label(next, 'consent')).to.equal('Tôi đồng ý với Quy chế.');
    fill(next);
    type(next, 'email', EMAIL);
    await send(next);
    expect(sent(api)).to.include({ email: EMAIL, consentVersion: 'v7' });
    expect(queue(next)).to.have.lengthOf(1);
    for (const damaged of ['{"longest":', '{}', '7', 'null']) {
      sessionStorage.setItem(`tinh:rules:${SITE_ID}`, damaged);
      const again = await reload(next);
      expect(label(again, 'consent'), damaged).to.include('Tôi đồng ý cho lưu');
      again.remove();
    }
  });

  it('that no answer has brought yet are the usual ones', async () => {
    recordConsole();
    const api = startServer({ fault: 'offline' });
    const box = await showBox();
    type(box, 'text', 'a'.repeat(3999));
    await settled();
    expect(words(box.shadowRoot!.getElementById('text-left'))).to.equal('Còn 1 ký tự.');
    fill(box);
    await send(box);
    expect(sent(api).consentVersion, 'what the reader saw, not what the site may ask for').to.equal('tinh');
  });
});
