import type { devices as en } from '../en/devices';
import type { Translation } from '../translation';

export const devices: Translation<typeof en> = {
  'devices.title': 'Устройства',
  'devices.current': 'Это устройство',
  'devices.others': 'Другие устройства',
  'devices.verified': 'Подтверждено',
  'devices.unverified': 'Не подтверждено',
  'devices.unknown': 'Не читает зашифрованные сообщения',
  'devices.online': 'в сети',
  'devices.lastSeen': 'последний раз: {time}',
  'devices.lastSeenFrom': 'последний раз: {time}, {place}',
  'devices.neverSeen': 'ещё не использовалось',
  'devices.name': 'Название устройства',
  'devices.trust': 'Доверие',
  'devices.used': 'Последний раз',
  'devices.id': 'Идентификатор',
  'devices.fingerprint': 'Ключ',
  'devices.verify': 'Подтвердить',
  'devices.endOthers': 'Выйти на всех других устройствах',
  'devices.endTitle':
    '{count, plural, one {Выйти на # устройстве?} other {Выйти на # устройствах?}}',
  'devices.endHint':
    'Они сразу теряют доступ. Сохранённое на них удалится при следующем подключении.',
  'devices.ended':
    '{count, plural, one {Завершён # сеанс} few {Завершено # сеанса} other {Завершено # сеансов}}',
  'devices.protection': 'Сохранность сообщений',
  'devices.recovery': 'Ключ восстановления',
  'devices.recoveryOn': 'Нажмите, чтобы создать новый вместо него',
  'devices.on': 'Вкл.',
  'devices.off': 'Выкл.',
  'devices.backupOn':
    '{count, plural, =0 {Ключи ваших сообщений сохранены в зашифрованной копии.} one {Копируется ещё # ключ.} few {Копируются ещё # ключа.} other {Копируются ещё # ключей.}}',
  'devices.backupOff': 'Ключи ваших сообщений есть только на ваших устройствах.',

  'keyFile.title': 'Ключи сообщений в файле',
  'keyFile.note': 'Для другого приложения. Кто получит файл и фразу, сможет читать ваши сообщения.',
  'keyFile.export': 'Экспортировать ключи',
  'keyFile.import': 'Импортировать ключи',
  'keyFile.passphrase': 'Фраза для файла',
  'keyFile.name': 'Ключи сообщений Heliograph',
  'keyFile.exported': 'Ключи экспортированы',
  'keyFile.imported': 'Ключи импортированы',
};
