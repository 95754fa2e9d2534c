import type { appearance as en } from '../en/appearance';
import type { Translation } from '../translation';

export const appearance: Translation<typeof en> = {
  'appearance.theme': 'Tema',
  'appearance.device': 'Solo para este dispositivo.',
  'appearance.textSize': 'Tamaño de los mensajes',
  'appearance.pixels': '{count, plural, one {# píxel} other {# píxeles}}',
  'appearance.sample': 'Así de grandes serán los mensajes.',
  'appearance.accent': 'Colores',
  'appearance.accent.classic': 'Clásico',
  'appearance.accent.ocean': 'Océano',
  'appearance.accent.leaf': 'Hoja',
  'appearance.accent.ember': 'Brasa',
  'appearance.accent.rose': 'Rosa',
  'appearance.wallpaper': 'Fondo',
  'appearance.wallpaper.meadow': 'Prado',
  'appearance.wallpaper.dusk': 'Ocaso',
  'appearance.wallpaper.sea': 'Mar',
  'appearance.wallpaper.sand': 'Arena',
  'appearance.wallpaper.plain': 'Liso',
  'appearance.comfort': 'Comodidad',
  'appearance.compact': 'Compacto',
  'appearance.compactHint': 'Más chats y mensajes a la vez',
  'appearance.contrast': 'Contraste alto',
  'appearance.contrastHint': 'Texto y líneas más marcados, nada translúcido',
  'appearance.motion': 'Menos movimiento',
  'appearance.motionHint': 'Nada se desliza ni crece, los vídeos esperan a que pulses',
};
