'use client';

import { useState } from 'react';
import { AccessPanel } from '@/features/room-info/AccessPanel';
import { ActionsPanel } from '@/features/room-info/ActionsPanel';
import { BannedPanel } from '@/features/room-info/BannedPanel';
import { EditPanel } from '@/features/room-info/EditPanel';
import { InfoPanel } from '@/features/room-info/InfoPanel';
import { InviteDialog } from '@/features/room-info/InviteDialog';
import { MembersPanel } from '@/features/room-info/MembersPanel';
import { PermissionsPanel } from '@/features/room-info/PermissionsPanel';
import { PersonPanel } from '@/features/room-info/PersonPanel';
import { RequestsPanel } from '@/features/room-info/RequestsPanel';
import type { Side } from '@/lib/route';
import type { RoomSummary } from '@/matrix/types';
import { useRoom } from '@/store/hooks';
import { SearchPage } from './SearchPage';
import { navigate } from './use-route';

interface RightColumnProps {
  readonly roomId: string;
  readonly side: Side;
  readonly person: string | null;
}

const close = () => navigate({ side: null, person: null });
const go = (side: Side) => navigate({ side, person: null });
const toInfo = () => go('info');
const showPerson = (person: string) => navigate({ side: 'members', person });
const showMessage = (eventId: string) => navigate({ eventId });
const openRoom = (roomId: string) => navigate({ roomId });

/** What there is to know about the open chat, page by page. */
export function RightColumn({ roomId, side, person }: RightColumnProps) {
  const room = useRoom(roomId);
  if (room === null) return null;
  if (side === 'search') {
    return <SearchPage room={room} onClose={close} onShowMessage={showMessage} />;
  }
  const partner = room.directUserId;
  const userId = person ?? (side === 'info' ? partner : null);
  if (userId !== null) {
    return (
      <PersonPanel
        key={userId}
        roomId={roomId}
        userId={userId}
        isFirst={person === null}
        onBack={person === null ? close : () => go('members')}
        onOpenRoom={openRoom}
        onShowMessage={showMessage}
      />
    );
  }
  return <RoomPage room={room} side={side} />;
}

interface RoomPageProps {
  readonly room: RoomSummary;
  readonly side: Exclude<Side, 'search'>;
}

function RoomPage({ room, side }: RoomPageProps) {
  const { roomId } = room;
  switch (side) {
    case 'info':
      return <Info room={room} />;
    case 'members':
    case 'admins':
      return (
        <MembersPanel
          key={side}
          roomId={roomId}
          areAdmins={side === 'admins'}
          onBack={toInfo}
          onPerson={showPerson}
        />
      );
    case 'edit':
      return <EditPanel room={room} onBack={toInfo} />;
    case 'permissions':
      return <PermissionsPanel roomId={roomId} onBack={toInfo} />;
    case 'access':
      return <AccessPanel roomId={roomId} onBack={toInfo} />;
    case 'requests':
      return <RequestsPanel roomId={roomId} onBack={toInfo} />;
    case 'banned':
      return <BannedPanel roomId={roomId} onBack={toInfo} />;
    case 'actions':
      return <ActionsPanel room={room} onBack={toInfo} />;
  }
}

function Info({ room }: { readonly room: RoomSummary }) {
  const [isInviting, setIsInviting] = useState(false);
  return (
    <>
      <InfoPanel
        room={room}
        onClose={close}
        onGo={go}
        onInvite={() => setIsInviting(true)}
        onShowMessage={showMessage}
      />
      {isInviting && <InviteDialog roomId={room.roomId} onClose={() => setIsInviting(false)} />}
    </>
  );
}
