'use client';

import type { LucideIcon } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import styles from './Menu.module.css';

interface MenuProps {
  /** The control that opens the menu. */
  readonly trigger: ReactElement;
  readonly side?: 'top' | 'bottom';
  readonly align?: 'start' | 'end';
  readonly children: ReactNode;
}

/**
 * A menu on a button. Not modal: the modal variant locks scrolling with an injected style element, which a strict
 * Content-Security-Policy refuses.
 */
export function Menu({ trigger, side = 'bottom', align = 'start', children }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className={styles.menu}
          side={side}
          align={align}
          sideOffset={8}
          collisionPadding={8}
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface MenuItemProps {
  readonly icon: LucideIcon;
  readonly children: ReactNode;
  readonly isDestructive?: boolean;
  readonly onSelect: () => void;
  readonly 'data-testid'?: string;
}

/** One command of a menu. */
export function MenuItem({
  icon: Icon,
  children,
  isDestructive = false,
  onSelect,
  ...rest
}: MenuItemProps) {
  return (
    <DropdownMenu.Item
      className={styles.item}
      data-destructive={isDestructive}
      data-testid={rest['data-testid']}
      onSelect={onSelect}
    >
      <Icon aria-hidden="true" size={20} strokeWidth={2} />
      <span className={styles.words}>{children}</span>
    </DropdownMenu.Item>
  );
}

interface MenuRowProps {
  /** What pressing it does, for those who do not see it. */
  readonly label: string;
  readonly start: ReactNode;
  readonly end?: ReactNode;
  readonly children: ReactNode;
  readonly onSelect: () => void;
  readonly 'data-testid'?: string;
  readonly 'data-user-id'?: string;
}

/** A command with a picture of its own, such as a person's. */
export function MenuRow({ label, start, end, children, onSelect, ...rest }: MenuRowProps) {
  return (
    <DropdownMenu.Item {...rest} className={styles.item} aria-label={label} onSelect={onSelect}>
      <span className={styles.start}>{start}</span>
      <span className={styles.words} dir="auto">
        {children}
      </span>
      {end}
    </DropdownMenu.Item>
  );
}

/** A hairline between groups of commands. */
export function MenuSeparator() {
  return <DropdownMenu.Separator className={styles.separator} />;
}
