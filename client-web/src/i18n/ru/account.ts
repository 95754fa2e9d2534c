import type { account as en } from '../en/account';
import type { Translation } from '../translation';

export const account: Translation<typeof en> = {
  'account.changePassword': 'Сменить пароль',
  'account.passwordBefore': 'Текущий пароль',
  'account.passwordAfter': 'Новый пароль',
  'account.endsOthers': 'Выйти на других устройствах',
  'account.endsOthersHint': 'Если пароль мог узнать кто-то другой',
  'account.passwordChanged': 'Пароль изменён',
  'account.close': 'Закрыть аккаунт',
  'account.closeTitle': 'Закрыть аккаунт навсегда?',
  'account.closeForever': 'Пути назад нет: открыть его снова не сможет никто.',
  'account.closeName': 'Вы покинете все чаты, а ваш адрес останется занятым.',
  'account.closeStays': 'Написанное останется у тех, кто это получил.',
  'account.closeType': 'Введите {address}, чтобы продолжить',
  'account.erases': 'Скрыть и от тех, кто вступит позже',
  'account.erasesHint': 'Серверы попросят не показывать ваши сообщения новым людям',
};
