'use client';

import { ImagePlus, Trash2 } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { useAction } from '@/i18n/use-action';
import { matrix } from '@/matrix/commands';
import type { RoomSummary } from '@/matrix/types';
import { useDetails } from '@/store/hooks';
import { ActionRow } from '@/ui/ActionRow';
import { Avatar } from '@/ui/Avatar';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Page';
import { TextField } from '@/ui/TextField';
import { showToast } from '@/ui/toast';
import styles from './EditPanel.module.css';
import { squarePicture } from './square-picture';
import { SidePage, SideScroll } from './SidePage';

interface EditPanelProps {
  readonly room: RoomSummary;
  readonly onBack: () => void;
}

/** Picture, name and description. */
export function EditPanel({ room, onBack }: EditPanelProps) {
  const { t } = useI18n();
  const { roomId } = room;
  const details = useDetails(roomId);
  const input = useRef<HTMLInputElement>(null);
  const [name, setName] = useState(room.name ?? '');
  const [topic, setTopic] = useState(room.topic ?? '');
  const { isBusy, failure, run } = useAction();
  const may = (type: string) => details?.mayChange.includes(type) ?? false;

  const setPicture = (file: File | undefined) => {
    if (file === undefined) return;
    void run(async () => {
      const picture = await squarePicture(file);
      if (picture === null) showToast(t('edit.noPicture'));
      else await matrix.setRoomAvatar(roomId, picture);
    });
  };

  const save = async (event: FormEvent) => {
    event.preventDefault();
    const isSaved = await run(async () => {
      if (name.trim() !== (room.name ?? '')) await matrix.setRoomName(roomId, name.trim());
      if (topic.trim() !== (room.topic ?? '')) await matrix.setRoomTopic(roomId, topic.trim());
    });
    if (isSaved) onBack();
  };

  return (
    <SidePage title={t('info.edit')} onBack={onBack} data-testid="edit-panel">
      <SideScroll>
        <form onSubmit={(event) => void save(event)}>
          <Card title={t('info.edit')} hidesTitle>
            <div className={styles.picture}>
              <Avatar id={roomId} name={name} size={120} mxc={room.avatarUrl} />
            </div>
            {may('m.room.avatar') && (
              <>
                <input
                  ref={input}
                  type="file"
                  accept="image/*"
                  hidden
                  data-testid="edit-picture-input"
                  onChange={({ target }) => setPicture(target.files?.[0])}
                />
                <ActionRow
                  icon={ImagePlus}
                  label={t('edit.setPicture')}
                  isBusy={isBusy}
                  onClick={() => input.current?.click()}
                />
                {room.avatarUrl !== null && (
                  <ActionRow
                    icon={Trash2}
                    isDestructive
                    label={t('edit.removePicture')}
                    isBusy={isBusy}
                    onClick={() => void run(() => matrix.setRoomAvatar(roomId, null))}
                  />
                )}
              </>
            )}
            <div className={styles.fields}>
              <TextField
                label={t('newGroup.name')}
                value={name}
                maxLength={128}
                disabled={!may('m.room.name')}
                onChange={(event) => setName(event.target.value)}
                data-testid="edit-name"
              />
              <TextField
                label={t('newGroup.topic')}
                value={topic}
                maxLength={512}
                disabled={!may('m.room.topic')}
                onChange={(event) => setTopic(event.target.value)}
                data-testid="edit-topic"
              />
              {failure !== undefined && (
                <p className={styles.failure} role="alert">
                  {failure}
                </p>
              )}
              <Button type="submit" isBusy={isBusy} data-testid="edit-save">
                {t('common.save')}
              </Button>
            </div>
          </Card>
        </form>
      </SideScroll>
    </SidePage>
  );
}
