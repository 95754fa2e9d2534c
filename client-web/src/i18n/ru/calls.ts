/** Calls between two people. */
import type { calls as en } from '../en/calls';
import type { Translation } from '../translation';

export const calls: Translation<typeof en> = {
  'calls.voice': 'Позвонить',
  'calls.video': 'Видеозвонок',
  'calls.screen': 'Звонок: {name}',
  'calls.incoming': 'Звонок…',
  'calls.incomingVideo': 'Видеозвонок…',
  'calls.asking': 'Ожидание микрофона…',
  'calls.ringing': 'Вызов…',
  'calls.connecting': 'Соединение…',
  'calls.interrupted': 'Переподключение…',
  'calls.weak': 'Слабое соединение',
  'calls.otherMuted': '{name}: микрофон выключен',
  'calls.accept': 'Принять',
  'calls.acceptVideo': 'Принять с видео',
  'calls.decline': 'Отклонить',
  'calls.hangUp': 'Завершить',
  'calls.mute': 'Выключить микрофон',
  'calls.unmute': 'Включить микрофон',
  'calls.cameraOn': 'Включить камеру',
  'calls.cameraOff': 'Выключить камеру',
  'calls.share': 'Показать экран',
  'calls.shareEnd': 'Прекратить показ',
  'calls.minimise': 'К чатам',
  'calls.maximise': 'Показать звонок',
  'calls.self': 'Ваша камера',
  'calls.end.hungUp': 'Звонок завершён',
  'calls.end.declined': '{name}: звонок отклонён',
  'calls.end.noAnswer': 'Нет ответа',
  'calls.end.elsewhere': 'Принято на другом устройстве',
  'calls.end.failed': 'Не удалось соединиться. Позвоните ещё раз.',
  'calls.end.noMicrophone': 'Микрофон не найден. Подключите его и позвоните ещё раз.',
  'calls.end.refused':
    'Браузеру запрещён микрофон. Разрешите его рядом с адресом и позвоните ещё раз.',
  'calls.noCamera': 'Камеру не удалось включить. Возможно, она занята.',
};
