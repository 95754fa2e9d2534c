/** What makes itself heard. */
export const notifications = {
  'notifications.device': 'On this device',
  'notifications.desktop': 'Desktop notifications',
  'notifications.desktopHint': 'While this page is open in some tab',
  'notifications.denied':
    'The browser does not allow it. Change that in its settings for this page.',
  'notifications.unsupported': 'This browser cannot show notifications.',
  'notifications.preview': 'Show what was written',
  'notifications.previewHint': 'Otherwise only who wrote',
  'notifications.sound': 'Sound',
  'notifications.account': 'For all your devices',
  'notifications.accountNote': 'Mentions are always told. A single chat can be muted in its menu.',
  'notifications.privateChats': 'Private chats',
  'notifications.groups': 'Groups',
  'notifications.invites': 'Invitations',
  'notifications.newMessage': 'New message',
  'notifications.inGroup': '{name} in {room}',
  'notifications.invited': '{name} invites you',
} as const;
