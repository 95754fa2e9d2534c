import type { notifications as en } from '../en/notifications';
import type { Translation } from '../translation';

export const notifications: Translation<typeof en> = {
  'notifications.device': 'En este dispositivo',
  'notifications.desktop': 'Notificaciones de escritorio',
  'notifications.desktopHint': 'Mientras esta página esté abierta en alguna pestaña',
  'notifications.denied': 'El navegador no lo permite. Cámbialo en sus ajustes para esta página.',
  'notifications.unsupported': 'Este navegador no puede mostrar notificaciones.',
  'notifications.preview': 'Mostrar lo escrito',
  'notifications.previewHint': 'Si no, solo quién escribió',
  'notifications.sound': 'Sonido',
  'notifications.account': 'Para todos tus dispositivos',
  'notifications.accountNote':
    'Las menciones siempre avisan. Cada chat se puede silenciar en su menú.',
  'notifications.privateChats': 'Chats privados',
  'notifications.groups': 'Grupos',
  'notifications.invites': 'Invitaciones',
  'notifications.newMessage': 'Mensaje nuevo',
  'notifications.inGroup': '{name} en {room}',
  'notifications.invited': '{name} te invita',
};
