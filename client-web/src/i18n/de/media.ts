/** Pictures, films, sounds, files and places in messages. */
import type { media as en } from '../en/media';
import type { Translation } from '../translation';

export const media: Translation<typeof en> = {
  'media.open': '{name} öffnen',
  'media.photoOf': 'Foto von {name}',
  'media.play': 'Abspielen',
  'media.pause': 'Anhalten',
  'media.seek': 'Wiedergabeposition',
  'media.position': '{at} von {total}',
  'media.speed': 'Geschwindigkeit {rate}×',
  'media.mute': 'Stumm schalten',
  'media.unmute': 'Ton an',
  'media.reveal': 'Verborgenen Inhalt zeigen',
  'media.downloadFile': '{name} herunterladen',
  'media.cancel': 'Abbrechen',
  'media.failed': 'Das konnte nicht geladen werden',
  'media.downloadFailed': 'Die Datei konnte nicht heruntergeladen werden. Versuche es noch einmal.',
  'media.size': '{size}',
  'media.openMap': 'In Karten öffnen',
  'media.coordinates': '{latitude}, {longitude}',
  'media.player': 'Aktuelle Wiedergabe',
  'media.stop': 'Wiedergabe beenden',
  'media.copyCode': 'Code kopieren',
  'media.foldCode': 'Ganzen Code zeigen',
  'media.linkWarning': 'Dieser Link führt woandershin',
  'media.linkWarningHint': 'Er sieht aus wie {shown}, führt aber zu {real}.',
  'media.linkOpen': 'Trotzdem öffnen',
};
