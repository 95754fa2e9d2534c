import type { settings as en } from '../en/settings';
import type { Translation } from '../translation';

export const settings: Translation<typeof en> = {
  'settings.title': 'Настройки',
  'settings.profile': 'Профиль',
  'settings.name': 'Имя',
  'settings.nameHint': 'Это имя другие видят в своих чатах.',
  'settings.nameSaved': 'Имя изменено',
  'settings.copyId': 'Скопировать ваш адрес',
  'settings.appearance': 'Оформление',
  'settings.theme.light': 'Светлая',
  'settings.theme.dark': 'Тёмная',
  'settings.theme.system': 'Как в системе',
  'settings.language': 'Язык',
  'settings.session': 'Этот сеанс',
  'settings.server': 'Сервер',
  'settings.device': 'Устройство',
  'settings.signOut': 'Выйти',
  'settings.signOutTitle': 'Выйти из аккаунта?',
  'settings.signOutHint': 'Черновики и неотправленные сообщения на этом устройстве пропадут.',
};
