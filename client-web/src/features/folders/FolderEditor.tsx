'use client';

import { Check } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { fold } from '@/lib/fold';
import type { ChatFolder, FolderKind } from '@/matrix/types';
import { useAppState } from '@/store/hooks';
import { selectChats } from '@/store/rooms';
import { Button } from '@/ui/Button';
import { ListRow } from '@/ui/ListRow';
import { PanelHeader } from '@/ui/PanelHeader';
import { SearchField } from '@/ui/SearchField';
import { SwitchRow } from '@/ui/SwitchRow';
import { TextField } from '@/ui/TextField';
import { VirtualList } from '@/ui/VirtualList';
import styles from './Folders.module.css';

const KINDS: readonly FolderKind[] = ['direct', 'group', 'channel'];
const ROW_HEIGHT = 60;
const LONGEST_NAME = 32;

const toggled = <T,>(list: readonly T[], entry: T): T[] =>
  list.includes(entry) ? list.filter((other) => other !== entry) : [...list, entry];

interface FolderEditorProps {
  readonly folder: ChatFolder;
  readonly onBack: () => void;
  readonly onSave: (folder: ChatFolder) => void;
}

/** What a folder is called and what is in it: kinds of chats, and chats by name. */
export function FolderEditor({ folder: before, onBack, onSave }: FolderEditorProps) {
  const { t } = useI18n();
  const [folder, setFolder] = useState(before);
  const [error, setError] = useState<string>();
  const [query, setQuery] = useState('');
  const chats = useAppState(selectChats);
  const shown = chats.filter(({ name }) => fold(name ?? '').includes(fold(query.trim())));
  const change = (part: Partial<ChatFolder>) => setFolder({ ...folder, ...part });

  const save = (event: FormEvent) => {
    event.preventDefault();
    const name = folder.name.trim();
    if (name === '') setError(t('folders.nameRequired'));
    else if (folder.kinds.length + folder.include.length === 0) setError(t('folders.nothingIn'));
    else onSave({ ...folder, name });
  };

  return (
    <section className={styles.panel} aria-label={t('folders.editor')} data-testid="folder-editor">
      <PanelHeader title={t('folders.editor')} backLabel={t('common.back')} onBack={onBack} />
      <form className={styles.page} onSubmit={save}>
        <TextField
          label={t('folders.name')}
          error={error}
          value={folder.name}
          maxLength={LONGEST_NAME}
          autoFocus
          onChange={(event) => {
            change({ name: event.target.value });
            setError(undefined);
          }}
          data-testid="folder-name"
        />
        {KINDS.map((kind) => (
          <SwitchRow
            key={kind}
            label={t(`folders.kind.${kind}`)}
            isOn={folder.kinds.includes(kind)}
            onChange={() => change({ kinds: toggled(folder.kinds, kind) })}
            data-testid={`folder-kind-${kind}`}
          />
        ))}
        <SwitchRow
          label={t('folders.onlyUnread')}
          isOn={folder.onlyUnread}
          onChange={(onlyUnread) => change({ onlyUnread })}
        />
        <SwitchRow
          label={t('folders.withoutMuted')}
          isOn={folder.withoutMuted}
          onChange={(withoutMuted) => change({ withoutMuted })}
        />
        <h3 className={styles.heading}>{t('folders.chats')}</h3>
        <SearchField
          value={query}
          onChange={setQuery}
          label={t('search.label')}
          clearLabel={t('search.clear')}
        />
        <div className={styles.chats}>
          <VirtualList
            items={shown}
            keyOf={({ roomId }) => roomId}
            rowHeight={ROW_HEIGHT}
            label={t('folders.chats')}
          >
            {(room, isTabStop) => {
              const isIn = folder.include.includes(room.roomId);
              return (
                <ListRow
                  id={room.directUserId ?? room.roomId}
                  title={room.name ?? t('room.empty')}
                  avatarUrl={room.avatarUrl}
                  subtitle={t(isIn ? 'folders.isIn' : 'folders.isOut')}
                  tabIndex={isTabStop ? 0 : -1}
                  isPressed={isIn}
                  end={isIn && <Check className={styles.check} size={22} aria-hidden="true" />}
                  onClick={() => change({ include: toggled(folder.include, room.roomId) })}
                  data-testid="folder-chat"
                />
              );
            }}
          </VirtualList>
        </div>
        <Button type="submit" data-testid="folder-save">
          {t('common.save')}
        </Button>
      </form>
    </section>
  );
}
