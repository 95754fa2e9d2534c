import type { settings as en } from '../en/settings';
import type { Translation } from '../translation';

export const settings: Translation<typeof en> = {
  'settings.title': 'Ajustes',
  'settings.profile': 'Perfil',
  'settings.name': 'Nombre',
  'settings.nameHint': 'Los demás ven este nombre en sus chats.',
  'settings.nameSaved': 'Se ha cambiado tu nombre',
  'settings.copyId': 'Copiar tu dirección',
  'settings.appearance': 'Aspecto',
  'settings.theme.light': 'Claro',
  'settings.theme.dark': 'Oscuro',
  'settings.theme.system': 'Como el sistema',
  'settings.language': 'Idioma',
  'settings.session': 'Esta sesión',
  'settings.server': 'Servidor',
  'settings.device': 'Dispositivo',
  'settings.signOut': 'Cerrar sesión',
  'settings.signOutTitle': '¿Cerrar sesión?',
  'settings.signOutHint':
    'Se perderán los borradores y los mensajes pendientes de envío de este dispositivo.',
};
