import { expect, fixture, html } from '@open-wc/testing';
import { enArticleEnd } from '../src/i18n/en-article-end.ts';
import { enArticleFrame } from '../src/i18n/en-article-frame.ts';
import { enArticlePictures } from '../src/i18n/en-article-pictures.ts';
import { enArticleSource } from '../src/i18n/en-article-source.ts';
import { enArticleTools } from '../src/i18n/en-article-tools.ts';
import { enComments } from '../src/i18n/en-comments.ts';
import { enCorrection } from '../src/i18n/en-correction.ts';
import { enSession } from '../src/i18n/en-session.ts';
import { en as enFirst } from '../src/i18n/en.ts';
import { formatNumber, formatTime, isStringKey, languageOf, translate } from '../src/i18n/localize.ts';
import { viArticleEnd } from '../src/i18n/vi-article-end.ts';
import { viArticleFrame } from '../src/i18n/vi-article-frame.ts';
import { viArticlePictures } from '../src/i18n/vi-article-pictures.ts';
import { viArticleSource } from '../src/i18n/vi-article-source.ts';
import { viArticleTools } from '../src/i18n/vi-article-tools.ts';
import { viComments } from '../src/i18n/vi-comments.ts';
import { viCorrection } from '../src/i18n/vi-correction.ts';
import { viSession } from '../src/i18n/vi-session.ts';
import { vi as viFirst, type StringKey } from '../src/i18n/vi.ts';

const vi: Readonly<Record<StringKey, string>> = {
  ...viFirst,
  ...viArticleEnd,
  ...viArticleFrame,
  ...viArticlePictures,
  ...viArticleSource,
  ...viArticleTools,
  ...viComments,
  ...viCorrection,
  ...viSession,
};
const en: Readonly<Record<StringKey, string>> = {
  ...enFirst,
  ...enArticleEnd,
  ...enArticleFrame,
  ...enArticlePictures,
  ...enArticleSource,
  ...enArticleTools,
  ...enComments,
  ...enCorrection,
  ...enSession,
};
const KEYS = Object.keys(vi) as StringKey[];

const placeholders = (form: string) => [...form.matchAll(/{(\w+)}/g)].map(([, name]) => name).sort();

describe('dictionaries', () => {
  it('have the same strings in both languages, and none is empty', () => {
    expect(Object.keys(en)).to.deep.equal(KEYS);
    expect(KEYS.filter((key) => !vi[key].trim() || !en[key].trim())).to.be.empty;
  });

  it('are all known by their keys, those that come later too', () => {
    expect(KEYS.filter((key) => !isStringKey(key))).to.be.empty;
    const places = [
      viFirst,
      viArticleEnd,
      viArticleFrame,
      viArticlePictures,
      viArticleSource,
      viArticleTools,
      viComments,
      viCorrection,
      viSession,
    ].flatMap((part) => Object.keys(part));
    expect(new Set(places).size, 'each stands in one place').to.equal(places.length);
    expect(['no.such', 'article', 'comment.send', 'sessions.x'].filter(isStringKey)).to.be.empty;
  });

  it('have the same placeholders in both languages and in both forms of the plural', () => {
    for (const key of KEYS) {
      const expected = placeholders(vi[key]);
      for (const form of en[key].split('|')) expect(placeholders(form), `${key}: ${form}`).to.deep.equal(expected);
    }
  });

  it('part singular and plural only where something is counted', () => {
    for (const key of KEYS) {
      const forms = en[key].split('|');
      expect(forms.length, key).to.be.at.most(2);
      if (forms.length === 2) expect(en[key], key).to.include('{n}');
    }
  });

  it('are stored composed, as text travels', () => {
    for (const key of KEYS) expect(vi[key], key).to.equal(vi[key].normalize('NFC'));
  });
});

describe('words', () => {
  it('take the singular for one and the plural for none and many in English', () => {
    const say = (n: number) => translate('en', 'article.comments', { n });
    expect([0, 1, 2].map(say)).to.deep.equal(['0 comments', '1 comment', '2 comments']);
  });

  it('have one form for every number in Vietnamese', () => {
    const say = (n: number) => translate('vi', 'article.comments', { n });
    expect([0, 1, 1604377].map(say)).to.deep.equal(['0 ý kiến', '1 ý kiến', '1.604.377 ý kiến']);
  });

  it('of a site replace ours language by language', () => {
    const overrides = { vi: { 'visits.today': 'Trong ngày' } };
    expect(translate('vi', 'visits.today', {}, overrides)).to.equal('Trong ngày');
    expect(translate('vi', 'visits.month', {}, overrides)).to.equal('Tháng hiện tại');
    expect(translate('en', 'visits.today', {}, overrides)).to.equal('Today');
  });

  it('take a value as it is, also one that looks like a placeholder', () => {
    expect(translate('vi', 'error.unknown-site', { site: '{origin}$&' })).to.include('“{origin}$&”');
  });
});

const LOCALES = [
  ['vi', 'vi-VN'],
  ['en', 'en-GB'],
] as const;

describe('numbers', () => {
  it('are grouped the way the language does', () => {
    expect(formatNumber('vi', 1604377)).to.equal('1.604.377');
    expect(formatNumber('en', 1604377)).to.equal('1,604,377');
    expect(formatNumber('vi', 75)).to.equal('75');
  });

  it('are written as the browser’s own format writes them', () => {
    for (const [language, locale] of LOCALES) {
      const format = new Intl.NumberFormat(locale);
      for (let size = 1; size <= Number.MAX_SAFE_INTEGER; size *= 7) {
        for (const value of [size, size - 1, -size])
          expect(formatNumber(language, value)).to.equal(format.format(value));
      }
    }
  });
});

describe('times', () => {
  it('have weekday, date and 24-hour clock of Vietnam, wherever the reader is', () => {
    expect(formatTime('vi', new Date('2020-07-17T18:00:00+07:00'))).to.equal('Thứ Sáu, 17/07/2020, 18:00');
    expect(formatTime('vi', new Date('2020-07-17T18:00:00Z'))).to.equal('Thứ Bảy, 18/07/2020, 01:00');
    expect(formatTime('en', new Date('2020-07-17T18:00:00+07:00'))).to.equal('Friday, 17/07/2020, 18:00');
  });

  it('write midnight as 00:00 and days and months with two digits', () => {
    expect(formatTime('vi', new Date('2020-02-02T00:00:00+07:00'))).to.equal('Chủ Nhật, 02/02/2020, 00:00');
  });

  it('have the day and the clock of the browser’s own time zone tables, for a hundred years', () => {
    const timeZone = 'Asia/Ho_Chi_Minh';
    for (const [language, locale] of LOCALES) {
      const parts = new Intl.DateTimeFormat(locale, {
        ...{ weekday: 'long', day: '2-digit', month: '2-digit', year: 'numeric' },
        ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone },
      });
      // A step that comes by every hour, weekday and month.
      for (let time = Date.UTC(1976, 0); time < Date.UTC(2076, 0); time += 123_456_789_000) {
        const { weekday, day, month, year, hour, minute } = Object.fromEntries(
          parts.formatToParts(time).map(({ type, value }) => [type, value]),
        ) as Record<Intl.DateTimeFormatPartTypes, string>;
        expect(formatTime(language, new Date(time))).to.equal(`${weekday}, ${day}/${month}/${year}, ${hour}:${minute}`);
      }
    }
  });

  it('refuse what is no time', () => {
    expect(() => formatTime('vi', new Date('hôm qua'))).to.throw(RangeError);
  });
});

describe('language', () => {
  const inside = async (lang: string) => (await fixture(html`<div lang=${lang}><p></p></div>`)).firstElementChild!;

  it('is Vietnamese where the page names none', async () => {
    expect(languageOf(await fixture(html`<b></b>`))).to.equal('vi');
  });

  it('is the one of the nearest lang', async () => {
    const page = await fixture(
      html`<div lang="en">
        <b></b>
        <p lang="vi"><i></i></p>
      </div>`,
    );
    expect(languageOf(page.querySelector('b')!)).to.equal('en');
    expect(languageOf(page.querySelector('i')!)).to.equal('vi');
  });

  it('knows regions: vi-VN is Vietnamese, en-GB and EN-us are English', async () => {
    expect(languageOf(await inside('vi-VN'))).to.equal('vi');
    expect(languageOf(await inside('en-GB'))).to.equal('en');
    expect(languageOf(await inside('EN-us'))).to.equal('en');
  });

  it('is Vietnamese in a language that we do not speak', async () => {
    expect(languageOf(await inside('fr'))).to.equal('vi');
    expect(languageOf(await inside('enm'))).to.equal('vi');
  });

  it('reaches into shadow roots', async () => {
    const page = await fixture(html`<div lang="en"><p></p></div>`);
    const inner = document.createElement('b');
    page.firstElementChild!.attachShadow({ mode: 'open' }).append(inner);
    expect(languageOf(inner)).to.equal('en');
  });

  it('of the script tag counts where the page names none', async () => {
    const element = await fixture(html`<b></b>`);
    expect(languageOf(element, 'en')).to.equal('en');
    expect(languageOf(element, 'en-GB')).to.equal('en');
    expect(languageOf(element, 'vi')).to.equal('vi');
  });

  it('of the script tag never beats a lang of the page', async () => {
    expect(languageOf(await inside('vi'), 'en')).to.equal('vi');
    expect(languageOf(await inside('fr'), 'en')).to.equal('vi');
    expect(languageOf(await inside('en'), 'vi')).to.equal('en');
  });

  it('of the script tag never beats a lang of the page inside shadow roots either', async () => {
    const element = await inside('vi');
    const inner = document.createElement('b');
    element.attachShadow({ mode: 'open' }).append(document.createElement('p'));
    element.shadowRoot!.firstElementChild!.attachShadow({ mode: 'open' }).append(inner);
    expect(languageOf(inner, 'en')).to.equal('vi');
  });
});
