import type { chatExport as en } from '../en/chat-export';
import type { Translation } from '../translation';

export const chatExport: Translation<typeof en> = {
  'export.menu': 'Chat exportieren',
  'export.title': 'Diesen Chat exportieren',
  'export.hint':
    'Der ganze Verlauf wird geholt und als Datei gesichert, lesbar für jeden, der sie hat.',
  'export.html': 'Webseite, zum Lesen',
  'export.json': 'JSON, für Programme',
  'export.progress': '{count, plural, one {bisher # Ereignis} other {bisher # Ereignisse}}',
  'export.start': 'Exportieren',
  'export.done': 'Der Chat wurde exportiert',
};
