'use client';

import type { LucideIcon } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { type ReactElement, type ReactNode, useRef, useState } from 'react';
import styles from './Menu.module.css';
import { useLongPress } from './use-long-press';

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

interface HeldMenuProps {
  /** A button that does something else when it is merely pressed. */
  readonly target: ReactElement;
  readonly children: ReactNode;
}

/**
 * A menu that a right click, a long press, Shift+F10 or the menu key opens over the end of a button: there, and not where the
 * pointer is, so that it covers nothing beside the button. Whoever wrote when it opened goes on writing when it closes.
 */
export function HeldMenu({ target, children }: HeldMenuProps) {
  const [isOpen, setIsOpen] = useState(false);
  const focused = useRef<Element | null>(null);
  const open = () => {
    focused.current = document.activeElement;
    setIsOpen(true);
  };
  const press = useLongPress(open);
  return (
    <DropdownMenu.Root modal={false} open={isOpen} onOpenChange={setIsOpen}>
      <span
        className={styles.held}
        onContextMenu={(event) => {
          event.preventDefault();
          open();
        }}
        onClickCapture={(event) => {
          // The finger that held the button leaves it: that is no press.
          if (!isOpen) return;
          event.preventDefault();
          event.stopPropagation();
        }}
        {...press}
      >
        {target}
        <DropdownMenu.Trigger asChild>
          <span className={styles.anchor} aria-hidden="true" tabIndex={-1} />
        </DropdownMenu.Trigger>
      </span>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className={styles.menu}
          side="top"
          align="end"
          sideOffset={8}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (focused.current instanceof HTMLElement) focused.current.focus();
          }}
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
    <DropdownMenu.Item {...rest} className={styles.item} onSelect={onSelect}>
      <span className={styles.start}>{start}</span>
      <span className="visually-hidden">{label}</span>
      <span className={styles.words} dir="auto" aria-hidden="true">
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
