import type { emoji as en } from '../en/emoji';
import type { Translation } from '../translation';

export const emoji: Translation<typeof en> = {
  'emoji.open': 'Эмодзи и стикеры',
  'emoji.title': 'Эмодзи',
  'emoji.search': 'Поиск эмодзи',
  'emoji.recent': 'Недавние',
  'emoji.found': 'Найдено',
  'emoji.smileys': 'Смайлы и эмоции',
  'emoji.people': 'Люди',
  'emoji.nature': 'Животные и природа',
  'emoji.food': 'Еда и напитки',
  'emoji.travel': 'Путешествия и места',
  'emoji.activities': 'Занятия',
  'emoji.objects': 'Предметы',
  'emoji.symbols': 'Символы',
  'emoji.flags': 'Флаги',

  'stickers.title': 'Стикеры',
  'stickers.none': 'Стикеров пока нет',
  'stickers.noneHint': 'Здесь появятся наборы, которые вы добавите в группах, и ваши собственные.',
  'stickers.own': 'Мои стикеры',
};
