import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import { mayAdminister, mayModerate, type Rights, rolesOf, setRights } from '../accounts/roles.ts';
import { removeAccount } from '../accounts/store.ts';
import { type Database, openDatabase } from '../storage/database.ts';
import { addTestAccount, AN, CHEAP } from './accounts.ts';
import { type Engine, onEachEngine } from './engines.ts';
import { oldDatabase } from './old-database.ts';
import { serve, START } from './support.ts';

const MODERATOR: Rights = { role: 'moderator', sites: ['so'] };
const ADMINISTRATOR: Rights = { role: 'administrator', sites: [] };

it('lets moderators work for their sites only, administrators for all, and nobody without an account', () => {
  const may = (rights: Rights | null): boolean[] => [
    mayModerate(rights, 'so'),
    mayModerate(rights, 'khac'),
    mayAdminister(rights),
  ];
  assert.deepEqual(may(MODERATOR), [true, false, false]);
  assert.deepEqual(may(ADMINISTRATOR), [true, true, true]);
  assert.deepEqual(may({ role: 'moderator', sites: [] }), [false, false, false]);
  assert.deepEqual(may(null), [false, false, false]);
});

async function stored(t: TestContext, engine: Engine): Promise<{ db: Database; id: string; other: string }> {
  const server = await serve(t, { engine, passwordCost: CHEAP });
  const id = await addTestAccount(server);
  const other = await addTestAccount(server, { ...AN, name: 'bình' });
  const db = await openDatabase(server.place);
  t.after(() => db.destroy());
  return { db, id, other };
}

onEachEngine('roles', (engine) => {
  it('makes accounts of before moderators of no site', async (t) => {
    const { place, old } = await oldDatabase(t, engine, '2026-04-posting');
    const row = { id: 'x', login: 'an', display_name: 'An', password_hash: '', created_at: START };
    await old
      .insertInto('accounts')
      .values(row as never)
      .execute();
    await old.destroy();

    const db = await openDatabase(place);
    t.after(() => db.destroy());
    assert.deepEqual(await rolesOf(db, 'x'), { role: 'moderator', sites: [] });
  });

  it('changes what one account may do, and nothing of another', async (t) => {
    const { db, id, other } = await stored(t, engine);
    const set = (who: string, rights: Rights): Promise<boolean> =>
      db.transaction().execute((trx) => setRights(trx, who, rights, START));
    assert.equal(await set(id, { role: 'moderator', sites: ['so', 'a', 'so'] }), true);
    assert.deepEqual(await rolesOf(db, id), { role: 'moderator', sites: ['a', 'so'] });
    await set(id, { role: 'administrator', sites: ['so'] });
    assert.deepEqual(await rolesOf(db, id), ADMINISTRATOR);
    await set(id, { role: 'moderator', sites: [] });
    assert.deepEqual(await rolesOf(db, id), { role: 'moderator', sites: [] }, 'no site comes back');
    assert.deepEqual(await rolesOf(db, other), MODERATOR);
    assert.equal(await set('nobody', MODERATOR), false);
    assert.equal(await rolesOf(db, 'nobody'), null);
  });

  it('takes the rights away with the account', async (t) => {
    const { db, id } = await stored(t, engine);
    await removeAccount(db, AN.name);
    assert.equal(await rolesOf(db, id), null);
    const sites = await db.selectFrom('account_sites').select('account_id').where('account_id', '=', id).execute();
    assert.deepEqual(sites, []);
  });

  it('knows no other role', async (t) => {
    const { db, id } = await stored(t, engine);
    const odd = { role: 'leader', sites: [] } as unknown as Rights;
    await assert.rejects(db.transaction().execute((trx) => setRights(trx, id, odd, START)));
    assert.deepEqual(await rolesOf(db, id), MODERATOR);
  });
});
