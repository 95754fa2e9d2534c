import type { devices as en } from '../en/devices';
import type { Translation } from '../translation';

export const devices: Translation<typeof en> = {
  'devices.title': 'Geräte',
  'devices.current': 'Dieses Gerät',
  'devices.others': 'Andere Geräte',
  'devices.verified': 'Bestätigt',
  'devices.unverified': 'Nicht bestätigt',
  'devices.unknown': 'Kann keine verschlüsselten Nachrichten lesen',
  'devices.online': 'online',
  'devices.lastSeen': 'zuletzt benutzt {time}',
  'devices.lastSeenFrom': 'zuletzt benutzt {time} von {place}',
  'devices.neverSeen': 'noch nicht benutzt',
  'devices.name': 'Name des Geräts',
  'devices.trust': 'Vertrauen',
  'devices.used': 'Zuletzt benutzt',
  'devices.id': 'Kennung',
  'devices.fingerprint': 'Schlüssel',
  'devices.verify': 'Bestätigen',
  'devices.endOthers': 'Alle anderen Geräte abmelden',
  'devices.endTitle': '{count, plural, one {Dieses Gerät abmelden?} other {# Geräte abmelden?}}',
  'devices.endHint':
    'Sie verlieren sofort den Zugang. Was auf ihnen gespeichert ist, wird bei der nächsten Verbindung entfernt.',
  'devices.ended': '{count, plural, one {Gerät abgemeldet} other {# Geräte abgemeldet}}',
  'devices.protection': 'Nachrichten lesbar halten',
  'devices.recovery': 'Wiederherstellungsschlüssel',
  'devices.recoveryOn': 'Drücke, um an seiner Stelle einen neuen zu erzeugen',
  'devices.on': 'An',
  'devices.off': 'Aus',
  'devices.backupOn':
    '{count, plural, =0 {Die Schlüssel deiner Nachrichten sind verschlüsselt gesichert.} one {# Schlüssel wird noch gesichert.} other {# Schlüssel werden noch gesichert.}}',
  'devices.backupOff': 'Die Schlüssel deiner Nachrichten sind nur auf deinen Geräten.',

  'keyFile.title': 'Nachrichtenschlüssel als Datei',
  'keyFile.note':
    'Für eine andere App. Wer die Datei und ihre Passphrase hat, kann deine Nachrichten lesen.',
  'keyFile.export': 'Schlüssel exportieren',
  'keyFile.import': 'Schlüssel importieren',
  'keyFile.passphrase': 'Passphrase der Datei',
  'keyFile.name': 'Heliograph-Nachrichtenschlüssel',
  'keyFile.exported': 'Die Schlüssel wurden exportiert',
  'keyFile.imported': 'Die Schlüssel wurden importiert',
};
