import type { auth as en } from '../en/auth';
import type { Translation } from '../translation';

export const auth: Translation<typeof en> = {
  'auth.signIn': 'Entrar',
  'auth.signInTitle': 'Entrar en Heliograph',
  'auth.signInHint': 'Escribe tu nombre de usuario y tu contraseña.',
  'auth.signUp': 'Crear cuenta',
  'auth.signUpTitle': 'Crea tu cuenta',
  'auth.signUpHint':
    'Elige cómo te encontrarán los demás. Después podrás poner el nombre que se muestra.',
  'auth.toSignUp': '¿Es tu primera vez? Crea una cuenta',
  'auth.toSignIn': '¿Ya tienes cuenta? Entra',
  'auth.username': 'Nombre de usuario',
  'auth.password': 'Contraseña',
  'auth.passwordHint': 'Al menos 8 caracteres.',
  'auth.showPassword': 'Mostrar la contraseña',
  'auth.hidePassword': 'Ocultar la contraseña',
  'auth.token': 'Código de registro',
  'auth.server': 'Servidor',
  'auth.serverLine': 'En {server}',
  'auth.changeServer': 'Cambiar',
  'auth.usernameRequired': 'Escribe tu nombre de usuario.',
  'auth.passwordRequired': 'Escribe tu contraseña.',
  'auth.passwordShort': 'Usa al menos 8 caracteres.',
  'auth.revoked': 'Se cerró tu sesión desde otro dispositivo o por un cambio de contraseña.',
};
