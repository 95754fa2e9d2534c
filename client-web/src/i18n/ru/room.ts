import type { room as en } from '../en/room';
import type { Translation } from '../translation';

export const room: Translation<typeof en> = {
  'room.empty': 'Пустой чат',
  'room.members': '{count, plural, one {# участник} few {# участника} other {# участников}}',
  'room.invited': 'Пока не в чате',
  'room.more': 'Ещё действия',
  'room.leave': 'Выйти из чата',
  'room.leaveTitle': 'Выйти из «{name}»?',
  'room.leaveHint':
    'Вы больше не будете получать сообщения. Чтобы вернуться, может понадобиться новое приглашение.',
  'room.left': 'Вы вышли из «{name}»',
  'room.copyLink': 'Копировать ссылку',
  'room.linkCopied': 'Ссылка скопирована',
  'room.none': 'Выберите чат, чтобы начать общение',
  'room.unknown': 'Этого чата нет в вашем списке',
  'room.unknownHint': 'Возможно, вы ещё не вступили в него или он закрыт.',
  'room.join': 'Вступить',

  'typing.direct': 'печатает',
  'typing.one': '{a} печатает',
  'typing.two': '{a} и {b} печатают',
  'typing.many':
    '{count, plural, one {# человек печатает} few {# человека печатают} other {# человек печатают}}',

  'room.info': 'О чате {name}',
  'room.showInfo': 'Информация',
};
