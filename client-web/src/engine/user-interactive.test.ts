import { describe, expect, it, vi } from 'vitest';
import { HttpFailure } from './http';
import { type Auth, proven } from './user-interactive';

const me = '@me:hs';
const challenge = (stages: string[]) =>
  new HttpFailure(401, { session: 's1', flows: [{ stages }] });

describe('a request that wants proof', () => {
  it('goes without where the server asks for none', async () => {
    const request = vi.fn(async (auth: Auth) => auth);
    expect(await proven(me, 'secret', request)).toBeNull();
    expect(request).toHaveBeenCalledTimes(1);
  });

  it('gives the password only when it is asked for', async () => {
    const request = vi.fn(async (auth: Auth) => {
      if (auth === null) throw challenge(['m.login.password']);
      return auth;
    });
    expect(await proven(me, 'secret', request)).toEqual({
      type: 'm.login.password',
      identifier: { type: 'm.id.user', user: me },
      password: 'secret',
      session: 's1',
    });
  });

  it.each([
    [null, ['m.login.password'], 'passwordRequired'],
    ['wrong', ['m.login.password'], 'wrongCredentials'],
    ['secret', ['m.login.sso'], 'unsupportedRegistration'],
  ])('with the password %j and the stages %j fails as %s', async (password, stages, code) => {
    const request = () => Promise.reject(challenge(stages));
    await expect(proven(me, password, request)).rejects.toMatchObject({ code });
  });

  it('passes on what has nothing to do with proof', async () => {
    const failure = new HttpFailure(500, {});
    await expect(proven(me, null, () => Promise.reject(failure))).rejects.toBe(failure);
  });
});
