'use client';

import { useEffect, useState } from 'react';
import { errorText, plainNaming } from '@/i18n/plain-words';
import { type Translate, useI18n } from '@/i18n/I18nProvider';
import { describeService, type ChatKind, chatKind } from '@/i18n/service-message';
import { dateAndTime } from '@/lib/dates';
import { matrix } from '@/matrix/commands';
import type { LoggedAction, RoomSummary } from '@/matrix/types';
import { useMembers, useOwnUserId } from '@/store/hooks';
import { Avatar } from '@/ui/Avatar';
import { Card } from '@/ui/Page';
import { Spinner } from '@/ui/Spinner';
import styles from './PeopleCard.module.css';
import { SidePage, SideScroll } from './SidePage';

interface ActionsPanelProps {
  readonly room: RoomSummary;
  readonly onBack: () => void;
}

/** Changes that have no sentence of their own among the service messages. */
const silent: Readonly<
  Record<
    string,
    'actions.powers' | 'actions.entry' | 'actions.history' | 'actions.addresses' | 'actions.pins'
  >
> = {
  'm.room.power_levels': 'actions.powers',
  'm.room.join_rules': 'actions.entry',
  'm.room.history_visibility': 'actions.history',
  'm.room.canonical_alias': 'actions.addresses',
  'm.room.pinned_events': 'actions.pins',
};

function words(
  entry: LoggedAction,
  kind: ChatKind,
  ownUserId: string | null,
  t: Translate,
  locale: string,
) {
  const { action, senderId, senderName, eventType } = entry;
  if (action !== null) {
    const naming = plainNaming(ownUserId, t, locale);
    const { key, values } = describeService([{ senderId, senderName, action }], naming, kind);
    return t(key, values);
  }
  return t(silent[eventType] ?? 'actions.other', { name: senderName });
}

/** What was changed in the room and by whom, the newest first. */
export function ActionsPanel({ room, onBack }: ActionsPanelProps) {
  const { roomId } = room;
  const { t, locale } = useI18n();
  const ownUserId = useOwnUserId();
  const members = useMembers(roomId);
  const [actions, setActions] = useState<readonly LoggedAction[] | null>(null);
  const [failure, setFailure] = useState<string | null>(null);

  useEffect(() => {
    let isWanted = true;
    matrix.recentActions(roomId).then(
      (found) => isWanted && setActions(found),
      (error: unknown) => isWanted && setFailure(errorText(error, t)),
    );
    return () => {
      isWanted = false;
    };
  }, [roomId, t]);

  return (
    <SidePage title={t('info.actions')} onBack={onBack} data-testid="actions-panel">
      <SideScroll>
        <Card title={t('info.actions')} hidesTitle>
          {actions === null && failure === null && <Spinner />}
          {failure !== null && <p className={styles.nothing}>{failure}</p>}
          {actions?.length === 0 && <p className={styles.nothing}>{t('actions.none')}</p>}
          {actions?.map((entry) => (
            <div key={entry.eventId} className={styles.person} data-testid="logged-action">
              <Avatar
                id={entry.senderId}
                name={entry.senderName}
                size={40}
                mxc={members[entry.senderId]?.avatarUrl ?? null}
              />
              <span className={styles.words}>
                <span dir="auto">{words(entry, chatKind(room), ownUserId, t, locale)}</span>
                <span className={styles.quiet}>{dateAndTime(entry.ts, locale)}</span>
              </span>
            </div>
          ))}
        </Card>
      </SideScroll>
    </SidePage>
  );
}
