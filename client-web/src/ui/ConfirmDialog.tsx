'use client';

import { type ReactNode, useState } from 'react';
import { Button } from './Button';
import { Modal, ModalActions } from './Modal';

interface ConfirmDialogProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly confirmLabel: string;
  readonly cancelLabel: string;
  readonly closeLabel: string;
  readonly isDestructive?: boolean;
  /** The dialog waits for it; whatever goes wrong is told by whoever gives it. */
  readonly onConfirm: () => Promise<void>;
  readonly onClose: () => void;
  readonly 'data-testid'?: string;
}

/** Asks before something is done. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, children, confirmLabel, cancelLabel, closeLabel, onConfirm, onClose } = props;
  const [isBusy, setIsBusy] = useState(false);
  const confirm = async () => {
    setIsBusy(true);
    await onConfirm();
    onClose();
  };
  return (
    <Modal kind="confirm" title={title} closeLabel={closeLabel} onClose={onClose}>
      {children}
      <ModalActions>
        <Button look="text" onClick={onClose}>
          {cancelLabel}
        </Button>
        <Button
          look={props.isDestructive === false ? 'fill' : 'danger'}
          isBusy={isBusy}
          onClick={() => void confirm()}
          data-testid={props['data-testid']}
        >
          {confirmLabel}
        </Button>
      </ModalActions>
    </Modal>
  );
}
