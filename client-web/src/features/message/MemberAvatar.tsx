'use client';

import { parseTimelineId } from '@/lib/timeline-id';
import type { NamedUser } from '@/matrix/types';
import { useMember } from '@/store/hooks';
import { Avatar } from '@/ui/Avatar';
import { useMessageActions } from './actions';

interface MemberAvatarProps {
  readonly user: NamedUser;
  readonly size: 20 | 24;
}

/** Somebody in the small print of a message, with the face that they have in its room. */
export function MemberAvatar({ user: { userId, name }, size }: MemberAvatarProps) {
  const { roomId } = parseTimelineId(useMessageActions().timelineId);
  const member = useMember(roomId, userId);
  return <Avatar id={userId} name={name} size={size} mxc={member?.avatarUrl ?? null} />;
}
