'use client';

import { type InputHTMLAttributes, type ReactNode, type Ref, useId } from 'react';
import { classNames } from '@/lib/class-names';
import styles from './TextField.module.css';

interface TextFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'placeholder'> {
  readonly label: string;
  /** What is wrong and what to do; the field is marked invalid while it is there. */
  readonly error?: string | undefined;
  /** A quiet line below, hidden by an error. */
  readonly hint?: string | undefined;
  /** A control at the end of the field, such as the password's eye. */
  readonly end?: ReactNode;
  readonly ref?: Ref<HTMLInputElement>;
}

/** One line of text with a label that floats out of the way of what is typed. */
export function TextField({ label, error, hint, end, className, id, ...rest }: TextFieldProps) {
  const ownId = useId();
  const inputId = id ?? ownId;
  const noteId = `${inputId}-note`;
  const note = error ?? hint;

  return (
    <div className={classNames(styles.field, className)} data-invalid={error !== undefined}>
      <div className={styles.box}>
        {/* The empty placeholder lets CSS tell an empty field from a filled one, autofill included. */}
        <input
          {...rest}
          id={inputId}
          className={styles.input}
          placeholder=" "
          dir={rest.dir ?? 'auto'}
          aria-invalid={error !== undefined}
          aria-describedby={note === undefined ? undefined : noteId}
        />
        <label className={styles.label} htmlFor={inputId}>
          {label}
        </label>
        {end !== undefined && <span className={styles.end}>{end}</span>}
      </div>
      {note !== undefined && (
        <p id={noteId} className={styles.note} role={error === undefined ? undefined : 'alert'}>
          {note}
        </p>
      )}
    </div>
  );
}
