import { expect } from '@open-wc/testing';
import { asRfc3339 } from '../src/text/rfc3339.ts';

describe('a time as RFC 3339', () => {
  it('is read in the forms that sites print, and is none where it could be anybody’s', () => {
    const forms: Record<string, string | undefined> = {
      '2010-05-28+0702:39:00': '2010-05-28T02:39:00+07:00',
      '2020-07-17T18:00:00+07:00': '2020-07-17T18:00:00+07:00',
      '2020-07-17T18:00:00+0700': '2020-07-17T18:00:00+07:00',
      ' 2020-07-17T18:00Z ': '2020-07-17T18:00Z',
      '2020-07-17T18:00:00': undefined,
      '2020-07-17': undefined,
      '17/07/2020 18:00': undefined,
      '2020-13-45T99:00:00Z': undefined,
      '': undefined,
    };
    for (const [text, time] of Object.entries(forms)) expect(asRfc3339(text), text).to.equal(time);
    expect(asRfc3339(undefined)).to.equal(undefined);
  });
});
