/** Which homeserver a person means. https://spec.matrix.org/latest/client-server-api/#server-discovery */
import { EngineFailure } from './errors';
import { requestJson } from './http';

/**
 * `named` (what the person typed as server) wins over the server part of a full user id; without either it is
 * the page's own origin. Resolves to a base URL at which a homeserver has answered.
 */
export async function findHomeserver(
  named: string | undefined,
  user: string,
  pageOrigin: string,
): Promise<string> {
  const server = named?.trim() || serverPart(user);
  if (!server || isOrigin(server, pageOrigin)) return defaultHomeserver(pageOrigin);
  if (/^https?:\/\//.test(server)) return checked(server);
  const found = await wellKnown(`https://${server}`);
  return checked(found ?? `https://${server}`);
}

/** The part after the first colon of `@user:server`, else null. */
export function serverPart(user: string): string | null {
  return /^@[^:]+:(.+)$/.exec(user.trim())?.[1] ?? null;
}

function isOrigin(server: string, pageOrigin: string): boolean {
  const { host, hostname } = new URL(pageOrigin);
  return server === host || server === hostname;
}

/** The page's origin is a homeserver, or its .well-known names one. */
async function defaultHomeserver(origin: string): Promise<string> {
  try {
    return await checked(origin);
  } catch (error) {
    const found = await wellKnown(origin);
    if (found === null) throw error;
    return checked(found);
  }
}

/** The base URL that a server's .well-known names; null when it names none. */
async function wellKnown(origin: string): Promise<string | null> {
  try {
    const answer = await requestJson(origin, '/.well-known/matrix/client');
    const homeserver = answer['m.homeserver'] as { base_url?: unknown } | undefined;
    return typeof homeserver?.base_url === 'string' ? homeserver.base_url : null;
  } catch {
    return null;
  }
}

async function checked(url: string): Promise<string> {
  if (!URL.canParse(url)) throw new EngineFailure('notAHomeserver', url);
  const baseUrl = url.replace(/\/+$/, '');
  const answer = await requestJson(baseUrl, '/_matrix/client/versions');
  if (!Array.isArray(answer.versions)) throw new EngineFailure('notAHomeserver', url);
  return baseUrl;
}
