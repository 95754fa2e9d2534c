'use client';

import { ArrowDown, ArrowUp, FolderPlus, GripVertical, Pencil, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { errorText } from '@/i18n/plain-words';
import { matrix } from '@/matrix/commands';
import type { ChatFolder } from '@/matrix/types';
import { useOwn } from '@/store/hooks';
import { Button } from '@/ui/Button';
import { IconButton } from '@/ui/IconButton';
import { PanelHeader } from '@/ui/PanelHeader';
import { showToast } from '@/ui/toast';
import { useSorting } from '@/ui/use-sorting';
import { FolderEditor } from './FolderEditor';
import styles from './Folders.module.css';

const fresh = (): ChatFolder => ({
  id: crypto.randomUUID(),
  name: '',
  kinds: [],
  include: [],
  exclude: [],
  onlyUnread: false,
  withoutMuted: false,
});

/** One's folders: their order, what is in them, new ones. */
export function FoldersPanel({ onBack }: { readonly onBack: () => void }) {
  const { t } = useI18n();
  const { folders } = useOwn();
  const [edited, setEdited] = useState<ChatFolder | null>(null);

  const save = (next: readonly ChatFolder[]) => {
    matrix.setFolders([...next]).catch((error: unknown) => showToast(errorText(error, t)));
  };
  const sort = (key: string, before: string | null) => {
    const folder = folders.find(({ id }) => id === key);
    const others = folders.filter(({ id }) => id !== key);
    const at = others.findIndex(({ id }) => id === before);
    const place = at < 0 ? others.length : at;
    if (folder) save([...others.slice(0, place), folder, ...others.slice(place)]);
  };
  const list = useRef<HTMLUListElement>(null);
  const { onPointerDown } = useSorting(list, folders, sort);
  const remove = (folder: ChatFolder) => {
    save(folders.filter(({ id }) => id !== folder.id));
    const undo = { label: t('common.undo'), run: () => save(folders) };
    showToast(t('folders.removed', { name: folder.name }), undo);
  };
  const move = (at: number, by: number) => {
    const next = [...folders];
    const [folder] = next.splice(at, 1);
    if (folder) save([...next.slice(0, at + by), folder, ...next.slice(at + by)]);
  };

  if (edited !== null) {
    const isNew = folders.every(({ id }) => id !== edited.id);
    return (
      <FolderEditor
        folder={edited}
        onBack={() => setEdited(null)}
        onSave={(folder) => {
          save(
            isNew ? [...folders, folder] : folders.map((o) => (o.id === folder.id ? folder : o)),
          );
          setEdited(null);
        }}
      />
    );
  }
  return (
    <section className={styles.panel} aria-label={t('folders.title')} data-testid="folders-panel">
      <PanelHeader
        title={t('folders.title')}
        backLabel={t('common.back')}
        onBack={onBack}
        takesFocus
      />
      <div className={styles.page}>
        <p className={styles.note}>{t('folders.hint')}</p>
        <ul ref={list} className={styles.list} onPointerDown={onPointerDown}>
          {folders.map((folder, index) => (
            <li key={folder.id} className={styles.row} data-sortable={folder.id}>
              {folders.length > 1 && (
                // The buttons beside it do the same for who does not drag.
                <span className={styles.handle} data-handle data-testid="folder-handle">
                  <GripVertical size={20} aria-hidden="true" />
                </span>
              )}
              <span className={styles.name} dir="auto">
                {folder.name}
              </span>
              <IconButton
                icon={ArrowUp}
                iconSize={20}
                label={t('folders.moveUp', { name: folder.name })}
                disabled={index === 0}
                onClick={() => move(index, -1)}
              />
              <IconButton
                icon={ArrowDown}
                iconSize={20}
                label={t('folders.moveDown', { name: folder.name })}
                disabled={index === folders.length - 1}
                onClick={() => move(index, 1)}
              />
              <IconButton
                icon={Pencil}
                iconSize={20}
                label={t('folders.edit', { name: folder.name })}
                onClick={() => setEdited(folder)}
              />
              <IconButton
                icon={Trash2}
                iconSize={20}
                label={t('folders.remove', { name: folder.name })}
                onClick={() => remove(folder)}
              />
            </li>
          ))}
        </ul>
        <Button onClick={() => setEdited(fresh())} data-testid="folder-new">
          <span className={styles.withIcon}>
            <FolderPlus size={20} aria-hidden="true" />
            {t('folders.new')}
          </span>
        </Button>
      </div>
    </section>
  );
}
