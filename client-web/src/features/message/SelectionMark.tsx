'use client';

import { Check } from 'lucide-react';
import { useI18n } from '@/i18n/I18nProvider';
import type { MessageItem } from '@/matrix/types';
import { useMessageActions } from './actions';
import styles from './SelectionMark.module.css';

interface SelectionMarkProps {
  readonly item: MessageItem;
  readonly isSelected: boolean;
}

/** The box beside a message while messages are chosen. */
export function SelectionMark({ item, isSelected }: SelectionMarkProps) {
  const { t } = useI18n();
  const { toggleSelected } = useMessageActions();
  return (
    <button
      type="button"
      role="checkbox"
      className={styles.mark}
      aria-checked={isSelected}
      aria-label={t('actions.chooseMessage')}
      onClick={(event) => {
        event.stopPropagation();
        toggleSelected(item, event.shiftKey);
      }}
      data-testid="select-message"
    >
      {isSelected && <Check aria-hidden="true" size={16} strokeWidth={3} />}
    </button>
  );
}
