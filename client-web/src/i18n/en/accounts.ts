/** Several accounts at once. */
export const accounts = {
  'accounts.add': 'Add account',
  'accounts.switchTo': 'Switch to {name}',
  'accounts.unread':
    '{count, plural, =0 {nothing unread} one {# unread chat} other {# unread chats}}',
} as const;
