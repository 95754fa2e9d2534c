'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { SignIn } from '@/features/auth/SignIn';
import { SignUp } from '@/features/auth/SignUp';
import { useI18n } from '@/i18n/I18nProvider';
import { useSession } from '@/store/hooks';

/** Whoever is signed in wants to be with another account, too. */
const ADDING = '#another';

const isAddingNow = () => location.hash === ADDING;

function onHashChange(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

/** Signing in or up; whoever is signed in goes on to the chats. */
export function AuthScreen({ kind }: { readonly kind: 'sign-in' | 'sign-up' }) {
  const { t } = useI18n();
  const router = useRouter();
  const session = useSession();
  const userId = session.status === 'signedIn' ? session.session.userId : null;
  const before = useRef<string | null>(null);
  const isAdding = useSyncExternalStore(onHashChange, isAddingNow, () => false);

  useEffect(() => {
    document.title = t('app.title', {
      unread: 0,
      place: 'chat',
      chat: t(kind === 'sign-in' ? 'auth.signIn' : 'auth.signUp'),
    });
  }, [t, kind]);

  useEffect(() => {
    if (userId === null) return;
    // The fragment is known only after the static page has come to life.
    const isStill = isAddingNow();
    before.current ??= isStill ? userId : '';
    if (isStill && userId === before.current) return;
    router.replace(isStill ? '/' : `/${location.hash}`);
  }, [userId, router]);

  const suffix = isAdding ? ADDING : '';
  return kind === 'sign-in' ? (
    <SignIn footer={<Link href={`/register/${suffix}`}>{t('auth.toSignUp')}</Link>} />
  ) : (
    <SignUp footer={<Link href={`/login/${suffix}`}>{t('auth.toSignIn')}</Link>} />
  );
}
