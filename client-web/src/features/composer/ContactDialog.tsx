'use client';

import { useCallback, useState } from 'react';
import { errorText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { fold } from '@/lib/fold';
import { matrix } from '@/matrix/commands';
import type { OutgoingRelation, UserProfile } from '@/matrix/types';
import { useAppState } from '@/store/hooks';
import { selectChats } from '@/store/rooms';
import { ListRow } from '@/ui/ListRow';
import { Modal } from '@/ui/Modal';
import { SearchField } from '@/ui/SearchField';
import { showToast } from '@/ui/toast';
import { useLookup } from '@/ui/use-lookup';
import { VirtualList } from '@/ui/VirtualList';
import styles from './Dialogs.module.css';

const ROW_HEIGHT = 60;
const PEOPLE_SHOWN = 20;

interface ContactDialogProps {
  readonly roomId: string;
  readonly relation: OutgoingRelation | null;
  readonly onSent: () => void;
  readonly onClose: () => void;
}

/** Chooses a person to pass on: one of those we write with, or anybody whom the server knows. */
export function ContactDialog({ roomId, relation, onSent, onClose }: ContactDialogProps) {
  const { t } = useI18n();
  const [query, setQuery] = useState('');
  const search = useCallback((term: string) => matrix.searchUsers(term, PEOPLE_SHOWN), []);
  const found = useLookup(query, search);
  const people = merged(useKnownPeople(query), found.results);

  const send = async ({ userId, displayName, avatarUrl }: UserProfile) => {
    onClose();
    onSent();
    try {
      const contact = { userId, name: displayName ?? userId, avatarUrl };
      await matrix.sendContact(roomId, contact, relation);
    } catch (error) {
      showToast(errorText(error, t));
    }
  };

  return (
    <Modal
      title={t('contact.send')}
      closeLabel={t('common.close')}
      onClose={onClose}
      data-testid="contact-dialog"
    >
      <SearchField
        autoFocus
        value={query}
        onChange={setQuery}
        label={t('search.label')}
        clearLabel={t('search.clear')}
        data-testid="contact-search"
      />
      <div className={styles.people} aria-busy={found.isPending}>
        {people.length === 0 && !found.isPending && (
          <p className={styles.none} role="status">
            {t('search.nothing')}
          </p>
        )}
        <VirtualList
          items={people}
          keyOf={({ userId }) => userId}
          rowHeight={ROW_HEIGHT}
          label={t('contact.send')}
        >
          {(person, isTabStop) => (
            <ListRow
              id={person.userId}
              title={person.displayName ?? person.userId}
              avatarUrl={person.avatarUrl}
              subtitle={person.userId}
              tabIndex={isTabStop ? 0 : -1}
              onClick={() => void send(person)}
              data-testid="contact-choice"
            />
          )}
        </VirtualList>
      </div>
    </Modal>
  );
}

/** The people of our private chats, the one last written with first. */
function useKnownPeople(query: string): readonly UserProfile[] {
  const wanted = fold(query.trim());
  return useAppState(selectChats).flatMap(({ directUserId, name, avatarUrl }) => {
    const fits = directUserId !== null && fold(`${name ?? ''} ${directUserId}`).includes(wanted);
    return fits ? { userId: directUserId, displayName: name, avatarUrl } : [];
  });
}

function merged(
  known: readonly UserProfile[],
  found: readonly UserProfile[],
): readonly UserProfile[] {
  return [...new Map([...found, ...known].map((person) => [person.userId, person])).values()];
}
