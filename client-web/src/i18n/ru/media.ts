/** Pictures, films, sounds, files and places in messages. */
import type { media as en } from '../en/media';
import type { Translation } from '../translation';

export const media: Translation<typeof en> = {
  'media.open': 'Открыть {name}',
  'media.photoOf': 'Фото от {name}',
  'media.play': 'Воспроизвести',
  'media.pause': 'Пауза',
  'media.seek': 'Позиция',
  'media.position': '{at} из {total}',
  'media.speed': 'Скорость {rate}×',
  'media.mute': 'Выключить звук',
  'media.unmute': 'Включить звук',
  'media.reveal': 'Показать скрытое',
  'media.downloadFile': 'Скачать {name}',
  'media.cancel': 'Отменить',
  'media.failed': 'Не удалось загрузить',
  'media.downloadFailed': 'Не удалось скачать файл. Попробуйте ещё раз.',
  'media.size': '{size}',
  'media.openMap': 'Открыть на карте',
  'media.coordinates': '{latitude}, {longitude}',
  'media.player': 'Сейчас играет',
  'media.stop': 'Остановить',
  'media.copyCode': 'Скопировать код',
  'media.foldCode': 'Показать весь код',
  'media.linkWarning': 'Ссылка ведёт в другое место',
  'media.linkWarningHint': 'Он выглядит как {shown}, но ведёт на {real}.',
  'media.linkOpen': 'Всё равно открыть',
};
