import type { storage as en } from '../en/storage';
import type { Translation } from '../translation';

export const storage: Translation<typeof en> = {
  'storage.used': 'Auf diesem Gerät',
  'storage.note': 'Fotos und Dateien können jederzeit wieder vom Server geholt werden.',
  'storage.media': 'Fotos und Dateien',
  'storage.app': 'Die App selbst',
  'storage.messages': 'Chats und Schlüssel',
  'storage.quota': 'Der Browser erlaubt',
  'storage.clear': 'Fotos und Dateien entfernen',
  'storage.cleared': 'Fotos und Dateien wurden von diesem Gerät entfernt',
  'storage.keep': 'Daten behalten, wenn dem Browser der Platz ausgeht',
  'storage.keepNote':
    'Der Browser darf Daten von Seiten löschen, um Platz zu schaffen. Dann müsstest du dich hier neu anmelden.',
  'storage.notKept':
    'Der Browser hat es abgelehnt. Ein Lesezeichen oder das Installieren der Seite kann helfen.',
};
