/** Keeping messages readable for oneself and for nobody else. */
export const encryption = {
  'encryption.verify.title': 'Verify this session',
  'encryption.verify.hint': 'Until then, older messages stay locked here.',
  'encryption.verify.start': 'Verify',
  'encryption.recovery.title': 'Keep your messages safe',
  'encryption.recovery.hint':
    'With a recovery key you can read them again even if you lose every device.',
  'encryption.recovery.start': 'Set up',
  'encryption.recovery.explain':
    'Only you and the people you write to can read your messages. To read them on a new device, you need another device of yours or a recovery key. Your password cannot do this, because the server knows it.',
  'encryption.recovery.make': 'Continue',
  'encryption.later': 'Remind me tomorrow',
  'encryption.done': 'Done',
  'encryption.way.key': 'Make a key for me to keep',
  'encryption.way.phrase': 'Use a phrase I can remember, too',
  'encryption.phrase': 'Phrase',
  'encryption.phraseHint': 'Several words that nobody else would put together. Not your password.',
  'encryption.phraseShort':
    '{count, plural, one {At least # character.} other {At least # characters.}}',
  'encryption.key.title': 'Your recovery key',
  'encryption.key.explain':
    'Keep it where only you can find it, such as a password manager. It is shown only now.',
  'encryption.key.file': 'Heliograph recovery key',
  'encryption.key.copy': 'Copy',
  'encryption.key.save': 'Save as a file',
  'encryption.key.kept': 'I have put it in a safe place',
  'encryption.unlock.explain':
    'Show that this session is yours. Then your older messages can be read here, and others see that it is really you.',
  'encryption.unlock.device': 'Use another device',
  'encryption.unlock.deviceHint': 'Compare a few pictures on both',
  'encryption.unlock.key': 'Recovery key',
  'encryption.unlock.keyOrPhrase': 'Recovery key or phrase',
  'encryption.unlock.file': 'From a file',
  'encryption.unlock.submit': 'Unlock',
  'encryption.unlock.done': 'This session is verified',
  'encryption.unlock.lost': 'I have neither of these',
  'encryption.reset.title': 'Start over with new keys?',
  'encryption.reset.lose': 'Older messages that are locked here stay locked for good.',
  'encryption.reset.others': 'People who verified you are told that your keys changed.',
  'encryption.reset.keep': 'Your account, chats and contacts stay.',
  'encryption.reset.confirm': 'Start over',
  'encryption.reset.done': 'You have new keys. Set up a recovery key next.',
} as const;
