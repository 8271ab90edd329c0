import { createHmac } from 'node:crypto';
import { createLocalJWKSet, createRemoteJWKSet, errors, jwtVerify, type JWTPayload } from 'jose';
import { cleanLine, codePoints } from '../../src/text/clean.ts';
import type { UserTokenSettings } from '../config-comments.ts';
import type { Site } from '../config.ts';
import { ProblemError } from '../http/problem.ts';
import { LONGEST_NAME } from './check.ts';

/** A reader for whom the site has vouched. */
export interface User {
  /** Cleaned; 1 to 80 characters. */
  readonly name: string;
  /** Keyed hash of who it is at this site. */
  readonly hash: string;
}

/** Seconds from `iat` to `exp` at the most: a token is made for the page that is being read. */
const LONGEST_LIFE = 3600;
/** Seconds that the clock of the site's server may be off. */
const TOLERANCE = 60;
/** Milliseconds that the site has for its keys; somebody is waiting. */
const TIMEOUT = 5000;

/** Never one that the other kind of key could be taken for: a public key is no secret. */
const ALGORITHMS = { secret: ['HS256'], jwks: ['RS256', 'ES256', 'EdDSA'] };

/** The part of a token's check that needs the site's key. */
type Verify = (token: string, now: Date) => Promise<JWTPayload>;

/** Reads the tokens (JWT) with which sites vouch for their readers; see `UserToken` of the contract. */
export class UserTokens {
  readonly #secret: string;
  readonly #now: () => number;
  readonly #verify: ReadonlyMap<string, Verify>;

  /**
   * @param secret keys the hashes of readers, so that nobody can try out whose they are
   * @param now milliseconds
   */
  constructor(sites: readonly Site[], secret: string, now: () => number) {
    this.#secret = secret;
    this.#now = now;
    this.#verify = new Map(
      sites.flatMap(({ slug, comments: { userTokens } }): [string, Verify][] =>
        userTokens === null ? [] : [[slug, verifier(slug, userTokens)]],
      ),
    );
  }

  /** @throws ProblemError `user-token-over`, or `unavailable` when the site's keys cannot be fetched */
  async read(site: Site, token: string): Promise<User> {
    const verify = this.#verify.get(site.slug);
    if (!verify) throw over('This site takes no user tokens.');
    const now = this.#now();
    const { sub, name, iat, exp } = await verify(token, new Date(now)).catch(asProblem);
    if (iat! > now / 1000 + TOLERANCE) throw over('Its iat lies in the future.');
    if (exp! - iat! > LONGEST_LIFE) throw over('From iat to exp it is more than an hour.');
    const clean = typeof name === 'string' ? cleanLine(name) : '';
    if (clean === '' || codePoints(clean) > LONGEST_NAME)
      throw over(`Its name must have 1 to ${LONGEST_NAME} characters.`);
    if (typeof sub !== 'string' || sub === '') throw over('Its sub is empty.');
    const hash = createHmac('sha256', this.#secret)
      .update(JSON.stringify([site.slug, sub]))
      .digest('base64url');
    return { name: clean, hash };
  }
}

function verifier(audience: string, settings: UserTokenSettings): Verify {
  const options = { audience, requiredClaims: ['sub', 'iat', 'exp'], clockTolerance: TOLERANCE };
  if ('secret' in settings) {
    const key = new TextEncoder().encode(settings.secret);
    return async (token, currentDate) =>
      (await jwtVerify(token, key, { ...options, algorithms: ALGORITHMS.secret, currentDate })).payload;
  }
  const { jwks } = settings;
  const keys = jwks instanceof URL ? createRemoteJWKSet(jwks, { timeoutDuration: TIMEOUT }) : createLocalJWKSet(jwks);
  return async (token, currentDate) =>
    (await jwtVerify(token, keys, { ...options, algorithms: ALGORITHMS.jwks, currentDate })).payload;
}

/** The library says what is wrong with the token; that the keys could not be fetched is not the token's fault. */
function asProblem(error: unknown): never {
  if (error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError) || isFetchFault(error)) {
    throw new ProblemError('unavailable', 'The keys of the site cannot be fetched.');
  }
  throw over(error.message);
}

/** The library's only error without a kind of its own: an answer that is no list of keys. */
function isFetchFault({ code }: errors.JOSEError): boolean {
  return code === 'ERR_JOSE_GENERIC' || code === 'ERR_JWKS_INVALID';
}

function over(why: string): ProblemError {
  return new ProblemError('user-token-over', why);
}
