/** The client-server API without a client, for what would take a person too long. */
export class Api {
  #transactions = 0;

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

  /** Makes an account. */
  static async register(url: string, username: string, password: string): Promise<Api> {
    const auth = { type: 'm.login.dummy' };
    const body = { username, password, auth };
    const { access_token } = await request(url, 'POST', '/register', body);
    return new Api(url, String(access_token));
  }

  /** Whatever has no name of its own here. */
  call(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
    return request(this.url, method, path, body, this.accessToken);
  }

  /** Makes a room and resolves to its id. */
  async createRoom(body: Record<string, unknown>): Promise<string> {
    return String((await this.call('POST', '/createRoom', body)).room_id);
  }

  async join(roomId: string): Promise<void> {
    await this.call('POST', `/join/${encodeURIComponent(roomId)}`, {});
  }

  /** Changes the state of a room. */
  async setState(roomId: string, type: string, content: unknown, key = ''): Promise<void> {
    const place = `${encodeURIComponent(type)}/${encodeURIComponent(key)}`;
    await this.call('PUT', `/rooms/${encodeURIComponent(roomId)}/state/${place}`, content);
  }

  /** Sends texts to a room, one after the other. */
  async send(roomId: string, texts: readonly string[]): Promise<void> {
    for (const body of texts) {
      await this.sendEvent(roomId, 'm.room.message', { msgtype: 'm.text', body });
    }
  }

  /** Sends whatever it is given, and resolves to the event's id. */
  async sendEvent(roomId: string, type: string, content: unknown): Promise<string> {
    this.#transactions += 1;
    const path = `/rooms/${encodeURIComponent(roomId)}/send/${type}/api${this.#transactions}`;
    const { event_id } = await request(this.url, 'PUT', path, content, this.accessToken);
    return String(event_id);
  }

  /** Brings a file to the server, and resolves to its address. */
  async upload(file: Uint8Array<ArrayBuffer>, type: string): Promise<string> {
    const response = await fetch(`${this.url}/_matrix/media/v3/upload`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${this.accessToken}`, 'Content-Type': type },
      body: file,
    });
    const { content_uri } = (await response.json()) as { content_uri: string };
    return content_uri;
  }

  /** What the server has of a room, newest first. */
  async messages(roomId: string): Promise<readonly { type: string; content: unknown }[]> {
    const path = `/rooms/${encodeURIComponent(roomId)}/messages?dir=b&limit=100`;
    const { chunk } = await request(this.url, 'GET', path, undefined, this.accessToken);
    return chunk as { type: string; content: unknown }[];
  }

  /** Ends all sessions of the account. */
  async signOutEverywhere(): Promise<void> {
    await request(this.url, 'POST', '/logout/all', {}, this.accessToken);
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
    body: body === undefined ? null : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
  return (await response.json()) as Record<string, unknown>;
}
