import type { lock as en } from '../en/lock';
import type { Translation } from '../translation';

export const lock: Translation<typeof en> = {
  'lock.locked': 'Gesperrt',
  'lock.passcode': 'Code',
  'lock.again': 'Noch einmal',
  'lock.wrong': 'Das ist nicht der Code.',
  'lock.open': 'Entsperren',
  'lock.set': 'Code festlegen',
  'lock.note':
    'Er hält neugierige Blicke vom Bildschirm dieses Geräts fern. Was hier gespeichert ist, verschlüsselt er nicht.',
  'lock.short': '{count, plural, one {Mindestens # Zeichen.} other {Mindestens # Zeichen.}}',
  'lock.differ': 'Die beiden sind nicht gleich.',
  'lock.now': 'Jetzt sperren',
  'lock.remove': 'Code entfernen',
  'lock.auto': 'Von selbst sperren nach',
  'lock.minutes': '{count, plural, one {# Minute} other {# Minuten}}',
};
