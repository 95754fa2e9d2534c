'use client';

import { Forward, Pencil, Reply, X } from 'lucide-react';
import { useI18n } from '@/i18n/I18nProvider';
import { messageText } from '@/i18n/plain-words';
import { peerColour } from '@/lib/peer';
import type { ComposerContext } from '@/store/ui';
import { IconButton } from '@/ui/IconButton';
import styles from './ContextBar.module.css';

const icons = { reply: Reply, edit: Pencil, forward: Forward } as const;

interface ContextBarProps {
  readonly context: ComposerContext;
  readonly onCancel: () => void;
}

/** What the next message will be, over the field: an answer, an edit, something passed on. */
export function ContextBar({ context, onCancel }: ContextBarProps) {
  const { t } = useI18n();
  const Icon = icons[context.kind];
  const message = context.kind === 'forward' ? context.messages[0] : context.message;
  const count = context.kind === 'forward' ? context.messages.length : 1;
  const title =
    context.kind === 'reply'
      ? t('composer.replyTo', { name: context.message.senderName })
      : t(context.kind === 'edit' ? 'composer.editing' : 'composer.forwarding', { count });

  return (
    <div className={styles.bar} data-testid="composer-context" data-kind={context.kind}>
      <Icon className={styles.icon} size={24} aria-hidden="true" />
      <div
        className={styles.quote}
        data-peer={context.kind === 'reply' ? peerColour(context.message.senderId) : undefined}
      >
        <span className={styles.title} dir="auto">
          {title}
        </span>
        <span className={styles.text} dir="auto">
          {message === undefined ? '' : messageText(message.content, t)}
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
