/** The client-server API without a client, for what would take a person too long. */
export class Api {
  private constructor(
    private readonly url: string,
    private readonly accessToken: string,
  ) {}

  /** Signs in as a device of its own. */
  static async signIn(url: string, user: string, password: string): Promise<Api> {
    const identifier = { type: 'm.id.user', user };
    const body = { type: 'm.login.password', identifier, password };
    const { access_token } = await request(url, 'POST', '/login', body);
    return new Api(url, String(access_token));
  }

  /** Sends texts to a room, one after the other. */
  async send(roomId: string, texts: readonly string[]): Promise<void> {
    for (const [index, body] of texts.entries()) {
      const path = `/rooms/${encodeURIComponent(roomId)}/send/m.room.message/bulk${index}`;
      await request(this.url, 'PUT', path, { msgtype: 'm.text', body }, this.accessToken);
    }
  }
}

async function request(
  url: string,
  method: string,
  path: string,
  body: unknown,
  accessToken?: string,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${url}/_matrix/client/v3${path}`, {
    method,
    headers: accessToken === undefined ? {} : { Authorization: `Bearer ${accessToken}` },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
  return (await response.json()) as Record<string, unknown>;
}
