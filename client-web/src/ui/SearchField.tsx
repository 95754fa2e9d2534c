'use client';

import { Search, X } from 'lucide-react';
import type { InputHTMLAttributes, Ref } from 'react';
import { IconButton } from './IconButton';
import styles from './SearchField.module.css';

interface SearchFieldProps
  extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value' | 'placeholder'> {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly label: string;
  readonly clearLabel: string;
  readonly ref?: Ref<HTMLInputElement>;
}

/** The round field over a list. Escape empties it first; only an empty one lets Escape through. */
export function SearchField({
  value,
  onChange,
  label,
  clearLabel,
  onKeyDown,
  ...rest
}: SearchFieldProps) {
  return (
    <div className={styles.field} role="search">
      <Search className={styles.icon} size={22} aria-hidden="true" />
      <input
        {...rest}
        type="text"
        inputMode="search"
        autoComplete="off"
        className={styles.input}
        dir="auto"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && value !== '') {
            event.stopPropagation();
            onChange('');
          }
          onKeyDown?.(event);
        }}
      />
      {value !== '' && (
        <IconButton
          className={styles.clear}
          icon={X}
          label={clearLabel}
          onClick={() => onChange('')}
        />
      )}
    </div>
  );
}
