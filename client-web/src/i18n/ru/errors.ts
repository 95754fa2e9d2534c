import type { errors as en } from '../en/errors';
import type { Translation } from '../translation';

export const errors: Translation<typeof en> = {
  'error.unreachable': 'Сервер не отвечает. Проверьте соединение и попробуйте ещё раз.',
  'error.notAHomeserver': 'По этому адресу нет сервера чатов. Проверьте, как он написан.',
  'error.badAnswer': 'На сервере сейчас неполадки. Ничего не потеряно; попробуйте через минуту.',
  'error.wrongCredentials': 'Неверное имя пользователя или пароль.',
  'error.accountDeactivated': 'Этот аккаунт закрыт, пользоваться им больше нельзя.',
  'error.usernameTaken': 'Это имя пользователя занято. Выберите другое.',
  'error.usernameInvalid': 'Только строчные латинские буквы, цифры и . _ - = /',
  'error.passwordTooWeak': 'Этот пароль слишком легко угадать. Сделайте его длиннее.',
  'error.registrationClosed':
    'Этот сервер не принимает новых аккаунтов. Попросите аккаунт у администратора.',
  'error.registrationTokenRequired':
    'Этому серверу нужен код регистрации. Попросите его у администратора.',
  'error.registrationTokenWrong':
    'Код регистрации недействителен. Проверьте его или попросите другой.',
  'error.unsupportedRegistration':
    'Сервер требует шаг регистрации, который здесь пока не поддерживается.',
  'error.signedOut': 'Вы вышли из аккаунта. Войдите снова, чтобы продолжить.',
  'error.rateLimited':
    'Слишком много попыток. {seconds, plural, =0 {Попробуйте чуть позже.} other {Попробуйте через # с.}}',
  'error.forbidden': 'Здесь вам этого делать нельзя.',
  'error.notFound': 'Не найдено. Возможно, это удалили.',
  'error.tooLarge': 'Сообщение слишком длинное. Сократите его и попробуйте ещё раз.',
  'error.unknown': 'Не получилось: {detail}',
};
