import type { encryption as en } from '../en/encryption';
import type { Translation } from '../translation';

export const encryption: Translation<typeof en> = {
  'encryption.verify.title': 'Diese Sitzung bestätigen',
  'encryption.verify.hint': 'Bis dahin bleiben ältere Nachrichten hier verschlossen.',
  'encryption.verify.start': 'Bestätigen',
  'encryption.recovery.title': 'Sichere deine Nachrichten',
  'encryption.recovery.hint':
    'Mit einem Wiederherstellungsschlüssel liest du sie wieder, auch wenn du alle Geräte verlierst.',
  'encryption.recovery.start': 'Einrichten',
  'encryption.recovery.explain':
    'Nur du und die Menschen, denen du schreibst, können deine Nachrichten lesen. Um sie auf einem neuen Gerät zu lesen, brauchst du ein anderes deiner Geräte oder einen Wiederherstellungsschlüssel. Dein Passwort kann das nicht, denn der Server kennt es.',
  'encryption.recovery.make': 'Weiter',
  'encryption.later': 'Morgen erinnern',
  'encryption.done': 'Fertig',
  'encryption.way.key': 'Einen Schlüssel zum Aufheben erzeugen',
  'encryption.way.phrase': 'Zusätzlich einen Satz benutzen, den ich mir merke',
  'encryption.phrase': 'Satz',
  'encryption.phraseHint':
    'Mehrere Wörter, die sonst niemand so zusammenstellt. Nicht dein Passwort.',
  'encryption.phraseShort':
    '{count, plural, one {Mindestens # Zeichen.} other {Mindestens # Zeichen.}}',
  'encryption.key.title': 'Dein Wiederherstellungsschlüssel',
  'encryption.key.explain':
    'Hebe ihn dort auf, wo nur du ihn findest, etwa in einem Passwortmanager. Er wird nur jetzt gezeigt.',
  'encryption.key.file': 'Heliograph-Wiederherstellungsschlüssel',
  'encryption.key.copy': 'Kopieren',
  'encryption.key.save': 'Als Datei sichern',
  'encryption.key.kept': 'Ich habe ihn sicher aufgehoben',
  'encryption.unlock.explain':
    'Zeige, dass diese Sitzung dir gehört. Dann kannst du hier ältere Nachrichten lesen, und andere sehen, dass du es wirklich bist.',
  'encryption.unlock.device': 'Anderes Gerät benutzen',
  'encryption.unlock.deviceHint': 'Auf beiden ein paar Bilder vergleichen',
  'encryption.unlock.key': 'Wiederherstellungsschlüssel',
  'encryption.unlock.keyOrPhrase': 'Wiederherstellungsschlüssel oder Satz',
  'encryption.unlock.file': 'Aus einer Datei',
  'encryption.unlock.submit': 'Entsperren',
  'encryption.unlock.done': 'Diese Sitzung ist bestätigt',
  'encryption.unlock.lost': 'Ich habe nichts davon',
  'encryption.reset.title': 'Mit neuen Schlüsseln neu anfangen?',
  'encryption.reset.lose': 'Ältere Nachrichten, die hier verschlossen sind, bleiben es für immer.',
  'encryption.reset.others': 'Wer dich bestätigt hat, erfährt, dass deine Schlüssel neu sind.',
  'encryption.reset.keep': 'Dein Konto, deine Chats und Kontakte bleiben.',
  'encryption.reset.confirm': 'Neu anfangen',
  'encryption.reset.done':
    'Du hast neue Schlüssel. Richte als Nächstes einen Wiederherstellungsschlüssel ein.',
};
