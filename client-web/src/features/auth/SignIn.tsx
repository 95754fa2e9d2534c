'use client';

import type { ReactNode } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { matrix } from '@/matrix/commands';
import { useSession } from '@/store/hooks';
import { AuthForm } from './AuthForm';
import { type AuthFields, checkSignIn } from './model';

async function signIn({ username, password, server }: AuthFields): Promise<void> {
  const homeserver = server.trim();
  const request = { user: username.trim(), password };
  await matrix.login(homeserver === '' ? request : { ...request, homeserver });
}

/** Signs in with a password. */
export function SignIn({ footer }: { readonly footer: ReactNode }) {
  const { t } = useI18n();
  const session = useSession();
  const wasRevoked = session.status === 'signedOut' && session.reason === 'revoked';
  return (
    <AuthForm
      kind="sign-in"
      title="auth.signInTitle"
      hint="auth.signInHint"
      action="auth.signIn"
      notice={wasRevoked ? t('auth.revoked') : undefined}
      check={checkSignIn}
      submit={signIn}
      footer={footer}
    />
  );
}
