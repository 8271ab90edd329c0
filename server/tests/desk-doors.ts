/** What a door of the desk is asked for, about the comment `id` of the site `so`. */
export interface Door {
  readonly path: string;
  /** Present: it is a form. */
  readonly form?: Readonly<Record<string, string>>;
}

/** Doors by name. */
export type Doors = Readonly<Record<string, (id: string, stamp: string) => Door>>;

const ARTICLE = '/tin-tuc/bai-1';

/** Id of a correction of the site `so`. */
export const CORRECTION = '0123456789abcdef0123';

/** To pages and forms about something of the site `so`: for its moderators. */
export const OF_THE_SITE: Doors = {
  queue: () => ({ path: 'moderation?site=so' }),
  comment: (id) => ({ path: `moderation/comment?id=${id}` }),
  search: () => ({ path: 'moderation/comments?site=so&q=loi' }),
  statistics: () => ({ path: 'moderation/statistics?site=so' }),
  report: () => ({ path: 'moderation/report?site=so' }),
  'file of figures': () => ({ path: 'moderation/statistics.csv?site=so' }),
  visits: () => ({ path: 'moderation/visits?site=so' }),
  'report on visits': () => ({ path: 'moderation/visits-report?site=so' }),
  'file of visits': () => ({ path: 'moderation/visits.csv?site=so' }),
  'file of days': () => ({ path: 'moderation/statistics.csv?site=so&table=days' }),
  publish: (id, stamp) => ({ path: 'moderation/decide', form: { one: `publish ${id} ${stamp}` } }),
  'reject several': (id, stamp) => ({
    path: 'moderation/decide',
    form: { all: 'reject', sure: '1', [`pick-${id}`]: stamp },
  }),
  pin: (id, stamp) => ({ path: 'moderation/decide', form: { all: 'pin', sure: '1', [`pick-${id}`]: stamp } }),
  undo: () => ({ path: 'moderation/undo', form: { id: '1' } }),
  answer: (id, stamp) => ({
    path: 'moderation/answer',
    form: { id, seen: stamp, answers: '0', text: 'Trả lời.', publish: '1' },
  }),
  edit: (id, stamp) => ({ path: 'moderation/edit', form: { id, seen: stamp, text: 'Sửa.' } }),
  assign: (id, stamp) => ({ path: 'moderation/work', form: { id, seen: stamp, action: 'assign', unit: '' } }),
  transfer: (id, stamp) => ({
    path: 'moderation/work',
    form: { id, seen: stamp, action: 'transfer', text: 'Sở khác' },
  }),
  'take back a transfer': (id, stamp) => ({ path: 'moderation/work', form: { id, seen: stamp, action: 'untransfer' } }),
  keep: (id, stamp) => ({ path: 'moderation/work', form: { id, seen: stamp, action: 'keep' } }),
  submit: (id, stamp) => ({ path: 'moderation/work', form: { id, seen: stamp, action: 'submit' } }),
  'block an author': (id) => ({ path: 'moderation/block', form: { site: 'so', kind: 'author', comment: id } }),
  'block a host': () => ({ path: 'moderation/block', form: { site: 'so', kind: 'host', value: 'a.example' } }),
  unblock: () => ({ path: 'moderation/unblock', form: { site: 'so', ids: 'khong-co' } }),
  corrections: () => ({ path: 'moderation/corrections?site=so' }),
  'accept a correction': () => ({ path: 'moderation/corrections', form: { one: `accept ${CORRECTION} open` } }),
  'decline several corrections': () => ({
    path: 'moderation/corrections',
    form: { all: 'decline', sure: '1', [`pick-${CORRECTION}`]: 'open' },
  }),
  'close thread': () => ({
    path: 'moderation/thread',
    form: { site: 'so', thread: ARTICLE, action: 'close', seen: 'open' },
  }),
};

/** For leaders of the site `so`; others of the site are told that it is for them. */
export const OF_LEADERS: Doors = {
  'give an answer back': (id, stamp) => ({
    path: 'moderation/work',
    form: { id, seen: stamp, action: 'return', text: 'Xem lại.' },
  }),
};

/** For everybody with a site, who sees there what is of their sites alone. */
export const OF_EVERYBODY: Doors = {
  'own queue': () => ({ path: 'moderation' }),
  'own corrections': () => ({ path: 'moderation/corrections' }),
  'own search': () => ({ path: 'moderation/comments?q=doc' }),
  'own search in a thread': () => ({ path: `moderation/comments?thread=${ARTICLE}` }),
  'what waits': () => ({ path: 'moderation/waiting' }),
  log: () => ({ path: 'moderation/log' }),
  'file of the log': () => ({ path: 'moderation/log.csv' }),
  'own statistics': () => ({ path: 'moderation/statistics' }),
  'own visits': () => ({ path: 'moderation/visits' }),
  'own report on visits': () => ({ path: 'moderation/visits-report' }),
  'own file of visits': () => ({ path: 'moderation/visits.csv' }),
  'own report': () => ({ path: 'moderation/report' }),
  'own file of figures': () => ({ path: 'moderation/statistics.csv' }),
};

/** An administrator's alone, for the site `so` or for all. */
export const OF_ADMINISTRATORS: Doors = {
  policies: () => ({ path: 'moderation/policies?site=so' }),
  'policies of a thread': () => ({ path: `moderation/policies/thread?site=so&thread=${ARTICLE}` }),
  'save policies': () => ({ path: 'moderation/policies', form: { site: 'so', seen: '', likes: 'false' } }),
  'save policies of a thread': () => ({
    path: 'moderation/policies/thread',
    form: { site: 'so', thread: ARTICLE, seen: '', mode: 'closed' },
  }),
  'take visits out': () => ({
    path: 'moderation/visits/minutes',
    form: { site: 'so', action: 'take-out-visits', first: '1', last: '2' },
  }),
  'try a text': () => ({ path: 'moderation/policies/test', form: { site: 'so', text: 'Thử.' } }),
  'block a word': () => ({ path: 'moderation/block', form: { site: 'so', kind: 'word', value: 'thử' } }),
  person: () => ({ path: 'moderation/person' }),
  'look a person up': () => ({ path: 'moderation/person', form: { person: 'an@example.vn' } }),
  'export a person': () => ({ path: 'moderation/person/export', form: { person: 'an@example.vn' } }),
  'ask whether to erase a person': () => ({ path: 'moderation/person/erase', form: { person: 'an@example.vn' } }),
  'erase a person': () => ({ path: 'moderation/person/erase', form: { person: 'an@example.vn', seen: '1' } }),
  'receipt of an erasure': () => ({ path: 'moderation/person/receipt?id=1' }),
};

/** For whoever has the password of an account, which stands in the form: what they may see follows from that. */
export const WITH_PASSWORD: Doors = {
  'go on after the session': (id, stamp) => ({
    path: 'moderation/resume',
    form: { 'typed-in': 'work', id, seen: stamp, action: 'transfer', text: 'Sở khác' },
  }),
};

/** Files of the pages, which everybody may read. */
export const FILES = ['desk.css', 'plots.css', 'desk.js', 'statistics.css'].map((name) => `moderation/${name}`);

/** The route behind a door, as the server lists it. */
export function routeOf({ path, form }: Door): string {
  return `${form ? 'POST' : 'GET'} /${path.split('?')[0]!}`;
}
