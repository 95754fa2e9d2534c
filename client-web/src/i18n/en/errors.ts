/** What went wrong, and what to do about it. */
export const errors = {
  'error.unreachable': 'The server does not answer. Check your connection, then try again.',
  'error.notAHomeserver': 'There is no chat server at this address. Check how it is written.',
  'error.badAnswer':
    'The server has a problem at the moment. Nothing was lost; try again in a minute.',
  'error.wrongCredentials': 'The username or the password is wrong.',
  'error.accountDeactivated': 'This account was closed and cannot be used any more.',
  'error.usernameTaken': 'This username is taken. Choose another.',
  'error.usernameInvalid': 'Use lowercase letters, digits and . _ - = / only.',
  'error.passwordTooWeak': 'This password is too easy to guess. Make it longer.',
  'error.registrationClosed':
    'This server does not accept new accounts. Ask its administrator for one.',
  'error.registrationTokenRequired':
    'This server needs a registration token. Ask its administrator for one.',
  'error.registrationTokenWrong':
    'This registration token is not valid. Check it, or ask for another.',
  'error.unsupportedRegistration':
    'This server asks for a sign-up step that is not supported here yet.',
  'error.signedOut': 'You were signed out. Sign in again to go on.',
  'error.rateLimited':
    'Too many attempts. {seconds, plural, =0 {Try again in a moment.} other {Try again in # s.}}',
  'error.forbidden': 'You are not allowed to do this here.',
  'error.notFound': 'This could not be found. It may have been removed.',
  'error.tooLarge': 'This message is too long to be sent. Shorten it and try again.',
  'error.unknown': 'This did not work: {detail}',
  'error.passwordRequired': "Enter your account's password to go on.",
  'error.wrongRecoveryKey':
    'This recovery key or phrase is not the one of your account. Check it for missing characters.',
  'error.wrongPassphrase': 'This passphrase does not open the file.',
  'error.notAKeyFile':
    'This file does not hold any message keys. Choose one that was exported from a chat app.',
  'error.identityChanged':
    'Somebody in this chat whom you had verified uses new keys now. Verify them again, or accept the new keys in their profile; nothing was sent.',
  'error.encryptionUnavailable':
    'This browser cannot encrypt messages here. Open the page over https and allow it to store data.',
  'error.wrongCode':
    'This is not the code of this verification. Scan the one that the other side shows now.',
} as const;
