import type { composer as en } from '../en/composer';
import type { Translation } from '../translation';

export const composer: Translation<typeof en> = {
  'composer.label': 'Сообщение',
  'composer.send': 'Отправить',
  'composer.notAllowed': 'Здесь вы не можете писать',
  'composer.attach': 'Прикрепить',
  'composer.attachMedia': 'Фото или видео',
  'composer.attachFile': 'Файл',
  'composer.suggestions': 'Подсказки',
  'composer.everybody': 'Все участники',
  'composer.replyTo': 'Ответ: {name}',
  'composer.editing': 'Изменение сообщения',
  'composer.cancelContext': 'Отмена',
  'composer.saveEdit': 'Сохранить изменение',
  'composer.sendSilently': 'Отправить без звука',

  'format.title': 'Форматирование',
  'format.bold': 'Жирный',
  'format.italic': 'Курсив',
  'format.strike': 'Зачёркнутый',
  'format.code': 'Код',
  'format.spoiler': 'Скрытый текст',
  'format.quote': 'Цитата',
  'format.link': 'Ссылка',
};
