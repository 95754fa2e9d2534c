'use client';

import { ChevronDown } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useI18n } from '@/i18n/I18nProvider';
import type { MessageItem } from '@/matrix/types';
import menuStyles from '@/ui/Menu.module.css';
import styles from './QuickReactions.module.css';

const QUICK = ['👍', '❤️', '🔥', '🎉', '😁', '😢', '👎'];

interface QuickReactionsProps {
  readonly item: MessageItem;
  readonly onReact: (key: string) => void;
  /** Shows all emoji. */
  readonly onMore: () => void;
}

/** The reactions that are used most, over a message's menu. */
export function QuickReactions({ item, onReact, onMore }: QuickReactionsProps) {
  const { t } = useI18n();
  const own = new Set(item.reactions.flatMap(({ key, isOwn }) => (isOwn ? key : [])));
  return (
    <div
      className={`${menuStyles.surface} ${styles.strip}`}
      role="group"
      aria-label={t('actions.react')}
    >
      {QUICK.map((key) => (
        <DropdownMenu.Item
          key={key}
          className={styles.reaction}
          data-own={own.has(key)}
          aria-label={t('actions.reactWith', { emoji: key })}
          onSelect={() => onReact(key)}
          data-testid="quick-reaction"
        >
          {key}
        </DropdownMenu.Item>
      ))}
      <DropdownMenu.Item
        className={styles.reaction}
        aria-label={t('actions.moreReactions')}
        onSelect={onMore}
        data-testid="more-reactions"
      >
        <ChevronDown aria-hidden="true" size={20} />
      </DropdownMenu.Item>
    </div>
  );
}
