'use client';

import {
  AtSign,
  Ban,
  Bell,
  BellOff,
  MessageCircle,
  Share2,
  ShieldCheck,
  UserRoundMinus,
  UserRoundPlus,
} from 'lucide-react';
import { useEffect, useState } from 'react';
import { errorText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { matrixToLink } from '@/lib/matrix-link';
import { roomFragment } from '@/lib/route';
import { matrix } from '@/matrix/commands';
import type { PersonDetails } from '@/matrix/protocol/profile';
import { useAppState, useMember, useOwn, useOwnUserId, useRoom } from '@/store/hooks';
import { ActionRow } from '@/ui/ActionRow';
import { Avatar } from '@/ui/Avatar';
import { ListRow } from '@/ui/ListRow';
import { Card } from '@/ui/Page';
import { SwitchRow } from '@/ui/SwitchRow';
import { showToast } from '@/ui/toast';
import styles from './InfoPanel.module.css';
import { MemberActions } from './MemberActions';
import { LocalTime, PresenceLine } from './PersonLines';
import { SharedMedia } from './SharedMedia';
import { SidePage, SideScroll } from './SidePage';
import { SoundRow } from './SoundRow';
import { type Tile, Tiles } from './Tiles';

interface PersonPanelProps {
  readonly roomId: string;
  readonly userId: string;
  readonly isFirst: boolean;
  readonly onBack: () => void;
  readonly onOpenRoom: (roomId: string) => void;
  readonly onShowMessage: (eventId: string) => void;
}

/** A person: who they are, what we have in common, what can be done. */
export function PersonPanel(props: PersonPanelProps) {
  const { roomId, userId, isFirst, onBack, onOpenRoom, onShowMessage } = props;
  const { t } = useI18n();
  const room = useRoom(roomId);
  const member = useMember(roomId, userId);
  const ownUserId = useOwnUserId();
  const { contacts, ignoredUserIds } = useOwn();
  const details = usePersonDetails(userId);
  const contact = contacts.find((known) => known.userId === userId);
  const isSelf = userId === ownUserId;
  const isBlocked = ignoredUserIds.includes(userId);
  const isDirect = room?.directUserId === userId;
  const name = contact?.name ?? details?.displayName ?? member?.name ?? userId;

  const act = (command: Promise<unknown>) => {
    command.catch((error: unknown) => showToast(errorText(error, t)));
  };
  const write = async () => onOpenRoom(await matrix.createDirect(userId));
  const copy = () => {
    act(navigator.clipboard.writeText(userId));
    showToast(t('common.copied'));
  };

  const share = () => {
    act(navigator.clipboard.writeText(matrixToLink(userId)));
    showToast(t('room.linkCopied'));
  };
  const isMuted = room?.isMuted ?? false;
  const tiles: readonly Tile[] = [
    isDirect
      ? {
          id: 'mute',
          icon: isMuted ? Bell : BellOff,
          label: t(isMuted ? 'info.tile.unmute' : 'info.tile.mute'),
          onClick: () => act(isMuted ? matrix.unmuteChat(roomId) : matrix.muteChat(roomId, null)),
        }
      : {
          id: 'write',
          icon: MessageCircle,
          label: t('info.tile.write'),
          onClick: () => act(write()),
        },
    { id: 'share', icon: Share2, label: t('info.tile.share'), onClick: share },
  ];

  return (
    <SidePage
      isFirst={isFirst}
      title={t('person.title')}
      onBack={onBack}
      data-testid="person-panel"
    >
      <SideScroll>
        <div className={styles.head}>
          <Avatar
            id={userId}
            name={name}
            size={120}
            mxc={details?.avatarUrl ?? member?.avatarUrl ?? null}
          />
          <p className={styles.name} dir="auto" data-testid="person-name">
            {name}
          </p>
          <PresenceLine userId={userId} />
        </div>
        {!isSelf && <Tiles tiles={tiles} />}
        <Card title={t('info.about')} hidesTitle>
          {details?.bio != null && (
            <p className={styles.topic} dir="auto">
              {details.bio}
            </p>
          )}
          <ActionRow icon={AtSign} label={userId} detail={t('person.copyId')} onClick={copy} />
          {details?.timeZone != null && <LocalTime timeZone={details.timeZone} />}
          {isDirect && room !== null && (
            <SwitchRow
              label={t('info.notifications')}
              isOn={!room.isMuted}
              onChange={(isOn) =>
                act(isOn ? matrix.unmuteChat(roomId) : matrix.muteChat(roomId, null))
              }
              data-testid="info-notifications"
            />
          )}
          {isDirect && room !== null && !room.isMuted && <SoundRow roomId={roomId} />}
        </Card>
        {!isSelf && (
          <Card title={t('person.actions')} hidesTitle>
            <ActionRow
              icon={contact === undefined ? UserRoundPlus : UserRoundMinus}
              label={t(contact === undefined ? 'person.addContact' : 'person.removeContact')}
              onClick={() =>
                act(
                  contact === undefined
                    ? matrix.addContact(userId, null)
                    : matrix.removeContact(userId),
                )
              }
              data-testid="person-contact"
            />
            {room?.isEncrypted && (
              <ActionRow
                icon={ShieldCheck}
                label={t('person.verify')}
                onClick={() => act(matrix.requestVerification({ kind: 'person', userId }))}
              />
            )}
            <ActionRow
              icon={Ban}
              isDestructive={!isBlocked}
              label={t(isBlocked ? 'person.unblock' : 'person.block')}
              onClick={() => act(matrix.setIgnored(userId, !isBlocked))}
              data-testid="person-block"
            />
          </Card>
        )}
        {member !== null && !isSelf && !isDirect && (
          <MemberActions roomId={roomId} member={member} />
        )}
        <SharedGroups roomIds={details?.sharedRoomIds ?? []} onOpenRoom={onOpenRoom} />
        {isDirect && <SharedMedia roomId={roomId} onShowMessage={onShowMessage} />}
      </SideScroll>
    </SidePage>
  );
}

/** Null until they are there, and where they cannot be had. */
function usePersonDetails(userId: string): PersonDetails | null {
  const [details, setDetails] = useState<PersonDetails | null>(null);
  useEffect(() => {
    let isWanted = true;
    matrix.personDetails(userId).then(
      (found) => isWanted && setDetails(found),
      () => undefined,
    );
    return () => {
      isWanted = false;
    };
  }, [userId]);
  return details;
}

interface SharedGroupsProps {
  readonly roomIds: readonly string[];
  readonly onOpenRoom: (roomId: string) => void;
}

function SharedGroups({ roomIds, onOpenRoom }: SharedGroupsProps) {
  const { t } = useI18n();
  const rooms = useAppState((state) => state.rooms);
  const groups = roomIds.flatMap((roomId) => {
    const room = rooms[roomId];
    return room && room.directUserId === null ? room : [];
  });
  if (groups.length === 0) return null;
  return (
    <Card title={t('person.groups')}>
      {groups.map(({ roomId, name, avatarUrl, joinedCount }) => (
        <ListRow
          key={roomId}
          id={roomId}
          title={name ?? t('room.empty')}
          avatarUrl={avatarUrl}
          subtitle={t('room.members', { count: joinedCount })}
          href={roomFragment(roomId)}
          onClick={() => onOpenRoom(roomId)}
          data-testid="shared-group"
        />
      ))}
    </Card>
  );
}
