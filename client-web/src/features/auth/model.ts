/** What can be said about a sign-in or sign-up form before a server is asked. Pure. */
import type { MessageKey } from '@/i18n/en';

/** What is typed into the form. */
export interface AuthFields {
  readonly username: string;
  readonly password: string;
  readonly server: string;
  readonly token: string;
}

/** By field, what is wrong with it. */
export type AuthErrors = { readonly [Field in keyof AuthFields]?: MessageKey };

/** Empty fields of a form. */
export const emptyFields: AuthFields = { username: '', password: '', server: '', token: '' };

const SHORTEST_PASSWORD = 8;
/** The specification's characters for new local parts. */
const LOCAL_PART = /^[a-z0-9._=/+-]+$/u;

/** Checks a sign-in: a local part or a full address will do. */
export function checkSignIn({ username, password }: AuthFields): AuthErrors {
  return {
    ...(username.trim() === '' ? { username: 'auth.usernameRequired' } : {}),
    ...(password === '' ? { password: 'auth.passwordRequired' } : {}),
  };
}

/** Checks a sign-up: the local part of a new address, and a password that is not too short. */
export function checkSignUp({ username, password }: AuthFields): AuthErrors {
  const wanted = username.trim();
  const isWellFormed = LOCAL_PART.test(wanted);
  return {
    ...(wanted === '' ? { username: 'auth.usernameRequired' } : {}),
    ...(wanted !== '' && !isWellFormed ? { username: 'error.usernameInvalid' } : {}),
    ...(password.length < SHORTEST_PASSWORD ? { password: 'auth.passwordShort' } : {}),
  };
}

/** Which field a refusal of the server is about; null for the whole form. */
export function fieldOfError(code: string | undefined): keyof AuthFields | null {
  switch (code) {
    case 'usernameTaken':
    case 'usernameInvalid':
      return 'username';
    case 'wrongCredentials':
    case 'passwordTooWeak':
      return 'password';
    case 'registrationTokenRequired':
    case 'registrationTokenWrong':
      return 'token';
    case 'notAHomeserver':
      return 'server';
    default:
      return null;
  }
}
