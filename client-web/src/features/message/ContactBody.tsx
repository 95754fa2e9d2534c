'use client';

import { MessageCircle } from 'lucide-react';
import { useState } from 'react';
import { errorText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { roomFragment } from '@/lib/route';
import { matrix } from '@/matrix/commands';
import type { ContactContent } from '@/matrix/types';
import { useOwnUserId } from '@/store/hooks';
import { Avatar } from '@/ui/Avatar';
import { Spinner } from '@/ui/Spinner';
import { showToast } from '@/ui/toast';
import styles from './ContactBody.module.css';

/** A person as a card, with the way to write to them. */
export function ContactBody({ content }: { readonly content: ContactContent }) {
  const { t } = useI18n();
  const ownUserId = useOwnUserId();
  const [isBusy, setIsBusy] = useState(false);
  const { userId, name, avatarUrl } = content;
  const write = async () => {
    setIsBusy(true);
    try {
      location.hash = roomFragment(await matrix.createDirect(userId));
    } catch (error) {
      showToast(errorText(error, t));
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <div className={styles.card} data-testid="message-contact">
      <div className={styles.person}>
        <Avatar id={userId} name={name} size={54} mxc={avatarUrl} />
        <span className={styles.lines}>
          <b className={styles.name} dir="auto">
            {name}
          </b>
          <span className={styles.id}>{userId}</span>
        </span>
      </div>
      {userId !== ownUserId && (
        <button
          type="button"
          className={styles.write}
          disabled={isBusy}
          onClick={() => void write()}
          data-testid="contact-write"
        >
          {isBusy ? <Spinner /> : <MessageCircle size={18} aria-hidden="true" />}
          {t('message.contactWrite')}
        </button>
      )}
    </div>
  );
}
