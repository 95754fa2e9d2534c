import type { chats as en } from '../en/chats';
import type { Translation } from '../translation';

export const chats: Translation<typeof en> = {
  'chats.title': 'Чаты',
  'chats.loading': 'Загружаем ваши чаты',
  'chats.empty': 'Начните общение',
  'chats.emptyHint': 'Найдите собеседника или соберите несколько человек вместе.',
  'chats.draft': 'Черновик:',
  'chats.you': 'Вы',
  'chats.sender': '{name}: ',
  'chats.noMessages': 'Здесь пока нет сообщений…',
  'chats.unread':
    '{count, plural, one {# непрочитанное сообщение} few {# непрочитанных сообщения} other {# непрочитанных сообщений}}',
  'chats.mention': 'Вас упомянули',
  'chats.invite': 'Приглашение',
  'chats.inviteFrom': '{name} приглашает вас',
  'chats.inviteBare': 'Вас приглашают',
  'chats.knocking': 'Ждём, когда вас впустят',
  'chats.newChat': 'Новый чат',
  'chats.notEncrypted': 'Не зашифровано',
};
