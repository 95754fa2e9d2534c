'use client';

import { X } from 'lucide-react';
import {
  type MouseEvent as ReactMouseEvent,
  type ReactNode,
  useId,
  useLayoutEffect,
  useRef,
} from 'react';
import { IconButton } from './IconButton';
import { leaveBehind } from './leave-behind';
import styles from './Modal.module.css';

interface ModalProps {
  readonly title: string;
  /** The name of the button that closes the dialog. */
  readonly closeLabel: string;
  readonly onClose: () => void;
  /** `confirm` is narrow and has no close button of its own. */
  readonly kind?: 'confirm' | 'form';
  /** Replaces the closing cross, e.g. by the step before. */
  readonly back?: ReactNode;
  readonly children: ReactNode;
  readonly 'data-testid'?: string;
}

/** A dialog in the browser's top layer: focus stays inside, Escape closes it, focus returns to the opener. Mount it to open it. */
export function Modal({
  title,
  closeLabel,
  onClose,
  kind = 'form',
  back,
  children,
  ...rest
}: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  // Before it is closed, which hides it.
  useLayoutEffect(() => {
    const element = dialog.current;
    return () => {
      if (element !== null) leaveBehind(element);
    };
  }, []);

  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // React sets the focus too early for a dialog, and the browser would take the first button, whose tooltip then takes
    // the first Escape.
    const field =
      element?.querySelector<HTMLElement>('[data-autofocus]') ??
      element?.querySelector<HTMLElement>('input');
    if (kind === 'form') (field ?? element)?.focus();
    return () => element?.close();
  }, [kind]);

  const closeOnBackdrop = (event: ReactMouseEvent<HTMLDialogElement>) => {
    if (event.target === event.currentTarget) onClose();
  };

  return (
    <dialog
      ref={dialog}
      className={styles.modal}
      tabIndex={-1}
      data-kind={kind}
      data-testid={rest['data-testid']}
      aria-labelledby={titleId}
      onMouseDown={closeOnBackdrop}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className={styles.panel}>
        <header className={styles.header}>
          {back}
          {kind === 'form' && back === undefined && (
            <IconButton icon={X} label={closeLabel} onClick={onClose} />
          )}
          <h2 id={titleId} className={styles.title}>
            {title}
          </h2>
        </header>
        {children}
      </div>
    </dialog>
  );
}

/** The row of buttons at the end of a dialog. */
export function ModalActions({ children }: { readonly children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>;
}
