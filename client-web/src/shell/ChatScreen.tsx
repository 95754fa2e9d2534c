'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useSession } from '@/store/hooks';
import { Columns } from './Columns';
import { Splash } from './Splash';

/** The chats of whoever is signed in; anybody else is sent to sign in and may come back to the same place. */
export function ChatScreen() {
  const router = useRouter();
  const session = useSession();

  useEffect(() => {
    if (session.status !== 'signedOut') return;
    // Whoever signs out on purpose is done here; anybody else wants to come back to where they were.
    router.replace(session.reason === 'user' ? '/login/' : `/login/${location.hash}`);
  }, [session, router]);

  return session.status === 'signedIn' ? <Columns /> : <Splash />;
}
