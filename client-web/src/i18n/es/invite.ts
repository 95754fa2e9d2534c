import type { invite as en } from '../en/invite';
import type { Translation } from '../translation';

export const invite: Translation<typeof en> = {
  'invite.title': 'Tienes una invitación',
  'invite.direct': '{name} quiere chatear contigo',
  'invite.group': '{name} te invita a este grupo',
  'invite.accept': 'Aceptar',
  'invite.decline': 'Rechazar',
  'invite.acceptNamed': 'Aceptar la invitación a {name}',
  'invite.declineNamed': 'Rechazar la invitación a {name}',

  'knock.title': 'Has pedido unirte',
  'knock.waiting': 'Has pedido unirte. Estarás dentro en cuanto un administrador lo acepte.',
  'knock.withdraw': 'Retirar la solicitud',
};
