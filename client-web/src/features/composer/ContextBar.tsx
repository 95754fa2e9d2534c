'use client';

import { Pencil, Reply, X } from 'lucide-react';
import { useI18n } from '@/i18n/I18nProvider';
import { messageText } from '@/i18n/plain-words';
import { peerColour } from '@/lib/peer';
import type { ComposerContext } from '@/store/ui';
import { IconButton } from '@/ui/IconButton';
import styles from './ContextBar.module.css';

const icons = { reply: Reply, edit: Pencil } as const;

interface ContextBarProps {
  readonly context: ComposerContext;
  readonly onCancel: () => void;
}

/** What the next message will be, over the field: an answer or an edit. */
export function ContextBar({ context, onCancel }: ContextBarProps) {
  const { t } = useI18n();
  const { kind, message } = context;
  const Icon = icons[kind];
  const title =
    kind === 'reply' ? t('composer.replyTo', { name: message.senderName }) : t('composer.editing');

  return (
    <div className={styles.bar} data-testid="composer-context" data-kind={kind}>
      <Icon className={styles.icon} size={24} aria-hidden="true" />
      <div
        className={styles.quote}
        data-peer={kind === 'reply' ? peerColour(message.senderId) : undefined}
      >
        <span className={styles.title} dir="auto">
          {title}
        </span>
        <span className={styles.text} dir="auto">
          {messageText(message.content, t)}
        </span>
      </div>
      <IconButton
        icon={X}
        label={t('composer.cancelContext')}
        onClick={onCancel}
        data-testid="composer-context-cancel"
      />
    </div>
  );
}
