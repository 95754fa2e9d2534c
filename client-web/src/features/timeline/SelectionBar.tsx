'use client';

import { Copy, Forward, Trash2, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { errorText, messageText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { parseTimelineId } from '@/lib/timeline-id';
import type { MessageItem } from '@/matrix/types';
import { useAppState, useMembers, useRoom } from '@/store/hooks';
import { setSelection } from '@/store/store';
import { selectTimeline } from '@/store/timelines';
import { IconButton } from '@/ui/IconButton';
import { showToast } from '@/ui/toast';
import { MessageDialogs } from './dialogs/MessageDialogs';
import { mayDelete, mayForward, permissionsIn } from './menu-model';
import styles from './SelectionBar.module.css';

interface SelectionBarProps {
  readonly timelineId: string;
  readonly keys: readonly string[];
}

/** What can be done with the chosen messages, in the place of the composer. */
export function SelectionBar({ timelineId, keys }: SelectionBarProps) {
  const { t } = useI18n();
  const { roomId, kind } = parseTimelineId(timelineId);
  const room = useRoom(roomId);
  const members = useMembers(roomId);
  const timeline = useAppState((state) => selectTimeline(state, timelineId));
  const [dialog, setDialog] = useState<'forward' | 'delete' | null>(null);
  const permissions = permissionsIn(room, kind === 'thread', false);
  const items = (timeline?.order ?? []).flatMap((key): MessageItem[] => {
    const item = keys.includes(key) ? timeline?.items[key] : undefined;
    return item?.kind === 'message' ? [item] : [];
  });

  useEffect(() => {
    const leave = (event: KeyboardEvent) => {
      const isFree = document.querySelector('dialog[open], [role=menu]') === null;
      if (event.key !== 'Escape' || event.defaultPrevented || !isFree) return;
      // On the document, before the window's listeners that would leave the chat.
      event.preventDefault();
      setSelection(null);
    };
    document.addEventListener('keydown', leave);
    return () => document.removeEventListener('keydown', leave);
  }, []);

  const copy = async () => {
    const lines = items.map((item) => {
      const name = members[item.senderId]?.name ?? item.senderId;
      return `${name}: ${messageText(item.content, t)}`;
    });
    const [first] = items;
    const text = first && items.length === 1 ? messageText(first.content, t) : lines.join('\n');
    try {
      await navigator.clipboard.writeText(text);
      showToast(t('common.copied'));
      setSelection(null);
    } catch (error) {
      showToast(errorText(error, t));
    }
  };
  const done = () => {
    setDialog(null);
    setSelection(null);
  };

  return (
    <div
      className={styles.bar}
      role="toolbar"
      aria-label={t('actions.selectionBar')}
      data-testid="selection-bar"
    >
      <div className={styles.pill}>
        <IconButton
          icon={X}
          label={t('actions.cancelSelection')}
          onClick={() => setSelection(null)}
          data-testid="selection-cancel"
        />
        <span className={styles.count} aria-live="polite">
          {t('actions.selected', { count: items.length })}
        </span>
        <IconButton icon={Copy} label={t('message.copy')} onClick={() => void copy()} />
        <IconButton
          icon={Forward}
          isDirectional
          label={t('actions.forward')}
          disabled={!items.every(mayForward)}
          onClick={() => setDialog('forward')}
          data-testid="selection-forward"
        />
        <IconButton
          className={styles.delete}
          icon={Trash2}
          label={t('actions.delete')}
          disabled={!items.every((item) => mayDelete(item, permissions))}
          onClick={() => setDialog('delete')}
          data-testid="selection-delete"
        />
      </div>
      {dialog !== null && (
        <MessageDialogs
          roomId={roomId}
          kind={dialog}
          items={items}
          onClose={() => setDialog(null)}
          onDone={done}
        />
      )}
    </div>
  );
}
