import type { verification as en } from '../en/verification';
import type { Translation } from '../translation';

export const verification: Translation<typeof en> = {
  'verification.titleSelf': 'Gerät bestätigen',
  'verification.titleOther': 'Person bestätigen',
  'verification.askedSelf':
    'Dein anderes Gerät {device} möchte bestätigt werden. Hast du es zur Hand?',
  'verification.askedOther':
    '{user} möchte sicher sein, dass du es wirklich bist. Vergleicht die Bilder persönlich oder in einem Anruf.',
  'verification.start': 'Los geht’s',
  'verification.waiting': 'Warten auf die andere Seite…',
  'verification.compare': 'Zeigen beide dieselben Bilder in derselben Reihenfolge?',
  'verification.confirmed': 'Bestätige es jetzt auch auf der anderen Seite.',
  'verification.same': 'Sie sind gleich',
  'verification.differs': 'Sie sind verschieden',
  'verification.doneSelf': 'Fertig: beide Geräte vertrauen einander.',
  'verification.doneOther': 'Fertig: du kannst sicher sein, dass du mit {user} schreibst.',
  'verification.cancelled.byUs': 'Du hast die Bestätigung beendet. Nichts wurde geändert.',
  'verification.cancelled.byThem':
    'Die andere Seite hat die Bestätigung beendet. Nichts wurde geändert.',
  'verification.cancelled.timeout':
    'Es hat zu lange gedauert. Fang neu an, wenn beide zur Hand sind.',
  'verification.cancelled.mismatch':
    'Die Bilder waren verschieden: vielleicht hört jemand mit. Versuche es noch einmal; passiert es wieder, traue dieser Verbindung nicht.',
  'verification.cancelled.elsewhere': 'Es wurde auf einem anderen deiner Geräte angenommen.',
  'verification.cancelled.failed': 'Die Bestätigung hat nicht geklappt. Versuche es noch einmal.',
  'verification.showCode': 'Lass die andere Seite diesen Code scannen.',
  'verification.codeLabel': 'Code für die Kamera der anderen Seite',
  'verification.scan': 'Code der anderen Seite scannen',
  'verification.showInstead': 'Stattdessen meinen Code zeigen',
  'verification.byPictures': 'Stattdessen Bilder vergleichen',
  'verification.scanHint': 'Halte den Code, den die andere Seite zeigt, vor die Kamera.',
  'verification.camera': 'Was die Kamera sieht',
  'verification.noCamera':
    'Die Kamera ließ sich nicht öffnen. Erlaube sie dieser Seite im Browser, oder vergleiche Bilder.',
  'verification.wasScanned': 'Sagt die andere Seite, dass sie deinen Code gescannt hat?',
  'verification.scanned': 'Ja, das sagt sie',
  'verification.notScanned': 'Nein',
};
