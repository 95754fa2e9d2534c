/** End-to-end encryption, as far as the interface shows it. No private key is here. */

/** How far this device is with its account's encryption. */
export interface EncryptionState {
  /** `unavailable`: this browser cannot encrypt here (no storage, or an address without https). */
  phase: 'starting' | 'ready' | 'unavailable';
  /** The account's own identity vouches for this device: its people trust it, and it may read old messages. */
  isVerified: boolean;
  /**
   * Whether keys can be got back without any device. `missing`: nothing was set up; `incomplete`: it was, and some
   * of the keys are not in it.
   */
  recovery: 'unknown' | 'missing' | 'incomplete' | 'ready';
  /** The recovery key can be had from a phrase, too. */
  hasPhrase: boolean;
  backup: 'unknown' | 'off' | 'on';
  /** Keys that are not in the backup yet. */
  keysToBackUp: number;
  /** Grows whenever devices or their trust change: ask for the list again. */
  devicesRevision: number;
}

/** A device of one's own. */
export interface DeviceInfo {
  deviceId: string;
  name: string | null;
  isCurrent: boolean;
  lastSeenTs: number | null;
  lastSeenIp: string | null;
  /** `unknown`: it does not take part in encryption. */
  trust: 'verified' | 'unverified' | 'unknown';
  /** What another person can be read out to make sure, in groups of four; null without encryption. */
  fingerprint: string | null;
}

/** How well we know that a person is who they say. `changed`: they were known and now are somebody else. */
export type PersonTrust = 'unknown' | 'unverified' | 'verified' | 'changed';

/** One of the seven pictures that both sides compare. */
export interface SasEmoji {
  symbol: string;
  /** The English name. */
  name: string;
}

/** Two devices making sure of each other. At most one at a time. */
export interface Verification {
  otherUserId: string;
  otherDeviceId: string | null;
  /** The other side is a device of our own. */
  isSelf: boolean;
  isIncoming: boolean;
  /**
   * `requested`: one side waits for the other to accept; `choosing`: one may scan, let scan, or compare pictures;
   * `preparing`: keys are exchanged; `comparing`: both see the same or not; `scanned`: the other side has scanned our
   * code; `confirmed`: we said yes, or scanned, and wait for the other side.
   */
  phase:
    | 'requested'
    | 'choosing'
    | 'preparing'
    | 'comparing'
    | 'scanned'
    | 'confirmed'
    | 'done'
    | 'cancelled';
  /** The bytes of the code that the other side may scan: public keys, and a secret that dies with this verification. */
  code: number[] | null;
  /** The other side shows a code that we may scan. */
  canScan: boolean;
  emoji: SasEmoji[] | null;
  /** For a side that cannot show pictures. */
  decimals: [number, number, number] | null;
  /** Why it ended without success. */
  cancelled: 'byUs' | 'byThem' | 'timeout' | 'mismatch' | 'elsewhere' | 'failed' | null;
}

/** Whom or what to verify. */
export type VerificationTarget =
  /** Any other device of our own. */
  { kind: 'self' } | { kind: 'device'; deviceId: string } | { kind: 'person'; userId: string };

/** Why a message cannot be read. */
export type UndecryptableReason =
  /** It is being decrypted: that takes a moment. */
  | 'pending'
  /** The key is on its way, or is being looked for. */
  | 'waiting'
  /** It was sent before this device was there, and the keys of that time are locked until it is verified. */
  | 'locked'
  /** It was sent before this device was there, and no key was kept. */
  | 'lost'
  /** We were not in the chat when it was sent. */
  | 'notMember'
  /** The sender shares keys only with devices that are verified. */
  | 'withheldUnverified'
  | 'withheld'
  /** The sender is not who they were when we verified them. */
  | 'senderChanged';
