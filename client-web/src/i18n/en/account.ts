/** The account itself. */
export const account = {
  'account.changePassword': 'Change password',
  'account.passwordBefore': 'Present password',
  'account.passwordAfter': 'New password',
  'account.endsOthers': 'Sign out other devices',
  'account.endsOthersHint': 'If somebody else may know the password',
  'account.passwordChanged': 'Your password was changed',
  'account.close': 'Close account',
  'account.closeTitle': 'Close your account for good?',
  'account.closeForever': 'There is no way back, and nobody can open it again.',
  'account.closeName': 'You leave all chats, and your address stays taken.',
  'account.closeStays': 'What you wrote stays with those who received it.',
  'account.closeType': 'Type {address} to go on',
  'account.erases': 'Also hide it from people who join later',
  'account.erasesHint': 'Servers are asked to show your messages to nobody new',
} as const;
