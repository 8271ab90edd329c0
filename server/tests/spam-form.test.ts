import { it } from 'node:test';
import { accepted, guard, HOUR, moderated, SECOND, site, solved } from './spam-support.ts';

it('lets a comment wait when the field that nobody sees is filled in', async () => {
  const { assess } = guard();
  moderated(await assess({ trap: 'https://shop.example' }), 'trap');
  moderated(await assess({ trap: ['on'] }), 'trap');
  for (const trap of [undefined, null, '', '  ']) accepted(await assess({ trap }));
});

it('lets a comment wait that comes sooner than anybody writes', async () => {
  const { spam, assess, clock } = guard();
  const proof = await solved(await spam.challenge(site()));
  clock.ms += 3 * SECOND - 1;
  moderated(await assess({ proof }), 'too-quick');
  const next = await solved(await spam.challenge(site()));
  clock.ms += 3 * SECOND;
  accepted(await assess({ proof: next }));
});

it('lets a site choose how soon is too soon, or that it does not matter', async () => {
  const { spam, assess, clock } = guard();
  const [slow, any] = [site({ minimumSeconds: 10 }), site({ minimumSeconds: 0 })];
  const proof = await solved(await spam.challenge(slow));
  clock.ms += 9 * SECOND;
  moderated(await assess({ site: slow, proof }), 'too-quick');
  accepted(await assess({ site: any, proof: await solved(await spam.challenge(any)) }));
});

it('says of a comment from the plain page only that it has no proof, when its form was really read', async () => {
  const { spam, assess, clock } = guard();
  const formTime = spam.formTime(site());
  moderated(await assess({ proof: undefined, formTime }), 'no-proof', 'too-quick');
  clock.ms += 3 * SECOND;
  moderated(await assess({ proof: undefined, formTime }), 'no-proof');
  clock.ms += 24 * HOUR;
  moderated(await assess({ proof: undefined, formTime }), 'no-proof', 'bad-form');
});

it('does not believe a time of the form that it has not signed for this site', async () => {
  const { spam, assess, clock } = guard();
  const [time = '', signature = ''] = spam.formTime(site()).split('.');
  const foreign = [guard({ secret: 'y'.repeat(32) }).spam.formTime(site()), spam.formTime(site({}, 'khac'))];
  clock.ms += 3 * SECOND;
  const earlier = `${(parseInt(time, 36) - 1).toString(36)}.${signature}`;
  const broken = [earlier, time, `${time}.`, `${time}.${signature}=`, `.${signature}`, 'x'.repeat(2 ** 20), 5, {}];
  for (const formTime of [...broken, ...foreign]) {
    moderated(await assess({ proof: undefined, formTime }), 'no-proof', 'bad-form');
  }
});

it('asks nothing of a reader whom the site itself has signed in', async () => {
  const { assess } = guard();
  const signedIn = { verified: true };
  accepted(await assess({ proof: undefined }, signedIn));
  accepted(await assess({ proof: 'not a proof', trap: 'filled in by a browser', formTime: 'old' }, signedIn));
  const text = 'http://a.example http://b.example http://c.example';
  moderated(await assess({ proof: undefined, text }, signedIn), 'links');
});

it('tells the moderator every reason at once', async () => {
  const { assess } = guard();
  const strict = site({ links: 0, words: ['cờ bạc'] });
  const text = 'Chơi cờ bạc tại www.a.example';
  moderated(
    await assess({ site: strict, text, proof: 'x', trap: 'x', formTime: 'x' }),
    'bad-proof',
    'trap',
    'bad-form',
    'links',
    'word',
  );
});
