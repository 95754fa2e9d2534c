import type { invite as en } from '../en/invite';
import type { Translation } from '../translation';

export const invite: Translation<typeof en> = {
  'invite.title': 'Вас приглашают',
  'invite.direct': '{name} хочет с вами общаться',
  'invite.group': '{name} приглашает вас в эту группу',
  'invite.accept': 'Принять',
  'invite.decline': 'Отклонить',
  'invite.acceptNamed': 'Принять приглашение: {name}',
  'invite.declineNamed': 'Отклонить приглашение: {name}',

  'knock.title': 'Вы попросились в чат',
  'knock.waiting': 'Вы попросились в чат. Вы войдёте, как только администратор согласится.',
  'knock.withdraw': 'Отозвать заявку',
};
