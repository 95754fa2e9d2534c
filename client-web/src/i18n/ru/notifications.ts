import type { notifications as en } from '../en/notifications';
import type { Translation } from '../translation';

export const notifications: Translation<typeof en> = {
  'notifications.device': 'На этом устройстве',
  'notifications.desktop': 'Уведомления на рабочем столе',
  'notifications.desktopHint': 'Пока эта страница открыта хотя бы в одной вкладке',
  'notifications.denied':
    'Браузер этого не разрешает. Измените это в его настройках для этой страницы.',
  'notifications.unsupported': 'Этот браузер не показывает уведомлений.',
  'notifications.preview': 'Показывать текст',
  'notifications.previewHint': 'Иначе только кто написал',
  'notifications.sound': 'Звук',
  'notifications.account': 'Для всех ваших устройств',
  'notifications.accountNote':
    'Об упоминаниях сообщается всегда. Отдельный чат можно заглушить в его меню.',
  'notifications.privateChats': 'Личные чаты',
  'notifications.groups': 'Группы',
  'notifications.invites': 'Приглашения',
  'notifications.newMessage': 'Новое сообщение',
  'notifications.inGroup': '{name} в {room}',
  'notifications.invited': '{name} приглашает вас',
};
