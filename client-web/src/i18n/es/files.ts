import type { files as en } from '../en/files';
import type { Translation } from '../translation';

export const files: Translation<typeof en> = {
  'files.title': '{count, plural, one {Enviar # archivo} other {Enviar # archivos}}',
  'files.remove': 'Quitar {name}',
  'files.tooLarge':
    '«{name}» es demasiado grande: este servidor acepta archivos de hasta {limit}. Quítalo para continuar.',
  'files.asFile': 'Enviar como archivo, sin cambios',
  'files.compress': 'Reducir las imágenes',
  'files.caption': 'Pie de foto',
  'files.dropAsFile': 'Suelta aquí para enviar sin comprimir',
  'files.dropAsMedia': 'Suelta aquí para enviar como foto o vídeo',
};
