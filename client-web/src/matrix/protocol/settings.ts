/** One's own account: profile, privacy, notifications, password. */
import type { NotificationLevels, OwnProfile, PrivacyState } from '../types';

export interface SettingsCommands {
  /** A picture that is ready to be shown, or null to have none. */
  setAvatar(picture: Blob | null): Promise<void>;
  ownProfile(): Promise<OwnProfile>;
  /** What others read about us; empty takes it away. */
  setBio(bio: string): Promise<void>;

  /** Each part that is given replaces what was there; the result comes into the store. */
  setPrivacy(change: Partial<Omit<PrivacyState, 'blocked'>>): Promise<void>;
  /** Takes nothing of a person any more, or does so again. */
  setBlocked(userId: string, isBlocked: boolean): Promise<void>;

  setNotificationLevels(change: Partial<NotificationLevels>): Promise<void>;

  /** Rejects with `wrongCredentials`; with `endsOthers` all other devices are signed out. */
  changePassword(before: string, after: string, endsOthers: boolean): Promise<void>;
  /** Closes the account for good and signs out; with `erases` the server forgets what it can. */
  deactivateAccount(password: string, erases: boolean): Promise<void>;

  /** Tells the engine what of this tab is looked at: what is seen needs no notification. */
  setAttention(roomId: string | null, isFocused: boolean): Promise<void>;
}
