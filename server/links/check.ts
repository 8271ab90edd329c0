/** What became of an address that was asked. */
export type LinkState = 'well' | 'moved' | 'closed' | 'dead';

/** What was found at an address. */
export interface CheckedLink {
  readonly address: string;
  readonly state: LinkState;
  /** Where it leads in the end, when that is elsewhere. */
  readonly target?: string;
  /** Status of the last answer; absent where none came. */
  readonly status?: number;
  /** Why none came, or none could be followed. */
  readonly why?: LinkFault;
}

/** Why an address was not reached. */
export type LinkFault =
  'unknown-host' | 'refused' | 'slow' | 'circle' | 'too-far' | 'nowhere' | 'certificate' | 'broken';

/** How links are checked. */
export interface CheckOptions {
  /** How long one answer may take, milliseconds; default ten seconds. */
  readonly timeout?: number;
  /** Between two requests to one host, milliseconds; default a second. */
  readonly pause?: number;
  /** Called with each link when it is done. */
  readonly done?: (link: CheckedLink) => void;
}

/** Hosts that are asked side by side; each of them is asked one thing at a time. */
const MOST_HOSTS = 4;
const MOST_REDIRECTS = 10;
/** Says who asks; some servers answer nothing to nobody. */
const AGENT = 'Mozilla/5.0 (compatible; tinh-link-check)';
/** Who answers so may not know `HEAD`. */
const NO_HEAD = [400, 403, 404, 405, 501];

/** Asks each address once, in the order of the list, politely: four hosts at a time, each of them one by one with pauses. */
export async function checkLinks(addresses: readonly string[], options: CheckOptions = {}): Promise<CheckedLink[]> {
  const { done } = options;
  const unique = [...new Set(addresses)];
  const byHost = new Map<string, string[]>();
  for (const address of unique) {
    const { host } = new URL(address);
    const list = byHost.get(host);
    if (list) list.push(address);
    else byHost.set(host, [address]);
  }
  const found = new Map<string, CheckedLink>();
  const hosts = [...byHost.values()];
  const work = async (): Promise<void> => {
    for (let list = hosts.shift(); list; list = hosts.shift()) {
      for (const [place, address] of list.entries()) {
        if (place > 0) await sleep(options.pause ?? 1000);
        const link = await checkLink(address, options);
        found.set(address, link);
        done?.(link);
      }
    }
  };
  await Promise.all(Array.from({ length: MOST_HOSTS }, work));
  return unique.map((address) => found.get(address)!);
}

async function checkLink(address: string, options: CheckOptions): Promise<CheckedLink> {
  const seen = new Set<string>();
  let current = address;
  for (let hops = 0; ; hops += 1) {
    const target = current === address ? {} : { target: current };
    if (seen.has(current)) return { address, state: 'dead', why: 'circle', ...target };
    if (hops > MOST_REDIRECTS) return { address, state: 'dead', why: 'too-far', ...target };
    seen.add(current);
    const answer = await ask(current, options);
    if ('why' in answer) return { address, state: 'dead', ...answer, ...target };
    const { status, location } = answer;
    if (status >= 300 && status < 400 && location !== null) {
      const next = URL.canParse(location, current) ? new URL(location, current) : null;
      // A fragment stays with the reader; it makes no other page.
      if (next && /^https?:$/.test(next.protocol)) {
        next.hash ||= new URL(current).hash;
        current = next.href;
        continue;
      }
      return { address, state: 'dead', why: 'nowhere', status, ...target };
    }
    const isClosed = [401, 403, 429].includes(status);
    const state = status < 400 ? (current === address ? 'well' : 'moved') : isClosed ? 'closed' : 'dead';
    return { address, state, status, ...target };
  }
}

type Answer = { readonly status: number; readonly location: string | null } | { readonly why: LinkFault };

async function ask(address: string, options: CheckOptions): Promise<Answer> {
  const answer = await askBy('HEAD', address, options);
  return 'status' in answer && NO_HEAD.includes(answer.status) ? askBy('GET', address, options) : answer;
}

async function askBy(method: 'HEAD' | 'GET', address: string, { timeout = 10_000 }: CheckOptions): Promise<Answer> {
  try {
    const response = await fetch(address, {
      method,
      redirect: 'manual',
      headers: { 'user-agent': AGENT, accept: 'text/html, */*;q=0.1' },
      signal: AbortSignal.timeout(timeout),
    });
    // Nobody reads it.
    await response.body?.cancel();
    return { status: response.status, location: response.headers.get('location') };
  } catch (error) {
    return { why: faultOf(error as Error) };
  }
}

function faultOf(error: Error): LinkFault {
  if (error.name === 'TimeoutError') return 'slow';
  const { code = '' } = (error.cause ?? {}) as { code?: string };
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'unknown-host';
  if (code === 'ECONNREFUSED' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH') return 'refused';
  if (/TIMEOUT|ETIMEDOUT/.test(code)) return 'slow';
  return /CERT|SELF_SIGNED|TLS|SSL/.test(code) ? 'certificate' : 'broken';
}

function sleep(time: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, time));
}
