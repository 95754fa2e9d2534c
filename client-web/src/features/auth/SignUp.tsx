'use client';

import type { ReactNode } from 'react';
import { matrix } from '@/matrix/commands';
import { AuthForm } from './AuthForm';
import { type AuthFields, checkSignUp } from './model';

async function signUp({ username, password, server, token }: AuthFields): Promise<void> {
  const homeserver = server.trim();
  const registrationToken = token.trim();
  await matrix.register({
    username: username.trim(),
    password,
    ...(homeserver === '' ? {} : { homeserver }),
    ...(registrationToken === '' ? {} : { registrationToken }),
  });
}

async function checkUsername({ username, server }: AuthFields): Promise<void> {
  const homeserver = server.trim();
  await matrix.checkUsername(username.trim(), homeserver === '' ? undefined : homeserver);
}

/** Creates an account and signs in with it. */
export function SignUp({ footer }: { readonly footer: ReactNode }) {
  return (
    <AuthForm
      kind="sign-up"
      title="auth.signUpTitle"
      hint="auth.signUpHint"
      action="auth.signUp"
      check={checkSignUp}
      submit={signUp}
      checkUsername={checkUsername}
      footer={footer}
    />
  );
}
