import type { files as en } from '../en/files';
import type { Translation } from '../translation';

export const files: Translation<typeof en> = {
  'files.title':
    '{count, plural, one {Отправить # файл} few {Отправить # файла} other {Отправить # файлов}}',
  'files.remove': 'Убрать {name}',
  'files.tooLarge':
    'Файл «{name}» слишком велик: этот сервер принимает файлы до {limit}. Уберите его, чтобы продолжить.',
  'files.asFile': 'Отправить файлом, без изменений',
  'files.compress': 'Уменьшить изображения',
  'files.caption': 'Подпись',
  'files.dropAsFile': 'Перетащите сюда, чтобы отправить без сжатия',
  'files.dropAsMedia': 'Перетащите сюда, чтобы отправить как фото или видео',
};
