import type { FastifyReply, FastifyRequest } from 'fastify';

const NAME = 'tinh_session';

/** Token of the request's session cookie. */
export function sessionToken(request: FastifyRequest): string | undefined {
  return request.cookies[NAME];
}

/** Gives the token to the browser until it closes: out of reach of scripts and of other sites. */
export function setSessionCookie(reply: FastifyReply, token: string, publicUrl: URL | null): void {
  reply.setCookie(NAME, token, cookieOptions(publicUrl));
}

/** Takes the cookie away. */
export function clearSessionCookie(reply: FastifyReply, publicUrl: URL | null): void {
  reply.clearCookie(NAME, cookieOptions(publicUrl));
}

function cookieOptions(publicUrl: URL | null) {
  return {
    path: publicUrl?.pathname ?? '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: publicUrl?.protocol === 'https:',
  } as const;
}
