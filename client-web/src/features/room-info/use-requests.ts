'use client';

import { useMemo } from 'react';
import type { Member } from '@/matrix/types';
import { useDetails, useMembers } from '@/store/hooks';
import { requestsOf } from './roles';

/** Who asks to be let in, the newest first; nobody for those who have no say in it. */
export function useRequests(roomId: string): readonly Member[] {
  const details = useDetails(roomId);
  const members = useMembers(roomId);
  return useMemo(() => requestsOf(Object.values(members), details), [members, details]);
}
