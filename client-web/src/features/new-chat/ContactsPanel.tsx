'use client';

import { useState } from 'react';
import { errorText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { fold } from '@/lib/fold';
import { matrix } from '@/matrix/commands';
import type { UserProfile } from '@/matrix/types';
import { useAppState, useOwn } from '@/store/hooks';
import { ListRow } from '@/ui/ListRow';
import { PanelHeader } from '@/ui/PanelHeader';
import { SearchField } from '@/ui/SearchField';
import { showToast } from '@/ui/toast';
import { VirtualList } from '@/ui/VirtualList';
import { knownPeople } from './model';
import styles from './NewChat.module.css';

const ROW_HEIGHT = 60;

interface ContactsPanelProps {
  readonly onBack: () => void;
  readonly onOpenRoom: (roomId: string) => void;
}

/** The people one knows: whoever was saved, and whoever one has a chat with. */
export function ContactsPanel({ onBack, onOpenRoom }: ContactsPanelProps) {
  const { t } = useI18n();
  const [query, setQuery] = useState('');
  const people = useContacts();
  const [opening, setOpening] = useState(false);
  const shown = people.filter(({ displayName, userId }) =>
    fold(`${displayName ?? ''} ${userId}`).includes(fold(query.trim())),
  );

  const open = async (userId: string) => {
    setOpening(true);
    try {
      onOpenRoom(await matrix.createDirect(userId));
    } catch (error) {
      showToast(errorText(error, t));
      setOpening(false);
    }
  };

  return (
    <section className={styles.panel} aria-label={t('contacts.title')} data-testid="contacts-panel">
      <PanelHeader title={t('contacts.title')} backLabel={t('common.back')} onBack={onBack} />
      <div className={styles.search}>
        <SearchField
          autoFocus
          value={query}
          onChange={setQuery}
          label={t('search.label')}
          clearLabel={t('search.clear')}
        />
      </div>
      <div className={styles.people}>
        {shown.length === 0 ? (
          <p className={styles.note} role="status">
            {t(people.length === 0 ? 'contacts.none' : 'search.nothing')}
          </p>
        ) : (
          <VirtualList
            items={shown}
            keyOf={({ userId }) => userId}
            rowHeight={ROW_HEIGHT}
            label={t('contacts.title')}
          >
            {({ userId, displayName, avatarUrl }, isTabStop) => (
              <ListRow
                id={userId}
                title={displayName ?? userId}
                avatarUrl={avatarUrl}
                subtitle={userId}
                isBusy={opening}
                tabIndex={isTabStop ? 0 : -1}
                onClick={() => void open(userId)}
                data-testid="contact"
              />
            )}
          </VirtualList>
        )}
      </div>
    </section>
  );
}

/** By the names we gave them, else by their own. */
function useContacts(): readonly UserProfile[] {
  const { contacts } = useOwn();
  const rooms = useAppState((state) => state.rooms);
  const known = knownPeople(rooms);
  const byId = new Map(known.map((person) => [person.userId, person]));
  for (const { userId, name } of contacts) {
    const person = byId.get(userId);
    byId.set(userId, {
      userId,
      displayName: name ?? person?.displayName ?? null,
      avatarUrl: person?.avatarUrl ?? null,
    });
  }
  return [...byId.values()].sort((a, b) =>
    (a.displayName ?? a.userId).localeCompare(b.displayName ?? b.userId),
  );
}
