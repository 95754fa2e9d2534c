'use client';

import { useI18n } from '@/i18n/I18nProvider';
import { PanelHeader } from '@/ui/PanelHeader';
import { ChatList } from './ChatList';
import styles from './ArchivePanel.module.css';

interface ArchivePanelProps {
  readonly onBack: () => void;
}

const nothing = () => undefined;

/** The chats that were put away. */
export function ArchivePanel({ onBack }: ArchivePanelProps) {
  const { t } = useI18n();
  return (
    <section className={styles.panel} aria-label={t('archive.title')} data-testid="archive-panel">
      <PanelHeader
        title={t('archive.title')}
        backLabel={t('common.back')}
        onBack={onBack}
        takesFocus
      />
      <ChatList view="archive" onNewChat={nothing} onNewGroup={nothing} />
    </section>
  );
}
