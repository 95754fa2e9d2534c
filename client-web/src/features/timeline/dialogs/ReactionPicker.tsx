'use client';

import { useState } from 'react';
import { useEmojiWords } from '@/i18n/emoji-words';
import { useI18n } from '@/i18n/I18nProvider';
import { useOwn } from '@/store/hooks';
import { EmojiPicker } from '@/ui/EmojiPicker';
import { Modal } from '@/ui/Modal';
import { Spinner } from '@/ui/Spinner';
import { useEmoji } from '@/ui/use-emoji';
import styles from './Dialogs.module.css';

interface ReactionPickerProps {
  readonly onPick: (emoji: string) => void;
  readonly onClose: () => void;
}

/** All emoji, to react with. */
export function ReactionPicker({ onPick, onClose }: ReactionPickerProps) {
  const { t, language } = useI18n();
  const emoji = useEmoji(language);
  const words = useEmojiWords();
  const { recentEmoji } = useOwn();
  // What is picked here must not move under the pointer.
  const [recent] = useState(recentEmoji);
  return (
    <Modal
      title={t('actions.react')}
      closeLabel={t('common.close')}
      onClose={onClose}
      data-testid="reaction-picker"
    >
      <div className={styles.picker}>
        {emoji === null ? (
          <Spinner />
        ) : (
          <EmojiPicker emoji={emoji} recent={recent} words={words} onPick={onPick} />
        )}
      </div>
    </Modal>
  );
}
