/** Pictures and films over the whole window. */
import type { viewer as en } from '../en/viewer';
import type { Translation } from '../translation';

export const viewer: Translation<typeof en> = {
  'viewer.title': 'Visor de medios',
  'viewer.close': 'Cerrar',
  'viewer.previous': 'Anterior',
  'viewer.next': 'Siguiente',
  'viewer.zoomIn': 'Ampliar',
  'viewer.zoomOut': 'Reducir',
  'viewer.rotate': 'Girar',
  'viewer.counter': '{number} de {total}',
  'viewer.fullscreen': 'Pantalla completa',
  'viewer.pip': 'Imagen en imagen',
  'viewer.showInChat': 'Mostrar en el chat',
};
