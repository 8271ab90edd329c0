import { domainToASCII, domainToUnicode } from 'node:url';
import { countLinks, DOT, linkForm, withoutMail } from './links.ts';

/** So many hosts of one comment are named at the most. */
const MOST = 10;

/** Something like a host, with or without a scheme before it. Labels are bounded, so that no text makes this slow. */
const HOST = new RegExp(
  String.raw`(?:[a-z]{2,6}:\/\/)?(?:[\p{L}\p{M}\p{N}-]{1,63}${DOT}){1,8}[\p{L}\p{M}\p{N}-]{2,63}`,
  'giu',
);

/** The form in which names of hosts are kept and compared: lower case, with the letters of its own script, no dot at the end. */
export function hostForm(name: string): string {
  const lower = linkForm(name).trim().toLowerCase().replace(/\.$/, '');
  return domainToUnicode(domainToASCII(lower)) || lower;
}

/**
 * The name of a host that somebody typed, from an address too; `www.` is left out.
 *
 * @returns in `hostForm`; null when it is none, or one without a dot
 */
export function typedHost(typed: string): string | null {
  const address = /^[a-z]+:\/\//i.test(typed.trim()) ? typed.trim() : `http://${typed.trim()}`;
  if (!URL.canParse(address)) return null;
  const hostname = new URL(address).hostname.replace(/\.$/, '');
  return /^[^.\s]+(?:\.[^.\s]+)+$/.test(hostname) && hostname.length <= 253
    ? hostForm(hostname).replace(/^www\d?\.(?=.*\.)/, '')
    : null;
}

/** The hosts to which links of a text lead, in the spellings that `countLinks` knows, each once, in `hostForm`. */
export function hostsIn(text: string): string[] {
  const hosts = new Set<string>();
  for (const [found] of withoutMail(linkForm(text)).matchAll(HOST)) {
    if (hosts.size === MOST) break;
    if (countLinks(found) === 0) continue;
    const plain = found.replace(/^[a-z]+:\/\//i, '').replaceAll(new RegExp(DOT, 'giu'), '.');
    const host = typedHost(plain);
    if (host !== null) hosts.add(host);
  }
  return [...hosts];
}

const patterns = new Map<string, RegExp>();

/**
 * Those of the hosts that a text names, or one below them: `xau.example` is in `http://m.xau.example/a` and in `http://a@xau.example`, and
 * not in `cuaxau.example` or `xau.example.vn`.
 *
 * @param hosts each in `hostForm`
 */
export function findHosts(text: string, hosts: readonly string[]): string[] {
  if (hosts.length === 0) return [];
  const form = linkForm(text);
  return hosts.filter((host) => form.search(hostPattern(host)) >= 0);
}

/** Where a host stands in a text in `linkForm`. */
export function hostPattern(host: string): RegExp {
  let pattern = patterns.get(host);
  if (!pattern) {
    const spellings = [...new Set([host, domainToASCII(host) || host])].map((name) =>
      name.replaceAll(/[$^\\*+?()[\]{}|/]/g, '\\$&').replaceAll('.', DOT),
    );
    const source = String.raw`(?<![\p{L}\p{M}\p{N}_-])(?:${spellings.join('|')})(?![\p{L}\p{M}\p{N}_-]|\.[\p{L}\p{N}])`;
    patterns.set(host, (pattern = new RegExp(source, 'iu')));
  }
  return pattern;
}
