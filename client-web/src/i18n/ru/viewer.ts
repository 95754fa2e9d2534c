/** Pictures and films over the whole window. */
import type { viewer as en } from '../en/viewer';
import type { Translation } from '../translation';

export const viewer: Translation<typeof en> = {
  'viewer.title': 'Просмотр медиа',
  'viewer.close': 'Закрыть',
  'viewer.previous': 'Предыдущее',
  'viewer.next': 'Следующее',
  'viewer.zoomIn': 'Увеличить',
  'viewer.zoomOut': 'Уменьшить',
  'viewer.rotate': 'Повернуть',
  'viewer.counter': '{number} из {total}',
  'viewer.fullscreen': 'Во весь экран',
  'viewer.pip': 'Картинка в картинке',
  'viewer.showInChat': 'Показать в чате',
};
