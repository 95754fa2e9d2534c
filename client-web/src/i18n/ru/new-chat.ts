import type { newChat as en } from '../en/new-chat';
import type { Translation } from '../translation';

export const newChat: Translation<typeof en> = {
  'newChat.title': 'Новый личный чат',
  'newChat.field': 'Имя или адрес',
  'newChat.hint': 'Введите имя или полный адрес, например @anna:example.org.',

  'newGroup.title': 'Новая группа',
  'newGroup.name': 'Название группы',
  'newGroup.topic': 'Описание (необязательно)',
  'newGroup.people': 'Добавить людей',
  'newGroup.peopleHint': 'Людей можно добавить и позже.',
  'newGroup.selected':
    '{count, plural, =0 {Пока никого} one {Добавлен # человек} few {Добавлено # человека} other {Добавлено # человек}}',
  'newGroup.remove': 'Убрать: {name}',
  'newGroup.create': 'Создать группу',
  'newGroup.nameRequired': 'Дайте группе название.',

  'newChannel.title': 'Новый канал',
  'newChannel.name': 'Название канала',
  'newChannel.nameRequired': 'Дайте каналу название.',
  'newChannel.public': 'Публичный канал',
  'newChannel.publicHint': 'Любой может найти и читать его; иначе людей приглашают.',
  'newChannel.create': 'Создать канал',

  'contacts.title': 'Контакты',
  'contacts.none': 'Здесь появятся люди, с которыми вы общаетесь.',
};
