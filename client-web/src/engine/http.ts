/**
 * Plain JSON requests to a homeserver, for what happens before matrix-js-sdk is there: discovery, sign-in and
 * registration. The sign-in page therefore never waits for the SDK to load.
 */
const timeoutMs = 30_000;

/** The server answered, and it was not a success. */
export class HttpFailure extends Error {
  constructor(
    readonly httpStatus: number,
    readonly data: Record<string, unknown>,
  ) {
    super(typeof data.error === 'string' ? data.error : `HTTP ${httpStatus}`);
    this.name = 'HttpFailure';
  }
}

/** Something answered, but not in JSON: whatever it is, it is not a homeserver. */
export class NotJsonFailure extends Error {
  override name = 'NotJsonFailure';
}

export interface JsonRequest {
  method?: 'GET' | 'POST';
  body?: unknown;
  accessToken?: string;
}

/** Resolves to the object that the server sent; rejects with a failure above, or a `TypeError` without answer. */
export async function requestJson(
  baseUrl: string,
  path: string,
  { method = 'GET', body, accessToken }: JsonRequest = {},
): Promise<Record<string, unknown>> {
  const response = await fetch(`${baseUrl}${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(accessToken === undefined ? {} : { Authorization: `Bearer ${accessToken}` }),
    },
    body: body === undefined ? null : JSON.stringify(body),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const data = await readObject(response);
  if (response.ok && data) return data;
  if (!data && (response.ok || response.status < 500)) throw new NotJsonFailure();
  throw new HttpFailure(response.status, data ?? {});
}

async function readObject(response: Response): Promise<Record<string, unknown> | null> {
  try {
    const data: unknown = await response.json();
    return typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
