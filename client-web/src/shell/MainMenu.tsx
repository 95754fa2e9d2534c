'use client';

import {
  Archive,
  Bookmark,
  Compass,
  Contact,
  Folders,
  Link,
  Megaphone,
  Menu as MenuIcon,
  Moon,
  Settings,
  Sun,
  UserRoundPlus,
  UsersRound,
} from 'lucide-react';
import { useRouter } from 'next/navigation';
import { AccountRows } from '@/features/accounts/AccountRows';
import { useI18n } from '@/i18n/I18nProvider';
import { errorText } from '@/i18n/plain-words';
import { matrix } from '@/matrix/commands';
import { HOME } from '@/lib/route';
import { useTheme } from '@/store/hooks';
import { setTheme } from '@/store/store';
import { IconButton } from '@/ui/IconButton';
import { Menu, MenuItem, MenuSeparator } from '@/ui/Menu';
import { showToast } from '@/ui/toast';
import { navigate } from './use-route';

/** The sign-in page, which without the fragment would send whoever is signed in back to the chats. */
const ADD_ACCOUNT = '/login/#another';

/** Whatever was open belonged to the other account. */
function switchAccount(userId: string): void {
  navigate(HOME);
  void matrix.switchAccount(userId);
}

/** The menu in the corner of the list. */
export function MainMenu() {
  const { t } = useI18n();
  const router = useRouter();
  const theme = useTheme();
  const isDark =
    theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  const openSaved = async () => {
    try {
      navigate({ roomId: await matrix.openSavedMessages(), panel: 'chats' });
    } catch (error) {
      showToast(errorText(error, t));
    }
  };
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
      <MenuItem
        icon={Megaphone}
        onSelect={() => navigate({ panel: 'new-channel' })}
        data-testid="menu-new-channel"
      >
        {t('menu.newChannel')}
      </MenuItem>
      <MenuItem icon={Link} onSelect={() => navigate({ panel: 'join' })} data-testid="menu-join">
        {t('join.title')}
      </MenuItem>
      <MenuItem
        icon={Compass}
        onSelect={() => navigate({ panel: 'explore' })}
        data-testid="menu-explore"
      >
        {t('explore.title')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem
        icon={Contact}
        onSelect={() => navigate({ panel: 'contacts' })}
        data-testid="menu-contacts"
      >
        {t('contacts.title')}
      </MenuItem>
      <MenuItem icon={Bookmark} onSelect={() => void openSaved()} data-testid="menu-saved">
        {t('menu.saved')}
      </MenuItem>
      <MenuItem
        icon={Archive}
        onSelect={() => navigate({ panel: 'archive' })}
        data-testid="menu-archive"
      >
        {t('archive.title')}
      </MenuItem>
      <MenuItem
        icon={Folders}
        onSelect={() => navigate({ panel: 'folders' })}
        data-testid="menu-folders"
      >
        {t('folders.title')}
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
