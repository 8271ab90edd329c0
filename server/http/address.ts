/**
 * What stands for one client when attempts are counted: the IPv4 address, or the first 64 bits of an IPv6 one, since a
 * single subscriber has all the rest.
 *
 * @param ip as Fastify gives it; some proxies (IIS) write the port behind it
 */
export function clientOf(ip: string): string {
  const v4 = /(?:^|:)(\d{1,3}(?:\.\d{1,3}){3})(?::\d+)?$/.exec(ip)?.[1];
  if (v4 !== undefined) return v4;
  const [, bare = ip] = /^\[([^\]]+)\](?::\d+)?$/.exec(ip) ?? [];
  const [head = [], tail = []] = bare.split('::').map((part) => part.split(':').filter(Boolean));
  const zeros = Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0');
  const groups = [...head, ...zeros, ...tail].slice(0, 4);
  return groups.map((group) => group.toLowerCase().replace(/^0+(?=.)/, '')).join(':');
}
