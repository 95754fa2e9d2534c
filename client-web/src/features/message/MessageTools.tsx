'use client';

import { EllipsisVertical } from 'lucide-react';
import { useI18n } from '@/i18n/I18nProvider';
import type { MessageItem } from '@/matrix/types';
import { useMessageActions } from './actions';
import styles from './MessageTools.module.css';

/** The way to a message's menu for those who point at it; keys reach it from the message itself. */
export function MessageTools({ item }: { readonly item: MessageItem }) {
  const { t } = useI18n();
  const { openMenu } = useMessageActions();
  return (
    <button
      type="button"
      className={styles.more}
      tabIndex={-1}
      aria-label={t('actions.more')}
      title={t('actions.more')}
      onClick={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        openMenu(item, { x: box.left, y: box.bottom });
      }}
      data-testid="message-more"
    >
      <EllipsisVertical aria-hidden="true" size={20} />
    </button>
  );
}
