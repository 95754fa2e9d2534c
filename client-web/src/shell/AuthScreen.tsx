'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { SignIn } from '@/features/auth/SignIn';
import { SignUp } from '@/features/auth/SignUp';
import { useI18n } from '@/i18n/I18nProvider';
import { useSession } from '@/store/hooks';

/** Signing in or up; whoever is signed in goes on to the chats. */
export function AuthScreen({ kind }: { readonly kind: 'sign-in' | 'sign-up' }) {
  const { t } = useI18n();
  const router = useRouter();
  const { status } = useSession();

  useEffect(() => {
    document.title = t('app.title', {
      unread: 0,
      place: 'chat',
      chat: t(kind === 'sign-in' ? 'auth.signIn' : 'auth.signUp'),
    });
  }, [t, kind]);

  useEffect(() => {
    if (status === 'signedIn') router.replace(`/${location.hash}`);
  }, [status, router]);

  return kind === 'sign-in' ? (
    <SignIn footer={<Link href="/register/">{t('auth.toSignUp')}</Link>} />
  ) : (
    <SignUp footer={<Link href="/login/">{t('auth.toSignIn')}</Link>} />
  );
}
