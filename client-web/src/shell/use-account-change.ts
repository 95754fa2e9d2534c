'use client';

import { useEffect, useRef } from 'react';
import { HOME, type Route } from '@/lib/route';
import { redirect, useRoute } from './use-route';

/** Goes home when another account is looked at: what was open belonged to the one before. */
export function useAccountChange(userId: string | null): void {
  const route = useRoute();
  const before = useRef<{ readonly userId: string; readonly route: Route } | null>(null);
  useEffect(() => {
    const last = before.current;
    if (userId === null) return;
    // Who came by a notification of the other account is where they want to be.
    if (last && last.userId !== userId && last.route === route) redirect(HOME);
    before.current = { userId, route };
  }, [userId, route]);
}
