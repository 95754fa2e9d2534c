import type { sound as en } from '../en/sound';
import type { Translation } from '../translation';

export const sound: Translation<typeof en> = {
  'sound.title': 'Ton',
  'sound.usual': 'Wie auf diesem Gerät',
  'sound.none': 'Kein Ton',
  'sound.chime': 'Glockenspiel',
  'sound.bell': 'Glocke',
  'sound.drop': 'Tropfen',
  'sound.knock': 'Klopfen',
  'sound.harp': 'Harfe',
  'sound.beacon': 'Signal',
};
