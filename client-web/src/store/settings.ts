/** What the account has settled, as the engine tells it. */
import type { NotificationLevels, PrivacyState } from '@/matrix/types';

export interface SettingsSlice {
  /** Null until the account's data is there. */
  privacy: PrivacyState | null;
  notificationLevels: NotificationLevels | null;
}

export const initialSettings: SettingsSlice = { privacy: null, notificationLevels: null };

export const selectPrivacy = (state: SettingsSlice): PrivacyState | null => state.privacy;

export const selectNotificationLevels = (state: SettingsSlice): NotificationLevels | null =>
  state.notificationLevels;
