import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Who may ask the show's server anything. Two attacks come through a browser that a person of the venue uses on the same
 * machine: a foreign page whose name is made to resolve to 127.0.0.1 (DNS rebinding; its Host gives it away), and a
 * foreign page that opens our address straight away (cross-site request or WebSocket; its Origin gives it away). Against
 * other programs on the machine there is the token of this launch. Decisions only: nothing here touches a socket.
 */
export interface GuardRules {
  /** Values of the Host header that are ours, with the port: `127.0.0.1:4711`, `localhost:4711`. */
  readonly hosts: readonly string[];
  /** Values of the Origin header that are ours: `http://127.0.0.1:4711`. */
  readonly origins: readonly string[];
  /** The launch's token; null where the carrier itself lets nobody else in (Electron's own scheme). */
  readonly token: string | null;
}

/** What of a request the guard looks at; null where the header is missing. */
export interface Asked {
  readonly method: string;
  readonly host: string | null;
  readonly origin: string | null;
  /** `Sec-Fetch-Site`. */
  readonly site: string | null;
  /** Every token that came along, from the query and from the cookie. */
  readonly tokens: readonly string[];
}

export type Verdict =
  { readonly pass: true } | { readonly pass: false; readonly status: 403 | 405 | 421; readonly reason: string };

const refuse = (status: 403 | 405 | 421, reason: string): Verdict => ({ pass: false, status, reason });

/** Methods that the pages need; nothing is written over this server. */
const METHODS: readonly string[] = ['GET', 'HEAD'];

export function judgeRequest(asked: Asked, rules: GuardRules): Verdict {
  if (!METHODS.includes(asked.method)) return refuse(405, `method ${asked.method.slice(0, 16)} is not served`);
  return judgeCaller(asked, rules);
}

/** Like `judgeRequest` for a WebSocket, which browsers let any page open: there the Origin has to be present and ours. */
export function judgeUpgrade(asked: Asked, rules: GuardRules): Verdict {
  if (asked.method !== 'GET') return refuse(405, 'a WebSocket opens with GET');
  if (asked.origin === null) return refuse(403, 'a WebSocket without an Origin');
  return judgeCaller(asked, rules);
}

/** Name, origin, site and token alone, whatever the method. */
export function judgeCaller(asked: Asked, rules: GuardRules): Verdict {
  if (asked.host === null || !rules.hosts.includes(asked.host.toLowerCase())) {
    return refuse(421, 'this server is not known by that name');
  }
  if (asked.origin !== null && !rules.origins.includes(asked.origin.toLowerCase())) {
    return refuse(403, 'a page of another origin asked');
  }
  if (asked.site === 'cross-site') return refuse(403, 'a page of another site asked');
  const token = rules.token;
  if (token !== null && !asked.tokens.some((given) => sameSecret(given, token))) {
    return refuse(403, "the token of this launch is missing: open the address that the show's terminal printed");
  }
  return { pass: true };
}

/** Whether two secrets are equal, in a time that tells nothing about where they differ, nor of their lengths. */
export function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
