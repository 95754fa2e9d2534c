'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useSession } from '@/store/hooks';
import { Columns } from './Columns';
import { Splash } from './Splash';

/** The chats of whoever is signed in; anybody else is sent to sign in and comes back to the same place. */
export function ChatScreen() {
  const router = useRouter();
  const { status } = useSession();

  useEffect(() => {
    if (status === 'signedOut') router.replace(`/login/${location.hash}`);
  }, [status, router]);

  return status === 'signedIn' ? <Columns /> : <Splash />;
}
