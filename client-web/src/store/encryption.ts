/** End-to-end encryption: this device, a verification that is going on, and whom we trust. */
import type { EncryptionState, PersonTrust, Verification } from '@/matrix/types';

export interface EncryptionSlice {
  /** Null until the engine has told of it. */
  encryption: EncryptionState | null;
  verification: Verification | null;
  /** By user id; only of people who were asked about. */
  trust: Readonly<Record<string, PersonTrust>>;
}

export const initialEncryption: EncryptionSlice = {
  encryption: null,
  verification: null,
  trust: {},
};

export const selectEncryption = (state: EncryptionSlice): EncryptionState | null =>
  state.encryption;

export const selectVerification = (state: EncryptionSlice): Verification | null =>
  state.verification;

export const selectTrust = (state: EncryptionSlice, userId: string): PersonTrust =>
  state.trust[userId] ?? 'unknown';

/** What should be done about this device's encryption, most urgent first; null when all is well. */
export type EncryptionTask = 'verify' | 'recovery';

export function selectEncryptionTask({ encryption }: EncryptionSlice): EncryptionTask | null {
  if (encryption?.phase !== 'ready') return null;
  if (!encryption.isVerified) return 'verify';
  return encryption.recovery === 'missing' || encryption.recovery === 'incomplete'
    ? 'recovery'
    : null;
}
