import type { message as en } from '../en/message';
import type { Translation } from '../translation';

export const message: Translation<typeof en> = {
  'message.edited': 'изменено',
  'message.deleted': 'Удалённое сообщение',
  'message.undecryptable': 'Ждём это сообщение',
  'message.unsupported': 'Такие сообщения здесь пока не поддерживаются.',
  'message.queued': 'Ожидает отправки',
  'message.sending': 'Отправляется',
  'message.sent': 'Отправлено',
  'message.read': 'Прочитано',
  'message.failed': 'Не отправлено',
  'message.failedActions': 'Сообщение не отправлено. Выберите, что сделать',
  'message.showMore': 'Показать ещё',
  'message.copy': 'Копировать текст',
  'message.sentAt': 'Отправлено {date}',
  'message.photo': 'Фото',
  'message.gif': 'GIF',
  'message.video': 'Видео',
  'message.roundVideo': 'Видеосообщение',
  'message.voice': 'Голосовое сообщение',
  'message.file': 'Файл',
  'message.sticker': 'Стикер {body}',
  'message.location': 'Геопозиция',
  'message.poll': 'Опрос: {question}',
};
