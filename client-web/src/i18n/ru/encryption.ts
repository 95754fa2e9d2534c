import type { encryption as en } from '../en/encryption';
import type { Translation } from '../translation';

export const encryption: Translation<typeof en> = {
  'encryption.verify.title': 'Подтвердите этот сеанс',
  'encryption.verify.hint': 'До этого прежние сообщения здесь закрыты.',
  'encryption.verify.start': 'Подтвердить',
  'encryption.recovery.title': 'Сохраните свои сообщения',
  'encryption.recovery.hint':
    'С ключом восстановления вы прочтёте их, даже если потеряете все устройства.',
  'encryption.recovery.start': 'Настроить',
  'encryption.recovery.explain':
    'Ваши сообщения можете читать только вы и ваши собеседники. Чтобы прочесть их на новом устройстве, нужно другое ваше устройство или ключ восстановления. Пароль для этого не подходит: его знает сервер.',
  'encryption.recovery.make': 'Продолжить',
  'encryption.later': 'Напомнить завтра',
  'encryption.done': 'Готово',
  'encryption.way.key': 'Создать ключ, который я сохраню',
  'encryption.way.phrase': 'Ещё и фраза, которую я запомню',
  'encryption.phrase': 'Фраза',
  'encryption.phraseHint':
    'Несколько слов, которые никто другой не составит вместе. Не ваш пароль.',
  'encryption.phraseShort':
    '{count, plural, one {Не меньше # символа.} other {Не меньше # символов.}}',
  'encryption.key.title': 'Ваш ключ восстановления',
  'encryption.key.explain':
    'Храните его там, где найдёте только вы, например в менеджере паролей. Он показывается только сейчас.',
  'encryption.key.file': 'Ключ восстановления Heliograph',
  'encryption.key.copy': 'Скопировать',
  'encryption.key.save': 'Сохранить в файл',
  'encryption.key.kept': 'Ключ в надёжном месте',
  'encryption.unlock.explain':
    'Покажите, что этот сеанс ваш. Тогда здесь откроются прежние сообщения, а другие увидят, что это действительно вы.',
  'encryption.unlock.device': 'С другого устройства',
  'encryption.unlock.deviceHint': 'Сравните несколько картинок на обоих',
  'encryption.unlock.key': 'Ключ восстановления',
  'encryption.unlock.keyOrPhrase': 'Ключ или фраза восстановления',
  'encryption.unlock.file': 'Из файла',
  'encryption.unlock.submit': 'Открыть',
  'encryption.unlock.done': 'Сеанс подтверждён',
  'encryption.unlock.lost': 'У меня нет ни того, ни другого',
  'encryption.reset.title': 'Начать заново с новыми ключами?',
  'encryption.reset.lose': 'Закрытые здесь прежние сообщения останутся закрытыми навсегда.',
  'encryption.reset.others': 'Те, кто вас подтвердил, узнают, что ключи сменились.',
  'encryption.reset.keep': 'Аккаунт, чаты и контакты останутся.',
  'encryption.reset.confirm': 'Начать заново',
  'encryption.reset.done': 'У вас новые ключи. Теперь настройте ключ восстановления.',
};
