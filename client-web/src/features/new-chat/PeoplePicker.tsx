'use client';

import { Check } from 'lucide-react';
import { useCallback, useState } from 'react';
import { errorText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { matrix } from '@/matrix/commands';
import type { UserProfile } from '@/matrix/types';
import { useAppState, useOwnUserId } from '@/store/hooks';
import { ListRow } from '@/ui/ListRow';
import { SearchField } from '@/ui/SearchField';
import { ListSkeleton } from '@/ui/Skeleton';
import { Spinner } from '@/ui/Spinner';
import { useLookup } from '@/ui/use-lookup';
import { VirtualList } from '@/ui/VirtualList';
import { knownPeople } from './model';
import styles from './NewChat.module.css';

const PEOPLE_SHOWN = 30;
const ROW_HEIGHT = 60;

const userIdOf = ({ userId }: UserProfile) => userId;

interface PeoplePickerProps {
  readonly autoFocus?: boolean;
  readonly fieldLabel: string;
  readonly hint: string;
  /** The person something is being done with at the moment. */
  readonly busyUserId?: string | null;
  /** People who are picked already, where several can be. */
  readonly picked?: ReadonlySet<string>;
  readonly onPick: (person: UserProfile) => void;
}

/** A field and a list of people: those we chat with already, and whoever the server finds. */
export function PeoplePicker({
  autoFocus = false,
  fieldLabel,
  hint,
  busyUserId = null,
  picked,
  onPick,
}: PeoplePickerProps) {
  const { t } = useI18n();
  const [term, setTerm] = useState('');
  const ownUserId = useOwnUserId();
  const rooms = useAppState((state) => state.rooms);
  const search = useCallback((text: string) => matrix.searchUsers(text, PEOPLE_SHOWN), []);
  const found = useLookup(term, search);
  const isSearching = term.trim() !== '';
  const people = isSearching
    ? found.results.filter(({ userId }) => userId !== ownUserId)
    : knownPeople(rooms);

  return (
    <>
      <div className={styles.search}>
        <SearchField
          autoFocus={autoFocus}
          value={term}
          onChange={setTerm}
          label={fieldLabel}
          clearLabel={t('search.clear')}
          data-testid="people-search"
        />
      </div>
      <div className={styles.people} aria-busy={found.isPending}>
        {people.length > 0 && (
          <VirtualList items={people} keyOf={userIdOf} rowHeight={ROW_HEIGHT} label={fieldLabel}>
            {(person, isTabStop) => {
              const isPicked = picked?.has(person.userId);
              return (
                <ListRow
                  id={person.userId}
                  title={person.displayName ?? person.userId}
                  avatarUrl={person.avatarUrl}
                  subtitle={person.userId}
                  isBusy={busyUserId !== null}
                  tabIndex={isTabStop ? 0 : -1}
                  {...(isPicked === undefined ? {} : { isPressed: isPicked })}
                  end={
                    busyUserId === person.userId ? (
                      <Spinner />
                    ) : (
                      isPicked && <Check className={styles.check} size={22} aria-hidden="true" />
                    )
                  }
                  onClick={() => onPick(person)}
                  data-testid="person-row"
                  data-user-id={person.userId}
                />
              );
            }}
          </VirtualList>
        )}
        {isSearching && found.isPending && people.length === 0 && <ListSkeleton rows={3} />}
        {found.error !== null && <p className={styles.note}>{errorText(found.error, t)}</p>}
        {people.length === 0 && !found.isPending && found.error === null && (
          <p className={styles.note} role="status">
            {isSearching ? t('search.nothingHint', { query: term.trim() }) : hint}
          </p>
        )}
      </div>
    </>
  );
}
