import { describe, expect, it } from 'vitest';
import { checkSignIn, checkSignUp, emptyFields, fieldOfError } from './model';

const fields = (username: string, password: string) => ({ ...emptyFields, username, password });

describe('checkSignIn', () => {
  it('asks for both, and takes a full address', () => {
    expect(checkSignIn(fields(' ', ''))).toEqual({
      username: 'auth.usernameRequired',
      password: 'auth.passwordRequired',
    });
    expect(checkSignIn(fields('@anna:example.org', 'x'))).toEqual({});
  });
});

describe('checkSignUp', () => {
  it('knows which local parts are possible', () => {
    expect(checkSignUp(fields('anna_1.x', 'longenough'))).toEqual({});
    expect(checkSignUp(fields('Anna', 'longenough')).username).toBe('error.usernameInvalid');
    expect(checkSignUp(fields('anna b', 'longenough')).username).toBe('error.usernameInvalid');
    expect(checkSignUp(fields('', 'longenough')).username).toBe('auth.usernameRequired');
  });

  it('wants eight characters', () => {
    expect(checkSignUp(fields('anna', '1234567')).password).toBe('auth.passwordShort');
    expect(checkSignUp(fields('anna', '12345678')).password).toBeUndefined();
  });
});

describe('fieldOfError', () => {
  it('puts a refusal where it belongs', () => {
    expect(fieldOfError('usernameTaken')).toBe('username');
    expect(fieldOfError('wrongCredentials')).toBe('password');
    expect(fieldOfError('rateLimited')).toBeNull();
    expect(fieldOfError(undefined)).toBeNull();
  });
});
