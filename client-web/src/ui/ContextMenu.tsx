'use client';

import { ContextMenu as Primitive } from 'radix-ui';
import type { LucideIcon } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import styles from './Menu.module.css';

interface ContextMenuProps {
  /** What the menu belongs to: a right click, a long press, Shift+F10 or the menu key on it opens it. */
  readonly target: ReactElement;
  readonly children: ReactNode;
}

/** A menu where the pointer is. Whatever it holds can also be reached by a button. */
export function ContextMenu({ target, children }: ContextMenuProps) {
  return (
    <Primitive.Root modal={false}>
      <Primitive.Trigger asChild>{target}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content className={styles.menu} collisionPadding={8}>
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

interface ContextMenuItemProps {
  readonly icon: LucideIcon;
  readonly children: ReactNode;
  readonly isDestructive?: boolean;
  readonly onSelect: () => void;
  readonly 'data-testid'?: string;
}

/** One command of a context menu. */
export function ContextMenuItem({
  icon: Icon,
  children,
  isDestructive = false,
  onSelect,
  ...rest
}: ContextMenuItemProps) {
  return (
    <Primitive.Item
      className={styles.item}
      data-destructive={isDestructive}
      data-testid={rest['data-testid']}
      onSelect={onSelect}
    >
      <Icon aria-hidden="true" size={20} strokeWidth={2} />
      <span className={styles.words}>{children}</span>
    </Primitive.Item>
  );
}

interface ContextSubmenuProps {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly children: ReactNode;
  readonly 'data-testid'?: string;
}

/** A command that asks for more. */
export function ContextSubmenu({ icon: Icon, label, children, ...rest }: ContextSubmenuProps) {
  return (
    <Primitive.Sub>
      <Primitive.SubTrigger className={styles.item} data-testid={rest['data-testid']}>
        <Icon aria-hidden="true" size={20} strokeWidth={2} />
        <span className={styles.words}>{label}</span>
      </Primitive.SubTrigger>
      <Primitive.Portal>
        <Primitive.SubContent className={styles.menu} collisionPadding={8}>
          {children}
        </Primitive.SubContent>
      </Primitive.Portal>
    </Primitive.Sub>
  );
}

/** A hairline between groups of commands. */
export function ContextMenuSeparator() {
  return <Primitive.Separator className={styles.separator} />;
}
