/** A passcode for the screen. */
export const lock = {
  'lock.locked': 'Locked',
  'lock.passcode': 'Passcode',
  'lock.again': 'Once more',
  'lock.wrong': 'This is not the passcode.',
  'lock.open': 'Unlock',
  'lock.set': 'Set a passcode',
  'lock.note':
    'It keeps curious eyes off the screen of this device. What is stored here is not encrypted by it.',
  'lock.short': '{count, plural, one {At least # character.} other {At least # characters.}}',
  'lock.differ': 'The two are not the same.',
  'lock.now': 'Lock now',
  'lock.remove': 'Remove the passcode',
  'lock.auto': 'Lock by itself after',
  'lock.minutes': '{count, plural, one {# minute} other {# minutes}}',
} as const;
