'use client';

import {
  Menu as MenuIcon,
  Moon,
  Pencil,
  Settings,
  Sun,
  UserRoundPlus,
  UsersRound,
} from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type KeyboardEvent, lazy, type RefObject, Suspense, useState } from 'react';
import { ChatList } from '@/features/chat-list/ChatList';
import { AccountRows } from '@/features/accounts/AccountRows';
import { EncryptionStrip } from '@/features/devices/EncryptionStrip';
import { NewChatPanel } from '@/features/new-chat/NewChatPanel';
import { NewGroupPanel } from '@/features/new-chat/NewGroupPanel';
import { SearchResults } from '@/features/search/SearchResults';
import { useI18n } from '@/i18n/I18nProvider';
import { HOME, isSettingsPage, type Panel } from '@/lib/route';
import { matrix } from '@/matrix/commands';
import { useTheme } from '@/store/hooks';
import { setTheme } from '@/store/store';
import { IconButton } from '@/ui/IconButton';
import { Menu, MenuItem, MenuSeparator } from '@/ui/Menu';
import { SearchField } from '@/ui/SearchField';
import { useLingering } from '@/ui/use-lingering';
import { ConnectionBar } from './ConnectionBar';
import styles from './LeftColumn.module.css';
import { Region } from './Region';
import { goUp, navigate } from './use-route';

const SettingsPages = lazy(async () => ({
  default: (await import('./SettingsPages')).SettingsPages,
}));

/** The sign-in page, which without the fragment would send whoever is signed in back to the chats. */
const ADD_ACCOUNT = '/login/#another';

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

const openRoom = (roomId: string) => navigate({ roomId, panel: 'chats' });

/** The lists: chats and what is found among them, with other pages pushed over them. */
export function LeftColumn({ panel, searchField, onVerify, onSetUpRecovery }: LeftColumnProps) {
  const { t } = useI18n();
  const [query, setQuery] = useState('');
  const pushed = panel === 'chats' ? null : panel;
  const shown = useLingering(pushed);
  const isSearching = query.trim() !== '';

  const openFound = (roomId: string) => {
    setQuery('');
    openRoom(roomId);
  };

  return (
    <div className={styles.column}>
      <div className={styles.page} data-covered={pushed !== null} inert={pushed !== null}>
        <header className={styles.header}>
          <MainMenu />
          <SearchField
            ref={searchField}
            value={query}
            onChange={setQuery}
            label={t('search.label')}
            clearLabel={t('search.clear')}
            onKeyDown={enterList}
            data-testid="search-field"
          />
        </header>
        <ConnectionBar />
        <EncryptionStrip onVerify={onVerify} onSetUpRecovery={onSetUpRecovery} />
        <Region>
          {isSearching ? (
            <SearchResults query={query} onOpenRoom={openFound} />
          ) : (
            <div className={styles.list}>
              <ChatList
                onNewChat={() => navigate({ panel: 'new-chat' })}
                onNewGroup={() => navigate({ panel: 'new-group' })}
              />
            </div>
          )}
        </Region>
        {!isSearching && <NewChatButton />}
      </div>
      {shown !== null && (
        <div className={styles.pushed} data-open={pushed !== null} inert={pushed === null}>
          <Region resetKey={shown}>
            {isSettingsPage(shown) && (
              <Suspense>
                <SettingsPages page={shown} onVerify={onVerify} onSetUpRecovery={onSetUpRecovery} />
              </Suspense>
            )}
            {shown === 'new-chat' && <NewChatPanel onBack={goUp} onOpenRoom={openRoom} />}
            {shown === 'new-group' && <NewGroupPanel onBack={goUp} onOpenRoom={openRoom} />}
          </Region>
        </div>
      )}
    </div>
  );
}

/** Whatever was open belonged to the other account. */
function switchAccount(userId: string): void {
  navigate(HOME);
  void matrix.switchAccount(userId);
}

function MainMenu() {
  const { t } = useI18n();
  const router = useRouter();
  const theme = useTheme();
  const isDark =
    theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  return (
    <Menu trigger={<IconButton icon={MenuIcon} label={t('menu.open')} data-testid="main-menu" />}>
      <AccountRows onSwitch={switchAccount} onAdd={() => router.push(ADD_ACCOUNT)} />
      <MenuItem
        icon={UserRoundPlus}
        onSelect={() => navigate({ panel: 'new-chat' })}
        data-testid="menu-new-chat"
      >
        {t('menu.newChat')}
      </MenuItem>
      <MenuItem
        icon={UsersRound}
        onSelect={() => navigate({ panel: 'new-group' })}
        data-testid="menu-new-group"
      >
        {t('menu.newGroup')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem
        icon={isDark ? Sun : Moon}
        onSelect={() => setTheme(isDark ? 'light' : 'dark')}
        data-testid="menu-night-mode"
      >
        {t(isDark ? 'menu.dayMode' : 'menu.nightMode')}
      </MenuItem>
      <MenuItem
        icon={Settings}
        onSelect={() => navigate({ panel: 'settings' })}
        data-testid="menu-settings"
      >
        {t('menu.settings')}
      </MenuItem>
    </Menu>
  );
}

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
