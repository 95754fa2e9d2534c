import type { voice as en } from '../en/voice';
import type { Translation } from '../translation';

export const voice: Translation<typeof en> = {
  'voice.record': 'Записать голосовое сообщение',
  'voice.recording': 'Запись',
  'voice.pause': 'Пауза',
  'voice.resume': 'Продолжить запись',
  'voice.cancel': 'Удалить запись',
  'voice.name': 'Голосовое сообщение',
  'voice.refused':
    'Микрофон заблокирован. Разрешите его для этой страницы в настройках браузера и попробуйте ещё раз.',
  'voice.noMicrophone': 'Микрофон не найден. Подключите его и попробуйте ещё раз.',
};
