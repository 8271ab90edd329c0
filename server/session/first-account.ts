import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { cleanLine, codePoints } from '../../src/text/clean.ts';
import { firstKeyState, takeFirstKey } from '../accounts/first.ts';
import { isLogin, LONGEST_NAME, loginOf } from '../accounts/name.ts';
import { passwordFault, type PasswordHasher } from '../accounts/password.ts';
import { addAccount, findAccount } from '../accounts/store.ts';
import type { Site } from '../config.ts';
import { clientOf } from '../http/address.ts';
import { formField } from '../http/forms.ts';
import { sendPage } from '../http/page.ts';
import { ProblemError } from '../http/problem.ts';
import type { Database } from '../storage/database.ts';
import type { AccountRow } from '../storage/schema.ts';
import type { SignInAttempts } from './attempts.ts';
import { FIRST_ACCOUNT_PAGE, firstAccountWords, USELESS_LINK_PAGE } from './first-account-template.ts';
import { frameOf, installForms, isOutdated, langOf } from './forms.ts';
import { enter, type EnterOptions } from './sign-in.ts';

/** What the page needs. */
export interface FirstAccountOptions extends EnterOptions {
  readonly sites: readonly Site[];
  readonly hasher: PasswordHasher;
  readonly attempts: SignInAttempts;
}

/** The page for who has just made the account, below the server's own path. */
const NEXT_PAGE = 'moderation';

const FIELDS = ['name', 'displayName', 'password', 'again'] as const;
type Field = (typeof FIELDS)[number];
type Words = (typeof firstAccountWords)['vi' | 'en'];

interface Fault {
  readonly status: number;
  readonly sentence?: string;
  readonly fields?: Partial<Record<Field, string>>;
}

/** The page on which the holder of the printed link makes the first administrator's account; it needs no script. */
export const firstAccountPage: FastifyPluginAsyncTypebox<FirstAccountOptions> = async (app, options) => {
  const { db, sites, publicUrl, hasher, attempts, now } = options;
  const { writing, token } = await installForms(app, publicUrl);

  app.setErrorHandler(async (error, request, reply) => {
    const words = wordsOf(request);
    if (isOutdated(error)) return sendForm(request, reply, { status: 403, sentence: words.outdated });
    if (!(error instanceof ProblemError)) throw error;
    const { statusCode: status, retryAfter } = error;
    if (retryAfter !== null) reply.header('retry-after', retryAfter);
    switch (error.problem.type) {
      case 'urn:tinh:problem:too-many-attempts':
        return sendUseless(request, reply, {
          status,
          heading: words.waitHeading,
          sentence: `${words.wait}: ${Math.ceil((retryAfter ?? 0) / 60)}.`,
        });
      case 'urn:tinh:problem:unavailable':
        return sendForm(request, reply, { status, sentence: words.busy });
      default:
        throw error;
    }
  });

  /** Shows the form of a link that works, or whose key is not looked at. */
  function sendForm(request: FastifyRequest, reply: FastifyReply, fault?: Fault): FastifyReply {
    const words = wordsOf(request);
    const key = keyOf(request);
    const typed = (field: Field): string => (/^(name|displayName)$/.test(field) ? formField(request, field) : '');
    return sendPage(reply.code(fault?.status ?? 200), FIRST_ACCOUNT_PAGE, {
      ...frameOf(request, words, sites),
      token: token(request, reply),
      here: `first-account?${new URLSearchParams({ key }).toString()}&`,
      key,
      failed: fault !== undefined,
      sentence: fault?.sentence,
      fields: FIELDS.map((id) => ({
        id,
        label: words[id],
        hint: id === 'again' ? null : words[`${id}Hint`],
        fault: fault?.fields?.[id],
        value: typed(id),
        ...INPUTS[id],
      })),
    });
  }

  function sendUseless(
    request: FastifyRequest,
    reply: FastifyReply,
    { status, ...said }: { status: number; heading?: string; sentence?: string },
  ): FastifyReply {
    const words = wordsOf(request);
    return sendPage(reply.code(status), USELESS_LINK_PAGE, {
      ...frameOf(request, words, sites),
      here: 'first-account?',
      isUseless: said.heading === undefined,
      heading: words.uselessHeading,
      sentence: words.useless,
      ...said,
    });
  }

  /** How the key of a request stands; wrong ones count as attempts to sign in do. */
  async function lookAt(request: FastifyRequest): ReturnType<typeof firstKeyState> {
    const takeBack = await attempts.beginLink(clientOf(request.ip));
    const state = await firstKeyState(db, keyOf(request), now());
    if (state !== 'unknown') await takeBack();
    return state;
  }

  app.get('/first-account', { schema: { hide: true } }, async (request, reply) => {
    const state = await lookAt(request);
    return state === 'good' ? sendForm(request, reply) : sendUseless(request, reply, { status: STATUS[state] });
  });

  app.post('/first-account', writing, async (request, reply) => {
    const state = await lookAt(request);
    if (state !== 'good') return sendUseless(request, reply, { status: STATUS[state] });
    const words = wordsOf(request);
    const login = loginOf(formField(request, 'name'));
    const displayName = cleanLine(formField(request, 'displayName'));
    const password = formField(request, 'password');
    const fields = faultsOf({ login, displayName, password, again: formField(request, 'again') }, words);
    if (Object.keys(fields).length > 0) return sendForm(request, reply, { status: 400, fields });

    const passwordHash = await hasher.hash(password);
    const made = await makeAccount(db, keyOf(request), { login, displayName, passwordHash }, now());
    if (made === 'taken') return sendForm(request, reply, { status: 400, fields: { name: words.nameTaken } });
    if (made === 'over') return sendUseless(request, reply, { status: STATUS.over });
    await enter(options, request, reply, made);
    return reply.redirect(`${publicUrl?.pathname ?? '/'}${NEXT_PAGE}?lang=${langOf(request)}`, 303);
  });
};

/** Gone, or never there as far as anybody can tell. */
const STATUS = { over: 410, unknown: 404 } as const;

const INPUTS: Record<Field, { type: string; autocomplete: string; autocapitalize: string }> = {
  name: { type: 'text', autocomplete: 'username', autocapitalize: 'none' },
  displayName: { type: 'text', autocomplete: 'name', autocapitalize: 'words' },
  password: { type: 'password', autocomplete: 'new-password', autocapitalize: 'none' },
  again: { type: 'password', autocomplete: 'new-password', autocapitalize: 'none' },
};

function wordsOf(request: FastifyRequest): Words {
  return firstAccountWords[langOf(request)];
}

/** From the link, or from the form of its page. */
function keyOf(request: FastifyRequest): string {
  const { key } = request.query as { key?: unknown };
  return request.method === 'POST' ? formField(request, 'key') : typeof key === 'string' ? key : '';
}

function faultsOf(
  { login, displayName, password, again }: { login: string; displayName: string; password: string; again: string },
  words: Words,
): Partial<Record<Field, string>> {
  const fault = passwordFault(password, [login, displayName]);
  return {
    ...(!isLogin(login) && { name: login === '' ? words.nameMissing : words.nameWrong }),
    ...(codePoints(displayName) > LONGEST_NAME && { displayName: words.displayNameLong }),
    ...(displayName === '' && { displayName: words.displayNameMissing }),
    ...(fault !== null && { password: password === '' ? words.passwordMissing : words[fault] }),
    ...(fault === null && again !== password && { again: words.different }),
  };
}

/** Uses the key up and makes the account, or does neither. */
function makeAccount(
  db: Database,
  key: string,
  account: { login: string; displayName: string; passwordHash: string },
  now: number,
): Promise<AccountRow | 'over' | 'taken'> {
  return db.transaction().execute(async (trx) => {
    if (await findAccount(trx, account.login)) return 'taken';
    if (!(await takeFirstKey(trx, key, now))) return 'over';
    const made = await addAccount(trx, { ...account, rights: { role: 'administrator', sites: [] } }, now);
    // The name was taken at this very moment. The key must not be used up for that, so that nothing of this holds.
    if (!made) throw new ProblemError('unavailable');
    return made;
  });
}
