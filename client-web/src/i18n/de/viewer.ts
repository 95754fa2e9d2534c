/** Pictures and films over the whole window. */
import type { viewer as en } from '../en/viewer';
import type { Translation } from '../translation';

export const viewer: Translation<typeof en> = {
  'viewer.title': 'Medienansicht',
  'viewer.close': 'Schließen',
  'viewer.previous': 'Vorheriges',
  'viewer.next': 'Nächstes',
  'viewer.zoomIn': 'Vergrößern',
  'viewer.zoomOut': 'Verkleinern',
  'viewer.rotate': 'Drehen',
  'viewer.counter': '{number} von {total}',
  'viewer.fullscreen': 'Vollbild',
  'viewer.pip': 'Bild im Bild',
  'viewer.showInChat': 'Im Chat zeigen',
};
