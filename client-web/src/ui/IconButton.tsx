import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes, Ref } from 'react';
import { classNames } from '@/lib/class-names';
import styles from './IconButton.module.css';
import { Ripple } from './Ripple';
import { Tooltip } from './Tooltip';

interface IconButtonProps
  extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'aria-label' | 'children'> {
  readonly icon: LucideIcon;
  /** The accessible name, shown as the tooltip as well. */
  readonly label: string;
  /** Mirrors the icon in right-to-left text: back, send, reply. */
  readonly isDirectional?: boolean;
  /** Edge of the icon in px, where the usual 24 would be louder than the text beside it. */
  readonly iconSize?: number;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A round button that shows only an icon. */
export function IconButton({
  icon: Icon,
  label,
  isDirectional = false,
  iconSize = 24,
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <button
        type="button"
        {...rest}
        className={classNames(styles.button, className)}
        aria-label={label}
      >
        <Icon
          className={classNames(isDirectional && styles.directional)}
          aria-hidden="true"
          size={iconSize}
          strokeWidth={2}
        />
        <Ripple />
      </button>
    </Tooltip>
  );
}
