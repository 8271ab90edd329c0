import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import formats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';

interface Checker {
  readonly checkArticle: (json: unknown, base: string) => { article: object | undefined; faults: readonly string[] };
}

const { checkArticle } = (await import(pathToFileURL('dist/modules/article-view/article-json.js').href)) as Checker;
const schema = JSON.parse(readFileSync('dist/article.schema.json', 'utf8')) as object;
const ajv = new Ajv2020({ strict: true, allErrors: true });
(formats as unknown as (to: Ajv2020) => void)(ajv);
const validate = ajv.compile(schema);

const WHOLE = {
  headline: 'Hội nghị sơ kết',
  body: '<p>Nội dung</p>',
  section: 'Tin tức',
  published: '2020-07-17T18:00:00+07:00',
  modified: '2020-07-18T18:00:00Z',
  expires: '2021-07-18T18:00:00+07:00',
  movedTo: 'https://so.example/moi',
  language: 'vi-VN',
  author: { name: 'Thanh Tâm', role: 'Chuyên viên' },
  source: { name: 'Báo', url: '/bao' },
  image: { url: 'anh.jpg', alt: '', caption: 'Quang cảnh', credit: 'Minh An', width: 640, height: 427 },
  audio: [{ url: 'nu.mp3', voice: 'Giọng nữ' }, { url: 'nam.mp3' }],
  attachments: [{ name: 'Báo cáo', url: 'a.pdf', type: 'application/pdf', size: 1, pages: 2 }],
  tags: [{ name: 'một', url: '/1' }, { name: 'hai' }],
  newer: [{ title: 'Mới', url: '/2', published: '2020-07-17T18:00:00+07:00' }],
  older: [],
  related: [{ title: 'Khác', url: '/3' }],
};

/** The article with one field in another form; undefined leaves it out. */
const changed = (path: string, value: unknown): object => {
  const article = structuredClone(WHOLE) as Record<string, unknown>;
  const names = path.split('/');
  const last = names.pop()!;
  const holder = names.reduce<Record<string, unknown>>((at, name) => at[name] as Record<string, unknown>, article);
  if (value === undefined) Reflect.deleteProperty(holder, last);
  else holder[last] = value;
  return article;
};

const RIGHT: readonly object[] = [
  WHOLE,
  { headline: 'Một', body: 'Hai' },
  changed('section', undefined),
  changed('image/alt', 'Toàn cảnh'),
  changed('tags', []),
];

const WRONG: readonly object[] = [
  ...[
    'headline',
    'body',
    'author/name',
    'source/name',
    'image/url',
    'image/alt',
    'audio/0/url',
    'attachments/0/url',
    'attachments/0/name',
    'tags/1/name',
    'newer/0/title',
    'related/0/url',
  ].map((path) => changed(path, undefined)),
  ...[
    'headline',
    'body',
    'section',
    'published',
    'author',
    'author/name',
    'audio',
    'attachments/0/size',
    'tags/0',
    'related',
    'image/width',
  ].flatMap((path) => [changed(path, 7.5), changed(path, '')]),
  changed('published', 'hôm qua'),
  changed('modified', '17/07/2020'),
  changed('language', 'tiếng Việt'),
  changed('attachments/0/pages', -1),
  changed('attachments/0/size', 2 ** 53),
  [],
];

test('the schema that is published and the tag agree on what an article is', () => {
  for (const article of RIGHT) {
    assert.ok(validate(article), JSON.stringify(validate.errors));
    assert.deepEqual(checkArticle(article, 'https://so.example/').faults, []);
  }
  for (const article of WRONG) {
    assert.equal(validate(article), false, JSON.stringify(article));
    assert.notDeepEqual(checkArticle(article, 'https://so.example/').faults, [], JSON.stringify(article));
  }
});

test('what is optional and wrong costs the article nothing else', () => {
  for (const article of WRONG) {
    const isArticle = 'headline' in article && 'body' in article;
    const { headline, body } = article as Record<string, unknown>;
    const isReadable =
      isArticle && typeof headline === 'string' && headline !== '' && typeof body === 'string' && body !== '';
    assert.equal(
      checkArticle(article, 'https://so.example/').article !== undefined,
      isReadable,
      JSON.stringify(article),
    );
  }
});

test('the schema says of every field that the tag reads what it is, and of no other', () => {
  const { properties } = schema as { properties: Record<string, object> };
  assert.deepEqual(Object.keys(properties).sort(), Object.keys(WHOLE).sort());
});
