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
  'chats.channel': 'Канал',
  'chats.muted': 'Без звука',
  'chats.pinned': 'Закреплён',
  'chats.reaction': 'На ваше сообщение отреагировали',
  'chats.markedUnread': 'Помечен как непрочитанный',

  'chatMenu.pin': 'Закрепить',
  'chatMenu.unpin': 'Открепить',
  'chatMenu.markRead': 'Пометить прочитанным',
  'chatMenu.markUnread': 'Пометить непрочитанным',
  'chatMenu.mute': 'Отключить звук на…',
  'chatMenu.unmute': 'Включить звук',
  'chatMenu.mute1h': '1 час',
  'chatMenu.mute8h': '8 часов',
  'chatMenu.mute1d': '1 день',
  'chatMenu.muteForever': 'Навсегда',
  'chatMenu.archive': 'В архив',
  'chatMenu.unarchive': 'Вернуть из архива',
  'chatMenu.archived': 'Чат перемещён в архив',
  'chatMenu.delete': 'Удалить чат',
  'chatMenu.deleteTitle': 'Удалить «{name}»?',
  'chatMenu.deleteHint': 'Вы выйдете из него, и история исчезнет у вас. У остальных она останется.',
  'chatMenu.deleted': 'Чат «{name}» удалён',

  'archive.title': 'Архив',
  'archive.unread':
    '{count, plural, one {# чат в архиве с новыми сообщениями} few {# чата в архиве с новыми сообщениями} other {# чатов в архиве с новыми сообщениями}}',

  'chatMenu.pinUp': 'Выше',
  'chatMenu.pinDown': 'Ниже',
};
