/** One's own account: profile, privacy, notifications, password. */
import { ownTypes } from '@/lib/own-types';
import type { SettingsCommands } from '@/matrix/protocol/settings';
import type { Engine } from '../engine';
import { describeError } from '../errors';
import type { Tab } from '../tabs';
import { proven } from '../user-interactive';

export function settingsCommands(engine: Engine, tab: Tab): SettingsCommands {
  const account = () => engine.account();
  return {
    async setAvatar(picture) {
      const { client } = await account();
      const upload = picture && (await client.uploadContent(picture, { type: picture.type }));
      await client.setAvatarUrl(upload?.content_uri ?? '');
      await (await account()).loadProfile();
    },
    async ownProfile() {
      const { client, session } = await account();
      try {
        const profile = await client.getExtendedProfile(session.userId);
        const bio = profile[ownTypes.bio];
        return { bio: typeof bio === 'string' ? bio : '' };
      } catch (error) {
        if (describeError(error).code === 'notFound') return { bio: '' };
        throw error;
      }
    },
    async setBio(bio) {
      const { client } = await account();
      if (bio === '') await client.deleteExtendedProfileProperty(ownTypes.bio);
      else await client.setExtendedProfileProperty(ownTypes.bio, bio);
    },

    setPrivacy: async (change) => (await account()).settings.setPrivacy(change),
    setBlocked: async (userId, isBlocked) =>
      (await account()).settings.setBlocked(userId, isBlocked),
    setNotificationLevels: async (change) => (await account()).settings.setLevels(change),

    async changePassword(before, after, endsOthers) {
      const { client, session } = await account();
      await proven(session.userId, before, (auth) =>
        // Without proof there is no `auth` at all: an empty one is not what a server expects.
        client.setPassword((auth ?? undefined) as never, after, endsOthers),
      );
    },
    async deactivateAccount(password, erases) {
      const { client, session } = await account();
      await proven(session.userId, password, (auth) =>
        client.deactivateAccount(auth ?? undefined, erases),
      );
      await engine.forgetAccount();
    },

    async setAttention(roomId, isFocused) {
      tab.watchedRoom = isFocused ? roomId : null;
      tab.isFocused = isFocused;
      const { running } = await engine.visit();
      running?.presence.setAttention(engine.tabs.isAnyFocused());
    },
  };
}
