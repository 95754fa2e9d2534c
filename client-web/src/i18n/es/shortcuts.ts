import type { shortcuts as en } from '../en/shortcuts';
import type { Translation } from '../translation';

export const shortcuts: Translation<typeof en> = {
  'shortcuts.everywhere': 'En todas partes',
  'shortcuts.writing': 'Al escribir',
  'shortcuts.search': 'Buscar',
  'shortcuts.previousChat': 'Chat anterior',
  'shortcuts.nextChat': 'Chat siguiente',
  'shortcuts.up': 'Subir un nivel',
  'shortcuts.list': 'Esta lista',
  'shortcuts.lock': 'Bloquear',
  'shortcuts.send': 'Enviar',
  'shortcuts.newLine': 'Línea nueva',
};
