import type { sound as en } from '../en/sound';
import type { Translation } from '../translation';

export const sound: Translation<typeof en> = {
  'sound.title': 'Звук',
  'sound.usual': 'Как на этом устройстве',
  'sound.none': 'Без звука',
  'sound.chime': 'Перезвон',
  'sound.bell': 'Колокол',
  'sound.drop': 'Капля',
  'sound.knock': 'Стук',
  'sound.harp': 'Арфа',
  'sound.beacon': 'Маяк',
};
