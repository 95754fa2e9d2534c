import type { message as en } from '../en/message';
import type { Translation } from '../translation';

export const message: Translation<typeof en> = {
  'message.edited': 'editado',
  'message.deleted': 'Mensaje eliminado',
  'message.undecryptable': 'Esperando este mensaje',
  'message.unsupported': 'Este mensaje aún no se puede mostrar aquí.',
  'message.queued': 'Pendiente de envío',
  'message.sending': 'Enviando',
  'message.sent': 'Enviado',
  'message.read': 'Leído',
  'message.failed': 'No enviado',
  'message.failedActions': 'Mensaje no enviado. Elige qué hacer',
  'message.showMore': 'Ver más',
  'message.copy': 'Copiar texto',
  'message.sentAt': 'Enviado el {date}',
  'message.photo': 'Foto',
  'message.gif': 'GIF',
  'message.video': 'Vídeo',
  'message.roundVideo': 'Mensaje de vídeo',
  'message.voice': 'Mensaje de voz',
  'message.file': 'Archivo',
  'message.sticker': 'Sticker {body}',
  'message.location': 'Ubicación',
  'message.poll': 'Encuesta: {question}',
};
