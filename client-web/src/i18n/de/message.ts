import type { message as en } from '../en/message';
import type { Translation } from '../translation';

export const message: Translation<typeof en> = {
  'message.edited': 'bearbeitet',
  'message.deleted': 'Gelöschte Nachricht',
  'message.undecryptable': 'Warten auf diese Nachricht',
  'message.unsupported': 'Diese Nachricht wird hier noch nicht unterstützt.',
  'message.queued': 'Wartet aufs Senden',
  'message.sending': 'Wird gesendet',
  'message.sent': 'Gesendet',
  'message.read': 'Gelesen',
  'message.failed': 'Nicht gesendet',
  'message.failedActions': 'Nachricht nicht gesendet. Wähle, was geschehen soll',
  'message.showMore': 'Mehr anzeigen',
  'message.copy': 'Text kopieren',
  'message.sentAt': 'Gesendet am {date}',
  'message.photo': 'Foto',
  'message.gif': 'GIF',
  'message.video': 'Video',
  'message.roundVideo': 'Videonachricht',
  'message.voice': 'Sprachnachricht',
  'message.file': 'Datei',
  'message.sticker': 'Sticker {body}',
  'message.location': 'Standort',
  'message.poll': 'Umfrage: {question}',
};
