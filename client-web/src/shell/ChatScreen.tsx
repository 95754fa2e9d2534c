'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { LockScreen } from '@/features/lock/LockScreen';
import { endLock, useLock } from '@/features/lock/use-lock';
import { matrix } from '@/matrix/commands';
import { useSession } from '@/store/hooks';
import { Columns } from './Columns';
import { useAccountChange } from './use-account-change';
import { Splash } from './Splash';

/** The chats of whoever is signed in; anybody else is sent to sign in and may come back to the same place. */
export function ChatScreen() {
  const router = useRouter();
  const session = useSession();
  const isLocked = useLock();
  const userId = session.status === 'signedIn' ? session.session.userId : null;
  useAccountChange(userId);

  useEffect(() => {
    if (session.status !== 'signedOut') return;
    endLock();
    // Whoever signs out on purpose is done here; anybody else wants to come back to where they were.
    router.replace(session.reason === 'user' ? '/login/' : `/login/${location.hash}`);
  }, [session, router]);

  if (session.status !== 'signedIn') return <Splash />;
  return isLocked ? <LockScreen onSignOut={() => matrix.logout()} /> : <Columns key={userId} />;
}
