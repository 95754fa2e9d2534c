import type { verification as en } from '../en/verification';
import type { Translation } from '../translation';

export const verification: Translation<typeof en> = {
  'verification.titleSelf': 'Подтверждение устройства',
  'verification.titleOther': 'Подтверждение человека',
  'verification.askedSelf':
    'Ваше другое устройство {device} просит подтверждения. Оно у вас под рукой?',
  'verification.askedOther':
    '{user} хочет убедиться, что это действительно вы. Сравните картинки при встрече или по звонку.',
  'verification.start': 'Начать',
  'verification.waiting': 'Ждём другую сторону…',
  'verification.compare': 'На обеих сторонах одни и те же картинки в том же порядке?',
  'verification.confirmed': 'Теперь подтвердите и на другой стороне.',
  'verification.same': 'Одинаковые',
  'verification.differs': 'Разные',
  'verification.doneSelf': 'Готово: устройства доверяют друг другу.',
  'verification.doneOther': 'Готово: вы точно переписываетесь с {user}.',
  'verification.cancelled.byUs': 'Вы прервали подтверждение. Ничего не изменилось.',
  'verification.cancelled.byThem': 'Другая сторона прервала подтверждение. Ничего не изменилось.',
  'verification.cancelled.timeout':
    'Прошло слишком много времени. Начните снова, когда оба будут под рукой.',
  'verification.cancelled.mismatch':
    'Картинки различались: возможно, кто-то подслушивает. Попробуйте ещё раз; если повторится, не доверяйте этому соединению.',
  'verification.cancelled.elsewhere': 'Запрос принят на другом вашем устройстве.',
  'verification.cancelled.failed': 'Подтверждение не удалось. Попробуйте ещё раз.',
  'verification.showCode': 'Пусть другая сторона отсканирует этот код.',
  'verification.codeLabel': 'Код для камеры другой стороны',
  'verification.scan': 'Отсканировать код другой стороны',
  'verification.showInstead': 'Показать мой код',
  'verification.byPictures': 'Сравнить картинки',
  'verification.scanHint': 'Поднесите к камере код, который показывает другая сторона.',
  'verification.camera': 'Что видит камера',
  'verification.noCamera':
    'Не удалось включить камеру. Разрешите её этой странице в браузере или сравните картинки.',
  'verification.wasScanned': 'Сообщает ли другая сторона, что отсканировала ваш код?',
  'verification.scanned': 'Да, сообщает',
  'verification.notScanned': 'Нет',
};
