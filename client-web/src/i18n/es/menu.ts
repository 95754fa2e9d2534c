import type { menu as en } from '../en/menu';
import type { Translation } from '../translation';

export const menu: Translation<typeof en> = {
  'menu.open': 'Abrir el menú',
  'menu.newGroup': 'Nuevo grupo',
  'menu.newChat': 'Nuevo chat privado',
  'menu.settings': 'Ajustes',
  'menu.nightMode': 'Modo noche',
  'menu.dayMode': 'Modo día',
  'menu.newChannel': 'Nuevo canal',
  'menu.saved': 'Mensajes guardados',
};
