import type { appearance as en } from '../en/appearance';
import type { Translation } from '../translation';

export const appearance: Translation<typeof en> = {
  'appearance.theme': 'Farbschema',
  'appearance.device': 'Nur für dieses Gerät.',
  'appearance.textSize': 'Schriftgröße der Nachrichten',
  'appearance.pixels': '{count, plural, one {# Pixel} other {# Pixel}}',
  'appearance.sample': 'So groß werden Nachrichten.',
  'appearance.accent': 'Farben',
  'appearance.accent.classic': 'Klassisch',
  'appearance.accent.ocean': 'Ozean',
  'appearance.accent.leaf': 'Blatt',
  'appearance.accent.ember': 'Glut',
  'appearance.accent.rose': 'Rose',
  'appearance.wallpaper': 'Hintergrund',
  'appearance.wallpaper.meadow': 'Wiese',
  'appearance.wallpaper.dusk': 'Dämmerung',
  'appearance.wallpaper.sea': 'Meer',
  'appearance.wallpaper.sand': 'Sand',
  'appearance.wallpaper.plain': 'Schlicht',
  'appearance.comfort': 'Komfort',
  'appearance.compact': 'Kompakt',
  'appearance.compactHint': 'Mehr Chats und Nachrichten auf einmal',
  'appearance.contrast': 'Hoher Kontrast',
  'appearance.contrastHint': 'Kräftigere Schrift und Linien, nichts Durchscheinendes',
  'appearance.motion': 'Weniger Bewegung',
  'appearance.motionHint': 'Nichts gleitet oder wächst, Filme warten auf einen Druck',
};
