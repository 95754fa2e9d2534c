import type { ReactNode } from 'react';
import type { Member } from '@/matrix/types';
import { Avatar } from '@/ui/Avatar';
import styles from './PeopleCard.module.css';

interface WaitingPersonProps {
  readonly person: Member;
  /** A quiet line under the name. */
  readonly detail: string;
  /** In their own words, if they said something. */
  readonly words?: string | null;
  /** What can be decided. */
  readonly children: ReactNode;
}

/** Somebody who waits for a decision. */
export function WaitingPerson({ person, detail, words = null, children }: WaitingPersonProps) {
  const { userId, name, avatarUrl } = person;
  return (
    <div className={styles.person} data-testid="waiting-person" data-user-id={userId}>
      <Avatar id={userId} name={name} size={44} mxc={avatarUrl} />
      <span className={styles.words}>
        <span className={styles.name} dir="auto">
          {name}
        </span>
        <span className={styles.quiet}>{detail}</span>
        {words !== null && (
          <span className={styles.said} dir="auto">
            {words}
          </span>
        )}
      </span>
      {children}
    </div>
  );
}
