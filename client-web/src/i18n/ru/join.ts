import type { join as en } from '../en/join';
import type { Translation } from '../translation';

export const join: Translation<typeof en> = {
  'join.title': 'Войти по ссылке',
  'join.field': 'Ссылка или адрес',
  'join.hint': 'Например, #mayak:example.org или ссылка, которую вам прислали.',
  'join.look': 'Найти',
  'join.noLink': 'Это не адрес чата или человека. Проверьте написание.',
  'join.open': 'Открыть',
  'join.ask': 'Попроситься',
  'join.asked': 'Заявка отправлена. Решит администратор.',
  'join.reason': 'Почему вы хотите войти (необязательно)',
  'join.closed': 'Войти можно только по приглашению.',
  'join.preview': 'Публичный чат',
};
