import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { FieldError, Problem, ProblemType } from '../../src/api/contract.ts';
import { commonHeaders } from './headers.ts';

type ProblemName = ProblemType extends `urn:tinh:problem:${infer Name}` ? Name : never;

/** Status and title of every problem; the title is the same for every occurrence. */
const PROBLEMS: Record<ProblemName, readonly [status: number, title: string]> = {
  'unknown-site': [404, 'This server does not know the site'],
  'origin-refused': [403, 'The site does not allow this origin'],
  'invalid-request': [400, 'The request is not valid'],
  'invalid-comment': [422, 'The comment is not valid'],
  'idempotency-key-reused': [422, 'The idempotency key was used for another request'],
  'unknown-comment': [404, 'There is no such comment for this reader'],
  'thread-closed': [409, 'The thread takes no more comments'],
  'edit-window-over': [409, 'The comment cannot be changed any more'],
  'too-fast': [429, 'This came too often in a short time'],
  'challenge-expired': [409, 'The challenge has expired or was used for another comment'],
  'sign-in-needed': [401, 'Only readers who are signed in to the site can write'],
  'user-token-over': [401, 'The user token has expired or is not of this site'],
  'not-found': [404, 'There is nothing at this address'],
  'too-large': [413, 'The request is too large'],
  'wrong-credentials': [401, 'The name or the password is wrong'],
  'too-many-attempts': [429, 'There were too many attempts'],
  'session-over': [401, 'The session is over'],
  'not-allowed': [403, 'The account may not do this'],
  'forged-request': [403, 'The request did not come from a page of this server'],
  unavailable: [503, 'The server cannot answer at the moment'],
  internal: [500, 'The server made a mistake'],
};

/** Schema of `Problem`, for the answers of every route. */
export const problemSchema = Type.Object(
  {
    type: Type.Enum(Object.keys(PROBLEMS).map((name) => `urn:tinh:problem:${name}`) as ProblemType[]),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.Optional(Type.String()),
    errors: Type.Optional(
      Type.Array(Type.Object({ field: Type.String(), code: Type.Enum(['required', 'too-long', 'invalid']) })),
    ),
  },
  { description: 'RFC 9457 problem document' },
);

/** The answers of a route that are not its purpose. */
export const problemResponses = { '4xx': problemSchema, '5xx': problemSchema } as const;

/** Schema of 304: the client has the answer already, so there is none. */
export const notModified = Type.Unsafe<undefined>({ type: 'null', description: 'Not modified' });

/** Thrown anywhere below a route; the client gets its problem document. */
export class ProblemError extends Error {
  readonly problem: Problem;
  readonly statusCode: number;
  /** When to try again, in seconds; null when the client need not wait. */
  readonly retryAfter: number | null;

  /**
   * @param name last part of the problem's `type`
   * @param detail English, for developers; must not hold what the client may not know
   * @param status another status than the usual one of this type
   * @param retryAfter in seconds
   */
  constructor(
    name: ProblemName,
    detail?: string,
    errors?: readonly FieldError[],
    status?: number,
    retryAfter: number | null = null,
  ) {
    super(detail ?? PROBLEMS[name][1]);
    const [usual, title] = PROBLEMS[name];
    this.statusCode = status ?? usual;
    this.retryAfter = retryAfter ?? (this.statusCode === 503 ? 5 : null);
    this.problem = {
      type: `urn:tinh:problem:${name}`,
      title,
      status: this.statusCode,
      ...(detail !== undefined && { detail }),
      ...(errors && { errors }),
    };
  }
}

/**
 * What comes too often; nothing of it is kept.
 *
 * @param wait milliseconds until it is welcome
 */
export function tooFast(wait: number): ProblemError {
  const seconds = Math.max(1, Math.ceil(wait / 1000));
  return new ProblemError('too-fast', `Try again in ${seconds} seconds.`, undefined, undefined, seconds);
}

/** Every answer of 400 and above becomes a problem document, those of the framework and of the parser included. */
export function installProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => sendError(error, request, reply));
}

/** For Fastify's `frameworkErrors`: an address it cannot decode never reaches hooks, so the headers are set here. */
export function sendFrameworkError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  void sendError(error, request, reply.headers(commonHeaders));
}

/** The document for an address or method that no route answers. */
export function nothingHere(request: FastifyRequest): ProblemError {
  return new ProblemError('not-found', `No route answers ${request.method} at this address.`);
}

/** For Fastify's `clientErrorHandler`: what is not HTTP is answered too, then the connection is closed. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return;
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
  const { problem } = new ProblemError('invalid-request', 'The request is not valid HTTP.', undefined, status);
  const body = JSON.stringify(problem);
  const headers = { ...commonHeaders, 'content-type': 'application/problem+json', connection: 'close' };
  const lines = Object.entries({ ...headers, 'content-length': String(body.length) }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
}

async function sendError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { problem, retryAfter } = asProblem(error);
  if (problem.status >= 500) request.log.error({ err: error }, 'request failed');
  if (retryAfter !== null) reply.header('retry-after', String(retryAfter));
  return reply
    .code(problem.status)
    .type('application/problem+json')
    .header('cache-control', 'no-store')
    .send(JSON.stringify(problem));
}

/** Codes of the databases and of the network that pass by themselves. */
const PASSING = /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|SQLITE_BUSY.*|08...|53...|57P0.)$/;

/** Anything that was thrown, as what the client may know of it. */
export function asProblem(thrown: unknown): ProblemError {
  if (thrown instanceof ProblemError) return thrown;
  const error = thrown as FastifyError;
  if (error.statusCode === 413) return new ProblemError('too-large', 'A request may have at most 64 kB.');
  // The framework would name a content type that a counted visit never had.
  if (error.code === 'FST_ERR_CTP_INVALID_JSON_BODY') {
    return new ProblemError('invalid-request', 'The body is not valid JSON.');
  }
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    // The framework's own words: they tell about the request, never about the server.
    return new ProblemError('invalid-request', error.message, undefined, error.statusCode);
  }
  if (PASSING.test(error.code)) return new ProblemError('unavailable');
  return new ProblemError('internal');
}
