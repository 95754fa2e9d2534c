import type { sound as en } from '../en/sound';
import type { Translation } from '../translation';

export const sound: Translation<typeof en> = {
  'sound.title': 'الصوت',
  'sound.usual': 'كما على هذا الجهاز',
  'sound.none': 'بلا صوت',
  'sound.chime': 'رنين',
  'sound.bell': 'جرس',
  'sound.drop': 'قطرة',
  'sound.knock': 'طرقة',
  'sound.harp': 'قيثارة',
  'sound.beacon': 'منارة',
};
