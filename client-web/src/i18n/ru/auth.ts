import type { auth as en } from '../en/auth';
import type { Translation } from '../translation';

export const auth: Translation<typeof en> = {
  'auth.signIn': 'Войти',
  'auth.signInTitle': 'Вход в Heliograph',
  'auth.signInHint': 'Введите имя пользователя и пароль.',
  'auth.signUp': 'Создать аккаунт',
  'auth.signUpTitle': 'Создайте аккаунт',
  'auth.signUpHint':
    'Выберите, по какому имени вас будут находить. Имя для показа можно задать позже.',
  'auth.toSignUp': 'Впервые здесь? Создайте аккаунт',
  'auth.toSignIn': 'Уже есть аккаунт? Войдите',
  'auth.username': 'Имя пользователя',
  'auth.password': 'Пароль',
  'auth.passwordHint': 'Не короче 8 символов.',
  'auth.showPassword': 'Показать пароль',
  'auth.hidePassword': 'Скрыть пароль',
  'auth.token': 'Код регистрации',
  'auth.server': 'Сервер',
  'auth.serverLine': 'На {server}',
  'auth.changeServer': 'Изменить',
  'auth.usernameRequired': 'Введите имя пользователя.',
  'auth.passwordRequired': 'Введите пароль.',
  'auth.passwordShort': 'Не короче 8 символов.',
  'auth.revoked':
    'Вы вышли из аккаунта: сеанс завершили с другого устройства или при смене пароля.',
};
