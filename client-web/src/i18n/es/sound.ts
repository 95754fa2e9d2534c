import type { sound as en } from '../en/sound';
import type { Translation } from '../translation';

export const sound: Translation<typeof en> = {
  'sound.title': 'Sonido',
  'sound.usual': 'El de este dispositivo',
  'sound.none': 'Sin sonido',
  'sound.chime': 'Carillón',
  'sound.bell': 'Campana',
  'sound.drop': 'Gota',
  'sound.knock': 'Golpe',
  'sound.harp': 'Arpa',
  'sound.beacon': 'Baliza',
};
