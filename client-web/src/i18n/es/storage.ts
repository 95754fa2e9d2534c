import type { storage as en } from '../en/storage';
import type { Translation } from '../translation';

export const storage: Translation<typeof en> = {
  'storage.used': 'En este dispositivo',
  'storage.note':
    'Las fotos y los archivos se pueden volver a descargar del servidor cuando hagan falta.',
  'storage.media': 'Fotos y archivos',
  'storage.app': 'La propia aplicación',
  'storage.messages': 'Chats y claves',
  'storage.quota': 'El navegador permite',
  'storage.clear': 'Quitar fotos y archivos',
  'storage.cleared': 'Se han quitado las fotos y los archivos de este dispositivo',
  'storage.keep': 'Conservar los datos cuando el navegador se quede sin espacio',
  'storage.keepNote':
    'El navegador puede borrar datos de páginas para hacer sitio. Entonces tendrías que volver a entrar aquí.',
  'storage.notKept':
    'El navegador lo ha rechazado. Añadir la página a marcadores o instalarla puede ayudar.',
};
