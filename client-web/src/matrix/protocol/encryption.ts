/** End-to-end encryption: recovery, devices, verification, keys as a file. */
import type { DeviceInfo, VerificationTarget } from '../types';

export interface EncryptionCommands {
  /**
   * Makes a new recovery key, opened by a phrase too when one is given, and puts the account's keys under it. The key
   * is the one secret that crosses the wall: a person has to write it down.
   */
  createRecovery(phrase: string | null): Promise<string>;
  /** With the recovery key or its phrase this device becomes a trusted one; rejects with `wrongRecoveryKey`. */
  recover(keyOrPhrase: string): Promise<void>;
  /**
   * Gives up all keys and starts with a new identity: for who lost the recovery key and every device. Old messages
   * stay unreadable, and people are told.
   */
  resetEncryption(password: string): Promise<void>;

  listDevices(): Promise<DeviceInfo[]>;
  renameDevice(deviceId: string, name: string): Promise<void>;
  /** Rejects with `passwordRequired` when the server wants to be sure, and with `wrongCredentials`. */
  signOutDevices(deviceIds: readonly string[], password: string | null): Promise<void>;

  /** Brings what we know of a person into the store, and keeps it there. */
  watchTrust(userId: string): Promise<void>;
  /** Takes a person's new identity as theirs without comparing anything. */
  acceptIdentity(userId: string): Promise<void>;

  requestVerification(target: VerificationTarget): Promise<void>;
  acceptVerification(): Promise<void>;
  comparePictures(): Promise<void>;
  /** The bytes of the code that the other side shows; rejects with `wrongCode`. */
  scanVerification(code: readonly number[]): Promise<void>;
  /** What both sides see is the same, or is not; or the other side says that it has scanned our code, or does not. */
  answerVerification(isSame: boolean): Promise<void>;
  /** Ends it, or takes the last one off the screen. */
  closeVerification(): Promise<void>;

  /** All keys of messages as the text of a file, locked by the passphrase. */
  exportKeys(passphrase: string): Promise<string>;
  /** Rejects with `wrongPassphrase` and `notAKeyFile`. */
  importKeys(file: string, passphrase: string): Promise<void>;
}
