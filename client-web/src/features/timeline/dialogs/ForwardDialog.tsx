'use client';

import { Check, LockOpen } from 'lucide-react';
import { useState } from 'react';
import { errorText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { matrix } from '@/matrix/commands';
import type { OutgoingMessage } from '@/matrix/types';
import { useAppState, useOwn } from '@/store/hooks';
import { selectRoomIds } from '@/store/rooms';
import { Button } from '@/ui/Button';
import { ListRow } from '@/ui/ListRow';
import { Modal, ModalActions } from '@/ui/Modal';
import { SearchField } from '@/ui/SearchField';
import { TextField } from '@/ui/TextField';
import { showToast } from '@/ui/toast';
import { VirtualList } from '@/ui/VirtualList';
import { findTargets, opensUp } from './forward-model';
import styles from './Dialogs.module.css';

const ROW_HEIGHT = 60;

interface ForwardDialogProps {
  readonly roomId: string;
  readonly eventIds: string[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Chooses the chats that get a copy. */
export function ForwardDialog({ roomId, eventIds, onClose, onDone }: ForwardDialogProps) {
  const { t } = useI18n();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [hidesSender, setHidesSender] = useState(false);
  const [comment, setComment] = useState('');
  const rooms = useAppState((state) => state.rooms);
  const order = useAppState(selectRoomIds);
  const { savedRoomId } = useOwn();
  const targets = findTargets(order, rooms, query);

  const toggle = (id: string) =>
    setChosen(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  const leaksFrom = opensUp(
    rooms[roomId],
    chosen.map((id) => rooms[id]),
  );
  const send = async () => {
    const messages = eventIds.map((eventId) => ({ roomId, eventId }));
    const words = comment.trim();
    // What is said about it comes before it.
    if (words !== '') await Promise.all(chosen.map((id) => matrix.sendMessage(id, plain(words))));
    await matrix.forward(messages, [...chosen], !hidesSender);
  };
  const forward = () => {
    send().then(
      () => showToast(t('actions.forwarded', { count: eventIds.length })),
      (error: unknown) => showToast(errorText(error, t)),
    );
    onDone();
  };

  return (
    <Modal
      title={t('actions.forwardTitle')}
      closeLabel={t('common.close')}
      onClose={onClose}
      data-testid="forward-dialog"
    >
      <SearchField
        autoFocus
        value={query}
        onChange={setQuery}
        label={t('actions.forwardSearch')}
        clearLabel={t('search.clear')}
      />
      <div className={styles.targets}>
        {targets.length === 0 && <p className={styles.nothing}>{t('actions.forwardNone')}</p>}
        <VirtualList
          items={targets}
          keyOf={(room) => room.roomId}
          rowHeight={ROW_HEIGHT}
          label={t('actions.forwardTitle')}
        >
          {(room, isTabStop) => (
            <ListRow
              tabIndex={isTabStop ? 0 : -1}
              id={room.directUserId ?? room.roomId}
              title={room.name ?? t('room.empty')}
              avatarUrl={room.avatarUrl}
              isSaved={room.roomId === savedRoomId}
              subtitle={room.topic ?? ''}
              isPressed={chosen.includes(room.roomId)}
              end={chosen.includes(room.roomId) && <Check aria-hidden="true" size={20} />}
              onClick={() => toggle(room.roomId)}
              data-testid="forward-target"
              data-room-id={room.roomId}
            />
          )}
        </VirtualList>
      </div>
      {leaksFrom && (
        <p className={styles.warning} role="status" data-testid="forward-warning">
          <LockOpen aria-hidden="true" size={20} />
          {t('actions.forwardUnencrypted')}
        </p>
      )}
      <TextField
        label={t('actions.forwardComment')}
        value={comment}
        maxLength={4_000}
        onChange={({ target }) => setComment(target.value)}
        data-testid="forward-comment"
      />
      <label className={styles.option}>
        <input
          type="checkbox"
          checked={hidesSender}
          onChange={(event) => setHidesSender(event.target.checked)}
        />
        {t('actions.forwardHide')}
      </label>
      <ModalActions>
        <Button disabled={chosen.length === 0} onClick={forward} data-testid="forward-send">
          {t('actions.forwardSend', { count: chosen.length })}
        </Button>
      </ModalActions>
    </Modal>
  );
}

const plain = (body: string): OutgoingMessage => ({
  kind: 'text',
  body,
  formattedBody: null,
  mentions: { userIds: [], room: false },
  relation: null,
  isSilent: false,
});
