'use client';

import { useState } from 'react';
import { errorText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { matrix } from '@/matrix/commands';
import { PanelHeader } from '@/ui/PanelHeader';
import { showToast } from '@/ui/toast';
import styles from './NewChat.module.css';
import { PeoplePicker } from './PeoplePicker';

interface NewChatPanelProps {
  readonly onBack: () => void;
  readonly onOpenRoom: (roomId: string) => void;
}

/** Finds a person and opens the private chat with them. */
export function NewChatPanel({ onBack, onOpenRoom }: NewChatPanelProps) {
  const { t } = useI18n();
  const [opening, setOpening] = useState<string | null>(null);

  const open = async (userId: string) => {
    setOpening(userId);
    try {
      onOpenRoom(await matrix.createDirect(userId));
    } catch (error) {
      showToast(errorText(error, t));
      setOpening(null);
    }
  };

  return (
    <section className={styles.panel} aria-label={t('newChat.title')} data-testid="new-chat-panel">
      <PanelHeader title={t('newChat.title')} backLabel={t('common.back')} onBack={onBack} />
      <PeoplePicker
        autoFocus
        fieldLabel={t('newChat.field')}
        hint={t('newChat.hint')}
        busyUserId={opening}
        onPick={({ userId }) => void open(userId)}
      />
    </section>
  );
}
