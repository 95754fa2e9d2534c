'use client';

import { RecoveryDialog } from '@/features/devices/RecoveryDialog';
import { UnlockDialog } from '@/features/devices/UnlockDialog';
import { VerificationDialog } from '@/features/devices/VerificationDialog';

/** Which dialog about one's own keys is open. */
export type EncryptionDialog = 'unlock' | 'recovery';

interface EncryptionDialogsProps {
  readonly dialog: EncryptionDialog | null;
  readonly onClose: () => void;
}

/** What is asked about keys and devices. Loaded when there is something to ask. */
export function EncryptionDialogs({ dialog, onClose }: EncryptionDialogsProps) {
  return (
    <>
      {dialog === 'recovery' && <RecoveryDialog onClose={onClose} />}
      {dialog === 'unlock' && <UnlockDialog onClose={onClose} />}
      <VerificationDialog />
    </>
  );
}
