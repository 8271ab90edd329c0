import { expect } from '@open-wc/testing';
import { slug } from '../src/text/slug.ts';

describe('slug', () => {
  it('writes Vietnamese without diacritics, in whatever form they were typed', () => {
    expect(slug('Đẩy mạnh cải cách, năm 2020!')).to.equal('day-manh-cai-cach-nam-2020');
    expect(slug('Tiếng Việt'.normalize('NFD'))).to.equal('tieng-viet');
    expect(slug('ĐỀ ÁN   “Một cửa”')).to.equal('de-an-mot-cua');
  });

  it('ends with a whole word, and cuts a word only where there is no other', () => {
    const long = slug('Nghị quyết về chương trình tổng thể cải cách hành chính nhà nước giai đoạn mười năm tới');
    expect(long).to.equal('nghi-quyet-ve-chuong-trinh-tong-the-cai-cach-hanh-chinh-nha');
    expect(slug('a'.repeat(100))).to.have.lengthOf(60);
  });

  it('is empty where nothing can be written so', () => {
    expect(slug(' – ')).to.equal('');
    expect(slug('公告')).to.equal('');
  });
});
