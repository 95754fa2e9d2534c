import type { chatExport as en } from '../en/chat-export';
import type { Translation } from '../translation';

export const chatExport: Translation<typeof en> = {
  'export.menu': 'Exportar chat',
  'export.title': 'Exportar este chat',
  'export.hint':
    'Se descarga todo el historial y se guarda como un archivo que puede leer cualquiera que lo tenga.',
  'export.html': 'Página web, para leer',
  'export.json': 'JSON, para programas',
  'export.progress': '{count, plural, one {# evento hasta ahora} other {# eventos hasta ahora}}',
  'export.start': 'Exportar',
  'export.done': 'Se ha exportado el chat',
};
