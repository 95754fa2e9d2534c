'use client';

import { Copy, Pin, RotateCw, Trash2 } from 'lucide-react';
import { useI18n } from '@/i18n/I18nProvider';
import { errorText, messageText } from '@/i18n/plain-words';
import { fullDateTime, timeOfDay } from '@/lib/dates';
import { matrix } from '@/matrix/commands';
import type { MessageItem } from '@/matrix/types';
import { DeliveryMark } from '@/ui/DeliveryMark';
import { Menu, MenuItem } from '@/ui/Menu';
import { showToast } from '@/ui/toast';
import { useMessageActions } from './actions';
import styles from './MessageMeta.module.css';

interface MessageMetaProps {
  readonly roomId: string;
  readonly item: MessageItem;
}

/** The small print at the end of a message: edited, the time, and how far an own message has come. */
export function MessageMeta({ roomId, item }: MessageMetaProps) {
  const { t, locale } = useI18n();
  const { openVersions } = useMessageActions();
  const isVisual = item.content.kind === 'image' || item.content.kind === 'video';
  const isOver = isVisual && 'caption' in item.content && item.content.caption === null;
  return (
    <span className={styles.meta} data-over={isOver}>
      {item.isEdited && (
        <button
          type="button"
          className={styles.edited}
          tabIndex={-1}
          onClick={() => openVersions(item)}
          data-testid="message-edited"
        >
          {t('message.edited')}
        </button>
      )}
      {item.isPinned && <Pin size={12} role="img" aria-label={t('message.pinned')} />}
      <time
        dir="auto"
        dateTime={new Date(item.ts).toISOString()}
        title={t('message.sentAt', { date: fullDateTime(item.ts, locale) })}
      >
        {timeOfDay(item.ts, locale)}
      </time>
      {item.isOwn && item.delivery === 'failed' && <FailedMenu roomId={roomId} item={item} />}
      {item.isOwn && item.delivery !== 'failed' && (
        <DeliveryMark state={item.delivery} label={t(`message.${item.delivery}`)} />
      )}
    </span>
  );
}

/** What can be done about a message that was not sent. */
function FailedMenu({ roomId, item }: MessageMetaProps) {
  const { t } = useI18n();
  const act = (command: Promise<void>) => {
    command.catch((error: unknown) => showToast(errorText(error, t)));
  };
  const copy = () => {
    act(navigator.clipboard.writeText(messageText(item.content, t)));
    showToast(t('common.copied'));
  };
  return (
    <Menu
      side="top"
      align="end"
      trigger={
        <button
          type="button"
          className={styles.failed}
          aria-label={t('message.failedActions')}
          title={item.error === null ? undefined : errorText({ code: item.error }, t)}
          data-testid="message-failed"
        >
          <DeliveryMark state="failed" label={t('message.failed')} />
        </button>
      }
    >
      <MenuItem
        icon={RotateCw}
        onSelect={() => act(matrix.retrySend(roomId, item.key))}
        data-testid="message-retry"
      >
        {t('common.retry')}
      </MenuItem>
      <MenuItem icon={Copy} onSelect={copy} data-testid="message-copy">
        {t('message.copy')}
      </MenuItem>
      <MenuItem
        icon={Trash2}
        isDestructive
        onSelect={() => act(matrix.discardFailed(roomId, item.key))}
        data-testid="message-discard"
      >
        {t('common.delete')}
      </MenuItem>
    </Menu>
  );
}
