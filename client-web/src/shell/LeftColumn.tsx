'use client';

import { ArrowLeft, Megaphone, Pencil, UserRoundPlus, UsersRound } from 'lucide-react';
import { type KeyboardEvent, lazy, memo, type RefObject, Suspense, useState } from 'react';
import { ArchiveRow } from '@/features/chat-list/ArchiveRow';
import { ChatList } from '@/features/chat-list/ChatList';
import { FolderTabs, useListView } from '@/features/chat-list/FolderTabs';
import { EncryptionStrip } from '@/features/devices/EncryptionStrip';
import { AcrossResults } from '@/features/search/AcrossResults';
import { SearchResults } from '@/features/search/SearchResults';
import { type SearchTab, SearchTabs } from '@/features/search/SearchTabs';
import { useI18n } from '@/i18n/I18nProvider';
import { formatFragment, HOME, isSettingsPage, type Panel } from '@/lib/route';
import { IconButton } from '@/ui/IconButton';
import { Menu, MenuItem } from '@/ui/Menu';
import { SearchField } from '@/ui/SearchField';
import { useLingering } from '@/ui/use-lingering';
import { ConnectionBar } from './ConnectionBar';
import styles from './LeftColumn.module.css';
import { MainMenu } from './MainMenu';
import { Region } from './Region';
import { goUp, navigate } from './use-route';

const ListPages = lazy(async () => ({ default: (await import('./ListPages')).ListPages }));
const RoomPreviewDialog = lazy(async () => ({
  default: (await import('@/features/invites/RoomPreviewDialog')).RoomPreviewDialog,
}));
const SettingsPages = lazy(async () => ({
  default: (await import('./SettingsPages')).SettingsPages,
}));

/** Down leads from the field into the list below it. */
function enterList(event: KeyboardEvent<HTMLInputElement>): void {
  if (event.key !== 'ArrowDown') return;
  event.preventDefault();
  document
    .querySelector<HTMLElement>('[data-testid="left-column"] [role="list"] [tabindex="0"]')
    ?.focus();
}

interface LeftColumnProps {
  readonly panel: Panel;
  readonly searchField: RefObject<HTMLInputElement | null>;
  readonly onVerify: () => void;
  readonly onSetUpRecovery: () => void;
}

const archiveHref = formatFragment({ ...HOME, panel: 'archive' });
const openRoom = (roomId: string) => navigate({ roomId, panel: 'chats' });

/** The lists: chats and what is found among them, with other pages pushed over them. Opening a chat does not concern them. */
export const LeftColumn = memo(function LeftColumn({
  panel,
  searchField,
  onVerify,
  onSetUpRecovery,
}: LeftColumnProps) {
  const { t } = useI18n();
  const [query, setQuery] = useState('');
  const [folder, setFolder] = useState('all');
  const pushed = panel === 'chats' ? null : panel;
  const shown = useLingering(pushed);
  const [isOpen, setIsOpen] = useState(false);
  const [tab, setTab] = useState<SearchTab>('chats');
  const hasWords = query.trim() !== '';
  const isSearching = isOpen || hasWords;
  const place = isSearching ? 'all' : folder;
  const view = useListView(place);
  /** A room that is looked at before one goes in. */
  const [previewed, setPreviewed] = useState<string | null>(null);

  const closeSearch = () => {
    setQuery('');
    setTab('chats');
    setIsOpen(false);
  };
  const openFound = (roomId: string) => {
    closeSearch();
    openRoom(roomId);
  };
  /** From wherever one is in it; in the field the first press only empties that. */
  const leaveSearch = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    // Menus and dialogs, which stand elsewhere or over it, close by themselves.
    const isHere = event.currentTarget.contains(target) && target.closest('dialog') === null;
    if (event.key !== 'Escape' || !isSearching || !isHere) return;
    event.stopPropagation();
    closeSearch();
  };

  return (
    <div className={styles.column}>
      <div
        className={styles.page}
        data-covered={pushed !== null}
        inert={pushed !== null}
        onKeyDown={leaveSearch}
      >
        <header className={styles.header}>
          {isSearching ? (
            <IconButton
              icon={ArrowLeft}
              isDirectional
              label={t('search.close')}
              onClick={closeSearch}
              data-testid="search-close"
            />
          ) : (
            <MainMenu />
          )}
          <SearchField
            ref={searchField}
            value={query}
            onChange={setQuery}
            label={t('search.label')}
            clearLabel={t('search.clear')}
            onFocus={() => setIsOpen(true)}
            onKeyDown={enterList}
            data-testid="search-field"
          />
        </header>
        <ConnectionBar />
        <EncryptionStrip onVerify={onVerify} onSetUpRecovery={onSetUpRecovery} />
        <Region>
          {isSearching && (
            <div className={styles.tabs}>
              <SearchTabs chosen={tab} onChoose={setTab} />
            </div>
          )}
          {isSearching && tab !== 'chats' ? (
            <AcrossResults key={tab} kind={tab} query={query} />
          ) : hasWords ? (
            <SearchResults
              query={query}
              onOpenRoom={openFound}
              onPreview={setPreviewed}
              onSearchMessages={() => setTab('messages')}
            />
          ) : (
            <div className={styles.list}>
              {!isSearching && <FolderTabs chosen={folder} onChoose={setFolder} />}
              {view.kind === 'all' && <ArchiveRow href={archiveHref} />}
              <ChatList
                key={place}
                view={view}
                onNewChat={() => navigate({ panel: 'new-chat' })}
                onNewGroup={() => navigate({ panel: 'new-group' })}
              />
            </div>
          )}
        </Region>
        {!isSearching && <NewChatButton />}
      </div>
      {previewed !== null && (
        <Suspense>
          <RoomPreviewDialog
            link={previewed}
            onOpenRoom={openFound}
            onClose={() => setPreviewed(null)}
          />
        </Suspense>
      )}
      {shown !== null && (
        <div className={styles.pushed} data-open={pushed !== null} inert={pushed === null}>
          <Region resetKey={shown}>
            {isSettingsPage(shown) && (
              <Suspense>
                <SettingsPages page={shown} onVerify={onVerify} onSetUpRecovery={onSetUpRecovery} />
              </Suspense>
            )}
            {!isSettingsPage(shown) && (
              <Suspense>
                <ListPages page={shown} onBack={goUp} onOpenRoom={openRoom} />
              </Suspense>
            )}
          </Region>
        </div>
      )}
    </div>
  );
});

/** The round button over the list. */
function NewChatButton() {
  const { t } = useI18n();
  return (
    <Menu
      side="top"
      align="end"
      trigger={
        <IconButton
          className={styles.newChat}
          icon={Pencil}
          label={t('chats.newChat')}
          data-testid="new-chat-button"
        />
      }
    >
      <MenuItem
        icon={Megaphone}
        onSelect={() => navigate({ panel: 'new-channel' })}
        data-testid="new-channel"
      >
        {t('menu.newChannel')}
      </MenuItem>
      <MenuItem
        icon={UsersRound}
        onSelect={() => navigate({ panel: 'new-group' })}
        data-testid="new-group"
      >
        {t('menu.newGroup')}
      </MenuItem>
      <MenuItem
        icon={UserRoundPlus}
        onSelect={() => navigate({ panel: 'new-chat' })}
        data-testid="new-chat"
      >
        {t('menu.newChat')}
      </MenuItem>
    </Menu>
  );
}
