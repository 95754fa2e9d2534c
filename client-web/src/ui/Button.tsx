import type { ButtonHTMLAttributes } from 'react';
import { classNames } from '@/lib/class-names';
import styles from './Button.module.css';
import { Ripple } from './Ripple';
import { Spinner } from './Spinner';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `fill` for the main action, `text` for the others, `danger` for what cannot be undone. */
  readonly look?: 'fill' | 'text' | 'danger';
  /** Shows progress and refuses presses, keeping the width. */
  readonly isBusy?: boolean;
}

/** A button with words. */
export function Button({
  look = 'fill',
  isBusy = false,
  className,
  children,
  disabled,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={classNames(styles.button, className)}
      data-look={look}
      disabled={disabled === true || isBusy}
      aria-busy={isBusy}
    >
      <span className={styles.words}>{children}</span>
      {isBusy && <Spinner className={styles.progress} />}
      <Ripple />
    </button>
  );
}
