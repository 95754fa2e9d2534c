import type { appearance as en } from '../en/appearance';
import type { Translation } from '../translation';

export const appearance: Translation<typeof en> = {
  'appearance.theme': 'Тема',
  'appearance.device': 'Только для этого устройства.',
  'appearance.textSize': 'Размер сообщений',
  'appearance.pixels': '{count, plural, one {# пиксель} few {# пикселя} other {# пикселей}}',
  'appearance.sample': 'Такими будут сообщения.',
  'appearance.accent': 'Цвета',
  'appearance.accent.classic': 'Классика',
  'appearance.accent.ocean': 'Океан',
  'appearance.accent.leaf': 'Листва',
  'appearance.accent.ember': 'Угли',
  'appearance.accent.rose': 'Роза',
  'appearance.wallpaper': 'Фон',
  'appearance.wallpaper.meadow': 'Луг',
  'appearance.wallpaper.dusk': 'Сумерки',
  'appearance.wallpaper.sea': 'Море',
  'appearance.wallpaper.sand': 'Песок',
  'appearance.wallpaper.plain': 'Простой',
  'appearance.comfort': 'Удобство',
  'appearance.compact': 'Компактно',
  'appearance.compactHint': 'Больше чатов и сообщений на экране',
  'appearance.contrast': 'Высокий контраст',
  'appearance.contrastHint': 'Чётче текст и линии, без прозрачности',
  'appearance.motion': 'Меньше движения',
  'appearance.motionHint': 'Ничего не скользит, видео ждут нажатия',
};
