'use client';

import {
  AtSign,
  Ban,
  Bell,
  BellOff,
  Crown,
  History,
  KeyRound,
  Link,
  MessageSquareLock,
  Pencil,
  Share2,
  ShieldCheck,
  UserPlus,
  UserRoundCheck,
  UsersRound,
} from 'lucide-react';
import { useEffect } from 'react';
import { errorText, peopleText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { roomLink } from '@/lib/matrix-link';
import type { Side } from '@/lib/route';
import { matrix } from '@/matrix/commands';
import type { RoomSummary } from '@/matrix/types';
import { useDetails, useIsSaved, useMembers, useOwnUserId } from '@/store/hooks';
import { ActionRow } from '@/ui/ActionRow';
import { Avatar } from '@/ui/Avatar';
import { Badge } from '@/ui/Badge';
import { IconButton } from '@/ui/IconButton';
import { Card } from '@/ui/Page';
import { SwitchRow } from '@/ui/SwitchRow';
import { showToast } from '@/ui/toast';
import styles from './InfoPanel.module.css';
import { SharedMedia } from './SharedMedia';
import { SidePage, SideScroll } from './SidePage';
import { SoundRow } from './SoundRow';
import { type Tile, Tiles } from './Tiles';
import { useRequests } from './use-requests';

interface InfoPanelProps {
  readonly room: RoomSummary;
  readonly onClose: () => void;
  readonly onGo: (side: Side) => void;
  readonly onInvite: () => void;
  readonly onShowMessage: (eventId: string) => void;
}

/** A group or a channel: what it is, who is in it, what was shared. */
export function InfoPanel({ room, onClose, onGo, onInvite, onShowMessage }: InfoPanelProps) {
  const { t } = useI18n();
  const { roomId, isMuted } = room;
  const details = useDetails(roomId);
  const members = useMembers(roomId);
  const isSaved = useIsSaved(roomId);
  const name = isSaved ? t('menu.saved') : (room.name ?? t('room.empty'));
  const isChannel = room.kind === 'channel';
  const asking = useRequests(roomId).length;
  const banned = Object.values(members).filter(({ membership }) => membership === 'ban').length;
  const mayEdit = details !== null && details.mayChange.length > 0;
  const mayInvite = details !== null && details.ownLevel >= details.powers.invite;

  useEffect(() => {
    // Without an answer those who are known already are counted.
    matrix.loadMembers(roomId).catch(() => undefined);
  }, [roomId]);

  const act = (command: Promise<unknown>) => {
    command.catch((error: unknown) => showToast(errorText(error, t)));
  };
  const link = roomLink(roomId, room.alias, useOwnUserId());
  const copyLink = () => {
    act(navigator.clipboard.writeText(link));
    showToast(t('room.linkCopied'));
  };

  const tiles: readonly Tile[] = [
    {
      id: 'mute',
      icon: isMuted ? Bell : BellOff,
      label: t(isMuted ? 'info.tile.unmute' : 'info.tile.mute'),
      onClick: () => act(isMuted ? matrix.unmuteChat(roomId) : matrix.muteChat(roomId, null)),
    },
    ...(mayInvite
      ? [{ id: 'add', icon: UserPlus, label: t('info.tile.add'), onClick: onInvite }]
      : []),
    { id: 'share', icon: Share2, label: t('info.tile.share'), onClick: copyLink },
  ];

  return (
    <SidePage
      isFirst
      title={t(isChannel ? 'info.channel' : 'info.group')}
      onBack={onClose}
      end={
        mayEdit && (
          <IconButton
            icon={Pencil}
            label={t('info.edit')}
            onClick={() => onGo('edit')}
            data-testid="info-edit"
          />
        )
      }
      data-testid="info-panel"
    >
      <SideScroll>
        <div className={styles.head}>
          <Avatar id={roomId} name={name} size={120} mxc={room.avatarUrl} isSaved={isSaved} />
          <p className={styles.name} dir="auto" data-testid="info-name">
            {name}
          </p>
          <p className={styles.quiet}>{peopleText(room, t)}</p>
        </div>
        {!isSaved && <Tiles tiles={tiles} />}
        <Card title={t('info.about')} hidesTitle>
          {room.topic !== null && (
            <p className={styles.topic} dir="auto" data-testid="info-topic">
              {room.topic}
            </p>
          )}
          <ActionRow
            icon={room.alias === null ? Link : AtSign}
            label={room.alias ?? t('info.link')}
            detail={t('info.copyLink')}
            onClick={copyLink}
            data-testid="info-link"
          />
          <SwitchRow
            label={t('info.notifications')}
            isOn={!isMuted}
            onChange={(isOn) =>
              act(isOn ? matrix.unmuteChat(roomId) : matrix.muteChat(roomId, null))
            }
            data-testid="info-notifications"
          />
          {!isMuted && <SoundRow roomId={roomId} />}
          {room.isEncrypted && (
            <p className={styles.lock}>
              <MessageSquareLock size={20} aria-hidden="true" />
              {t('info.encrypted')}
            </p>
          )}
        </Card>
        <Card title={t('info.people')} hidesTitle>
          <ActionRow
            icon={UsersRound}
            label={t(isChannel ? 'info.subscriberList' : 'info.memberList')}
            value={room.joinedCount}
            onClick={() => onGo('members')}
            data-testid="info-members"
          />
          {mayInvite && (
            <ActionRow
              icon={UserPlus}
              label={t('info.addPeople')}
              onClick={onInvite}
              data-testid="info-invite"
            />
          )}
          {asking > 0 && (
            <ActionRow
              icon={UserRoundCheck}
              label={t('info.requests')}
              value={
                <Badge
                  kind="count"
                  text={String(asking)}
                  label={t('requests.count', { count: asking })}
                />
              }
              onClick={() => onGo('requests')}
              data-testid="info-requests"
            />
          )}
        </Card>
        {mayEdit && (
          <Card title={t('info.administration')} hidesTitle>
            <ActionRow
              icon={KeyRound}
              label={t('info.access')}
              onClick={() => onGo('access')}
              data-testid="info-access"
            />
            <ActionRow
              icon={ShieldCheck}
              label={t('info.permissions')}
              onClick={() => onGo('permissions')}
              data-testid="info-permissions"
            />
            <ActionRow icon={Crown} label={t('info.admins')} onClick={() => onGo('admins')} />
            {banned > 0 && (
              <ActionRow
                icon={Ban}
                label={t('info.banned')}
                value={banned}
                onClick={() => onGo('banned')}
                data-testid="info-banned"
              />
            )}
            <ActionRow
              icon={History}
              label={t('info.actions')}
              onClick={() => onGo('actions')}
              data-testid="info-actions"
            />
          </Card>
        )}
        <SharedMedia roomId={roomId} onShowMessage={onShowMessage} />
      </SideScroll>
    </SidePage>
  );
}
