import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { login, register } from './auth';
import { describeError } from './errors';

const origin = 'https://chat.example';
const session = { user_id: '@anna:chat.example', device_id: 'D', access_token: 'secret' };
const anna = { username: 'anna', password: 'pw' };

type Answer = [status: number, body: unknown];

/** Answers by path; a list is used up in order. */
let answers: Record<string, Answer | Answer[]>;
let bodies: Record<string, unknown>[];

const challenge = (...flows: string[][]) => ({
  session: 'S',
  flows: flows.map((stages) => ({ stages })),
  params: {},
});

const codeOf = async (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    (error: unknown) => describeError(error).code,
  );

beforeEach(() => {
  bodies = [];
  answers = { '/_matrix/client/versions': [200, { versions: ['v1.11'] }] };
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const known = answers[new URL(url).pathname];
    const next = Array.isArray(known?.[0]) ? (known as Answer[]).shift() : (known as Answer);
    if (init.body) bodies.push(JSON.parse(String(init.body)) as Record<string, unknown>);
    const [status, body] = next ?? [404, { errcode: 'M_UNRECOGNIZED' }];
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status });
  });
});

afterEach(() => vi.unstubAllGlobals());

describe('login', () => {
  it('signs in at the page origin', async () => {
    answers['/_matrix/client/v3/login'] = [200, session];
    const stored = await login({ user: ' anna ', password: 'pw' }, origin);
    expect(stored).toMatchObject({ userId: '@anna:chat.example', homeserverUrl: origin });
    expect(bodies[0]).toMatchObject({ identifier: { type: 'm.id.user', user: 'anna' } });
  });

  it('tells a wrong password from a forbidden action', async () => {
    answers['/_matrix/client/v3/login'] = [403, { errcode: 'M_FORBIDDEN', error: 'No' }];
    expect(await codeOf(login({ user: 'anna', password: 'x' }, origin))).toBe('wrongCredentials');
  });

  it('does not take a web page for a homeserver', async () => {
    answers['/_matrix/client/versions'] = [200, '<!doctype html>'];
    expect(await codeOf(login({ user: 'anna', password: 'x' }, origin))).toBe('notAHomeserver');
  });

  it('refuses an answer without a session', async () => {
    answers['/_matrix/client/v3/login'] = [200, { user_id: 7 }];
    expect(await codeOf(login({ user: 'anna', password: 'x' }, origin))).toBe('badAnswer');
  });
});

describe('register', () => {
  const path = '/_matrix/client/v3/register';

  it('goes through the dummy stage', async () => {
    answers[path] = [
      [401, challenge(['m.login.dummy'])],
      [200, session],
    ];
    await register(anna, origin);
    expect(bodies[1]).toMatchObject({ auth: { type: 'm.login.dummy', session: 'S' } });
  });

  it('asks for a token where no other way is open', async () => {
    answers[path] = [401, challenge(['m.login.recaptcha'], ['m.login.registration_token'])];
    expect(await codeOf(register(anna, origin))).toBe('registrationTokenRequired');
  });

  it('sends token and dummy in the order of the flow', async () => {
    const flow = ['m.login.registration_token', 'm.login.dummy'];
    answers[path] = [
      [401, challenge(flow)],
      [401, challenge(flow)],
      [200, session],
    ];
    await register({ ...anna, registrationToken: 'T' }, origin);
    expect(bodies[1]).toMatchObject({ auth: { type: 'm.login.registration_token', token: 'T' } });
    expect(bodies[2]).toMatchObject({ auth: { type: 'm.login.dummy' } });
  });

  it('says that a token is wrong', async () => {
    const flow = ['m.login.registration_token'];
    answers[path] = [
      [401, challenge(flow)],
      [401, { ...challenge(flow), errcode: 'M_UNAUTHORIZED' }],
    ];
    const wrong = register({ ...anna, registrationToken: 'T' }, origin);
    expect(await codeOf(wrong)).toBe('registrationTokenWrong');
  });

  it('gives up on stages that it cannot do, and on circles', async () => {
    answers[path] = [401, challenge(['m.login.recaptcha', 'm.login.dummy'])];
    expect(await codeOf(register(anna, origin))).toBe('unsupportedRegistration');
    answers[path] = [401, challenge(['m.login.dummy'])];
    expect(await codeOf(register(anna, origin))).toBe('badAnswer');
  });

  it.each([
    [403, 'M_FORBIDDEN', 'registrationClosed'],
    [400, 'M_USER_IN_USE', 'usernameTaken'],
    [400, 'M_INVALID_USERNAME', 'usernameInvalid'],
    [429, 'M_LIMIT_EXCEEDED', 'rateLimited'],
    [500, 'M_UNKNOWN', 'badAnswer'],
  ])('turns %i %s into %s', async (status, errcode, code) => {
    answers[path] = [status, { errcode }];
    expect(await codeOf(register(anna, origin))).toBe(code);
  });
});
