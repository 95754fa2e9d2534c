'use client';

import { UserRoundPlus } from 'lucide-react';
import { useI18n } from '@/i18n/I18nProvider';
import { selectAccounts } from '@/store/accounts';
import { useAppState } from '@/store/hooks';
import { Avatar } from '@/ui/Avatar';
import { Badge } from '@/ui/Badge';
import { MenuItem, MenuRow, MenuSeparator } from '@/ui/Menu';

interface AccountRowsProps {
  readonly onSwitch: (userId: string) => void;
  readonly onAdd: () => void;
}

/** The other accounts that are signed in here, as rows of the main menu, and the way to one more. */
export function AccountRows({ onSwitch, onAdd }: AccountRowsProps) {
  const { t, locale } = useI18n();
  const others = useAppState(selectAccounts).filter(({ isCurrent }) => !isCurrent);
  return (
    <>
      {others.map(({ userId, displayName, avatarUrl, unreadChats }) => {
        const name = displayName ?? userId;
        return (
          <MenuRow
            key={userId}
            label={t('accounts.switchTo', { name })}
            start={<Avatar id={userId} name={name} mxc={avatarUrl} size={24} />}
            end={
              unreadChats > 0 && (
                <Badge
                  kind="count"
                  text={unreadChats.toLocaleString(locale)}
                  label={t('accounts.unread', { count: unreadChats })}
                />
              )
            }
            onSelect={() => onSwitch(userId)}
            data-testid="account-row"
            data-user-id={userId}
          >
            {name}
          </MenuRow>
        );
      })}
      <MenuItem icon={UserRoundPlus} onSelect={onAdd} data-testid="menu-add-account">
        {t('accounts.add')}
      </MenuItem>
      <MenuSeparator />
    </>
  );
}
