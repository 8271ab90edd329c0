import type { FastifyReply, FastifyRequest } from 'fastify';
import { DEVICE_LIFE } from './device.ts';

const NAME = 'tinh_session';
const DEVICE_NAME = 'tinh_device';

/** Token of the request's session cookie. */
export function sessionToken(request: FastifyRequest): string | undefined {
  return request.cookies[NAME];
}

/** Gives the token to the browser until it closes: out of reach of scripts and of other sites. */
export function setSessionCookie(reply: FastifyReply, token: string, publicUrl: URL | null): void {
  reply.setCookie(NAME, token, cookieOptions(publicUrl));
}

/** What follows in this request belongs to the session that has just begun, forms of the page included. */
export function adoptSession(request: FastifyRequest, token: string): void {
  request.cookies = { ...request.cookies, [NAME]: token };
}

/** Takes the cookie away. */
export function clearSessionCookie(reply: FastifyReply, publicUrl: URL | null): void {
  reply.clearCookie(NAME, cookieOptions(publicUrl));
}

/** What the request's browser has to show of an earlier sign-in; see `device.ts`. */
export function deviceMark(request: FastifyRequest): string | undefined {
  return request.cookies[DEVICE_NAME];
}

/** Leaves the mark of a sign-in with the browser. */
export function setDeviceCookie(reply: FastifyReply, mark: string, publicUrl: URL | null): void {
  reply.setCookie(DEVICE_NAME, mark, { ...cookieOptions(publicUrl), maxAge: DEVICE_LIFE });
}

/** Of every cookie of this server: nothing that a script can read or that another site's page sends along. */
export function cookieOptions(publicUrl: URL | null): {
  path: string;
  httpOnly: true;
  sameSite: 'strict';
  secure: boolean;
} {
  return {
    path: publicUrl?.pathname ?? '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: publicUrl?.protocol === 'https:',
  };
}
