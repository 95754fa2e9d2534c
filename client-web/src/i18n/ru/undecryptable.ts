import type { undecryptable as en } from '../en/undecryptable';
import type { Translation } from '../translation';

export const undecryptable: Translation<typeof en> = {
  'undecryptable.pending': 'Открываем это сообщение…',
  'undecryptable.waiting': 'Ждём это сообщение',
  'undecryptable.locked': 'Закрыто, пока вы не подтвердите сеанс',
  'undecryptable.lost': 'Это сообщение старше устройства, а его ключ не сохранился',
  'undecryptable.notMember': 'Это написано до вашего прихода',
  'undecryptable.withheldUnverified':
    'Отправитель пишет только на подтверждённые устройства. Подтвердите сеанс',
  'undecryptable.withheld': 'Отправитель не поделился этим сообщением с вашим устройством',
  'undecryptable.senderChanged': 'Ключи отправителя изменились после вашей проверки',
};
