import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { findHomeserver } from './discovery';
import { describeError } from './errors';

const versions = { versions: ['v1.11'] };
const wellKnown = (baseUrl: string) => ({ 'm.homeserver': { base_url: baseUrl } });

let web: Record<string, unknown>;

beforeEach(() => {
  web = {};
  vi.stubGlobal('fetch', async (url: string) => {
    if (!(url in web)) throw new TypeError('fetch failed');
    return new Response(JSON.stringify(web[url]));
  });
});

afterEach(() => vi.unstubAllGlobals());

it('takes the origin when it is a homeserver', async () => {
  web['https://chat.example/_matrix/client/versions'] = versions;
  expect(await findHomeserver(undefined, 'anna', 'https://chat.example')).toBe(
    'https://chat.example',
  );
});

it('takes what the origin names when it is only a web server', async () => {
  web['https://chat.example/.well-known/matrix/client'] = wellKnown('https://hs.example/');
  web['https://hs.example/_matrix/client/versions'] = versions;
  expect(await findHomeserver(undefined, 'anna', 'https://chat.example')).toBe(
    'https://hs.example',
  );
});

it('follows the server part of a full user id', async () => {
  web['https://other.example/.well-known/matrix/client'] = wellKnown('https://hs.other.example');
  web['https://hs.other.example/_matrix/client/versions'] = versions;
  const found = await findHomeserver(undefined, '@anna:other.example', 'https://chat.example');
  expect(found).toBe('https://hs.other.example');
});

it('knows its own origin in a full user id', async () => {
  web['http://localhost:8008/_matrix/client/versions'] = versions;
  const found = await findHomeserver(undefined, '@anna:localhost', 'http://localhost:8008');
  expect(found).toBe('http://localhost:8008');
});

it('takes a typed address as it is', async () => {
  web['http://127.0.0.1:9/_matrix/client/versions'] = versions;
  const found = await findHomeserver('http://127.0.0.1:9/', 'anna', 'https://chat.example');
  expect(found).toBe('http://127.0.0.1:9');
});

it.each([
  ['nowhere.example', 'unreachable'],
  ['not a server', 'notAHomeserver'],
])('says why %s will not do', async (server, code) => {
  const error: unknown = await findHomeserver(server, 'anna', 'https://chat.example').catch(
    (reason: unknown) => reason,
  );
  expect(describeError(error).code).toBe(code);
});
