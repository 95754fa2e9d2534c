import type { invite as en } from '../en/invite';
import type { Translation } from '../translation';

export const invite: Translation<typeof en> = {
  'invite.title': 'Du bist eingeladen',
  'invite.direct': '{name} möchte mit dir chatten',
  'invite.group': '{name} lädt dich in diese Gruppe ein',
  'invite.accept': 'Annehmen',
  'invite.decline': 'Ablehnen',
  'invite.acceptNamed': 'Einladung zu {name} annehmen',
  'invite.declineNamed': 'Einladung zu {name} ablehnen',

  'knock.title': 'Du hast um Aufnahme gebeten',
  'knock.waiting': 'Du hast um Aufnahme gebeten. Sobald ein Administrator zustimmt, bist du dabei.',
  'knock.withdraw': 'Anfrage zurückziehen',
};
