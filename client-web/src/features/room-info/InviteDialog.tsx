'use client';

import { type FormEvent, useCallback, useState } from 'react';
import { errorText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { matrix } from '@/matrix/commands';
import { useMembers } from '@/store/hooks';
import { ListRow } from '@/ui/ListRow';
import { Modal } from '@/ui/Modal';
import { SearchField } from '@/ui/SearchField';
import { showToast } from '@/ui/toast';
import { useLookup } from '@/ui/use-lookup';
import styles from './InviteDialog.module.css';

const PEOPLE_SHOWN = 20;

interface InviteDialogProps {
  readonly roomId: string;
  readonly onClose: () => void;
}

/** Finds people and invites them, one after the other. */
export function InviteDialog({ roomId, onClose }: InviteDialogProps) {
  const { t } = useI18n();
  const [term, setTerm] = useState('');
  const [invited, setInvited] = useState<ReadonlySet<string>>(new Set());
  const members = useMembers(roomId);
  const search = useCallback((text: string) => matrix.searchUsers(text, PEOPLE_SHOWN), []);
  const found = useLookup(term, search);
  const isIn = (userId: string) =>
    invited.has(userId) || ['join', 'invite'].includes(members[userId]?.membership ?? '');

  const invite = async (userId: string) => {
    try {
      await matrix.inviteUser(roomId, userId);
      setInvited((before) => new Set(before).add(userId));
      showToast(t('invitePeople.done'));
    } catch (error) {
      showToast(errorText(error, t));
    }
  };

  return (
    <Modal
      title={t('info.addPeople')}
      closeLabel={t('common.close')}
      onClose={onClose}
      data-testid="invite-dialog"
    >
      <form onSubmit={(event: FormEvent) => event.preventDefault()}>
        <SearchField
          value={term}
          onChange={setTerm}
          label={t('newChat.field')}
          clearLabel={t('search.clear')}
          data-testid="invite-search"
        />
      </form>
      <div className={styles.people} aria-busy={found.isPending}>
        {found.error !== null && <p role="alert">{errorText(found.error, t)}</p>}
        {found.results.map(({ userId, displayName, avatarUrl }) => (
          <ListRow
            key={userId}
            id={userId}
            title={displayName ?? userId}
            avatarUrl={avatarUrl}
            subtitle={isIn(userId) ? t('invitePeople.isIn') : userId}
            isBusy={isIn(userId)}
            onClick={() => void invite(userId)}
            data-testid="invite-person"
            data-user-id={userId}
          />
        ))}
      </div>
    </Modal>
  );
}
