'use client';

import { type ReactNode, useCallback } from 'react';
import { ReactionSign } from '@/features/message/Reactions';
import { useI18n } from '@/i18n/I18nProvider';
import { dateAndTime } from '@/lib/dates';
import { matrix } from '@/matrix/commands';
import type { PersonAt } from '@/matrix/types';
import { Avatar } from '@/ui/Avatar';
import { Modal } from '@/ui/Modal';
import { Spinner } from '@/ui/Spinner';
import styles from './Dialogs.module.css';
import { useAnswer } from './use-answer';

interface OfMessage {
  readonly roomId: string;
  readonly eventId: string;
  readonly onClose: () => void;
}

/** Who has read a message, and when. */
export function ReadersDialog({ roomId, eventId, onClose }: OfMessage) {
  const { t } = useI18n();
  const ask = useCallback(() => matrix.readers(roomId, eventId), [roomId, eventId]);
  const readers = useAnswer(ask);
  return (
    <Modal
      title={t('actions.seenTitle')}
      closeLabel={t('common.close')}
      onClose={onClose}
      data-testid="readers-dialog"
    >
      {readers === null && <Spinner />}
      {readers?.length === 0 && <p>{t('actions.seenBy', { count: 0 })}</p>}
      <ul className={styles.people}>
        {readers?.map((person) => (
          <Person key={person.userId} person={person} />
        ))}
      </ul>
    </Modal>
  );
}

/** Who reacted to a message, and how. */
export function ReactorsDialog({ roomId, eventId, onClose }: OfMessage) {
  const { t } = useI18n();
  const ask = useCallback(() => matrix.reactors(roomId, eventId), [roomId, eventId]);
  const reactors = useAnswer(ask);
  return (
    <Modal
      title={t('actions.reactedTitle')}
      closeLabel={t('common.close')}
      onClose={onClose}
      data-testid="reactors-dialog"
    >
      {reactors === null && <Spinner />}
      <ul className={styles.people}>
        {reactors?.map((reactor) => (
          <Person
            key={`${reactor.userId} ${reactor.key}`}
            person={reactor}
            end={<ReactionSign reactionKey={reactor.key} name={reactor.key} />}
          />
        ))}
      </ul>
    </Modal>
  );
}

function Person({ person, end }: { readonly person: PersonAt; readonly end?: ReactNode }) {
  const { locale } = useI18n();
  return (
    <li className={styles.person} data-testid="person">
      <Avatar id={person.userId} name={person.name} size={40} mxc={person.avatarUrl} />
      <span className={styles.lines}>
        <span className={styles.name} dir="auto">
          {person.name}
        </span>
        {person.ts !== null && (
          <span className={styles.when}>{dateAndTime(person.ts, locale)}</span>
        )}
      </span>
      {end}
    </li>
  );
}
